// Drives noVNC's own websocket buffer, display and decoders in Node. What they need of a page is replaced by
// the least that works: a canvas whose drawing calls change plain memory, as ours does. Messages are taken
// apart here, because noVNC's own class for that builds a page first. Painting the visible canvas is left out.
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { cpuTimer } from './cpuTimer.mjs';

/** A 2D context with the calls that noVNC's display makes; words are pixels. */
class MemoryContext {
  fillStyle = '';
  #canvas;

  constructor(canvas) {
    this.#canvas = canvas;
  }

  fillRect(x, y, width, height) {
    const [red, green, blue] = this.fillStyle.slice(4, -1).split(',').map(Number);
    const word = (red | (green << 8) | (blue << 16) | 0xff000000) >>> 0;
    const { words, width: stride } = this.#canvas;
    for (let row = y; row < y + height; row++) {
      words.fill(word, row * stride + x, row * stride + x + width);
    }
  }

  putImageData(image, x, y) {
    const { bytes, width: stride } = this.#canvas;
    const rowBytes = image.width * 4;
    if (image.width === stride) {
      bytes.set(image.data, y * stride * 4);
      return;
    }
    for (let row = 0; row < image.height; row++) {
      const from = row * rowBytes;
      bytes.set(image.data.subarray(from, from + rowBytes), ((y + row) * stride + x) * 4);
    }
  }

  drawImage(_source, fromX, fromY, width, height, x, y) {
    const { words, width: stride } = this.#canvas;
    if (width === stride) {
      words.copyWithin(y * stride, fromY * stride, (fromY + height) * stride);
      return;
    }
    const up = y > fromY;
    for (let i = 0; i < height; i++) {
      const row = up ? height - 1 - i : i;
      const from = (fromY + row) * stride + fromX;
      words.copyWithin((y + row) * stride + x, from, from + width);
    }
  }
}

class MemoryCanvas {
  style = {};
  #width = 0;
  #height = 0;
  words = new Uint32Array(0);
  bytes = new Uint8Array(0);
  #context = new MemoryContext(this);

  get width() {
    return this.#width;
  }

  set width(value) {
    this.#width = value;
    this.#allocate();
  }

  get height() {
    return this.#height;
  }

  set height(value) {
    this.#height = value;
    this.#allocate();
  }

  getContext() {
    return this.#context;
  }

  #allocate() {
    this.words = new Uint32Array(this.#width * this.#height).fill(0xff000000);
    this.bytes = new Uint8Array(this.words.buffer);
  }
}

class MemoryImageData {
  constructor(data, width, height) {
    this.data = data;
    this.width = width;
    this.height = height;
  }
}

async function load() {
  const shims = {
    window: { console, devicePixelRatio: 1, addEventListener() {} },
    document: {
      documentElement: {},
      createElement: () => new MemoryCanvas(),
    },
    ImageData: MemoryImageData,
    WebSocket: { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 },
  };
  for (const [name, value] of Object.entries(shims)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  if (globalThis.navigator === undefined) globalThis.navigator = { userAgent: '', platform: '' };
  const core = path.dirname(createRequire(import.meta.url).resolve('@novnc/novnc'));
  const from = async (file) => (await import(pathToFileURL(path.join(core, file)).href)).default;
  return {
    Websock: await from('websock.js'),
    Display: await from('display.js'),
    decoders: new Map([
      [0, await from('decoders/raw.js')],
      [1, await from('decoders/copyrect.js')],
      [2, await from('decoders/rre.js')],
      [5, await from('decoders/hextile.js')],
      [6, await from('decoders/zlib.js')],
      [7, await from('decoders/tight.js')],
      [16, await from('decoders/zrle.js')],
    ]),
  };
}

let loaded;

/** Milliseconds that noVNC takes for all messages of a stream, and the pixels that it ends with. */
export async function decodeWithNoVnc(stream, chunks) {
  loaded ??= await load();
  const { Websock, Display } = loaded;
  const decoders = new Map([...loaded.decoders].map(([encoding, Decoder]) => [encoding, new Decoder()]));
  const display = new Display(new MemoryCanvas());
  display.resize(stream.width, stream.height);
  const channel = {
    send() {},
    close() {},
    binaryType: 'arraybuffer',
    onerror: null,
    onmessage: null,
    onopen: null,
    protocol: '',
    readyState: 1,
  };
  const sock = new Websock();
  sock.attach(channel);
  const pump = createPump(sock, display, decoders);
  sock.on('message', pump.read);
  const elapsed = cpuTimer();
  for (const chunk of chunks) channel.onmessage({ data: chunk.buffer });
  const milliseconds = elapsed();
  if (sock.rQlen() !== 0 || pump.busy()) throw new Error(`${stream.name}: noVNC stopped early`);
  return { milliseconds, pixels: display._backbuffer.bytes };
}

function createPump(sock, display, decoders) {
  let rectangles = -1;
  let rect;
  const readRect = () => {
    if (rect === undefined) {
      if (sock.rQwait('rectangle header', 12)) return false;
      rect = {
        x: sock.rQshift16(),
        y: sock.rQshift16(),
        width: sock.rQshift16(),
        height: sock.rQshift16(),
        encoding: sock.rQshift32() | 0,
      };
    }
    const { x, y, width, height, encoding } = rect;
    if (encoding === -224) {
      rectangles = 1;
    } else if (encoding === -239) {
      const bytes = width * height * 4 + Math.floor((width + 7) / 8) * height;
      if (sock.rQwait('cursor', bytes)) return false;
      sock.rQskipBytes(bytes);
    } else if (!decoders.get(encoding).decodeRect(x, y, width, height, sock, display, 24)) {
      return false;
    }
    rect = undefined;
    return true;
  };
  const read = () => {
    for (;;) {
      if (rectangles < 0) {
        if (sock.rQlen() < 4) return;
        if (sock.rQshift8() !== 0) throw new Error('not an update');
        sock.rQskipBytes(1);
        rectangles = sock.rQshift16();
      }
      while (rectangles > 0) {
        if (!readRect()) return;
        rectangles--;
      }
      rectangles = -1;
    }
  };
  return { read, busy: () => rectangles >= 0 };
}
