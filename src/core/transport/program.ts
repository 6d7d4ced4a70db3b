import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import type { Readable, Writable } from 'node:stream';
import { cancelError, throwIfCancelled } from '../base/deadline.ts';
import type { Disposable } from '../base/disposables.ts';
import { type VncErrorData, vncError } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { errorCodeOf } from './networkErrors.ts';

/** How long a program may take to end by itself after it was asked to. */
const graceMilliseconds = 2000;

/** Programs that still run: where this process ends first, they must not stay. */
const running = new Set<() => void>();

function endAll(): void {
  for (const end of running) end();
}

function watch(end: () => void): void {
  if (running.size === 0) process.once('exit', endAll);
  running.add(end);
}

function unwatch(end: () => void): void {
  running.delete(end);
  if (running.size === 0) process.off('exit', endAll);
}

/** How a program ended: an exit code, or the name of a signal. */
export type ProgramStatus = number | string;

/**
 * A program that carries a connection. It runs without a shell, in a process group of its own, which is ended as
 * a whole: asked first, then made to.
 */
export class Program implements Disposable {
  /** Its name without the folder, for errors; the arguments may hold secrets. */
  readonly name: string;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly #child: ChildProcess;
  readonly #ended: Promise<ProgramStatus>;
  #status: ProgramStatus | undefined;
  #output = '';
  #killer: NodeJS.Timeout | undefined;
  #disposed = false;
  readonly #endWithUs = (): void => {
    this.#signal('SIGKILL');
  };

  private constructor(
    child: ChildProcess,
    name: string,
    streams: { stdin: Writable; stdout: Readable; stderr: Readable },
  ) {
    this.name = name;
    this.#child = child;
    this.stdin = streams.stdin;
    this.stdout = streams.stdout;
    streams.stderr.on('data', (chunk: Buffer) => this.#keep(chunk.toString('utf8')));
    streams.stderr.on('error', () => undefined);
    this.#ended = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        this.#status = code ?? signal ?? 'unknown';
        this.#left();
        resolve(this.#status);
      });
    });
    watch(this.#endWithUs);
  }

  /**
   * Starts `command`: program and arguments.
   *
   * @throws `VNC_COMMAND_FAILED` with the reason `notFound` or `notStarted`, `VNC_ARGUMENT_INVALID` for an empty
   *   command, `VNC_CANCELLED`.
   */
  static async start(command: readonly string[], signal: AbortSignal | undefined): Promise<Program> {
    throwIfCancelled(signal);
    const [file = '', ...args] = command;
    if (file === '' || command.some((word) => word.includes('\0'))) {
      throw vncError('VNC_ARGUMENT_INVALID', { argument: 'command' });
    }
    const name = path.basename(file);
    const child = spawn(file, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      shell: false,
      windowsHide: true,
      // A process group, and no terminal: a question for a password fails at once instead of waiting unseen.
      detached: process.platform !== 'win32',
    });
    child.stdin.on('error', () => undefined);
    child.stdout.on('error', () => undefined);
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (error) => reject(startError(error, name)));
    });
    const program = new Program(child, name, child);
    child.on('error', () => undefined);
    if (signal?.aborted === true) {
      program.dispose();
      throw cancelError(signal);
    }
    return program;
  }

  /** How it ended; `undefined` while it runs. */
  get status(): ProgramStatus | undefined {
    return this.#status;
  }

  /** What it last wrote to standard error, in one line. */
  get output(): string {
    return this.#output
      .split(/\r?\n/)
      .map((line) => line.replace(/\p{Cc}/gu, ' ').trim())
      .filter((line) => line !== '')
      .slice(-4)
      .join(' / ')
      .slice(-limits.programErrorCharacters);
  }

  /** What an error tells of it. */
  get facts(): VncErrorData {
    const { name, output } = this;
    const status = this.#status ?? 'running';
    return { program: name, status, ...(output === '' ? {} : { output }) };
  }

  /** Resolves when it has ended and all that it wrote has been read. */
  async ended(): Promise<ProgramStatus> {
    return await this.#ended;
  }

  /** Asks it and all that it started to end, and makes them after two seconds. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.stdin.destroy();
    // Nobody reads on, and what nobody reads would keep it from ending.
    this.stdout.resume();
    if (!this.#isAlive()) return;
    this.#signal('SIGTERM');
    this.#killer = setTimeout(() => {
      this.#signal('SIGKILL');
      unwatch(this.#endWithUs);
    }, graceMilliseconds);
  }

  #keep(text: string): void {
    this.#output = (this.#output + text).slice(-4 * limits.programErrorCharacters);
  }

  #left(): void {
    // Others of its group may have stayed; where none has, a later signal could meet a stranger.
    if (this.#isAlive()) {
      this.dispose();
      return;
    }
    clearTimeout(this.#killer);
    unwatch(this.#endWithUs);
  }

  #isAlive(): boolean {
    return this.#signal(0);
  }

  #signal(signal: NodeJS.Signals | 0): boolean {
    const { pid } = this.#child;
    if (pid === undefined) return false;
    try {
      if (process.platform === 'win32') return this.#status === undefined && this.#child.kill(signal);
      return process.kill(-pid, signal);
    } catch {
      return false;
    }
  }
}

function startError(error: Error, program: string): Error {
  const system = errorCodeOf(error) || 'unknown';
  const reason = system === 'ENOENT' ? 'notFound' : 'notStarted';
  return vncError('VNC_COMMAND_FAILED', { reason, program, system }, error);
}
