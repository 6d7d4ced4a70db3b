import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { createDeferred, type Deferred } from '../../base/deferred.ts';
import type { PixelImage } from '../../session/bridge.ts';
import { type WebpLibrary, loadWebpLibrary } from './webpLibrary.ts';

/** Makes VP8 pictures that need no other. */
export interface FrameEncoder {
  /** @returns a VP8 key frame (RFC 6386) */
  encode(image: PixelImage): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** The thread's own file, beside our bundle. */
const workerFile = 'video-worker.mjs';
const wasmFile = 'webp_enc_simd.wasm';
const glueModule = '@jsquash/webp/codec/enc/webp_enc_simd.js';

/**
 * An encoder in a thread of its own, so that the session and the editor need not wait for it: a picture of a large
 * screen takes tenths of a second.
 *
 * @param quality 0 to 100.
 */
export async function createFrameEncoder(quality: number): Promise<FrameEncoder> {
  const isBundle = typeof __filename === 'string';
  if (isBundle) {
    const folder = path.dirname(__filename);
    try {
      const wasm = await readFile(path.join(folder, wasmFile));
      return new ThreadEncoder(new Worker(path.join(folder, workerFile), { workerData: { wasm } }), quality);
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!isMissing) throw error;
      // Not a bundle of the product: the library is in its package.
    }
  }
  return new LocalEncoder(await packagedLibrary(isBundle ? __filename : undefined), quality);
}

async function packagedLibrary(file: string | undefined): Promise<WebpLibrary> {
  const { resolve } = createRequire(file ?? path.join(process.cwd(), 'index.js'));
  const glue = resolve(glueModule);
  const wasm = await readFile(path.join(path.dirname(glue), wasmFile));
  const loaded = (await import(pathToFileURL(glue).href)) as { readonly default?: unknown };
  return await loadWebpLibrary(loaded.default, wasm);
}

class LocalEncoder implements FrameEncoder {
  readonly #library: WebpLibrary;
  readonly #quality: number;

  constructor(library: WebpLibrary, quality: number) {
    this.#library = library;
    this.#quality = quality;
  }

  encode(image: PixelImage): Promise<Uint8Array> {
    return Promise.resolve(this.#library.encode(image, this.#quality));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

class ThreadEncoder implements FrameEncoder {
  readonly #worker: Worker;
  readonly #quality: number;
  readonly #waiting: Deferred<Uint8Array>[] = [];
  #failure: Error | undefined;

  constructor(worker: Worker, quality: number) {
    this.#worker = worker;
    this.#quality = quality;
    worker.on('message', (reply: unknown) => {
      const waiting = this.#waiting.shift();
      if (reply instanceof Uint8Array) waiting?.resolve(reply);
      else waiting?.reject(new Error(String(reply)));
    });
    worker.on('error', (error: unknown) =>
      this.#fail(error instanceof Error ? error : new Error(String(error))),
    );
    worker.on('exit', () => this.#fail(new Error('the thread that encodes pictures has ended')));
  }

  async encode({ width, height, pixels }: PixelImage): Promise<Uint8Array> {
    if (this.#failure !== undefined) throw this.#failure;
    const deferred = createDeferred<Uint8Array>();
    this.#waiting.push(deferred);
    this.#worker.postMessage({ width, height, pixels, quality: this.#quality });
    return await deferred.promise;
  }

  async close(): Promise<void> {
    this.#failure ??= new Error('the encoder is closed');
    await this.#worker.terminate();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const waiting of this.#waiting.splice(0)) waiting.reject(error);
  }
}
