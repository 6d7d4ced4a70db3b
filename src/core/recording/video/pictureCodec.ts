import type { Size } from '../../base/geometry.ts';
import type { PixelImage } from '../../session/bridge.ts';
import { GifPictures } from './gifPicture.ts';
import { fitPicture } from './videoPicture.ts';
import { loadWebpLibrary } from './webpLibrary.ts';

/** The pictures of a video. */
export interface CodecOptions {
  readonly format: 'webm' | 'gif';
  /** Of all pictures: others are made to fit. */
  readonly size: Size;
  /** Of WebM: 1 (small) to 100 (good). */
  readonly quality: number;
}

/** Makes of a picture what stands for it in the file. It takes its time, in which nothing else happens. */
export type PictureCodec = (image: PixelImage) => Uint8Array;

/** Where libwebp comes from. */
export interface WebpSource {
  /** The default export of its package's module, which knows how to call it. */
  readonly glue: unknown;
  readonly wasm: Uint8Array;
}

/** @param webp what pictures of WebM are made with; a GIF needs it not. */
export async function createPictureCodec(
  { format, size, quality }: CodecOptions,
  webp: WebpSource | undefined,
): Promise<PictureCodec> {
  if (format === 'gif') {
    const pictures = new GifPictures(size);
    return (image) => pictures.encode(fitPicture(image, size));
  }
  if (webp === undefined) throw new Error('there is no libwebp');
  const library = await loadWebpLibrary(webp.glue, webp.wasm);
  return (image) => library.encode(fitPicture(image, size), quality);
}
