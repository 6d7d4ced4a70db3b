import { SeededRandom } from './seededRandom.ts';

/** One way to cut a stream into chunks. */
export interface Split {
  readonly name: string;
  cut(bytes: Uint8Array): Uint8Array[];
}

/** The ways in which every vector is fed: no parser may depend on where the network cuts. */
export const splits: readonly Split[] = [
  { name: 'whole', cut: (bytes) => [bytes] },
  { name: 'byte by byte', cut: (bytes) => Array.from(bytes, (byte) => Uint8Array.of(byte)) },
  { name: 'random chunks, seed 1', cut: (bytes) => cutAtRandom(bytes, 1, 40) },
  { name: 'random chunks, seed 2', cut: (bytes) => cutAtRandom(bytes, 2, 9) },
];

/** Chunks of 1 to `longest` bytes. */
export function cutAtRandom(bytes: Uint8Array, seed: number, longest: number): Uint8Array[] {
  const random = new SeededRandom(seed);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = 1 + random.below(longest);
    chunks.push(bytes.slice(at, at + length));
    at += length;
  }
  return chunks;
}
