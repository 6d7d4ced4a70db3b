import { vncError } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Damage } from '../session/wire.ts';
import type { ByteReader } from './byteReader.ts';
import type { Decoders } from './encodings/decoders.ts';
import type { Framebuffer } from './framebuffer.ts';
import type { RectangleCounts } from './rectangleCounts.ts';
import type { PeerQuirks } from './peerQuirks.ts';
import { UpdateReader, type UpdateSink } from './updateReader.ts';
import { checkLimit } from './wireErrors.ts';

/** Server messages by their type byte (RFC 6143, section 7.6; rfbproto for those from 150 on). */
const messages = {
  FramebufferUpdate: 0,
  SetColourMapEntries: 1,
  Bell: 2,
  ServerCutText: 3,
  EndOfContinuousUpdates: 150,
  ServerFence: 248,
  Xvp: 250,
  Qemu: 255,
} as const;

/** What follows the type byte of a message of QEMU's. */
const QEMU_AUDIO = 1;
/** `operation` of QEMU's audio messages: the others have no data. */
const AUDIO_DATA = 2;

/** How much of a message that nobody wants is read at once. */
const SKIPPED_BYTES = 64 * 1024;

/** Bytes of an entry of a colour map. */
const COLOUR_BYTES = 6;

/**
 * Messages of baseboard controllers with ATEN's iKVM firmware (Supermicro, some Dell iDRAC), by which they can be
 * named: of the front panel, keep-alive, video, mouse, session and language.
 */
const atenMessages: ReadonlySet<number> = new Set([0x04, 0x16, 0x33, 0x37, 0x39, 0x3c]);

/** Milliseconds of decoding without a pause, after which timers and input get their turn. */
const BUSY_MILLISECONDS = 8;

/** Hears of the server's messages, in the order of the wire. */
export interface PumpSink extends Omit<UpdateSink, 'breathe'> {
  updateStarted(): void;
  updated(painted: readonly Damage[]): void;
  /** Pixels on the screen mean other colours now: the whole screen must be asked for anew. */
  coloursChanged(): void;
  bell(): void;
  /** Text in ISO 8859-1. */
  cutText(latin1: Uint8Array): void;
  /** A message of the extended clipboard. */
  extendedCutText(message: Uint8Array): void;
  /** Clipboard data was read over because it is longer than the limit. */
  cutTextDropped(bytes: number): void;
  continuousUpdatesEnded(): void;
  fence(flags: number, payload: Uint8Array): void;
  xvp(version: number, code: number): void;
}

/** Reads the server's messages, one after the other, until the connection ends. */
export class MessagePump {
  readonly #reader: ByteReader;
  readonly #sink: PumpSink;
  readonly #updates: UpdateReader;
  #lastPause = performance.now();

