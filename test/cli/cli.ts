import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import * as esbuild from 'esbuild';

/** What a run of the command line left. */
export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const outfile = path.resolve('out/cli-test/cli.js');
let built: Promise<unknown> | undefined;

/** Bundles the command line as the product does, once. */
export async function buildCli(): Promise<void> {
  built ??= esbuild.build({
    entryPoints: ['src/cli/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    external: ['bufferutil', 'utf-8-validate'],
    logLevel: 'warning',
  });
  await built;
}

/** A command line that runs. */
export interface RunningCli {
  readonly process: ChildProcess;
  readonly result: Promise<CliResult>;
  /** Resolves when standard error has `text`. */
  says(text: string): Promise<void>;
}

/** What a command line runs in. */
export interface CliOptions {
  readonly env?: Record<string, string>;
  readonly input?: string;
  readonly cwd?: string;
  /** A file descriptor for standard output; it is read otherwise. */
  readonly stdout?: number;
}

/** Starts the built command line; nothing of our own environment reaches it but the path. */
export function startCli(args: readonly string[], options: CliOptions = {}): RunningCli {
  const child = spawn(process.execPath, [outfile, ...args], {
    env: { PATH: process.env['PATH'], ...options.env },
    cwd: options.cwd ?? process.cwd(),
    stdio: ['pipe', options.stdout ?? 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const waiting: { text: string; resolve: () => void }[] = [];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    for (const wait of waiting) if (stderr.includes(wait.text)) wait.resolve();
  });
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(options.input ?? '');
  return {
    process: child,
    result: new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr }))),
    says: async (text) => {
      if (stderr.includes(text)) return;
      await new Promise<void>((resolve) => waiting.push({ text, resolve }));
    },
  };
}

/** Runs the built command line to its end. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return await startCli(args, options).result;
}
