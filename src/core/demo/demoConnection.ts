import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import { DisposableStore } from '../base/disposables.ts';
import { type Rect, boundingRect, wholeOf } from '../base/geometry.ts';
import { limits } from '../base/limits.ts';
import { encryptChallenge } from '../rfb/security/vncAuth.ts';
import {
  PixelWriter,
  colourMapEntry,
  nativeFormat,
  parsePixelFormat,
  writePixelFormat,
} from './clientPixelFormat.ts';
import { ClientView } from './clientView.ts';
import { cursorSize, encodeCursor } from './demoCursor.ts';
import type { DemoScene, SceneCopy } from './demoScene.ts';
import { type RectangleEncoder, createRawEncoder } from './rectangleEncoder.ts';
import { SocketReader } from './socketReader.ts';
import type { Surface } from './surface.ts';
import { createTightEncoder } from './tightEncoder.ts';
import { createZrleEncoder } from './zrleEncoder.ts';

const encoding = { copyRect: 1, desktopSize: -223, cursor: -239 };
const desktopName = 'VNC Agent Bridge demo';

/** What a connection needs of its server. */
export interface DemoConnectionHost {
  readonly scene: DemoScene;
  readonly password: string;
  /** The scene's picture as it is now. */
  paint(): Surface;
}

/** A FramebufferUpdateRequest that is not answered yet (RFC 6143, 7.5.3). */
interface UpdateRequest {
  readonly region: Rect;
  readonly incremental: boolean;
}

/** One client of the demo server: RFB 3.3, 3.7 or 3.8 with VNC authentication (RFC 6143). */
export class DemoConnection {
  readonly #host: DemoConnectionHost;
  readonly #socket: Socket;
  readonly #reader: SocketReader;
  readonly #store = new DisposableStore();
  readonly #encoders = new Map<number, RectangleEncoder>();
  #encodings: readonly number[] = [];
  #writer = new PixelWriter(nativeFormat);
  #view: ClientView;
  #cursorSent = false;
  #copies: SceneCopy[] = [];
  #asked: UpdateRequest | undefined;
  #sending = false;
  /** The scene or the request has changed since the last update was begun. */
  #news = false;

