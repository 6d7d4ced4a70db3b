import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { vncError } from '../base/errors.ts';
import type { Size } from '../base/geometry.ts';

/** Decodes JPEG pictures. */
export interface JpegDecoder {
  /**
   * Decodes a picture that must be of `size`.
   *
   * @returns one word a pixel (red in the lowest byte, alpha 255), rows without gaps; valid until the next call
   * @throws `VNC_BAD_DATA`
   */
  decode(jpeg: Uint8Array, size: Size): Uint32Array;
}

let shared: JpegDecoder | undefined;

/** The decoder of this process, made when first asked for. */
export function jpegDecoder(): JpegDecoder {
  return (shared ??= new TurboJpegDecoder());
}

/** The part of the `WebAssembly` namespace that is used here; Node's type definitions leave it out. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Record<string, unknown> };
};

/** The file of libjpeg-turbo, built for WebAssembly, in the package that ships it. */
const WASM_FILE = 'jpeg-turbo.wasm';
const WASM_PACKAGE = '@cwasm/jpeg-turbo';

/** `TJPF_RGBA` of turbojpeg.h. */
const RGBA = 7;

/** What libjpeg-turbo's WebAssembly build exports. Pointers are offsets into its memory. */
interface TurboJpeg {
  readonly memory: { readonly buffer: ArrayBuffer };
  malloc(bytes: number): number;
  free(pointer: number): void;
  tjInitDecompress(): number;
  tjDecompress2(
    handle: number,
    jpeg: number,
    jpegBytes: number,
    target: number,
    width: number,
    pitch: number,
    height: number,
    format: number,
    flags: number,
  ): number;
}

/**
 * libjpeg-turbo in WebAssembly. The package's own function allocates a decompressor and three blocks of memory
 * for every picture and copies the pixels twice; this keeps them between pictures.
 */
class TurboJpegDecoder implements JpegDecoder {
  readonly #module = new WebAssembly.Module(readWasm());
  #library: { readonly api: TurboJpeg; readonly handle: number } | undefined;
  #input: Block = { pointer: 0, bytes: 0 };
  #output: Block = { pointer: 0, bytes: 0 };

  decode(jpeg: Uint8Array, size: Size): Uint32Array {
    const { width, height } = size;
    const found = jpegSize(jpeg);
    // Before any memory is taken for what the picture says of itself.
    if (found === undefined || found.width !== width || found.height !== height) {
      throw vncError('VNC_BAD_DATA', {
        what: 'jpeg-size',
        expected: `${width}x${height}`,
        found: found === undefined ? 'none' : `${found.width}x${found.height}`,
      });
    }
    const { api, handle } = (this.#library ??= this.#start());
    this.#input = this.#ensure(api, this.#input, jpeg.length);
    this.#output = this.#ensure(api, this.#output, width * height * 4);
    const { pointer: input } = this.#input;
    const { pointer: output } = this.#output;
    new Uint8Array(api.memory.buffer, input, jpeg.length).set(jpeg);
    let status: number;
    try {
      status = api.tjDecompress2(handle, input, jpeg.length, output, width, width * 4, height, RGBA, 0);
    } catch (error) {
      // The build has no setjmp: its error exit throws through it and leaves it in an unknown state.
      this.#library = undefined;
      throw vncError('VNC_BAD_DATA', { what: 'jpeg' }, error);
    }
    if (status !== 0) throw vncError('VNC_BAD_DATA', { what: 'jpeg' });
    return new Uint32Array(api.memory.buffer, output, width * height);
  }

  #start(): { readonly api: TurboJpeg; readonly handle: number } {
    const none = (): number => 0;
    const trap = (): never => {
      throw new Error('libjpeg-turbo gave up');
    };
    const instance = new WebAssembly.Instance(this.#module, {
      env: { setjmp: none, longjmp: trap },
      wasi_snapshot_preview1: {
        environ_sizes_get: none,
        environ_get: trap,
        proc_exit: trap,
        fd_close: trap,
        fd_seek: trap,
        fd_write: trap,
      },
    });
    const api: unknown = instance.exports;
    if (!isTurboJpeg(api)) throw new Error(`${WASM_FILE} is not the library that was expected`);
    this.#input = { pointer: 0, bytes: 0 };
    this.#output = { pointer: 0, bytes: 0 };
    const handle = api.tjInitDecompress();
    if (handle === 0) throw new Error('libjpeg-turbo has no memory');
    return { api, handle };
  }

  /** A block of the library's memory with room for `bytes`. Contents are lost when it moves. */
  #ensure(api: TurboJpeg, block: Block, bytes: number): Block {
    if (bytes <= block.bytes) return block;
    if (block.pointer !== 0) api.free(block.pointer);
    const room = Math.ceil(bytes * 1.25);
    const pointer = api.malloc(room);
    if (pointer === 0) {
      this.#library = undefined;
      throw vncError('VNC_BAD_DATA', { what: 'jpeg-memory' });
    }
    return { pointer, bytes: room };
  }
}

interface Block {
  readonly pointer: number;
  readonly bytes: number;
}

function isTurboJpeg(value: unknown): value is TurboJpeg {
  if (typeof value !== 'object' || value === null) return false;
  const functions = ['malloc', 'free', 'tjInitDecompress', 'tjDecompress2'];
  return 'memory' in value && functions.every((name) => typeof Reflect.get(value, name) === 'function');
}

/** The library lies beside our bundle; where the sources run otherwise, in its package. */
function readWasm(): Uint8Array {
  const isCommonJs = typeof __filename === 'string';
  if (isCommonJs) {
    try {
      return readFileSync(path.join(path.dirname(__filename), WASM_FILE));
    } catch {
      // Not a bundle of the product.
    }
  }
  const { resolve } = createRequire(isCommonJs ? __filename : path.join(process.cwd(), 'index.js'));
  return readFileSync(resolve(`${WASM_PACKAGE}/${WASM_FILE}`));
}

/**
 * The size that the frame header of a JPEG picture gives (ITU T.81, B.2.2), or `undefined` when there is none
 * before the first scan.
 */
export function jpegSize(jpeg: Uint8Array): Size | undefined {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  if (jpeg.length < 4 || view.getUint16(0) !== 0xffd8) return undefined;
  let at = 2;
  while (at + 9 <= jpeg.length) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    const startsScan = marker === 0xda;
    if (startsScan) return undefined;
    const hasLength = marker !== 0x01 && (marker < 0xd0 || marker > 0xd9);
    at += 2 + (hasLength ? view.getUint16(at + 2) : 0);
  }
  return undefined;
}
