import { vncError } from '../base/errors.ts';
import type { Rect } from '../base/geometry.ts';
import type { ByteReader } from './byteReader.ts';
import type { Framebuffer } from './framebuffer.ts';
import { UpdateReader, type UpdateSink } from './updateReader.ts';
import { checkLimit } from './wireErrors.ts';
import { decodeLatin1 } from './wireText.ts';

/** Server messages by their type byte (RFC 6143, section 7.6; rfbproto for the last two). */
const messages = {
  FramebufferUpdate: 0,
  SetColourMapEntries: 1,
  Bell: 2,
  ServerCutText: 3,
  EndOfContinuousUpdates: 150,
  ServerFence: 248,
} as const;

const FENCE_REQUEST = 0x80000000;
const FENCE_KNOWN_FLAGS = 0b111;
const FENCE_PAYLOAD_BYTES = 64;

/** Milliseconds of decoding without a pause, after which timers and input get their turn. */
const BUSY_MILLISECONDS = 8;

/** Hears of the server's messages, in the order of the wire. */
export interface PumpSink extends Omit<UpdateSink, 'breathe'> {
  updateStarted(): void;
  updated(painted: readonly Rect[]): void;
  bell(): void;
  cutText(text: string): void;
  /** The server wants this back as an answer to its fence. */
  fence(flags: number, payload: Uint8Array): void;
}

/** Reads the server's messages, one after the other, until the connection ends. */
export class MessagePump {
  readonly #reader: ByteReader;
  readonly #sink: PumpSink;
  readonly #updates: UpdateReader;
  #lastPause = performance.now();

  constructor(reader: ByteReader, framebuffer: Framebuffer, sink: PumpSink) {
    this.#reader = reader;
    this.#sink = sink;
    this.#updates = new UpdateReader(reader, framebuffer, {
      resized: (size) => sink.resized(size),
      cursor: (image) => sink.cursor(image),
      desktopName: (name) => sink.desktopName(name),
      breathe: () => this.#breathe(),
    });
  }

  /** The encodings that arrived so far. */
  get encodingsSeen(): readonly number[] {
    return this.#updates.encodingsSeen;
  }

  /** Never resolves. @throws what ends the connection; `VNC_MESSAGE_UNKNOWN` for a type that is not known */
  async run(): Promise<never> {
    const reader = this.#reader;
    for (;;) {
      if (reader.available < 1) {
        await reader.need(1);
        this.#lastPause = performance.now();
      }
      await this.#readMessage(reader.u8());
      const pause = this.#breathe();
      if (pause !== undefined) await pause;
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
      case messages.SetColourMapEntries: {
        // We never ask for a colour map, but servers may say what theirs is before they know.
        await reader.need(5);
        reader.take(3);
        const bytes = reader.u16() * 6;
        await reader.need(bytes);
        reader.take(bytes);
        return;
      }
      case messages.Bell:
        this.#sink.bell();
        return;
      case messages.ServerCutText:
        await this.#readCutText();
        return;
      case messages.EndOfContinuousUpdates:
        return;
      case messages.ServerFence:
        await this.#readFence();
        return;
      default:
        throw vncError('VNC_MESSAGE_UNKNOWN', { message: type, offset: reader.offset - 1 });
    }
  }

  async #readCutText(): Promise<void> {
    const reader = this.#reader;
    await reader.need(7);
    reader.take(3);
    const length = reader.s32();
    const bytes = Math.abs(length);
    checkLimit(reader, 'cutTextBytes', bytes);
    await reader.need(bytes);
    const text = reader.bytes(bytes);
    // A negative length marks the extended clipboard (rfbproto), which we did not ask for.
    if (length >= 0) this.#sink.cutText(decodeLatin1(text));
  }

  async #readFence(): Promise<void> {
    const reader = this.#reader;
    await reader.need(8);
    reader.take(3);
    const flags = reader.u32();
    const length = reader.u8();
    await reader.need(length);
    const payload = Uint8Array.from(reader.bytes(length));
    const isRequest = flags >= FENCE_REQUEST;
    if (isRequest && length <= FENCE_PAYLOAD_BYTES) this.#sink.fence(flags & FENCE_KNOWN_FLAGS, payload);
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
