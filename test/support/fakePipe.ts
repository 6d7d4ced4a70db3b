import type { VncError } from '../../src/core/base/errors.ts';
import type { BytePipe, PipeSink } from '../../src/core/transport/bytePipe.ts';

/** A pipe whose other end is in the test: what the client writes goes to `onWrite`, `deliver` sends to it. */
export class FakePipe implements BytePipe {
  readonly description = 'fake:5900';
  confidential = true;
  /** What `bufferedBytes` tells: a test sets it to play a slow link. */
  bufferedBytes = 0;
  /** How often the client closed the pipe. */
  closeCalls = 0;
  /** How often the client asked for a sign of life below the protocol. */
  pings = 0;
  readonly #onWrite: (bytes: Uint8Array) => void;
  #sink: PipeSink | undefined;
  #waiting: Uint8Array[] = [];
  #ended: { readonly error: VncError | undefined } | undefined;
  #told = false;
  #paused = false;

  constructor(onWrite: (bytes: Uint8Array) => void) {
    this.#onWrite = onWrite;
  }

  /** Whether either side has closed it. */
  get ended(): boolean {
    return this.#ended !== undefined;
  }

  open(sink: PipeSink): void {
    this.#sink = sink;
    this.#flush();
  }

  write(bytes: Uint8Array): void {
    if (this.#ended === undefined) this.#onWrite(Uint8Array.from(bytes));
  }

  ping(): void {
    this.pings += 1;
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#flush();
  }

  close(): void {
    this.closeCalls += 1;
    this.end();
  }

  /** Bytes arrive at the client, in a later turn as from a real socket. */
  deliver(bytes: Uint8Array): void {
    this.#waiting.push(bytes);
    queueMicrotask(() => this.#flush());
  }

  /** The connection ends, with an error when it is lost. */
  end(error?: VncError): void {
    if (this.#ended !== undefined) return;
    this.#ended = { error };
    queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    if (this.#sink === undefined || this.#paused) return;
    const chunks = this.#waiting;
    this.#waiting = [];
    for (const chunk of chunks) this.#sink.receive(chunk);
    if (this.#ended === undefined || this.#told) return;
    this.#told = true;
    this.#sink.ended(this.#ended.error);
  }
}
