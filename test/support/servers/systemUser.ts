import process from 'node:process';
import { runProgram } from '../programs.ts';

/** A user of this system, for servers that check user name and password with PAM. */
export interface SystemUser {
  readonly username: string;
  readonly password: string;
}

const user: SystemUser = { username: 'labuser', password: 'Lab-Secret 12' };

let shared: Promise<SystemUser> | undefined;

/**
 * Makes the user `labuser` with a password, once in a run; its shell refuses to do anything. Checking passwords of
 * other users takes root, and so does making one.
 */
export async function labUser(): Promise<SystemUser> {
  shared ??= makeUser();
  return await shared;
}

async function makeUser(): Promise<SystemUser> {
  if (process.getuid?.() !== 0) {
    throw new Error('the servers that check system users (PAM) run as root only: run these tests as root');
  }
  const exists = await runProgram('getent', ['passwd', user.username]).then(
    () => true,
    () => false,
  );
  if (!exists) await runProgram('useradd', ['--no-create-home', '--shell', '/bin/sh', user.username]);
  await runProgram('chpasswd', [], { input: `${user.username}:${user.password}\n` });
  return user;
}
