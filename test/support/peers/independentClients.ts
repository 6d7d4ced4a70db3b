import path from 'node:path';
import process from 'node:process';
import { projectRoot } from '../projectRoot.ts';
import { runProgram } from '../programs.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import type { PeerKind } from './securityPeer.ts';

/** What a client of others logs in with. */
export interface ClientLogin {
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly target?: string;
  /** The port is an UltraVNC repeater's, which shall dial this port of 127.0.0.1. */
  readonly behindRepeater?: number;
}

const folder = path.join(projectRoot, 'test', 'support', 'peers');

/** Logs in with noVNC. @returns the desktop's name, or what noVNC says of its failure */
export async function logInWithNoVnc(
  kind: PeerKind,
  { port, ...credentials }: ClientLogin,
): Promise<{ readonly name?: string; readonly failure?: string }> {
  const script = path.join(folder, 'noVncLogin.mjs');
  const output = await runProgram(process.execPath, [script, `${port}`, JSON.stringify(credentials), kind]);
  return JSON.parse(output.toString()) as { name?: string; failure?: string };
}

/** One thing to do: buttons of the mouse as a browser's MouseEvent has them, or a power action. */
export type DriverStep =
  | { readonly buttons: number; readonly x: number; readonly y: number }
  | { readonly power: 'shutdown' | 'reboot' | 'reset' };

/** What noVNC found. */
export interface DriverResult {
  /** Whether the server has power actions. */
  readonly power: boolean;
  /** Whether it takes the buttons beyond the seventh. */
  readonly extended: boolean;
  /** What noVNC put into its log. */
  readonly complaints: readonly string[];
  /** Whether the connection has ended by itself. */
  readonly ended: boolean;
}

/** Connects with noVNC, waits until it knows the server's extensions, and takes the steps one after the other. */
export async function driveWithNoVnc(port: number, steps: readonly DriverStep[]): Promise<DriverResult> {
  const script = path.join(folder, 'noVncDriver.mjs');
  const output = await runProgram(process.execPath, [script, `${port}`, JSON.stringify(steps)]);
  return JSON.parse(output.toString()) as DriverResult;
}

let built: Promise<string> | undefined;

async function build(): Promise<string> {
  const program = path.join(temporaryFolder(), 'libVncLogin');
  await runProgram('gcc', ['-Wall', '-o', program, path.join(folder, 'libVncLogin.c'), '-lvncclient']);
  return program;
}

/**
 * Logs in with libvncclient, built from a small program once in a run.
 *
 * @param securityType the number of the one type that it may use
 * @returns the desktop's name
 * @throws Error with libvncclient's log when it does not get in
 */
export async function logInWithLibVnc(securityType: number, login: ClientLogin): Promise<string> {
  built ??= build();
  const { port, username, password, behindRepeater } = login;
  const output = await runProgram(await built, [
    ...[`${port}`, username, password, `${securityType}`],
    ...(behindRepeater === undefined ? [] : [`${behindRepeater}`]),
  ]);
  return output.toString().trimEnd();
}
