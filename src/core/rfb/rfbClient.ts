import { cancelError, throwIfCancelled } from '../base/deadline.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import { VncError, vncError } from '../base/errors.ts';
import { type Rect, type Size, intersect, wholeOf } from '../base/geometry.ts';
import { limits } from '../base/limits.ts';
import { type Logger, silentLogger } from '../base/logger.ts';
import type { CursorImage } from '../session/session.ts';
import type { BytePipe } from '../transport/bytePipe.ts';
import { ByteReader } from './byteReader.ts';
import {
  clientCutText,
  clientFence,
  framebufferUpdateRequest,
  keyEvent,
  pointerEvent,
  setEncodings,
  setPixelFormat,
} from './clientMessages.ts';
import type { CredentialSource } from './credentials.ts';
import { defaultEncodings, encodingName } from './encodings/encodingNumbers.ts';
import { Framebuffer } from './framebuffer.ts';
import { type ServerInit, handshake } from './handshake.ts';
import { describePixelFormat, sessionPixelFormat } from './pixelFormat.ts';
import { MessagePump } from './messagePump.ts';
import { encodeCutText } from './wireText.ts';

/** What {@link connectRfb} needs. */
export interface RfbClientOptions {
  /** An open pipe that nobody has read from. The client owns it from now on. */
  readonly pipe: BytePipe;
  readonly credentials: CredentialSource;
  /** Whether other clients may stay connected; true by default. */
  readonly shared?: boolean | undefined;
  readonly logger?: Logger | undefined;
  /** Ends the handshake, and only that, with `VNC_CANCELLED` or its own reason. */
  readonly signal?: AbortSignal | undefined;
  /** What to ask for, the preferred one first; {@link defaultEncodings} when left out. */
  readonly encodings?: readonly number[] | undefined;
}

/**
 * Speaks the handshake over a pipe and sets the pixel format and the encodings.
 *
 * @returns the client, which reads from then on and asks for nothing by itself
 * @throws what {@link handshake} throws; the pipe is closed then
 */
