import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram, startProgram } from '../programs.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { untilListening, withFreePorts } from './ports.ts';
import type { XServer } from './realServer.ts';
import { grabDisplay, startOnFreeDisplay } from './xDisplay.ts';

/** How to start TigerVNC. */
export interface TigerVncOptions {
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly security?: 'none' | 'vncauth' | undefined;
  /** The password for `vncauth`; `secret12` by default. Only 8 characters count. */
  readonly password?: string | undefined;
  /** Whether clients may change the size of the screen; they may by default. */
  readonly resizable?: boolean | undefined;
  /** More of Xtigervnc's options. */
  readonly options?: readonly string[] | undefined;
}

/** Starts Xtigervnc: an X server of its own that speaks RFB. */
export async function startTigerVnc(options: TigerVncOptions = {}): Promise<XServer> {
  const { width = 800, height = 600, security = 'none', resizable = true } = options;
  const access =
    security === 'none'
      ? ['-SecurityTypes', 'None']
      : ['-SecurityTypes', 'VncAuth', '-PasswordFile', await passwordFile(options.password ?? 'secret12')];
  return await withFreePorts(async ([port = 0]) => {
    const { display, program } = await startOnFreeDisplay(
      async (free) =>
        await startProgram('Xtigervnc', [
          ...[free, '-rfbport', `${port}`, '-geometry', `${width}x${height}`, '-depth', '24', '-ac'],
          ...[
            '-localhost',
            '-nolisten',
            'tcp',
            '-AlwaysShared',
            `-AcceptSetDesktopSize=${resizable ? 1 : 0}`,
          ],
          ...['-desktop', 'test desktop', '-IdleTimeout', '0', ...access, ...(options.options ?? [])],
        ]),
      async (started) => await untilListening(started, port, 12),
    );
    const close = async (): Promise<void> => await program.stop();
    return {
      host: '127.0.0.1',
      port,
      display,
      grab: async () => await grabDisplay(display),
      close,
      [Symbol.asyncDispose]: close,
    };
  });
}

/** Writes a file of the kind that `vncpasswd` makes. */
export async function passwordFile(password: string): Promise<string> {
  const file = path.join(temporaryFolder(), 'passwd');
  const program = await firstThatRuns(['tigervncpasswd', 'vncpasswd'], password);
  await writeFile(file, program, { mode: 0o600 });
  return file;
}

async function firstThatRuns(commands: readonly string[], input: string): Promise<Buffer> {
  let failure: unknown;
  for (const command of commands) {
    try {
      return await runProgram(command, ['-f'], { input });
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
