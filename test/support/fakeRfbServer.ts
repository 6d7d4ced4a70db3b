import type { VncError } from '../../src/core/base/errors.ts';
import { type Rect, type Size, intersect, isEmpty, subtract, wholeOf } from '../../src/core/base/geometry.ts';
import type { PixelImage } from '../../src/core/session/bridge.ts';
import { FakePipe } from './fakePipe.ts';

/** A message of the client, as the server understood it. */
export type ClientMessage =
  | { readonly type: 'setPixelFormat' }
  | { readonly type: 'setEncodings'; readonly encodings: readonly number[] }
  | { readonly type: 'updateRequest'; readonly incremental: boolean; readonly region: Rect }
  | {
      readonly type: 'key';
      readonly keysym: number;
      readonly down: boolean;
      /** Of QEMU's extended key events. */
      readonly scancode?: number;
    }
  | { readonly type: 'pointer'; readonly x: number; readonly y: number; readonly buttons: number }
  | { readonly type: 'cutText'; readonly text: string }
  /** `request` is what the client asks for, and no answer to a fence of the server. */
  | { readonly type: 'fence'; readonly request: boolean };

/** How the server behaves. */
export interface FakeRfbServerOptions extends Partial<Size> {
  readonly name?: string;
  /** Where it stops talking: before its version, after the security types, or before the first picture. */
  readonly silentAt?: 'version' | 'security' | 'picture';
  /**
   * Whether it answers update requests: all of the region when asked for everything, what `paint` changed else.
   * When false a test sends every update by itself.
   */
  readonly answers?: boolean;
  /**
   * Whether it tells of its size by ExtendedDesktopSize, and so in answer to each request for all pixels, too;
   * `restless` is a server that takes another size with each such answer.
   */
  readonly extendedDesktopSize?: 'steady' | 'restless';
}

/** A colour as the test writes it: `0xrrggbb`. */
export type Rgb = number;

const rawEncoding = 0;
const cursorEncoding = -239;
const pointerPosEncoding = -232;
const desktopSizeEncoding = -223;
const extendedDesktopSizeEncoding = -308;
const extendedKeyEncoding = -258;
const extendedMouseButtonsEncoding = -316;
const pointerMotionEncoding = -257;
const ledStateEncoding = -261;
const lastHandshakeStage = 3;

/**
 * An RFB 3.8 server in memory, without security: it remembers what the client sent, and sends what a test says.
 * Its pixels go out as Raw in the client's format (RGBA).
 */
export class FakeRfbServer {
  readonly pipe: FakePipe;
  /** Everything that the client sent after the handshake. */
  readonly messages: ClientMessage[] = [];
  answers: boolean;
  /** Whether it takes pointer events with the buttons beyond the seventh; a test confirms that to the client. */
  extendedMouseButtons = false;
  readonly #name: string;
  readonly #silentAt: FakeRfbServerOptions['silentAt'];
  readonly #extendedDesktopSize: FakeRfbServerOptions['extendedDesktopSize'];
  #screen: { width: number; height: number; pixels: Uint8Array };
  #dirty: Rect[] = [];
  #wanted: Rect | undefined;
  #received: Uint8Array = new Uint8Array(0);
  #stage = 0;