  constructor(socket: Socket, host: DemoConnectionHost) {
    this.#socket = socket;
    this.#host = host;
    this.#reader = new SocketReader(socket);
    this.#view = new ClientView(host.scene.size);
    socket.setNoDelay(true);
    // What happens to the socket ends `serve` through the reader.
    socket.on('error', () => undefined);
    socket.on('close', () => this.#store.dispose());
  }

  /** Serves the client until either side ends it. Never rejects. */
  async serve(): Promise<void> {
    try {
      if (await this.#handshake()) {
        this.#listenToScene();
        while (true) await this.#readMessage();
      }
      this.#socket.end();
    } catch {
      // A client that leaves or talks nonsense is simply gone: there is nobody to tell.
      this.#socket.destroy();
    }
  }

  /** Ends the connection. */
  close(): void {
    this.#socket.destroy();
  }

  /** Versions and security (RFC 6143, 7.1), then ClientInit and ServerInit (7.3). Returns whether to go on. */
  async #handshake(): Promise<boolean> {
    this.#socket.write('RFB 003.008\n');
    const version = (await this.#reader.read(12)).toString('latin1');
    const minor = { 'RFB 003.003\n': 3, 'RFB 003.007\n': 7, 'RFB 003.008\n': 8 }[version];
    if (minor === undefined) return false;
    if (minor === 3) {
      this.#socket.write(Buffer.from([0, 0, 0, 2]));
    } else {
      this.#socket.write(Buffer.from([1, 2]));
      if ((await this.#reader.read(1)).readUInt8() !== 2) return false;
    }
    const challenge = randomBytes(16);
    this.#socket.write(challenge);
    const response = await this.#reader.read(16);
    if (!timingSafeEqual(response, encryptChallenge(this.#host.password, challenge))) {
      this.#refuse(minor === 8 ? 'Authentication failed' : undefined);
      return false;
    }
    this.#socket.write(Buffer.alloc(4));
    await this.#reader.read(1);
    const { width, height } = this.#host.scene.size;
    const name = Buffer.from(desktopName, 'latin1');
    const head = Buffer.alloc(24);
    head.writeUInt16BE(width, 0);
    head.writeUInt16BE(height, 2);
    writePixelFormat(nativeFormat).copy(head, 4);
    head.writeUInt32BE(name.length, 20);
    this.#socket.write(Buffer.concat([head, name]));
    return true;
  }

  #refuse(reason: string | undefined): void {
    const result = Buffer.from([0, 0, 0, 1]);
    if (reason === undefined) {
      this.#socket.write(result);
      return;
    }
    const length = Buffer.alloc(4);
    length.writeUInt32BE(reason.length);
    this.#socket.write(Buffer.concat([result, length, Buffer.from(reason, 'latin1')]));
  }

  #listenToScene(): void {
    const { scene } = this.#host;
    this.#store.add(scene.onChange(() => void this.#answer()));
    this.#store.add(scene.onCopy((copy) => this.#copies.push(copy)));
    this.#store.add(scene.onClipboard((text) => this.#sendCutText(text)));
    this.#store.add({ dispose: () => this.#encoders.forEach((encoder) => encoder.close()) });
  }

  #sendCutText(text: string): void {
    const bytes = Buffer.from(text, 'latin1');
    const head = Buffer.from([3, 0, 0, 0, 0, 0, 0, 0]);
    head.writeUInt32BE(bytes.length, 4);
    this.#socket.write(Buffer.concat([head, bytes]));
  }

  /** One client message (RFC 6143, 7.5). */
  async #readMessage(): Promise<void> {
    const type = (await this.#reader.read(1)).readUInt8();
    switch (type) {
      case 0: {
        this.#setPixelFormat((await this.#reader.read(19)).subarray(3));
        return;
      }
      case 2: {
        const count = (await this.#reader.read(3)).readUInt16BE(1);
        const bytes = await this.#reader.read(count * 4);
        this.#encodings = Array.from({ length: count }, (_, i) => bytes.readInt32BE(i * 4));
        return;
      }
      case 3: {
        this.#request(await this.#reader.read(9));
        return;
      }
      case 4: {
        const bytes = await this.#reader.read(7);
        this.#host.scene.key(bytes.readUInt32BE(3), bytes.readUInt8(0) !== 0);
        return;
      }
      case 5: {
        const bytes = await this.#reader.read(5);
        this.#host.scene.pointer({ x: bytes.readUInt16BE(1), y: bytes.readUInt16BE(3) }, bytes.readUInt8(0));
        return;
      }
      case 6: {
        const length = (await this.#reader.read(7)).readUInt32BE(3);
        if (length > limits.cutTextBytes) throw new Error('too much text');
        this.#host.scene.setClipboard((await this.#reader.read(length)).toString('latin1'));
        return;
      }
      default:
        throw new Error(`unknown message ${type}`);
    }
  }

  #setPixelFormat(bytes: Buffer): void {
    const format = parsePixelFormat(bytes);
    if (format === undefined) throw new Error('unusable pixel format');
    this.#writer = new PixelWriter(format);
    this.#view.forget(wholeOf(this.#view));
    this.#cursorSent = false;
    if (format.trueColour) return;
    const entries = Buffer.alloc(6 + 256 * 6);
    entries.writeUInt8(1, 0);
    entries.writeUInt16BE(256, 4);
    for (let i = 0; i < 256; i++) {
      colourMapEntry(i).forEach((value, channel) => entries.writeUInt16BE(value, 6 + i * 6 + channel * 2));
    }
    this.#socket.write(entries);
  }

  #request(bytes: Buffer): void {
    const incremental = bytes.readUInt8(0) !== 0;
    const [x, y, width, height] = [1, 3, 5, 7].map((at) => bytes.readUInt16BE(at));
    const region = { x: x ?? 0, y: y ?? 0, width: width ?? 0, height: height ?? 0 };
    if (!incremental) this.#view.forget(region);
    this.#asked = merge({ region, incremental }, this.#asked);
    void this.#answer();
  }

  /** Sends an update when one is asked for and there is something to send. */
  async #answer(): Promise<void> {
    this.#news = true;
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (this.#news && this.#asked !== undefined) {
        this.#news = false;
        const asked = this.#asked;
        this.#asked = undefined;
        const rectangles = await this.#makeUpdate(asked.region);
        if (rectangles.length === 0 && asked.incremental) {
          this.#asked = merge(asked, this.#asked);
        } else {
          const head = Buffer.from([0, 0, 0, 0]);
          head.writeUInt16BE(rectangles.length, 2);
          this.#socket.write(Buffer.concat([head, ...rectangles]));
        }
      }
    } catch {
      this.close();
    } finally {
      this.#sending = false;
    }
  }

