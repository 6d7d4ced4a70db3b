import { ByteReader } from '../../../../src/core/rfb/byteReader.ts';
import { Decoders } from '../../../../src/core/rfb/encodings/decoders.ts';
import { Framebuffer } from '../../../../src/core/rfb/framebuffer.ts';
import { FakePipe } from './fakePipe.ts';
import { turn } from './playStream.ts';

/** How {@link playRectangles} decodes. */
export interface RectanglePlay {
  readonly width: number;
  readonly height: number;
  /** Told of the format, the quality and what else, before the first rectangle. */
  readonly prepare?: (decoders: Decoders) => void;
  /** The same for the screen. */
  readonly screen?: (framebuffer: Framebuffer) => void;
}

/**
 * Decodes rectangles that follow each other without messages around them, each behind its header.
 *
 * @returns the screen when all bytes are read
 * @throws what a decoder throws; Error when bytes are missing
 */
export async function playRectangles(
  chunks: readonly Uint8Array[],
  { width, height, prepare, screen }: RectanglePlay,
): Promise<Framebuffer> {
  const pipe = new FakePipe();
  const reader = new ByteReader(pipe);
  const framebuffer = new Framebuffer(width, height);
  const decoders = new Decoders();
  prepare?.(decoders);
  screen?.(framebuffer);
  const total = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const decode = async (): Promise<void> => {
    while (reader.offset < total) {
      await reader.need(12);
      const rect = { x: reader.u16(), y: reader.u16(), width: reader.u16(), height: reader.u16() };
      const encoding = reader.s32();
      const decoder = decoders.get(encoding);
      if (decoder === undefined) throw new Error(`no decoder for ${encoding}`);
      if (decoder.paintsAtOnce !== true) framebuffer.settle(rect);
      await decoder.decode(rect, reader, framebuffer);
    }
  };
  let failure: unknown;
  const done = decode().catch((error: unknown) => (failure = error));
  try {
    for (const chunk of chunks) {
      pipe.send(chunk);
      if (chunks.length > 1) await turn();
    }
    pipe.end();
    await done;
  } finally {
    decoders.close();
  }
  if (failure !== undefined) throw failure as Error;
  return framebuffer;
}
