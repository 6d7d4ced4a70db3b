// The thread that encodes pictures: gets one after the other, and answers each with its bytes or what went wrong.
import { parentPort, workerData } from 'node:worker_threads';
import glue from '@jsquash/webp/codec/enc/webp_enc_simd.js';
import type { PixelImage } from '../../session/bridge.ts';
import { type CodecOptions, createPictureCodec } from './pictureCodec.ts';

const { wasm, ...options } = workerData as CodecOptions & { readonly wasm: Uint8Array | undefined };
const encode = await createPictureCodec(options, wasm === undefined ? undefined : { glue, wasm });
parentPort?.on('message', (image: PixelImage) => {
  try {
    parentPort?.postMessage(encode(image));
  } catch (error) {
    parentPort?.postMessage(String(error));
  }
});
