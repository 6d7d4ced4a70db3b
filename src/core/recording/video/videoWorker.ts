// The thread that encodes pictures: gets one after the other, and answers each with a VP8 frame or what went wrong.
import { parentPort, workerData } from 'node:worker_threads';
import glue from '@jsquash/webp/codec/enc/webp_enc_simd.js';
import { loadWebpLibrary } from './webpLibrary.ts';

interface Job {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
  readonly quality: number;
}

const { wasm } = workerData as { readonly wasm: Uint8Array };
const library = await loadWebpLibrary(glue, wasm);
parentPort?.on('message', (job: Job) => {
  try {
    parentPort?.postMessage(library.encode(job, job.quality));
  } catch (error) {
    parentPort?.postMessage(String(error));
  }
});
