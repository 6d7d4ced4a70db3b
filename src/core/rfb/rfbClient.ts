import { type Clock, systemClock } from '../base/clock.ts';
import { cancelError, throwIfCancelled } from '../base/deadline.ts';
import type { Event } from '../base/emitter.ts';
import { VncError, vncError } from '../base/errors.ts';
import { type Point, type Rect, type Size, intersect, wholeOf } from '../base/geometry.ts';
import { limits } from '../base/limits.ts';
import { type Logger, silentLogger } from '../base/logger.ts';
import type { CursorImage } from '../image/cursorImage.ts';
import type {
  ClipboardResult,
  ColorDepth,
  Damage,
  EncodingChoice,
  LockState,
  PointerMode,
  PowerAction,
  ResizeRequest,
  ScreenArea,
  Subsampling,
  Wire,
  WireCapabilities,
  WireStatistics,
} from '../session/wire.ts';
import type { BytePipe } from '../transport/bytePipe.ts';
import { ByteReader } from './byteReader.ts';
import { ClientEvents } from './clientEvents.ts';
import { setEncodings, setPixelFormat } from './clientMessages.ts';
import type { CredentialSource } from './credentials.ts';
import { coarseQualityOf, encodingList } from './encodingList.ts';
import { encodingName } from './encodings/encodingNumbers.ts';
import type { StateNews } from './encodings/statePseudo.ts';
import { Extensions } from './extensions/extensions.ts';
import { Framebuffer } from './framebuffer.ts';
import { type ServerInit, handshake } from './handshake.ts';
import { MessagePump } from './messagePump.ts';
import { isCursor } from './encodings/cursorPseudo.ts';
import { type PeerQuirks, quirksOf } from './peerQuirks.ts';
import { type PixelFormat, describePixelFormat, sessionPixelFormatFor } from './pixelFormat.ts';
import { RectangleCounts } from './rectangleCounts.ts';
import type { SecurityOptions } from './security/securityOptions.ts';

/** What {@link connectRfb} needs. */
export interface RfbClientOptions {
  /** An open pipe that nobody has read from. The client owns it from now on. */
  readonly pipe: BytePipe;
  readonly credentials: CredentialSource;
  /** How to log in; by default whatever fits the credentials, over TLS only with a certificate that verifies. */
  readonly security?: SecurityOptions | undefined;
  /** A security type, by its number, that has led nowhere before: it counts as not offered. */
  readonly avoid?: number | undefined;
  /** Hears of a chosen security type that leads nowhere where the server offers another one that might. */
  readonly onDeadEnd?: ((type: number) => void) | undefined;
  /** Whether other clients may stay connected; true by default. */
  readonly shared?: boolean | undefined;
  readonly logger?: Logger | undefined;
  /** Ends the handshake, and only that, with `VNC_CANCELLED` or its own reason. */
  readonly signal?: AbortSignal | undefined;
  /** Exactly what to ask for, the preferred one first, in place of what the choices below make of it. */
  readonly encodings?: readonly number[] | undefined;
  /** The encoding to prefer, by its name such as `ZRLE`. */
  readonly preferredEncoding?: string | undefined;
  /** 0 (worst) to 9: allows lossy pictures; without it every pixel is exact. */
  readonly quality?: number | undefined;
  /** 0 (fast) to 9 (small). */
  readonly compression?: number | undefined;
  /** 0 to 100: `quality` in finer steps. */
  readonly fineQuality?: number | undefined;
  readonly subsampling?: Subsampling | undefined;
  /** All colours by default. */
  readonly colorDepth?: ColorDepth | undefined;
  readonly clock?: Clock | undefined;
}

/**
 * Speaks the handshake over a pipe and sets the pixel format and the encodings.
 *
 * @returns the client, which reads from then on and asks for nothing by itself
 * @throws what {@link handshake} throws; the pipe is closed then
 */
