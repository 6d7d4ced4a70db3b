import { packedParts } from '../src/protocol/packedFrames.ts';

/** Inflates a packed frame off the page's own thread. @throws Error when it is none, or not what it claims to be */
export async function unpackFrame(data: Uint8Array): Promise<Uint8Array> {
  const { length, deflated } = packedParts(data);
  const stream = new Blob([Uint8Array.from(deflated)]).stream();
  const reader = stream.pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const frame = new Uint8Array(length);
  let at = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (at + value.length > length) {
      await reader.cancel();
      throw new Error('a packed frame that is longer than it claims');
    }
    frame.set(value, at);
    at += value.length;
  }
  if (at !== length) throw new Error('a packed frame that is shorter than it claims');
  return frame;
}
