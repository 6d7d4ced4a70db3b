import type { RecordedStream } from './stream.ts';

/** Milliseconds that noVNC takes for all messages of a stream, and the pixels that it ends with. */
export function decodeWithNoVnc(
  stream: RecordedStream,
  chunks: readonly Uint8Array[],
): Promise<{ milliseconds: number; pixels: Uint8Array }>;
