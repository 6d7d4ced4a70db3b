import type { Clock } from '../../base/clock.ts';
import { type Deferred, createDeferred } from '../../base/deferred.ts';
import { type VncError, vncError } from '../../base/errors.ts';
import { clientFence } from '../clientMessages.ts';
import type { Capabilities } from './capabilities.ts';

const REQUEST = 0x80000000;
const BLOCK_BEFORE = 0b001;
const SYNC_NEXT = 0b100;

/**
 * The flags that an answer keeps: BlockBefore and BlockAfter hold by themselves, because messages are handled one
 * after the other. SyncNext does not: input goes out whatever the server is about to say.
 */
const KEPT_FLAGS = 0b011;

/** What a payload may have at most (rfbproto, ClientFence). */
const PAYLOAD_BYTES = 64;

/** Bytes of the number that our own fences carry. */
const OWN_PAYLOAD_BYTES = 4;

/** Fences both ways (rfbproto, ClientFence and ServerFence): the server's are answered, own ones measured. */
export class Fences {
  readonly #send: (message: Uint8Array) => void;
  readonly #capabilities: Capabilities;
  readonly #clock: Clock;
  readonly #waiting = new Map<number, WaitingFence>();
  #next = 0;

  constructor(parts: {
    readonly send: (message: Uint8Array) => void;
    readonly capabilities: Capabilities;
    readonly clock: Clock;
  }) {
    this.#send = parts.send;
    this.#capabilities = parts.capabilities;
    this.#clock = parts.clock;
  }

  /** A ServerFence came. One with a longer payload than is legal has no answer: there is no room for it in one. */
  received(flags: number, payload: Uint8Array): void {
    this.#capabilities.confirm('fence');
    if (payload.length > PAYLOAD_BYTES) return;
    if (flags >= REQUEST) {
      this.#send(clientFence(flags & KEPT_FLAGS, payload));
      return;
    }
    if (payload.length !== OWN_PAYLOAD_BYTES) return;
    const number = new DataView(payload.buffer, payload.byteOffset).getUint32(0);
    const waiting = this.#waiting.get(number);
    if (waiting === undefined) return;
    this.#waiting.delete(number);
    waiting.answered?.();
    waiting.deferred.resolve(this.#clock.now() - waiting.since);
  }

  /**
   * Milliseconds until the server answered, behind all that was sent before. `answered` is called when the answer is
   * read, before anything that follows it.
   *
   * @throws `VNC_EXTENSION_UNSUPPORTED` before the server has shown that it knows fences, or what ends the
   *   connection
   */
  async request(answered?: () => void): Promise<number> {
    return await this.#ask(BLOCK_BEFORE, answered, undefined);
  }

  /**
   * Sends a message so that what the server sends before its answer is not affected by it, and all that follows is.
   *
   * @throws as {@link request} does
   */
  async synchronise(message: Uint8Array, answered: () => void): Promise<void> {
    await this.#ask(BLOCK_BEFORE | SYNC_NEXT, answered, message);
  }

  /** The connection has ended: so does every wait. */
  end(error: VncError): void {
    for (const { deferred } of this.#waiting.values()) deferred.reject(error);
    this.#waiting.clear();
  }

  async #ask(
    flags: number,
    answered: (() => void) | undefined,
    message: Uint8Array | undefined,
  ): Promise<number> {
    if (!this.#capabilities.current.fence)
      throw vncError('VNC_EXTENSION_UNSUPPORTED', { extension: 'Fence' });
    const number = this.#next;
    this.#next = (number + 1) >>> 0;
    const deferred = createDeferred<number>();
    this.#waiting.set(number, { since: this.#clock.now(), deferred, answered });
    const payload = new Uint8Array(OWN_PAYLOAD_BYTES);
    new DataView(payload.buffer).setUint32(0, number);
    this.#send(clientFence((REQUEST | flags) >>> 0, payload));
    if (message !== undefined) this.#send(message);
    return await deferred.promise;
  }
}

interface WaitingFence {
  readonly since: number;
  readonly deferred: Deferred<number>;
  readonly answered: (() => void) | undefined;
}
