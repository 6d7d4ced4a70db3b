import type { ByteReader } from '../byteReader.ts';
import type { GrowingBuffer } from '../growingBuffer.ts';
import { InflateError, type InflateStream } from '../inflateStream.ts';
import { badData } from '../wireErrors.ts';

/**
 * Inflates the next `length` bytes of `reader`, all of which are there, into `output`: at once where the
 * stream can, else later.
 *
 * @param cap the most bytes that the rectangle can need.
 * @returns how many bytes came out
 * @throws `VNC_BAD_DATA`
 */
export function inflateRun(
  stream: InflateStream,
  reader: ByteReader,
  length: number,
  output: GrowingBuffer,
  cap: number,
): number | Promise<number> {
  try {
    const result = stream.inflate(reader.bytes(length), output, cap);
    if (typeof result === 'number') return result;
    return result.catch((error: unknown) => {
      throw wrap(reader, error);
    });
  } catch (error) {
    throw wrap(reader, error);
  }
}

function wrap(reader: ByteReader, error: unknown): unknown {
  return error instanceof InflateError ? badData(reader, 'inflate', error) : error;
}
