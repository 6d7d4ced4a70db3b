import type { VncError } from '../../../../src/core/base/errors.ts';
import type { BytePipe, PipeSink } from '../../../../src/core/transport/bytePipe.ts';

/** A pipe without a network: the test plays the other side. */
export class FakePipe implements BytePipe {
  readonly description = 'fake';
  confidential = true;
  bufferedBytes = 0;
  /** All that was written, message by message. */
  readonly written: Uint8Array[] = [];
  paused = false;
  closed = false;
  /** Called for every write, for servers that answer. */
  onWrite: ((bytes: Uint8Array) => void) | undefined;
  #sink: PipeSink | undefined;
  #ended = false;

  /** Everything written so far as hex. */
  get writtenHex(): string {
    return Buffer.concat(this.written).toString('hex');
  }

  open(sink: PipeSink): void {
    this.#sink = sink;
  }

  write(bytes: Uint8Array): void {
    if (this.closed) return;
    this.written.push(Uint8Array.from(bytes));
    this.onWrite?.(bytes);
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }

  close(): void {
    this.closed = true;
    this.end();
  }

  /** Delivers bytes of the server. */
  send(bytes: Uint8Array): void {
    this.#sink?.receive(bytes);
  }

  /** The server, or the network, ends the connection. */
  end(error?: VncError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#sink?.ended(error);
  }
}
