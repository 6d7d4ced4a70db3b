import { startProgram } from '../programs.ts';
import { untilListening, withFreePorts } from './ports.ts';
import type { XServer } from './realServer.ts';
import { passwordFile } from './tigerVnc.ts';
import { grabDisplay, startOnFreeDisplay } from './xDisplay.ts';

/** How to start x11vnc. */
export interface X11vncOptions {
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** Asks for this password; lets everyone in when left out. */
  readonly password?: string | undefined;
  /** More of x11vnc's options. */
  readonly options?: readonly string[] | undefined;
}

/**
 * Starts x11vnc on an Xvfb of its own. Its port speaks RFB over TCP and over WebSocket; the latter only with
 * clients that send an `Origin` header.
 */
export async function startX11vnc(options: X11vncOptions = {}): Promise<XServer & { websocketPort: number }> {
  const { width = 800, height = 600 } = options;
  const access =
    options.password === undefined ? ['-nopw'] : ['-rfbauth', await passwordFile(options.password)];
  const xvfb = await startOnFreeDisplay(
    async (free) =>
      await startProgram('Xvfb', [free, '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-ac']),
    async () => {},
  );
  const { display } = xvfb;
  try {
    return await withFreePorts(async ([port = 0]) => {
      const program = await startProgram('x11vnc', [
        ...[
          '-display',
          display,
          '-rfbport',
          `${port}`,
          '-localhost',
          '-no6',
          '-forever',
          '-shared',
          '-noxrecord',
        ],
        ...['-noxdamage', '-wait', '20', '-defer', '10', '-q', ...access, ...(options.options ?? [])],
      ]);
      // Before it greets a TCP client, x11vnc waits whether a WebSocket client speaks first.
      await untilListening(program, port, 12);
      const close = async (): Promise<void> => {
        await program.stop();
        await xvfb.program.stop();
      };
      return {
        host: '127.0.0.1',
        port,
        websocketPort: port,
        display,
        grab: async () => await grabDisplay(display),
        close,
        [Symbol.asyncDispose]: close,
      };
    });
  } catch (error) {
    await xvfb.program.stop();
    throw error;
  }
}
