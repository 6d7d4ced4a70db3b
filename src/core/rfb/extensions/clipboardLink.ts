import type { Clock } from '../../base/clock.ts';
import { withDeadline } from '../../base/deadline.ts';
import { type Deferred, createDeferred } from '../../base/deferred.ts';
import type { Disposable } from '../../base/disposables.ts';
import { isVncError, vncError } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import type { Logger } from '../../base/logger.ts';
import type { ClipboardResult } from '../../session/wire.ts';
import { clientCutText, extendedClientCutText } from '../clientMessages.ts';
import { decodeLatin1, encodeCutText, withLineFeeds } from '../wireText.ts';
import type { Capabilities } from './capabilities.ts';
import {
  type ClipboardCaps,
  TEXT_FORMAT,
  clipboardBytes,
  decodeProvidedText,
  encodeAction,
  encodeCaps,
  encodeProvide,
  parseClipboardMessage,
} from './extendedClipboard.ts';

/** Milliseconds in which a server gives the text that it announced, before nobody waits for it any more. */
const fetchTimeout = 10_000;

/** The clipboard of the connection, by whichever of its two protocols the server has. */
export class ClipboardLink {
  readonly #send: (message: Uint8Array) => void;
  readonly #capabilities: Capabilities;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #onText: (text: string) => void;
  #peer: ClipboardCaps | undefined;
  /** What the server's clipboard holds. */
  #text: string | undefined;
  /** What we announced: kept for the server to ask for. */
  #announced: Uint8Array | undefined;
  #fetching: { readonly done: Deferred<undefined>; readonly timer: Disposable } | undefined;

  constructor(parts: {
    readonly send: (message: Uint8Array) => void;
    readonly capabilities: Capabilities;
    readonly clock: Clock;
    readonly logger: Logger;
    readonly onText: (text: string) => void;
  }) {
    this.#send = parts.send;
    this.#capabilities = parts.capabilities;
    this.#clock = parts.clock;
    this.#logger = parts.logger;
    this.#onText = parts.onText;
  }

  /** A plain ServerCutText came. */
  received(latin1: Uint8Array): void {
    this.#deliver(withLineFeeds(decodeLatin1(latin1)));
  }

  /** A ServerCutText of a negative length came: the extended clipboard. */
  receivedExtended(bytes: Uint8Array): void {
    const message = parseClipboardMessage(bytes);
    switch (message?.action) {
      case undefined:
        this.#logger.log('warn', `clipboard: a message of ${bytes.length} bytes that means nothing`);
        return;
      case 'caps':
        this.#peer = message.caps;
        this.#reply(encodeCaps());
        if (message.caps.text && (message.caps.notify || message.caps.provide))
          this.#capabilities.confirm('extendedClipboard');
        return;
      case 'request':
        if (message.text && this.#announced !== undefined) this.#reply(encodeProvide(this.#announced));
        else this.#announce();
        return;
      case 'peek':
        this.#announce();
        return;
      case 'notify':
        this.#noticed(message.text);
        return;
      case 'provide':
        if (message.text) this.#provided(message.data);
        return;
    }
  }

  /**
   * Puts text into the server's clipboard. The extended way announces it, and the server takes it when a program
   * pastes; so it is gone with the connection.
   *
   * @throws `VNC_CLIPBOARD_TOO_LARGE`
   */
  set(text: string): ClipboardResult {
    const peer = this.#peer;
    if (peer === undefined || !this.#capabilities.current.extendedClipboard) {
      const { bytes, lost } = encodeCutText(text);
      this.#send(clientCutText(bytes));
      return { lost };
    }
    const bytes = clipboardBytes(text);
    if (bytes.length > limits.cutTextBytes)
      throw vncError('VNC_CLIPBOARD_TOO_LARGE', { bytes: bytes.length, limit: limits.cutTextBytes });
    this.#announced = text === '' ? undefined : bytes;
    const unasked = peer.provide && (!peer.notify || (text !== '' && bytes.length <= peer.textBytes));
    if (unasked) this.#reply(encodeProvide(bytes));
    else this.#announce();
    return { lost: 0 };
  }

  /** What the server's clipboard holds, after text that is on its way has come. */
  async read(signal: AbortSignal | undefined): Promise<string | undefined> {
    while (this.#fetching !== undefined) {
      const { done } = this.#fetching;
      await withDeadline(
        { signal, clock: this.#clock },
        () => vncError('VNC_CANCELLED'),
        async () => await done.promise,
      );
    }
    return this.#text;
  }

  /** The connection has ended: nobody waits any more. */
  end(): void {
    this.#fetched();
  }

  /** The server's clipboard has something else: what it is has to be asked for. */
  #noticed(hasText: boolean): void {
    this.#fetched();
    if (!hasText) {
      this.#text = undefined;
      return;
    }
    const timer = this.#clock.after(fetchTimeout, () => {
      this.#logger.log('warn', 'clipboard: the server announced text and did not give it');
      this.#fetched();
    });
    this.#fetching = { done: createDeferred<undefined>(), timer };
    this.#reply(encodeAction('request', TEXT_FORMAT));
  }

  #provided(data: Uint8Array): void {
    try {
      this.#deliver(decodeProvidedText(data, limits.cutTextBytes));
    } catch (error) {
      if (isVncError(error)) throw error;
      // The message's own length was right, so what follows it can be read.
      this.#logger.log('warn', `clipboard: text of the server dropped: ${String(error)}`);
      this.#fetched();
    }
  }

  #deliver(text: string): void {
    this.#text = text;
    this.#fetched();
    this.#onText(text);
  }

  #fetched(): void {
    const fetching = this.#fetching;
    this.#fetching = undefined;
    fetching?.timer.dispose();
    fetching?.done.resolve(undefined);
  }

  #announce(): void {
    this.#reply(encodeAction('notify', this.#announced === undefined ? 0 : TEXT_FORMAT));
  }

  #reply(message: Uint8Array): void {
    this.#send(extendedClientCutText(message));
  }
}
