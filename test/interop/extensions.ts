import type { Rect } from '../../src/core/base/geometry.ts';
import { wholeOf } from '../../src/core/base/geometry.ts';
import { type RfbClient, type RfbClientOptions, connectRfb } from '../../src/core/rfb/rfbClient.ts';
import { dial } from '../../src/core/transport/dial.ts';
import { runProgram, startProgram } from '../support/programs.ts';
import type { RealServer } from '../support/servers/realServer.ts';
import { until } from '../support/until.ts';

/** A client without a session over it: what the extensions themselves do. */
export interface PlainClient extends AsyncDisposable {
  readonly client: RfbClient;
  /** Everything that was logged. */
  readonly lines: readonly string[];
  /** Asks for the whole screen and waits until it has come. */
  refresh(): Promise<void>;
}

/** Connects to a server, and waits until its first whole picture is there. */
export async function connectPlain(
  server: Pick<RealServer, 'host' | 'port'>,
  options: Partial<RfbClientOptions> = {},
): Promise<PlainClient> {
  const lines: string[] = [];
  const logger = {
    enabled: () => true,
    log: (level: string, text: string) => void lines.push(`${level} ${text}`),
  };
  const pipe = await dial({ transport: 'tcp', host: server.host, port: server.port }, {});
  const client = await connectRfb({ pipe, credentials: {}, logger, ...options });
  const refresh = async (): Promise<void> => {
    let pixels = 0;
    const listening = client.onUpdate((painted) => {
      for (const { width, height } of painted) pixels += width * height;
      // TigerVNC answers with the layout of the screens first, and wants another request after that.
      client.requestUpdate(wholeOf(client.framebuffer), { incremental: true });
    });
    client.requestUpdate(wholeOf(client.framebuffer), { incremental: false });
    await until('the whole screen has come', () => {
      if (client.closed) throw new Error(`closed: ${lines.at(-1)}`);
      return pixels >= client.framebuffer.width * client.framebuffer.height;
    });
    listening.dispose();
  };
  await refresh();
  return {
    client,
    lines,
    refresh,
    [Symbol.asyncDispose]: async () => {
      client.close();
      await Promise.resolve();
    },
  };
}

/** Draws with a program of the display itself: a root window of one colour. */
export async function paintRoot(display: string, colour: string): Promise<void> {
  await runProgram('xsetroot', ['-display', display, '-solid', colour]);
}

/** The pixels at a place, as `rrggbb`. */
export function colourAt(client: RfbClient, x: number, y: number): string {
  const region: Rect = { x, y, width: 1, height: 1 };
  return Buffer.from(client.framebuffer.read(region).subarray(0, 3)).toString('hex');
}

/** What the display's clipboard holds. */
export async function readSelection(display: string): Promise<string> {
  const output = await runProgram('xclip', ['-selection', 'clipboard', '-o', '-t', 'UTF8_STRING'], {
    env: { DISPLAY: display },
  });
  return output.toString('utf8');
}

/** Puts text into the display's clipboard, for as long as the result is not disposed. */
export async function ownSelection(display: string, text: string): Promise<AsyncDisposable> {
  const program = await startProgram('sh', ['-c', 'printf %s "$TEXT" | xclip -selection clipboard -quiet'], {
    env: { DISPLAY: display, TEXT: text },
  });
  return { [Symbol.asyncDispose]: async () => await program.stop() };
}
