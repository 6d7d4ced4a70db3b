import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram, startProgram } from '../programs.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { type Certificates, makeCertificates } from './certificates.ts';
import { untilListening, withFreePorts } from './ports.ts';
import type { XServer } from './realServer.ts';
import { labUser } from './systemUser.ts';
import { grabDisplay, startOnFreeDisplay } from './xDisplay.ts';

/** The ways to log in that TigerVNC 1.12 has, by its own names. */
export type TigerVncSecurity =
  | 'None'
  | 'VncAuth'
  | 'Plain'
  | 'TLSNone'
  | 'TLSVnc'
  | 'TLSPlain'
  | 'X509None'
  | 'X509Vnc'
  | 'X509Plain';

/** How to start TigerVNC. */
export interface TigerVncOptions {
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** What it offers; a list stands in its order. Nobody is asked for anything by default. */
  readonly security?: 'none' | 'vncauth' | readonly TigerVncSecurity[] | undefined;
  /** The password where there is no user; `secret12` by default. Only 8 characters count. */
  readonly password?: string | undefined;
  /** What it shows of itself; those of {@link makeCertificates} by default. */
  readonly certificates?: Pick<Certificates, 'certificateFile' | 'keyFile'> | undefined;
  /** Whether clients may change the size of the screen; they may by default. */
  readonly resizable?: boolean | undefined;
  /** Where it listens, such as where another one did before; a free port by default. */
  readonly port?: number | undefined;
  /** More of Xtigervnc's options. */
  readonly options?: readonly string[] | undefined;
}

/** A running Xtigervnc. */
export interface TigerVncServer extends XServer {
  /** Its process, to be stopped and continued. */
  readonly pid: number;
}

const shortLists = { none: ['None'], vncauth: ['VncAuth'] } as const;

/** Xtigervnc's options for the ways to log in, and what they need: password file, user, certificate. */
async function accessOptions(
  security: NonNullable<TigerVncOptions['security']>,
  options: TigerVncOptions,
): Promise<string[]> {
  const types = typeof security === 'string' ? shortLists[security] : security;
  const access = ['-SecurityTypes', types.join(',')];
  if (types.some((type) => /vnc/i.test(type))) {
    access.push('-PasswordFile', await passwordFile(options.password ?? 'secret12'));
  }
  if (types.some((type) => type.endsWith('Plain'))) {
    access.push('-PlainUsers', (await labUser()).username, '-pam_service', 'login');
  }
  if (types.some((type) => type.startsWith('X509'))) {
    const { certificateFile, keyFile } = options.certificates ?? (await makeCertificates());
    access.push('-X509Cert', certificateFile, '-X509Key', keyFile);
  }
  return access;
}

/** Starts Xtigervnc: an X server of its own that speaks RFB. */
export async function startTigerVnc(options: TigerVncOptions = {}): Promise<TigerVncServer> {
  const { width = 800, height = 600, security = 'none', resizable = true } = options;
  const access = await accessOptions(security, options);
  return await withFreePorts(async ([free = 0]) => {
    const port = options.port ?? free;
    const { display, program } = await startOnFreeDisplay(
      async (displayName) =>
        await startProgram('Xtigervnc', [
          ...[displayName, '-rfbport', `${port}`, '-geometry', `${width}x${height}`, '-depth', '24', '-ac'],
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
      pid: program.pid,
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
