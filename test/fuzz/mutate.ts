import { SeededRandom } from '../core/rfb/support/seededRandom.ts';

/** Values at which lengths, counts and coordinates go wrong. */
const edges = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];

/** Bytes from the start that are damaged as often as all the rest: handshake, ServerInit, the first headers. */
const EARLY_BYTES = 120;

/** The longest run of bytes that one change touches. */
const LONGEST_RUN = 16;

/**
 * Damages a stream in one to four places, the same for the same `seed`: values at their edges, flipped bits, runs
 * that are removed, doubled, exchanged, taken from `other`, and an early end.
 */
export function mutate(bytes: Uint8Array, other: Uint8Array, seed: number): Uint8Array {
  const random = new SeededRandom(seed);
  let mutant = Uint8Array.from(bytes);
  for (let changes = 1 + random.below(4); changes > 0 && mutant.length > 0; changes--)
    mutant = change(mutant, other, random);
  return mutant;
}

function change(bytes: Uint8Array, other: Uint8Array, random: SeededRandom): Uint8Array<ArrayBuffer> {
  const reach = random.below(2) === 0 ? Math.min(EARLY_BYTES, bytes.length) : bytes.length;
  const at = random.below(reach);
  const run = 1 + random.below(LONGEST_RUN);
  const before = bytes.subarray(0, at);
  switch (random.below(9)) {
    case 0:
      return joined(before, random.bytes(1), bytes.subarray(at + 1));
    case 1:
      return joined(before, Uint8Array.of((bytes[at] ?? 0) ^ (1 << random.below(8))), bytes.subarray(at + 1));
    case 2:
    case 3:
      return edged(bytes, at, random);
    case 4:
      return joined(before, bytes.subarray(at + run));
    case 5:
      return joined(before, random.bytes(run), bytes.subarray(at));
    case 6:
      return joined(before, bytes.subarray(at, at + run), bytes.subarray(at));
    case 7: {
      const from = random.below(other.length);
      const length = random.below(4) === 0 ? other.length : run * 4;
      return joined(before, other.subarray(from, from + length), bytes.subarray(at + run));
    }
    default:
      // Most streams should be read to their end, or ends are all that is tested.
      return random.below(3) === 0 ? joined(before) : edged(bytes, at, random);
  }
}

/** Writes an edge as a big-endian number of one, two or four bytes. */
function edged(bytes: Uint8Array, at: number, random: SeededRandom): Uint8Array<ArrayBuffer> {
  const value = edges[random.below(edges.length)] ?? 0;
  const width = [1, 2, 4][random.below(3)] ?? 1;
  const number = new DataView(new ArrayBuffer(4));
  number.setUint32(0, value);
  return joined(bytes.subarray(0, at), new Uint8Array(number.buffer, 4 - width), bytes.subarray(at + width));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
