import type { Size } from '../../base/geometry.ts';

/** Pixels of a side of a macroblock. */
const blockSide = 16;

/**
 * Where the coder stands when none of the 1056 probabilities of coefficients changes (RFC 6386, section 13.4): every
 * flag that says so has a probability of its own, but they are the same in every frame, and behind bits of even
 * probability the range is always 128.
 */
const afterCoefficients = { range: 193, shifts: 14 } as const;

/** Probabilities of the flags of the probabilities of motion vectors (RFC 6386, section 17.2). */
const motionFlags = [
  ...[237, 246, 253, 253, 254, 254, 254, 254, 254, 254, 254, 254, 254, 254, 250, 250, 252, 254, 254],
  ...[231, 243, 245, 253, 254, 254, 254, 254, 254, 254, 254, 254, 254, 254, 251, 251, 254, 254, 254],
];

/** How probable it is that a macroblock has not moved, by its neighbours that are there (RFC 6386, section 18.3). */
const stillness = { alone: 7, one: 135, all: 234 } as const;

/**
 * A VP8 frame that shows the one before it once more (RFC 6386, section 9 and 19.2): all its macroblocks are those of
 * the last frame, unmoved and with nothing added. It has some hundred bytes, where a frame that stands alone has some
 * hundred thousand.
 *
 * @param keyFrame a frame of the same video that stands alone: decoders want the same version throughout.
 */
export function repeatingFrame(keyFrame: Uint8Array, { width, height }: Size): Uint8Array {
  const coder = new BoolCoder();
  // No segments; loop filter of type 0, level 0 and sharpness 0, unadjusted; one partition; quantizer 0, the same for
  // all; neither golden nor alternate frame are touched, nor their signs.
  coder.bits(0, 1 + 1 + 6 + 3 + 1 + 2 + 7 + 5 + 2 + 4 + 2);
  // Probabilities are kept, and the picture counts as the last one.
  coder.bits(0b11, 2);
  coder.pass(afterCoefficients);
  // Macroblocks may be without coefficients, and practically all are; practically all are of the last frame.
  const [rarely, mostly] = [1, 255];
  coder.bits(1, 1);
  coder.bits(rarely, 8);
  coder.bits(rarely, 8);
  coder.bits(mostly, 8);
  coder.bits(128, 8);
  // Modes of macroblocks that need no other frame keep their probabilities, and so do motion vectors.
  coder.bits(0, 2);
  for (const probability of motionFlags) coder.bit(0, probability);
  const [columns, rows] = [Math.ceil(width / blockSide), Math.ceil(height / blockSide)];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      coder.bit(1, rarely);
      coder.bit(1, rarely);
      coder.bit(0, mostly);
      const neighbours = (row > 0 ? 1 : 0) + (column > 0 ? 1 : 0);
      coder.bit(0, [stillness.alone, stillness.one][neighbours] ?? stillness.all);
    }
  }
  const header = coder.finish();
  const version = (keyFrame[0] ?? 0) & 0b1110;
  const tag = Buffer.alloc(3);
  // No key frame, but shown.
  tag.writeUIntLE((header.length << 5) | (1 << 4) | version | 1, 0, 3);
  // The partition of the coefficients, of which there are none.
  return Buffer.concat([tag, header, Uint8Array.of(0)]);
}

/** Writes bits as narrow as they are probable (RFC 6386, section 7.3): the code is one long number. */
class BoolCoder {
  #code = 0n;
  #range = 255;
  #shifts = 0;

  /** @param probability of 256 that the bit is 0. */
  bit(bit: number, probability: number): void {
    const split = 1 + (((this.#range - 1) * probability) >> 8);
    if (bit === 0) {
      this.#range = split;
    } else {
      this.#code += BigInt(split);
      this.#range -= split;
    }
    const shifts = Math.clz32(this.#range) - 24;
    if (shifts === 0) return;
    this.pass({ range: this.#range << shifts, shifts });
  }

  /** Bits of even probability, the highest first. */
  bits(value: number, count: number): void {
    for (let place = count - 1; place >= 0; place -= 1) this.bit(place < 32 ? (value >>> place) & 1 : 0, 128);
  }

  /** Bits that are 0, whatever they are: only what they leave behind counts. */
  pass({ range, shifts }: { readonly range: number; readonly shifts: number }): void {
    this.#code <<= BigInt(shifts);
    this.#shifts += shifts;
    this.#range = range;
  }

  finish(): Uint8Array {
    // The first shift makes the second bit of the first byte.
    const bits = 8 + this.#shifts;
    const bytes = Math.ceil(bits / 8);
    const code = this.#code << BigInt(bytes * 8 - bits);
    return Buffer.from(code.toString(16).padStart(bytes * 2, '0'), 'hex');
  }
}
