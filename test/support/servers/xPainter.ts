import { type Socket, connect } from 'node:net';
import type { Rect } from '../../../src/core/base/geometry.ts';

/** X11 requests by their opcodes (X Window System Protocol, appendix B). */
const opcodes = {
  configureWindow: 12,
  getGeometry: 14,
  createGC: 55,
  changeGC: 56,
  copyArea: 62,
  polyFillRectangle: 70,
  getInputFocus: 43,
} as const;

const foreground = 0x4;
const subwindowMode = 0x8000;
const includeInferiors = 1;
const configureX = 0x1;
const configureY = 0x2;

/** Paints on the root window of a display over a connection of its own, over all windows, and moves windows. */
export class XPainter implements AsyncDisposable {
  readonly #socket: Socket;
  readonly #root: number;
  readonly #gc: number;
  #received = Buffer.alloc(0);
  #wake: (() => void) | undefined;
  #end: ((reason: Error) => void) | undefined;

  private constructor(socket: Socket, root: number, gc: number) {
    this.#socket = socket;
    this.#root = root;
    this.#gc = gc;
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake?.();
    });
    socket.on('error', (error) => this.#end?.(error));
    socket.on('close', () => this.#end?.(new Error('the display is gone')));
  }

  /** @param display such as `:90`; it must let everyone in (`-ac`). */
  static async open(display: string): Promise<XPainter> {
    const socket = connect(`/tmp/.X11-unix/X${display.slice(1)}`);
    const setup = Buffer.alloc(12);
    setup[0] = 0x6c;
    setup.writeUInt16LE(11, 2);
    socket.write(setup);
    const reply = await readSetup(socket);
    if (reply[0] !== 1) throw new Error(`${display} does not let us in`);
    const base = reply.readUInt32LE(12);
    const vendor = reply.readUInt16LE(24);
    const formats = reply[29] ?? 0;
    const root = reply.readUInt32LE(40 + Math.ceil(vendor / 4) * 4 + formats * 8);
    const painter = new XPainter(socket, root, base);
    painter.#request(opcodes.createGC, [base, root, foreground | subwindowMode, 0, includeInferiors]);
    await painter.#done();
    return painter;
  }

  /** Fills `rect` with `colour` (`0xrrggbb`). Resolves when the server has drawn it. */
  async fill(rect: Rect, colour: number): Promise<void> {
    this.#request(opcodes.changeGC, [this.#gc, foreground, colour]);
    this.#request(opcodes.polyFillRectangle, [
      this.#root,
      this.#gc,
      (rect.y << 16) | rect.x,
      (rect.height << 16) | rect.width,
    ]);
    await this.#done();
  }

  /** Moves the pixels of `rect` by so much. Resolves when the server has drawn it. */
  async move(rect: Rect, right: number, down: number): Promise<void> {
    this.#request(opcodes.copyArea, [
      this.#root,
      this.#root,
      this.#gc,
      (rect.y << 16) | rect.x,
      ((rect.y + down) << 16) | (rect.x + right),
      (rect.height << 16) | rect.width,
    ]);
    await this.#done();
  }

  /** Brings a window's top left corner to a place. Resolves when it is there. @throws Error when there is none */
  async moveWindow(id: number, x: number, y: number): Promise<void> {
    this.#request(opcodes.configureWindow, [id, configureX | configureY, x, y]);
    await this.#done();
  }

  /** Where a window's top left corner is. @throws Error when there is none */
  async windowPlace(id: number): Promise<{ readonly x: number; readonly y: number }> {
    this.#request(opcodes.getGeometry, [id]);
    const reply = await this.#reply();
    return { x: reply.readInt16LE(12), y: reply.readInt16LE(14) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#socket.once('close', () => resolve());
      this.#socket.destroy();
    });
  }

  #request(opcode: number, words: readonly number[]): void {
    const bytes = Buffer.alloc(4 + words.length * 4);
    bytes[0] = opcode;
    bytes.writeUInt16LE(bytes.length / 4, 2);
    words.forEach((word, index) => bytes.writeUInt32LE(word >>> 0, 4 + index * 4));
    this.#socket.write(bytes);
  }

  /** Waits for the reply to a request without effect: all requests before it have been carried out then. */
  async #done(): Promise<void> {
    this.#request(opcodes.getInputFocus, []);
    await this.#reply();
  }

  /** The next reply; those to the requests here have no more than the usual 32 bytes. */
  async #reply(): Promise<Buffer> {
    for (;;) {
      while (this.#received.length >= 32) {
        const message = this.#received.subarray(0, 32);
        this.#received = this.#received.subarray(32);
        if (message[0] === 0) throw new Error(`X error ${message[1]} of request ${message[10]}`);
        // Others are events, such as that a copy was complete.
        if (message[0] === 1) return message;
      }
      await new Promise<void>((resolve, reject) => {
        this.#wake = resolve;
        this.#end = reject;
      });
    }
  }
}

async function readSetup(socket: Socket): Promise<Buffer> {
  return await new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const read = (chunk: Buffer): void => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 8 || received.length < 8 + received.readUInt16LE(6) * 4) return;
      socket.off('data', read);
      resolve(received);
    };
    socket.on('data', read);
    socket.once('error', reject);
  });
}
