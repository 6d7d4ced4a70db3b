import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startProgram } from '../programs.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { untilListening, withFreePorts } from './ports.ts';

/** How to start tinyproxy. */
export interface TinyproxyOptions {
  /** What it asks for; nobody is asked by default. */
  readonly login?: { readonly username: string; readonly password: string } | undefined;
  /** The only port to which it connects; any by default. */
  readonly allowedPort?: number | undefined;
}

/** Starts a HTTP proxy. */
export async function startTinyproxy(
  options: TinyproxyOptions = {},
): Promise<{ readonly port: number; readonly log: () => string } & AsyncDisposable> {
  const { login, allowedPort } = options;
  const file = path.join(temporaryFolder('tinyproxy'), 'tinyproxy.conf');
  return await withFreePorts(async ([port = 0]) => {
    const lines = [`Port ${port}`, 'Listen 127.0.0.1', 'Allow 127.0.0.1', 'Timeout 60', 'LogLevel Connect'];
    if (login !== undefined) lines.push(`BasicAuth ${login.username} ${login.password}`);
    if (allowedPort !== undefined) lines.push(`ConnectPort ${allowedPort}`);
    await writeFile(file, `${lines.join('\n')}\n`);
    const program = await startProgram('tinyproxy', ['-d', '-c', file]);
    await untilListening(program, port);
    return {
      port,
      log: () => program.output,
      [Symbol.asyncDispose]: async () => await program.stop(),
    };
  });
}
