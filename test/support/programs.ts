import { type ChildProcess, spawn } from 'node:child_process';
import process from 'node:process';

/** Another program that a test has started. */
export interface Program {
  readonly name: string;
  readonly pid: number;
  /** What it printed so far, both streams, the last 20,000 characters. */
  readonly output: string;
  /** Whether it has ended. */
  readonly ended: boolean;
  /** Resolves with the exit code once it has ended; -1 when a signal ended it. */
  readonly exited: Promise<number>;
  /** Ends it and everything in its process group, first politely. Harmless when repeated. */
  stop(): Promise<void>;
}

/** How to start a program. */
export interface ProgramOptions {
  readonly cwd?: string | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Hears every piece of output; of {@link runProgram} only of standard error, the rest is its result. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

const running = new Set<ChildProcess>();
let watchingExit = false;

/** Tests that end early, by a crash or Ctrl+C, leave no program behind. */
function watchExit(): void {
  if (watchingExit) return;
  watchingExit = true;
  process.on('exit', () => {
    for (const child of running) endGroup(child, 'SIGKILL');
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      for (const child of running) endGroup(child, 'SIGKILL');
      running.clear();
      process.kill(process.pid, signal);
    });
  }
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

/** Starts a program in a process group of its own; it ends with the tests at the latest. */
export async function startProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<Program> {
  watchExit();
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  let ended = false;
  const collect = (chunk: Buffer): void => {
    const text = chunk.toString();
    output = (output + text).slice(-20_000);
    options.onOutput?.(text);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const exited = new Promise<number>((resolve) => {
    child.once('close', (code) => {
      ended = true;
      running.delete(child);
      resolve(code ?? -1);
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => {
      reject(
        new Error(`${command} cannot be started; \`npm test\` names the packages it needs`, { cause: error }),
      );
    });
  });
  running.add(child);
  return {
    name: command,
    pid: child.pid ?? -1,
    get output() {
      return output;
    },
    get ended() {
      return ended;
    },
    exited,
    async stop() {
      if (ended) return;
      endGroup(child, 'SIGTERM');
      const timer = setTimeout(() => endGroup(child, 'SIGKILL'), 2000);
      await exited;
      clearTimeout(timer);
    },
  };
}

/** Runs a program to its end. @throws Error with the program's output when it fails */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions & { readonly input?: string | Uint8Array } = {},
): Promise<Buffer> {
  return await new Promise<Buffer>((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
      options.onOutput?.(chunk.toString());
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(Buffer.concat(chunks));
      else reject(new Error(`${command} ended with ${String(code)}\n${errors.slice(-4000)}`));
    });
  });
}
