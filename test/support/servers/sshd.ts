import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';
import { runProgram, startProgram } from '../programs.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { untilListening, withFreePorts } from './ports.ts';

/** A running OpenSSH server that lets this user in with a key made for it. */
export interface SshServer extends AsyncDisposable {
  readonly port: number;
  /** Arguments for `ssh` that log in without a question, up to and without the command's own. */
  readonly login: readonly string[];
  /** The same with another key, which the server refuses. */
  readonly refusedLogin: readonly string[];
  readonly host: string;
}

/** Starts sshd on loopback with keys of its own. Nothing of the system's or the user's settings is used. */
export async function startSshd(): Promise<SshServer> {
  const folder = temporaryFolder('sshd');
  const file = (name: string): string => path.join(folder, name);
  for (const key of ['host', 'user', 'stranger']) {
    await runProgram('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', key, '-f', file(key)]);
  }
  await runProgram('cp', [file('user.pub'), file('authorized_keys')]);
  await chmod(folder, 0o700);
  // Where sshd runs as root it insists on this empty folder.
  if (userInfo().uid === 0) await mkdir('/run/sshd', { recursive: true });
  return await withFreePorts(async ([port = 0]) => {
    await writeFile(
      file('sshd_config'),
      [
        `Port ${port}`,
        'ListenAddress 127.0.0.1',
        `HostKey ${file('host')}`,
        `AuthorizedKeysFile ${file('authorized_keys')}`,
        'PidFile none',
        'StrictModes no',
        'UsePAM no',
        'PasswordAuthentication no',
        'PermitRootLogin prohibit-password',
      ].join('\n'),
    );
    const program = await startProgram('/usr/sbin/sshd', ['-D', '-e', '-f', file('sshd_config')]);
    await untilListening(program, port);
    const login = (key: string): readonly string[] => [
      ...[
        '-F',
        'none',
        '-p',
        String(port),
        '-i',
        file(key),
        '-o',
        'IdentitiesOnly=yes',
        '-o',
        'BatchMode=yes',
      ],
      ...['-o', 'StrictHostKeyChecking=no', '-o', `UserKnownHostsFile=${file('known_hosts')}`],
      ...['-o', 'LogLevel=ERROR', '-o', 'ExitOnForwardFailure=yes', '-l', userInfo().username],
    ];
    return {
      port,
      host: '127.0.0.1',
      login: login('user'),
      refusedLogin: login('stranger'),
      [Symbol.asyncDispose]: async () => await program.stop(),
    };
  });
}
