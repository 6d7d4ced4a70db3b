import { Duplex } from 'node:stream';
import { type VncError, vncError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import type { BytePipe } from './bytePipe.ts';
import { addressOf } from './networkErrors.ts';
import { Program } from './program.ts';
import { StreamPipe } from './streamPipe.ts';
import type { CommandTarget } from './target.ts';

/**
 * Starts a program whose standard input and output are the connection. It ends with the pipe; when it ends by
 * itself with a failure, what it wrote to standard error is in the error.
 *
 * @throws what `Program.start` throws.
 */
export async function dialCommand(
  { command, endpoint }: CommandTarget,
  { signal, logger }: { readonly signal: AbortSignal | undefined; readonly logger: Logger },
): Promise<BytePipe> {
  const { stream, program } = await connectCommand(command, signal);
  logger.log('debug', `the connection is the program ${program.name}`);
  return new StreamPipe(stream, {
    description: endpoint === undefined ? program.name : addressOf(endpoint),
    confidential: true,
    errorOf: (_error, { received }) => endOf(program, received),
  });
}

/** A program as a way to a server. */
export interface CommandStream {
  readonly stream: Duplex;
  readonly program: Program;
  /** What the program failed with, when it has ended without a word of the server. */
  failure(): VncError | undefined;
}

/** Starts a program whose standard input and output become a stream, with which it ends. @throws as `Program.start` */
export async function connectCommand(
  command: readonly string[],
  signal: AbortSignal | undefined,
): Promise<CommandStream> {
  const program = await Program.start(command, signal);
  const stream = new ProgramStream(program);
  const failed = (): boolean => program.status !== undefined && !stream.received;
  return {
    stream,
    program,
    failure: () => (failed() ? vncError('VNC_COMMAND_FAILED', program.facts) : undefined),
  };
}

/** What it means that the program ended. Once the server has spoken it is the connection that was lost. */
function endOf(program: Program, received: boolean): VncError | undefined {
  const { status, facts } = program;
  if (received) return status === 0 ? undefined : vncError('VNC_CONNECTION_LOST', facts);
  return vncError('VNC_COMMAND_FAILED', facts);
}

/** Standard output and input of a program as one stream, which ends when the program has. */
class ProgramStream extends Duplex {
  readonly #program: Program;
  /** Whether anything has come from the other side. */
  received = false;

  constructor(program: Program) {
    super({ allowHalfOpen: false });
    this.#program = program;
    program.stdout.on('data', (chunk: Buffer) => {
      this.received = true;
      if (!this.push(chunk)) program.stdout.pause();
    });
    void program.ended().then(() => {
      if (!this.destroyed) this.push(null);
    });
  }

  override _read(): void {
    this.#program.stdout.resume();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    // A program that has ended takes no more; that is told by its status.
    this.#program.stdin.write(chunk, () => done());
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#program.stdin.end();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#program.dispose();
    done(error);
  }
}
