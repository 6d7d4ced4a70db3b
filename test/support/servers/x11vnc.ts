import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startProgram } from '../programs.ts';
import { makeCertificates } from './certificates.ts';
import { untilListening, withFreePorts } from './ports.ts';
import type { XServer } from './realServer.ts';
import { labUser } from './systemUser.ts';
import { passwordFile } from './tigerVnc.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { grabDisplay, startOnFreeDisplay } from './xDisplay.ts';

/** How to start x11vnc. */
export interface X11vncOptions {
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** Asks for this password; lets everyone in when left out. */
  readonly password?: string | undefined;
  /**
   * How it encrypts: `ssl` with the certificate of {@link makeCertificates}, from the first byte on (wss as well) or
   * by VeNCrypt; `vencrypt` by VeNCrypt alone; `anontls` without a certificate, by security type 18 alone. Not at
   * all by default.
   */
  readonly encryption?: 'ssl' | 'vencrypt' | 'anontls' | undefined;
  /** Asks for name and password of the system's user on the screen (`-unixpw`), and wants encryption for that. */
  readonly unixLogin?: boolean | undefined;
  /** More of x11vnc's options. */
  readonly options?: readonly string[] | undefined;
}

/** OpenSSL has suites without certificates at its lowest level of security only; servers of that age assume it. */
async function leastSecureConfiguration(): Promise<string> {
  const file = path.join(temporaryFolder(), 'openssl.cnf');
  const sections = ['openssl_conf = top', '[top]', 'ssl_conf = ssl', '[ssl]', 'system_default = least'];
  await writeFile(file, [...sections, '[least]', 'CipherString = ALL:@SECLEVEL=0', ''].join('\n'));
  return file;
}

async function accessOptions(options: X11vncOptions): Promise<string[]> {
  const { password, encryption, unixLogin = false } = options;
  const access: string[] = [];
  if (password !== undefined) access.push('-rfbauth', await passwordFile(password));
  else if (!unixLogin) access.push('-nopw');
  if (unixLogin) access.push('-unixpw', (await labUser()).username);
  if (encryption === 'anontls') return [...access, '-anontls', 'only', '-ssl', 'ANON'];
  if (encryption !== undefined) {
    access.push('-ssl', path.join((await makeCertificates()).folder, 'server.pem'));
    if (encryption === 'vencrypt') access.push('-vencrypt', 'only');
  }
  return access;
}

/**
 * Starts x11vnc on an Xvfb of its own. Its port speaks RFB over TCP and over WebSocket; the latter only with
 * clients that send an `Origin` header.
 */
export async function startX11vnc(options: X11vncOptions = {}): Promise<XServer & { websocketPort: number }> {
  const { width = 800, height = 600 } = options;
  const access = await accessOptions(options);
  const env = options.encryption === 'anontls' ? { OPENSSL_CONF: await leastSecureConfiguration() } : {};
  const xvfb = await startOnFreeDisplay(
    async (free) =>
      await startProgram('Xvfb', [free, '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-ac']),
    async () => {},
  );
  const { display } = xvfb;
  try {
    return await withFreePorts(async ([port = 0]) => {
      const program = await startProgram(
        'x11vnc',
        [
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
        ],
        { env },
      );
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
