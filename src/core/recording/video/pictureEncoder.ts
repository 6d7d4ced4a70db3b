import { access, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { createDeferred, type Deferred } from '../../base/deferred.ts';
import type { PixelImage } from '../../session/bridge.ts';
import { type CodecOptions, type PictureCodec, type WebpSource, createPictureCodec } from './pictureCodec.ts';

/** Makes of pictures what stands for them in the file of a video. */
export interface PictureEncoder {
  /**
   * @param image its pixels are the encoder's from now on, and nobody else's.
   * @returns a VP8 key frame (RFC 6386), or a picture of a GIF: nothing, where that is the one before
   */
  encode(image: PixelImage): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** The thread's own file, beside our bundle. */
const workerFile = 'video-worker.mjs';
const wasmFile = 'webp_enc_simd.wasm';
const glueModule = '@jsquash/webp/codec/enc/webp_enc_simd.js';

/**
 * An encoder in a thread of its own, so that the session and the editor need not wait for it: a picture of a large
 * screen takes tenths of a second. Who awaits each picture before the next one has at most one in memory.
 */
export async function createPictureEncoder(options: CodecOptions): Promise<PictureEncoder> {
  const isBundle = typeof __filename === 'string';
  if (isBundle) {
    const folder = path.dirname(__filename);
    const worker = path.join(folder, workerFile);
    try {
      await access(worker);
      const wasm = options.format === 'webm' ? await readFile(path.join(folder, wasmFile)) : undefined;
      return new ThreadEncoder(new Worker(worker, { workerData: { ...options, wasm } }));
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!isMissing) throw error;
      // Not a bundle of the product: the library is in its package.
    }
  }
  const source =
    options.format === 'webm' ? await packagedWebp(isBundle ? __filename : undefined) : undefined;
  return new LocalEncoder(await createPictureCodec(options, source));
}

async function packagedWebp(file: string | undefined): Promise<WebpSource> {
  const { resolve } = createRequire(file ?? path.join(process.cwd(), 'index.js'));
  const glue = resolve(glueModule);
  const wasm = await readFile(path.join(path.dirname(glue), wasmFile));
  const loaded = (await import(pathToFileURL(glue).href)) as { readonly default?: unknown };
  return { glue: loaded.default, wasm };
}

class LocalEncoder implements PictureEncoder {
  readonly #codec: PictureCodec;

  constructor(codec: PictureCodec) {
    this.#codec = codec;
  }

  encode(image: PixelImage): Promise<Uint8Array> {
    return Promise.resolve(this.#codec(image));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

class ThreadEncoder implements PictureEncoder {
  readonly #worker: Worker;
  readonly #waiting: Deferred<Uint8Array>[] = [];
  #failure: Error | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
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
    const own = pixels.byteLength === pixels.buffer.byteLength ? pixels : Uint8Array.from(pixels);
    // Handed over, not copied: a picture has megabytes.
    this.#worker.postMessage({ width, height, pixels: own }, [own.buffer as ArrayBuffer]);
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
