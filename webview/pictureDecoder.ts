import type { JpegRegion } from '../src/protocol/frames.ts';
import { hasFullColour } from './jpegHeader.ts';

/** A decoded picture. */
export type Picture =
  /** In memory: one word a pixel, row by row. */
  | { readonly kind: 'words'; readonly words: Uint32Array<ArrayBuffer>; close(): void }
  /** As the browser keeps it. */
  | { readonly kind: 'bitmap'; readonly bitmap: ImageBitmap; close(): void };

/** Words of memory that wait to be used again: two screens of 1080p, as a page has on its way. */
const mostSpareWords = 2 * 1920 * 1080;

/**
 * Has the browser decode pictures off the page's own thread. Its decoder of WebCodecs takes bytes as they are, where
 * `createImageBitmap` first brings each as a blob to another process and back: a screen of TigerVNC, which comes in
 * some thirty pictures, then takes a third of the time. Where colours are shared by several pixels that decoder smooths
 * nothing, and the other one is used.
 */
export class PictureDecoder {
  #spare: Uint32Array<ArrayBuffer>[] = [];
  #spareWords = 0;

  /** Decodes the picture of a region. @throws where it is none, or not of the region's size */
  async decode(region: JpegRegion): Promise<Picture> {
    const inMemory = hasDecoder() && hasFullColour(region.jpeg) ? await this.#decodeWords(region) : undefined;
    return inMemory ?? (await decodeBitmap(region));
  }

  /** @returns `undefined` where this browser cannot do it in this way */
  async #decodeWords({ jpeg, width, height }: JpegRegion): Promise<Picture | undefined> {
    const data = Uint8Array.from(jpeg);
    // The remote screen's colours are shown as they are, whatever profile the picture claims to have.
    const decoder = new ImageDecoder({
      type: 'image/jpeg',
      data,
      transfer: [data.buffer],
      colorSpaceConversion: 'none',
    });
    try {
      const { image } = await decoder.decode();
      try {
        checkSize(image.displayWidth, image.displayHeight, { width, height });
        const target = { format: 'RGBA', colorSpace: 'srgb' } as const;
        // Older browsers leave the format as it is.
        if (image.allocationSize(target) !== width * height * 4) return undefined;
        const words = this.#take(width * height);
        await image.copyTo(words, target);
        return { kind: 'words', words, close: () => this.#giveBack(words) };
      } finally {
        image.close();
      }
    } finally {
      decoder.close();
    }
  }

  /** Memory of this many words; what it holds is left from before. */
  #take(length: number): Uint32Array<ArrayBuffer> {
    const at = this.#spare.findLastIndex((words) => words.length === length);
    const [found] = at < 0 ? [] : this.#spare.splice(at, 1);
    if (found === undefined) return new Uint32Array(length);
    this.#spareWords -= length;
    return found;
  }

  #giveBack(words: Uint32Array<ArrayBuffer>): void {
    this.#spare.push(words);
    this.#spareWords += words.length;
    while (this.#spareWords > mostSpareWords) this.#spareWords -= this.#spare.shift()?.length ?? 0;
  }
}

function hasDecoder(): boolean {
  return typeof ImageDecoder === 'function';
}

/** By way of a blob. */
async function decodeBitmap({ jpeg, width, height }: JpegRegion): Promise<Picture> {
  const blob = new Blob([Uint8Array.from(jpeg)], { type: 'image/jpeg' });
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
  try {
    checkSize(bitmap.width, bitmap.height, { width, height });
  } catch (error) {
    bitmap.close();
    throw error;
  }
  return { kind: 'bitmap', bitmap, close: () => bitmap.close() };
}

function checkSize(width: number, height: number, expected: { width: number; height: number }): void {
  if (width !== expected.width || height !== expected.height)
    throw new Error(`a picture of ${width}x${height} for ${expected.width}x${expected.height}`);
}