export async function connectRfb(options: RfbClientOptions): Promise<RfbClient> {
  const { pipe, signal, logger = silentLogger, clock = systemClock } = options;
  const begin = clock.now();
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
      pipe,
      reader,
      credentials: options.credentials,
      security: options.security ?? { tls: { verify: true }, endpoint: { host: pipe.description, port: 0 } },
      shared: options.shared ?? true,
      logger,
      signal: controller.signal,
      avoid: options.avoid,
      onDeadEnd: options.onDeadEnd,
      onChannel: (channel) => {
        reader = channel.reader;
      },
    });
    throwIfCancelled(signal);
    const { channel, width, height } = init;
    const colorDepth = options.colorDepth ?? 24;
    const quirks = quirksOf(init);
    const format = quirks.pixelFormat ?? sessionPixelFormatFor(colorDepth);
    const { preferredEncoding: preferred, quality, compression, fineQuality, subsampling } = options;
    const encodings =
      options.encodings ?? encodingList({ preferred, quality, compression, fineQuality, subsampling });
    logger.log('debug', `handshake: ${width} x ${height}, ${describePixelFormat(init.pixelFormat)}`);
    logger.log('debug', `handshake: done after ${Math.round(clock.now() - begin)} ms`);
    logger.log('debug', `pixel format asked for: ${describePixelFormat(format)}`);
    logger.log('debug', `encodings asked for: ${encodings.map(encodingName).join(', ')}`);
    channel.pipe.write(setPixelFormat(format));
    channel.pipe.write(setEncodings(encodings));
    const coarse = coarseQualityOf({ quality, fineQuality });
    return new RfbClient({ init, logger, clock, format, quirks, encodings, quality: coarse });
  } catch (error) {
    pipe.close();
    throw error;
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

/** What an {@link RfbClient} is made of. */
interface RfbClientParts {
  readonly init: ServerInit;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly format: PixelFormat;
  readonly quirks: PeerQuirks;
  /** What was asked for so far. */
  readonly encodings: readonly number[];
  readonly quality: number | undefined;
}

/**
 * One RFB connection after its handshake: the server's messages become pixels and events, calls become the
 * client's messages. It never asks for an update by itself, except where what it has is worth nothing any more:
 * pacing is its owner's.
 */
export class RfbClient implements Wire {
  readonly framebuffer: Framebuffer;
  readonly #pipe: BytePipe;
  readonly #reader: ByteReader;
  readonly #logger: Logger;
  readonly #init: ServerInit;
  readonly #pump: MessagePump;
  readonly #counts = new RectangleCounts();
  readonly #events: ClientEvents;
  readonly #extensions: Extensions;
  readonly #quirks: PeerQuirks;
  #encodings: readonly number[];
  #desktopName: string;
  #pixelFormat: PixelFormat;
  #lockState: LockState | undefined;
  #updates = 0;
  #bytesSent = 0;
  #closed = false;

  /** For {@link connectRfb}. Reading begins in a later turn, when the owner had time to listen. */
  constructor(parts: RfbClientParts) {
    const { init, logger } = parts;
    const { pipe, reader } = init.channel;
    const events = new ClientEvents((error) => logger.log('error', `listener failed: ${describe(error)}`));
    this.#events = events;
    this.#pipe = pipe;
    this.#reader = reader;
    this.#logger = logger;
    this.#init = init;
    this.#desktopName = init.name;
    this.framebuffer = new Framebuffer(init.width, init.height, (error) => this.#pictureFailed(error));
    const extensions = new Extensions({
      send: (message) => this.#send(message),
      size: () => this.framebuffer,
      setPixelFormat: (format) => this.#setPixelFormat(format),
      clock: parts.clock,
      logger,
      events,
    });
    this.#extensions = extensions;
    this.#pump = new MessagePump(reader, this.framebuffer, this.#counts, {
      updateStarted: () => events.updateStart.fire(),
      updated: (painted) => {
        this.#updates += 1;
        extensions.requests.updated(painted);
        events.update.fire(painted);
      },
      resized: (size) => {
        logger.log('debug', `screen: ${size.width} x ${size.height}`);
        extensions.continuous.resized();
        events.resize.fire(size);
      },
      desktopSize: (report) => extensions.layout.received(report),
      state: (news) => this.#news(news),
      cursor: (image) => events.cursor.fire(image),
      pointerMoved: (position) => {
        extensions.input.pointerMoved(position);
        events.pointerMove.fire(position);
      },
      // The picture has colours, not what stands for them, so only the server can tell it anew.
      coloursChanged: () => this.requestUpdate(wholeOf(this.framebuffer), { incremental: false }),
      bell: () => events.bell.fire(),
      cutText: (latin1) => extensions.clipboard.received(latin1),
      extendedCutText: (message) => extensions.clipboard.receivedExtended(message),
      cutTextDropped: (bytes) =>
        logger.log('warn', `clipboard: ${bytes} bytes are too many, and were dropped`),
      desktopName: (name) => {
        this.#desktopName = name;
        events.desktopName.fire(name);
      },
      continuousUpdatesEnded: () => extensions.continuous.ended(),
      fence: (flags, payload) => extensions.fences.received(flags, payload),
      xvp: (version, code) => extensions.power.received(version, code),
    });
    this.#quirks = parts.quirks;
    this.#encodings = parts.encodings;
    this.#pump.apply(parts.quirks);
    this.#pixelFormat = parts.format;
    this.#pump.decoders.setPixelFormat(parts.format);
    this.#pump.decoders.setQuality(parts.quality);
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
    const confirmed = Object.entries(this.capabilities).filter(([, isThere]) => isThere);
    return {
      protocolVersion: this.#init.version,
      greeting: this.#init.greeting,
      securityType: this.#init.security,
      serverPixelFormat: describePixelFormat(this.#init.pixelFormat),
      pixelFormat: describePixelFormat(this.#pixelFormat),
      encodings: this.#counts.encodings.map(encodingName).join(', '),
      extensions: confirmed.map(([name]) => name).join(', '),
    };
  }

  /** Whether the connection has ended, by either side. */
  get closed(): boolean {
    return this.#closed;
  }

  get capabilities(): WireCapabilities {
    return this.#extensions.capabilities.current;
  }

  get pointerMode(): PointerMode {
    return this.#extensions.input.pointerMode;
  }

  get lockState(): LockState | undefined {
    return this.#lockState;
  }

  get layout(): readonly ScreenArea[] {
    return this.#extensions.layout.screens;
  }

  /** A FramebufferUpdate has begun to arrive: the time to ask for the next one. */
  get onUpdateStart(): Event<void> {
    return this.#events.updateStart.event;
  }

  /** A FramebufferUpdate has been painted: the rectangles with pixels, none when it held only pseudo-rectangles. */
  get onUpdate(): Event<readonly Damage[]> {
    return this.#events.update.event;
  }

  /** The framebuffer has a new size: old pixels kept their place, new ones are black. */
  get onResize(): Event<Size> {
    return this.#events.resize.event;
  }

  get onCursor(): Event<CursorImage> {
    return this.#events.cursor.event;
  }

  /** The server has moved the pointer, in framebuffer pixels: not an answer to a move of ours. */
  get onPointerMove(): Event<Point> {
    return this.#events.pointerMove.event;
  }

  get onBell(): Event<void> {
    return this.#events.bell.event;
  }

  get onClipboard(): Event<string> {
    return this.#events.clipboard.event;
  }

  get onDesktopName(): Event<string> {
    return this.#events.desktopName.event;
  }

  get onCapabilities(): Event<WireCapabilities> {
    return this.#events.capabilities.event;
  }

  get onPointerMode(): Event<PointerMode> {
    return this.#events.pointerMode.event;
  }

  get onLockState(): Event<LockState> {
    return this.#events.lockState.event;
  }

  get onLayout(): Event<readonly ScreenArea[]> {
    return this.#events.layout.event;
  }

  /** The connection has ended, once: with the error that ended it, or without after {@link close}. */
  get onClose(): Event<VncError | undefined> {
    return this.#events.close.event;
  }

  /** Asks for the pixels of `region`, cut to the framebuffer: changed ones only, or all of them. */
  requestUpdate(region: Rect, { incremental }: { readonly incremental: boolean }): void {
    this.#extensions.requests.request(intersect(region, wholeOf(this.framebuffer)), incremental);
  }

  sendKey(keysym: number, down: boolean, scancode?: number): void {
    this.#extensions.input.key(keysym, down, scancode);
  }

  sendPointer(x: number, y: number, buttonMask: number): void {
    this.#extensions.input.pointer(x, y, buttonMask);
  }

  sendPointerDelta(dx: number, dy: number, buttonMask: number): void {
    this.#extensions.input.pointerDelta(dx, dy, buttonMask);
  }

  async setClipboard(text: string): Promise<ClipboardResult> {
    return await Promise.resolve(this.#extensions.clipboard.set(text));
  }

  async readClipboard(signal?: AbortSignal): Promise<string | undefined> {
    return await this.#extensions.clipboard.read(signal);
  }

  async requestResize(request: ResizeRequest): Promise<void> {
    await this.#extensions.layout.request(request);
  }

  async power(action: PowerAction): Promise<void> {
    await this.#extensions.power.request(action);
  }

  async fence(answered?: () => void): Promise<number> {
    return await this.#extensions.fences.request(answered);
  }

  enableContinuousUpdates(region: Rect): void {
    this.#extensions.continuous.enable(region);
  }

  async disableContinuousUpdates(): Promise<void> {
    await this.#extensions.continuous.disable();
  }

  setEncodings(choice: EncodingChoice): void {
    const list = encodingList(choice);
    this.#logger.log('debug', `encodings asked for: ${list.map(encodingName).join(', ')}`);
    this.#encodings = list;
    this.#pump.decoders.setQuality(coarseQualityOf(choice));
    this.#send(setEncodings(list));
  }

  async setPixelFormat(depth: ColorDepth): Promise<void> {
    if (this.#quirks.pixelFormat !== undefined) return;
    const { unaskedCursors } = this.#quirks;
    // A cursor that comes in the middle of the change would be read as if it had the new format.
    if (unaskedCursors) this.#send(setEncodings(this.#encodings.filter((encoding) => !isCursor(encoding))));
    await this.#extensions.requests.switchTo(sessionPixelFormatFor(depth));
    if (unaskedCursors) this.#send(setEncodings(this.#encodings));
  }

  statistics(): WireStatistics {
    return {
      bytesReceived: this.#reader.offset,
      bytesSent: this.#bytesSent,
      updates: this.#updates,
      rectangles: this.#counts.byName(),
    };
  }

  /** Ends the connection. Harmless when repeated. */
  close(): void {
    this.#end(undefined);
  }

  #send(message: Uint8Array): void {
    if (this.#closed) return;
    this.#pipe.write(message);
    this.#bytesSent += message.length;
    const value = this.#pipe.bufferedBytes;
    if (value > limits.sendBufferBytes) {
      this.#end(vncError('VNC_LIMIT_EXCEEDED', { limit: 'sendBufferBytes', value }));
    }
  }

  #setPixelFormat(format: PixelFormat): void {
    this.#logger.log('debug', `pixel format: ${describePixelFormat(format)}`);
    this.#pixelFormat = format;
    this.#pump.decoders.setPixelFormat(format);
  }

  #news(news: StateNews): void {
    switch (news.kind) {
      case 'confirmed':
        this.#extensions.capabilities.confirm(news.capability);
        return;
      case 'locks':
        this.#lockState = news.state;
        this.#events.lockState.fire(news.state);
        return;
      case 'pointer':
        if (this.#extensions.input.setPointerMode(news.mode)) this.#events.pointerMode.fire(news.mode);
        return;
      case 'format':
        this.#pixelFormat = news.format;
        this.#logger.log('debug', `pixel format of the server: ${describePixelFormat(news.format)}`);
        return;
      case 'other':
        return;
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

  /** Somebody has read pixels of a picture that was kept, and it was none. */
  #pictureFailed(error: unknown): void {
    // Later: whoever reads them is not done yet.
    queueMicrotask(() => this.#end(error instanceof VncError ? error : vncError('VNC_BAD_DATA', {}, error)));
  }

  #end(error: VncError | undefined): void {
    if (this.#closed) return;
    this.#closed = true;
    const reason = error ?? vncError('VNC_SESSION_CLOSED');
    this.#reader.abort(reason);
    this.#pipe.close();
    if (error !== undefined) this.#logger.log('debug', `closed: ${error.message}`);
    this.#extensions.end(reason);
    this.#events.close.fire(error);
    this.#events.dispose();
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
