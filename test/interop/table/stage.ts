import { appendFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Credentials } from '../../../src/core/rfb/credentials.ts';
import type { DialTarget, TlsOptions } from '../../../src/core/transport/target.ts';
import type { RealServer, XServer } from '../../support/servers/realServer.ts';
import type { SecurityTypeName } from '../../../src/core/rfb/security/securityNames.ts';
import { startProgram } from '../../support/programs.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';
import type { TransportName, Way } from './cell.ts';
import type { Rounding } from './reducePicture.ts';

/** A running server with everything that its cells need. */
export interface Stage extends AsyncDisposable {
  readonly server: RealServer;
  /** Trusts the authority of the test's certificates only. */
  readonly tls: TlsOptions;
  target(transport: TransportName): DialTarget;
  credentials(security: SecurityTypeName): Credentials;
  /** How it reduces colours. */
  readonly rounding: Rounding;
  /** Moves a part of the screen, so that a server has something to copy. */
  readonly move?: (() => Promise<void>) | undefined;
}

/** A kind of server, and the ways to it that are tried. */
export interface Row {
  readonly server: string;
  readonly ways: readonly Way[];
  readonly start: () => Promise<Stage>;
}

/** A terminal on the display that scrolls by some lines whenever it is told to. */
export async function scrollingTerminal(
  server: XServer,
): Promise<{ readonly move: () => Promise<void>; close(): Promise<void> }> {
  const file = path.join(temporaryFolder(), 'tty');
  const program = await startProgram('xterm', [
    ...['-display', server.display, '-geometry', '60x20+0+0', '-fn', 'fixed'],
    ...['-e', 'sh', '-c', 'tty > "$0.new"; mv "$0.new" "$0"; exec sleep 100000', file],
  ]);
  const tty = await until('the terminal stands', async () => {
    if (program.ended) throw new Error(`xterm has ended:\n${program.output}`);
    return (await readFile(file, 'utf8').catch(() => '')).trim() || undefined;
  });
  let number = 0;
  const print = async (lines: number): Promise<void> => {
    for (let i = 0; i < lines; i++) await appendFile(tty, `line ${++number}\r\n`);
  };
  // A full screen, or nothing would have to move.
  await print(40);
  return { move: async () => await print(4), close: async () => await program.stop() };
}
