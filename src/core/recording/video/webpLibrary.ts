import type { PixelImage } from '../../session/bridge.ts';

/** libwebp, which encodes pictures as VP8 key frames inside of a WebP file. */
export interface WebpLibrary {
  /** @returns the VP8 frame of the picture */
  encode(image: PixelImage, quality: number): Uint8Array;
}

/** The part of the `WebAssembly` namespace that is used here; Node's type definitions leave it out. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
};

/** `WebPConfig` of libwebp's encode.h: as fast as it gets, since every picture is encoded on its own. */
const config = {
  target_size: 0,
  target_PSNR: 0,
  method: 0,
  sns_strength: 0,
  filter_strength: 0,
  filter_sharpness: 0,
  filter_type: 1,
  partitions: 0,
  segments: 1,
  pass: 1,
  show_compressed: 0,
  preprocessing: 0,
  autofilter: 0,
  partition_limit: 0,
  alpha_compression: 1,
  alpha_filtering: 1,
  alpha_quality: 100,
  lossless: 0,
  exact: 0,
  image_hint: 0,
  emulate_jpeg_size: 0,
  thread_level: 0,
  low_memory: 0,
  near_lossless: 100,
  use_delta_palette: 0,
  use_sharp_yuv: 0,
} as const;

/**
 * Starts the library.
 *
 * @param glue the default export of its package's module, which knows how to call it.
 */
export async function loadWebpLibrary(glue: unknown, wasm: Uint8Array): Promise<WebpLibrary> {
  if (typeof glue !== 'function') throw new Error('the package of libwebp is not the one that was expected');
  const compiled = new WebAssembly.Module(wasm);
  const instantiateWasm = (imports: object, done: (instance: object) => void): object => {
    const instance = new WebAssembly.Instance(compiled, imports);
    done(instance);
    return instance.exports;
  };
  const library: unknown = await Reflect.apply(glue, undefined, [{ noInitialRun: true, instantiateWasm }]);
  const encode: unknown =
    typeof library === 'object' && library !== null ? Reflect.get(library, 'encode') : undefined;
  if (typeof encode !== 'function') throw new Error('libwebp does not encode');
  return {
    encode: ({ width, height, pixels }, quality) => {
      const file: unknown = Reflect.apply(encode, library, [pixels, width, height, { ...config, quality }]);
      if (!(file instanceof Uint8Array)) throw new Error('libwebp could not encode a picture');
      return Uint8Array.from(vp8FrameOf(file));
    },
  };
}

/** The VP8 frame in a WebP file (RFC 9649, section 2). @throws Error when there is none */
export function vp8FrameOf(file: Uint8Array): Uint8Array {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP')
    throw new Error('no WebP file');
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4);
    if (bytes.toString('latin1', at, at + 4) === 'VP8 ') return file.subarray(at + 8, at + 8 + length);
    at += 8 + length + (length & 1);
  }
  throw new Error('no VP8 frame in the WebP file');
}