  async #makeUpdate(region: Rect): Promise<Buffer[]> {
    const surface = this.#host.paint();
    const copies = this.#copies;
    this.#copies = [];
    const changedSize = surface.width !== this.#view.width || surface.height !== this.#view.height;
    if (changedSize && this.#encodings.includes(encoding.desktopSize)) {
      this.#view = new ClientView(surface);
      return [rectangleHeader(wholeOf(surface), encoding.desktopSize)];
    }
    const found: Buffer[] = [];
    if (!this.#cursorSent && this.#encodings.includes(encoding.cursor)) {
      this.#cursorSent = true;
      const head = rectangleHeader({ x: 0, y: 0, ...cursorSize }, encoding.cursor);
      found.push(Buffer.concat([head, encodeCursor(this.#writer)]));
    }
    for (const { from, to } of this.#encodings.includes(encoding.copyRect) ? copies : []) {
      if (!this.#view.canCopy(from, to)) continue;
      this.#view.copy(from, to);
      const source = Buffer.alloc(4);
      source.writeUInt16BE(from.x, 0);
      source.writeUInt16BE(from.y, 2);
      found.push(Buffer.concat([rectangleHeader({ ...from, ...to }, encoding.copyRect), source]));
    }
    const encoder = this.#encoder();
    for (const rect of this.#view.advance(surface, region)) {
      for (const part of split(rect, encoder.maxSize)) {
        const body = await encoder.encode(wordsOf(surface, part), part, this.#writer);
        found.push(Buffer.concat([rectangleHeader(part, encoder.number), body]));
      }
    }
    return found;
  }

  /** The first encoding of the client's list that we have; its streams live as long as the connection. */
  #encoder(): RectangleEncoder {
    const makers = new Map([
      [7, createTightEncoder],
      [16, createZrleEncoder],
      [0, createRawEncoder],
    ]);
    const number = this.#encodings.find((wanted) => makers.has(wanted)) ?? 0;
    const encoder = this.#encoders.get(number) ?? (makers.get(number) ?? createRawEncoder)();
    this.#encoders.set(number, encoder);
    return encoder;
  }
}

/** What answers both requests: all of their regions, whole if either wants that. */
function merge(a: UpdateRequest, b: UpdateRequest | undefined): UpdateRequest {
  if (b === undefined) return a;
  return { region: boundingRect(a.region, b.region), incremental: a.incremental && b.incremental };
}

/** x, y, width, height, encoding (RFC 6143, 7.6.1). */
function rectangleHeader(rect: Rect, number: number): Buffer {
  const head = Buffer.alloc(12);
  [rect.x, rect.y, rect.width, rect.height].forEach((value, i) => head.writeUInt16BE(value, i * 2));
  head.writeInt32BE(number, 8);
  return head;
}

function split(rect: Rect, size: { readonly width: number; readonly height: number }): Rect[] {
  const parts: Rect[] = [];
  for (let top = 0; top < rect.height; top += size.height) {
    for (let left = 0; left < rect.width; left += size.width) {
      parts.push({
        x: rect.x + left,
        y: rect.y + top,
        width: Math.min(size.width, rect.width - left),
        height: Math.min(size.height, rect.height - top),
      });
    }
  }
  return parts;
}

function wordsOf(surface: Surface, rect: Rect): Uint32Array {
  const words = new Uint32Array(rect.width * rect.height);
  for (let row = 0; row < rect.height; row++) {
    const start = (rect.y + row) * surface.width + rect.x;
    words.set(surface.words.subarray(start, start + rect.width), row * rect.width);
  }
  return words;
}