  constructor(options: FakeRfbServerOptions = {}) {
    const { width = 64, height = 48, name = 'fake desktop', silentAt, answers = true } = options;
    this.#screen = { width, height, pixels: new Uint8Array(width * height * 4).fill(255) };
    this.#name = name;
    this.#silentAt = silentAt;
    this.#extendedDesktopSize = options.extendedDesktopSize;
    this.answers = answers;
    this.pipe = new FakePipe((bytes) => this.#receive(bytes));
    if (silentAt !== 'version') this.pipe.deliver(ascii('RFB 003.008\n'));
  }

  get size(): Size {
    return { width: this.#screen.width, height: this.#screen.height };
  }

  /** A copy of what the server shows. */
  get picture(): PixelImage {
    return { ...this.size, pixels: this.#screen.pixels.slice() };
  }

  /** The messages of one type, oldest first. */
  sent<T extends ClientMessage['type']>(type: T): Extract<ClientMessage, { type: T }>[] {
    return this.messages.filter((m): m is Extract<ClientMessage, { type: T }> => m.type === type);
  }

  /** Keys as `+ff0d` and `-ff0d`, with a scancode as `+ff0d/1c`. */
  get keys(): string {
    return this.sent('key')
      .map(({ keysym, down, scancode }) => {
        const place = scancode === undefined ? '' : `/${scancode.toString(16)}`;
        return `${down ? '+' : '-'}${keysym.toString(16)}${place}`;
      })
      .join(' ');
  }

  /** Pointer events as `x,y` or `x,y:buttons`. */
  get pointer(): string {
    return this.sent('pointer')
      .map(({ x, y, buttons }) => `${x},${y}${buttons === 0 ? '' : `:${buttons}`}`)
      .join(' ');
  }

  /** Forgets the messages so far. */
  forget(): void {
    this.messages.length = 0;
  }

  /** Changes pixels on the server; an answering server tells a client that waits for changes. */
  paint(rect: Rect, colour: Rgb): void {
    const { width, pixels } = this.#screen;
    for (let y = rect.y; y < rect.y + rect.height; y += 1)
      for (let x = rect.x; x < rect.x + rect.width; x += 1)
        pixels.set([colour >> 16, (colour >> 8) & 255, colour & 255, 255], (y * width + x) * 4);
    this.#dirty.push(rect);
    this.#answer();
  }

  /** Sends the current pixels of these rectangles in one update; none for an update without any rectangle. */
  sendUpdate(rects: readonly Rect[]): void {
    const parts = rects.flatMap((rect) => [rectHeader(rect, rawEncoding), this.#pixelsOf(rect)]);
    this.pipe.deliver(Buffer.concat([updateHeader(rects.length), ...parts]));
  }

  /** Begins an update of the whole screen and sends its header alone; the result sends the rest. */
  beginUpdate(): () => void {
    const rect = wholeOf(this.size);
    this.pipe.deliver(updateHeader(1));
    const rest = Buffer.concat([rectHeader(rect, rawEncoding), this.#pixelsOf(rect)]);
    return () => this.pipe.deliver(rest);
  }

  /** Sends a cursor of one colour: an update without pixels of the screen. */
  sendCursor(size: Size, colour: Rgb): void {
    const { width, height } = size;
    const pixels = new Uint8Array(width * height * 4);
    for (let i = 0; i < pixels.length; i += 4)
      pixels.set([colour >> 16, (colour >> 8) & 255, colour & 255, 255], i);
    const mask = new Uint8Array(Math.ceil(width / 8) * height).fill(255);
    const head = rectHeader({ x: 0, y: 0, ...size }, cursorEncoding);
    this.pipe.deliver(Buffer.concat([updateHeader(1), head, pixels, mask]));
  }

  /** Says where the pointer is. */
  sendPointerPlace(x: number, y: number): void {
    const head = rectHeader({ x, y, width: 0, height: 0 }, pointerPosEncoding);
    this.pipe.deliver(Buffer.concat([updateHeader(1), head]));
  }

  /** Takes scancodes from now on, as QEMU and TigerVNC say it. */
  confirmExtendedKeys(): void {
    this.#sendPseudo(extendedKeyEncoding);
  }

  /** Takes the buttons beyond the seventh from now on. */
  confirmExtendedMouseButtons(): void {
    this.extendedMouseButtons = true;
    this.#sendPseudo(extendedMouseButtonsEncoding);
  }

  /** Takes movements of the pointer instead of places from now on, or places again, as QEMU says it. */
  setPointerMotion(relative: boolean): void {
    this.#sendPseudo(pointerMotionEncoding, new Uint8Array(0), relative ? 0 : 1);
  }

  /** Knows fences, and says so with one of its own (rfbproto, ServerFence). */
  confirmFences(): void {
    this.pipe.deliver(Uint8Array.of(248, 0, 0, 0, 0x80, 0, 0, 0, 0));
  }

  /** Tells the lock keys that are on: bit 0 is Scroll Lock, 1 Num Lock, 2 Caps Lock. */
  sendLocks(lights: number): void {
    this.#sendPseudo(ledStateEncoding, Uint8Array.of(lights));
  }

  #sendPseudo(encoding: number, body = new Uint8Array(0), x = 0): void {
    const head = rectHeader({ x, y: 0, width: 0, height: 0 }, encoding);
    this.pipe.deliver(Buffer.concat([updateHeader(1), head, body]));
  }

  /** Changes the size of the screen, which turns white. */
  resize(size: Size): void {
    const { width, height } = size;
    this.#screen = { width, height, pixels: new Uint8Array(width * height * 4).fill(255) };
    if (this.#extendedDesktopSize !== undefined) {
      this.#dirty = [wholeOf(size)];
      this.#tellLayout();
      return;
    }
    this.#dirty = [];
    this.#wanted = undefined;
    const head = rectHeader({ x: 0, y: 0, ...size }, desktopSizeEncoding);
    this.pipe.deliver(Buffer.concat([updateHeader(1), head]));
  }

  /** An update with ExtendedDesktopSize alone: one screen, by the server's own will. */
  #tellLayout(): void {
    this.#wanted = undefined;
    const { width, height } = this.#screen;
    const screen = Buffer.alloc(16);
    screen.writeUInt16BE(width, 8);
    screen.writeUInt16BE(height, 10);
    const head = rectHeader({ x: 0, y: 0, width, height }, extendedDesktopSizeEncoding);
    this.pipe.deliver(Buffer.concat([updateHeader(1), head, Uint8Array.of(1, 0, 0, 0), screen]));
  }

  sendBell(): void {
    this.pipe.deliver(Uint8Array.of(2));
  }

  sendCutText(text: string): void {
    const head = Buffer.alloc(8);
    head[0] = 3;
    head.writeUInt32BE(text.length, 4);
    this.pipe.deliver(Buffer.concat([head, ascii(text)]));
  }

  /** The server goes away. */
  drop(error?: VncError): void {
    this.pipe.end(error);
  }

  #receive(bytes: Uint8Array): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    for (;;) {
      const used = this.#stage < lastHandshakeStage ? this.#handshake() : this.#message();
      if (used === 0) return;
      this.#received = this.#received.subarray(used);
    }
  }

  /** RFC 6143, section 7.1 to 7.3. Returns how many bytes it used. */
  #handshake(): number {
    const length = [12, 1, 1][this.#stage] ?? 0;
    if (this.#received.length < length) return 0;
    this.#stage += 1;
    if (this.#stage === 1 && this.#silentAt !== 'security') this.pipe.deliver(Uint8Array.of(1, 1));
    if (this.#stage === 2) this.pipe.deliver(Uint8Array.of(0, 0, 0, 0));
    if (this.#stage === lastHandshakeStage) this.#serverInit();
    return length;
  }

  #serverInit(): void {
    const init = Buffer.alloc(24);
    init.writeUInt16BE(this.#screen.width, 0);
    init.writeUInt16BE(this.#screen.height, 2);
    init.set([32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0], 4);
    init.writeUInt32BE(this.#name.length, 20);
    this.pipe.deliver(Buffer.concat([init, ascii(this.#name)]));
  }

  /** RFC 6143, section 7.5. Returns how many bytes it used, 0 when the message is not complete. */
  #message(): number {
    const bytes = Buffer.from(this.#received);
    const type = bytes[0];
    if (type === undefined) return 0;
    const head = { 0: 20, 2: 4, 3: 10, 4: 8, 5: 6, 6: 8, 248: 9, 255: 12 }[type];
    if (head === undefined) throw new Error(`unexpected client message ${type}`);
    if (bytes.length < head) return 0;
    switch (type) {
      case 0:
        this.messages.push({ type: 'setPixelFormat' });
        return head;
      case 2: {
        const count = bytes.readUInt16BE(2);
        if (bytes.length < head + 4 * count) return 0;
        const encodings = Array.from({ length: count }, (_, i) => bytes.readInt32BE(head + 4 * i));
        this.messages.push({ type: 'setEncodings', encodings });
        return head + 4 * count;
      }
      case 3:
        this.#updateRequest(bytes);
        return head;
      case 4:
        this.messages.push({ type: 'key', keysym: bytes.readUInt32BE(4), down: bytes[1] === 1 });
        return head;
      case 5: {
        const [x, y, mask = 0] = [bytes.readUInt16BE(2), bytes.readUInt16BE(4), bytes[1]];
        // ExtendedMouseButtons: the highest bit announces another byte.
        const isLong = this.extendedMouseButtons && mask > 0x7f;
        if (isLong && bytes.length < head + 1) return 0;
        const buttons = isLong ? (mask & 0x7f) | ((bytes[head] ?? 0) << 7) : mask;
        this.messages.push({ type: 'pointer', x, y, buttons });
        return isLong ? head + 1 : head;
      }
      case 248: {
        const end = head + bytes.readUInt8(8);
        if (bytes.length < end) return 0;
        const request = bytes.readUInt32BE(4) >= 0x8000_0000;
        this.messages.push({ type: 'fence', request });
        if (request && this.answers)
          this.pipe.deliver(Uint8Array.of(248, 0, 0, 0, 0, 0, 0, 0, ...bytes.subarray(8, end)));
        return end;
      }
      case 255:
        this.messages.push({
          type: 'key',
          keysym: bytes.readUInt32BE(4),
          down: bytes.readUInt16BE(2) === 1,
          scancode: bytes.readUInt32BE(8),
        });
        return head;
      default: {
        const length = bytes.readUInt32BE(4);
        if (bytes.length < head + length) return 0;
        const text = bytes.toString('latin1', head, head + length);
        this.messages.push({ type: 'cutText', text });
        return head + length;
      }
    }
  }

  #updateRequest(bytes: Buffer): void {
    const [x = 0, y = 0, width = 0, height = 0] = [2, 4, 6, 8].map((at) => bytes.readUInt16BE(at));
    const region = { x, y, width, height };
    const incremental = bytes[1] === 1;
    this.messages.push({ type: 'updateRequest', incremental, region });
    if (!incremental) this.#dirty.push(region);
    if (!incremental && this.#extendedDesktopSize !== undefined) {
      const { width, height } = this.#screen;
      if (this.#extendedDesktopSize === 'restless') this.resize({ width: width + 1, height });
      else this.#tellLayout();
      return;
    }
    this.#wanted = region;
    this.#answer();
  }

  #answer(): void {
    if (!this.answers || this.#silentAt === 'picture' || this.#wanted === undefined) return;
    const region = this.#wanted;
    const rects = this.#dirty.map((rect) => intersect(rect, region)).filter((rect) => !isEmpty(rect));
    if (rects.length === 0) return;
    this.#wanted = undefined;
    this.#dirty = this.#dirty.flatMap((rect) => subtract(rect, region));
    this.sendUpdate(rects);
  }

  #pixelsOf(rect: Rect): Uint8Array {
    const { width, pixels } = this.#screen;
    const rows = Array.from({ length: rect.height }, (_, row) => {
      const from = ((rect.y + row) * width + rect.x) * 4;
      return pixels.subarray(from, from + rect.width * 4);
    });
    return Buffer.concat(rows);
  }
}

function ascii(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

function updateHeader(rects: number): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(rects, 2);
  return head;
}

function rectHeader(rect: Rect, encoding: number): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(rect.x, 0);
  head.writeUInt16BE(rect.y, 2);
  head.writeUInt16BE(rect.width, 4);
  head.writeUInt16BE(rect.height, 6);
  head.writeInt32BE(encoding, 8);
  return head;
}
