import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startProgram } from '../programs.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { type Certificates, makeCertificates } from './certificates.ts';
import { untilListening, withFreePorts } from './ports.ts';

/** How to start websockify. */
export interface WebsockifyOptions {
  /** The port of 127.0.0.1 where the VNC server listens. */
  readonly targetPort: number;
  /** Speaks TLS only, with the certificates of {@link makeCertificates}. */
  readonly tls?: boolean | undefined;
  /** Lets only clients pass that name this token in the query (`?token=…`). */
  readonly token?: string | undefined;
  /** Asks for basic authentication: `user:password`. */
  readonly basicAuth?: string | undefined;
}

/** A WebSocket gateway before a VNC server. */
export interface Websockify extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** `ws://127.0.0.1:PORT` or the same with `wss`. */
  readonly origin: string;
  /** With `tls`: what it was started with. */
  readonly certificates: Certificates | undefined;
  /** What it printed so far. */
  readonly output: string;
  close(): Promise<void>;
}

/** Starts websockify before a VNC server. */
export async function startWebsockify(options: WebsockifyOptions): Promise<Websockify> {
  const certificates = options.tls === true ? await makeCertificates() : undefined;
  const target = `127.0.0.1:${options.targetPort}`;
  const args: string[] = [];
  if (certificates)
    args.push('--cert', certificates.certificateFile, '--key', certificates.keyFile, '--ssl-only');
  if (options.basicAuth !== undefined)
    args.push('--auth-plugin', 'BasicHTTPAuth', '--auth-source', options.basicAuth);
  if (options.token !== undefined) {
    const file = path.join(temporaryFolder(), 'tokens');
    await writeFile(file, `${options.token}: ${target}\n`);
    args.push('--token-plugin', 'TokenFile', '--token-source', file);
  }
  return await withFreePorts(async ([port = 0]) => {
    const program = await startProgram('websockify', [
      ...args,
      `127.0.0.1:${port}`,
      ...(options.token === undefined ? [target] : []),
    ]);
    await untilListening(program, port);
    const close = async (): Promise<void> => await program.stop();
    return {
      host: '127.0.0.1',
      port,
      origin: `${certificates ? 'wss' : 'ws'}://127.0.0.1:${port}`,
      certificates,
      get output() {
        return program.output;
      },
      close,
      [Symbol.asyncDispose]: close,
    };
  });
}