export async function connectRfb(options: RfbClientOptions): Promise<RfbClient> {
  const { pipe, signal, logger = silentLogger } = options;
  const controller = new AbortController();
  let reader: ByteReader | undefined;
  const cancel = (): void => {
    if (signal === undefined) return;
    const error = cancelError(signal);
    controller.abort(error);
    reader?.abort(error instanceof VncError ? error : vncError('VNC_CANCELLED', {}, error));
  };
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    throwIfCancelled(signal);
    reader = new ByteReader(pipe);
    const init = await handshake({
      reader,
      credentials: options.credentials,
      shared: options.shared ?? true,
      logger,
      signal: controller.signal,
      write: (bytes) => pipe.write(bytes),
    });
    throwIfCancelled(signal);
    const encodings = options.encodings ?? defaultEncodings;
    logger.log('debug', `handshake: server's format ${describePixelFormat(init.pixelFormat)}`);
    pipe.write(setPixelFormat(sessionPixelFormat));
    pipe.write(setEncodings(encodings));
    return new RfbClient(pipe, reader, init, logger);
  } catch (error) {
    pipe.close();
    throw error;
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

/**
 * One RFB connection after its handshake: the server's messages become pixels and events, calls become the
 * client's messages. It never asks for an update by itself: pacing is its owner's.
 */
export class RfbClient {
  readonly framebuffer: Framebuffer;
  readonly #pipe: BytePipe;
  readonly #reader: ByteReader;
  readonly #logger: Logger;
  readonly #init: ServerInit;
  readonly #pump: MessagePump;
  readonly #updateStart: Emitter<void>;
  readonly #update: Emitter<readonly Rect[]>;
  readonly #resize: Emitter<Size>;
  readonly #cursor: Emitter<CursorImage>;
  readonly #bell: Emitter<void>;
  readonly #cutText: Emitter<string>;
  readonly #desktopNameChange: Emitter<string>;
  readonly #close: Emitter<VncError | undefined>;
  #desktopName: string;
  #closed = false;

  /** For {@link connectRfb}. Reading begins in a later turn, when the owner had time to listen. */
  constructor(pipe: BytePipe, reader: ByteReader, init: ServerInit, logger: Logger) {
    const emitter = <T>(): Emitter<T> =>
      new Emitter<T>((error) => logger.log('error', `listener failed: ${describe(error)}`));
    this.#updateStart = emitter();
    this.#update = emitter();
    this.#resize = emitter();
    this.#cursor = emitter();
    this.#bell = emitter();
    this.#cutText = emitter();
    this.#desktopNameChange = emitter();
    this.#close = emitter();
    this.#pipe = pipe;
    this.#reader = reader;
    this.#logger = logger;
    this.#init = init;
    this.#desktopName = init.name;
    this.framebuffer = new Framebuffer(init.width, init.height);
    this.#pump = new MessagePump(reader, this.framebuffer, {
      updateStarted: () => this.#updateStart.fire(),
      updated: (painted) => this.#update.fire(painted),
      resized: (size) => this.#resize.fire(size),
      cursor: (image) => this.#cursor.fire(image),
      bell: () => this.#bell.fire(),
      cutText: (text) => this.#cutText.fire(text),
      desktopName: (name) => {
        this.#desktopName = name;
        this.#desktopNameChange.fire(name);
      },
      fence: (flags, payload) => this.#send(clientFence(flags, payload)),
    });
    setImmediate(() => {
      void this.#run();
    });
  }

  /** The name that the server gives its desktop. */
  get desktopName(): string {
    return this.#desktopName;
  }

  /** What was negotiated, for logs and tooltips; `encodings` grows as rectangles arrive. */
  get facts(): Record<string, string> {
    return {
      protocolVersion: this.#init.version,
      securityType: this.#init.security,
      serverPixelFormat: describePixelFormat(this.#init.pixelFormat),
      encodings: this.#pump.encodingsSeen.map(encodingName).join(', '),
    };
  }

  /** Whether the connection has ended, by either side. */
  get closed(): boolean {
    return this.#closed;
  }

  /** A FramebufferUpdate has begun to arrive: the time to ask for the next one. */
  get onUpdateStart(): Event<void> {
    return this.#updateStart.event;
  }

  /** A FramebufferUpdate has been painted: the rectangles with pixels, none when it held only pseudo-rectangles. */
  get onUpdate(): Event<readonly Rect[]> {
    return this.#update.event;
  }

  /** The framebuffer has a new size: old pixels kept their place, new ones are black. */
  get onResize(): Event<Size> {
    return this.#resize.event;
  }

  get onCursor(): Event<CursorImage> {
    return this.#cursor.event;
  }

  get onBell(): Event<void> {
    return this.#bell.event;
  }

  /** The server has new text in its clipboard. */
  get onCutText(): Event<string> {
    return this.#cutText.event;
  }

  get onDesktopName(): Event<string> {
    return this.#desktopNameChange.event;
  }

  /** The connection has ended, once: with the error that ended it, or without after {@link close}. */
  get onClose(): Event<VncError | undefined> {
    return this.#close.event;
  }

  /** Asks for the pixels of `region`, cut to the framebuffer: changed ones only, or all of them. */
  requestUpdate(region: Rect, options: { readonly incremental: boolean }): void {
    const inside = intersect(region, wholeOf(this.framebuffer));
    this.#send(framebufferUpdateRequest(inside, options.incremental));
  }

  /** Sends a key by its X11 keysym. */
  sendKey(keysym: number, down: boolean): void {
    this.#send(keyEvent(keysym, down));
  }

  /** Sends the pointer's place, clamped to the framebuffer, and its buttons (bit 0 is the left one). */
  sendPointer(x: number, y: number, buttonMask: number): void {
    const { width, height } = this.framebuffer;
    this.#send(pointerEvent(clamp(x, width), clamp(y, height), buttonMask));
  }

  /**
   * Puts text into the server's clipboard.
   *
   * @throws `VNC_CLIPBOARD_UNSUPPORTED` when it has characters outside Latin-1, `VNC_CLIPBOARD_TOO_LARGE`
   */
  sendCutText(text: string): void {
    this.#send(clientCutText(encodeCutText(text)));
  }

  /** Ends the connection. Harmless when repeated. */
  close(): void {
    this.#end(undefined);
  }

  #send(message: Uint8Array): void {
    if (this.#closed) return;
    this.#pipe.write(message);
    const value = this.#pipe.bufferedBytes;
    if (value > limits.sendBufferBytes) {
      this.#end(vncError('VNC_LIMIT_EXCEEDED', { limit: 'sendBufferBytes', value }));
    }
  }

  async #run(): Promise<void> {
    try {
      await this.#pump.run();
    } catch (error) {
      if (this.#closed) return;
      if (error instanceof VncError) {
        this.#end(error);
      } else {
        this.#logger.log('error', `reading failed: ${describe(error)}`);
        const data = { what: 'internal', offset: this.#reader.offset };
        this.#end(vncError('VNC_BAD_DATA', data, error));
      }
    } finally {
      this.#pump.close();
    }
  }

  #end(error: VncError | undefined): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#reader.abort(error ?? vncError('VNC_SESSION_CLOSED'));
    this.#pipe.close();
    if (error !== undefined) this.#logger.log('debug', `closed: ${error.message}`);
    this.#close.fire(error);
    for (const emitter of [this.#updateStart, this.#update, this.#resize, this.#cursor, this.#bell]) {
      emitter.dispose();
    }
    this.#cutText.dispose();
    this.#desktopNameChange.dispose();
    this.#close.dispose();
  }
}

function clamp(value: number, size: number): number {
  return Math.max(0, Math.min(Math.round(value), size - 1));
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
