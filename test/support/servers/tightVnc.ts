import { startProgram } from '../programs.ts';
import { untilListening, withFreePorts } from './ports.ts';
import type { XServer } from './realServer.ts';
import { passwordFile } from './tigerVnc.ts';
import { grabDisplay, startOnFreeDisplay } from './xDisplay.ts';

/** How to start TightVNC. */
export interface TightVncOptions {
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** Asks for this password; lets everyone in when left out. Only 8 characters count. */
  readonly password?: string | undefined;
  /** More of Xtightvnc's options. */
  readonly options?: readonly string[] | undefined;
}

/**
 * Starts Xtightvnc 1.3: an X server of its own that offers the security type Tight (16) beside the plain one, and
 * lists its capabilities after ServerInit.
 */
export async function startTightVnc(options: TightVncOptions = {}): Promise<XServer> {
  const { width = 800, height = 600, password } = options;
  const access = password === undefined ? [] : ['-rfbauth', await passwordFile(password)];
  return await withFreePorts(async ([port = 0]) => {
    const { display, program } = await startOnFreeDisplay(
      async (free) =>
        await startProgram('Xtightvnc', [
          ...[free, '-rfbport', `${port}`, '-geometry', `${width}x${height}`, '-depth', '24', '-ac'],
          ...['-localhost', '-nolisten', 'tcp', '-alwaysshared', '-desktop', 'test desktop'],
          ...['-fp', '/usr/share/fonts/X11/misc', ...access, ...(options.options ?? [])],
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
