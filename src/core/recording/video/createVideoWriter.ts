import type { Size } from '../../base/geometry.ts';
import { GifWriter } from './gifWriter.ts';
import { createPictureEncoder } from './pictureEncoder.ts';
import type { VideoWriter } from './videoWriter.ts';
import { WebmWriter } from './webmWriter.ts';

/** How a video looks. */
export interface VideoOptions {
  /** Pictures a second at most; only what has changed makes one. 10 when left out. */
  readonly fps?: number | undefined;
  /** Of WebM: 1 (small) to 100 (good). */
  readonly quality?: number | undefined;
  /** Pixels of its width at most: larger screens are shown smaller. */
  readonly maxWidth?: number | undefined;
}

/** Where nobody says otherwise. A GIF of more pixels is larger than anyone can use. */
export const videoDefaults = { fps: 10, quality: 85, webmWidth: 4096, gifWidth: 1280 } as const;

/** The largest rate: beyond, every picture being one of its own makes files that nobody wants. */
export const mostFps = 30;

/** Begins a video. @throws `VNC_FILE_NOT_WRITTEN` */
export async function createVideoWriter(
  format: 'webm' | 'gif',
  options: {
    readonly file: string;
    readonly maxBytes: number;
    readonly size: Size;
    readonly quality?: number | undefined;
  },
): Promise<VideoWriter> {
  const { size, quality = videoDefaults.quality } = options;
  const encoder = await createPictureEncoder({ format, size, quality });
  try {
    const writer = format === 'gif' ? GifWriter : WebmWriter;
    return await writer.create({ ...options, encoder });
  } catch (error) {
    await encoder.close();
    throw error;
  }
}