  constructor(reader: ByteReader, framebuffer: Framebuffer, counts: RectangleCounts, sink: PumpSink) {
    this.#reader = reader;
    this.#sink = sink;
    this.#updates = new UpdateReader(reader, framebuffer, counts, {
      resized: (size) => sink.resized(size),
      desktopSize: (report) => sink.desktopSize(report),
      state: (news) => sink.state(news),
      cursor: (image) => sink.cursor(image),
      pointerMoved: (position) => sink.pointerMoved(position),
      desktopName: (name) => sink.desktopName(name),
      breathe: () => this.#breathe(),
    });
  }

  /** The decoders of the connection, to be told of another pixel format between updates. */
  get decoders(): Decoders {
    return this.#updates.decoders;
  }

  /** Reads later messages as a server with these quirks sends them. */
  apply(quirks: PeerQuirks): void {
    this.#updates.bareEmptyRectangles = quirks.bareEmptyRectangles;
  }

  /** Never resolves. @throws what ends the connection; `VNC_MESSAGE_UNKNOWN` for a type that is not known */
  async run(): Promise<never> {
    const reader = this.#reader;
    try {
      for (;;) {
        if (reader.available < 1) {
          await reader.need(1);
          this.#lastPause = performance.now();
        }
        await this.#readMessage(reader.u8());
        const pause = this.#breathe();
        if (pause !== undefined) await pause;
      }
    } catch (error) {
      throw this.#updates.explain(error);
    }
  }

  /** Frees native memory. */
  close(): void {
    this.#updates.close();
  }

  async #readMessage(type: number): Promise<void> {
    const reader = this.#reader;
    switch (type) {
      case messages.FramebufferUpdate:
        if (reader.available < 1) await reader.need(1);
        reader.take(1);
        this.#sink.updateStarted();
        this.#sink.updated(await this.#updates.read());
        return;
      case messages.SetColourMapEntries:
        await this.#readColours();
        return;
      case messages.Bell:
        this.#sink.bell();
        return;
      case messages.ServerCutText:
        await this.#readCutText();
        return;
      case messages.EndOfContinuousUpdates:
        this.#sink.continuousUpdatesEnded();
        return;
      case messages.ServerFence:
        await this.#readFence();
        return;
      case messages.Xvp:
        await this.#readXvp();
        return;
      case messages.Qemu:
        await this.#readQemu();
        return;
      default:
        throw vncError('VNC_MESSAGE_UNKNOWN', {
          message: type,
          ...(atenMessages.has(type) ? { server: 'ATEN iKVM' } : {}),
          offset: reader.offset - 1,
        });
    }
  }

  /** Servers may also say what their map is before they know that we want true colour. */
  async #readColours(): Promise<void> {
    const reader = this.#reader;
    await reader.need(5);
    reader.take(1);
    const first = reader.u16();
    const count = reader.u16();
    await reader.need(count * COLOUR_BYTES);
    const at = reader.take(count * COLOUR_BYTES);
    const { colourMap, pixelFormat } = this.#updates.decoders;
    const changed = colourMap.set(first, count, reader.view, at);
    if (changed && !pixelFormat.trueColour) this.#sink.coloursChanged();
  }

  async #readCutText(): Promise<void> {
    const reader = this.#reader;
    await reader.need(7);
    reader.take(3);
    const length = reader.s32();
    const bytes = Math.abs(length);
    checkLimit(reader, 'clipboardMessageBytes', bytes);
    if (bytes > limits.cutTextBytes) {
      await this.#skip(bytes);
      this.#sink.cutTextDropped(bytes);
      return;
    }
    await reader.need(bytes);
    const content = reader.bytes(bytes);
    // A negative length marks the extended clipboard (rfbproto).
    if (length < 0) this.#sink.extendedCutText(content);
    else this.#sink.cutText(content);
  }

  async #readFence(): Promise<void> {
    const reader = this.#reader;
    await reader.need(8);
    reader.take(3);
    const flags = reader.u32();
    const length = reader.u8();
    await reader.need(length);
    this.#sink.fence(flags, Uint8Array.from(reader.bytes(length)));
  }

  async #readXvp(): Promise<void> {
    const reader = this.#reader;
    await reader.need(3);
    reader.take(1);
    const version = reader.u8();
    this.#sink.xvp(version, reader.u8());
  }

  /** Audio, the only message that QEMU has, is never asked for; what comes of it nevertheless is read over. */
  async #readQemu(): Promise<void> {
    const reader = this.#reader;
    await reader.need(1);
    const submessage = reader.u8();
    if (submessage !== QEMU_AUDIO) {
      throw vncError('VNC_MESSAGE_UNKNOWN', {
        message: messages.Qemu,
        submessage,
        offset: reader.offset - 2,
      });
    }
    await reader.need(2);
    if (reader.u16() !== AUDIO_DATA) return;
    await reader.need(4);
    const bytes = reader.u32();
    checkLimit(reader, 'audioBytes', bytes);
    await this.#skip(bytes);
  }

  /** Reads over bytes without keeping them. */
  async #skip(bytes: number): Promise<void> {
    const reader = this.#reader;
    for (let left = bytes; left > 0; ) {
      const part = Math.min(left, SKIPPED_BYTES);
      if (reader.available < part) await reader.need(part);
      reader.take(part);
      left -= part;
      const pause = this.#breathe();
      if (pause !== undefined) await pause;
    }
  }

  /** A pause for other tasks, when one is due. */
  #breathe(): Promise<void> | undefined {
    if (performance.now() - this.#lastPause < BUSY_MILLISECONDS) return undefined;
    return new Promise((resolve) => {
      setImmediate(() => {
        this.#lastPause = performance.now();
        resolve();
      });
    });
  }
}
