import type { Rect } from '../../base/geometry.ts';
import { type Framebuffer, OPAQUE } from '../framebuffer.ts';

/** Paints pixels of one bit that begin at `at`, rows padded to bytes, the leftmost in the highest bit. */
export function paintTwoColours(
  { x, y, width, height }: Rect,
  bytes: Uint8Array,
  at: number,
  palette: Uint32Array,
  framebuffer: Framebuffer,
): void {
  const { words, width: stride } = framebuffer;
  const zero = palette[0] ?? OPAQUE;
  const one = palette[1] ?? OPAQUE;
  const wholeBytes = width >> 3;
  const restBits = width & 7;
  let row = y * stride + x;
  for (let rows = height; rows > 0; rows--) {
    let to = row;
    for (const end = at + wholeBytes; at < end; at++) {
      const bits = bytes[at] ?? 0;
      words[to] = (bits & 0x80) !== 0 ? one : zero;
      words[to + 1] = (bits & 0x40) !== 0 ? one : zero;
      words[to + 2] = (bits & 0x20) !== 0 ? one : zero;
      words[to + 3] = (bits & 0x10) !== 0 ? one : zero;
      words[to + 4] = (bits & 0x08) !== 0 ? one : zero;
      words[to + 5] = (bits & 0x04) !== 0 ? one : zero;
      words[to + 6] = (bits & 0x02) !== 0 ? one : zero;
      words[to + 7] = (bits & 0x01) !== 0 ? one : zero;
      to += 8;
    }
    if (restBits > 0) {
      const bits = bytes[at++] ?? 0;
      for (let i = 0; i < restBits; i++) words[to + i] = (bits & (0x80 >> i)) !== 0 ? one : zero;
    }
    row += stride;
  }
}

/**
 * Paints pixels of one byte that begin at `at`, each an index into `palette`.
 *
 * @returns the largest index, for the caller to check: once for all costs little, each for itself more
 */
export function paintIndexed(
  { x, y, width, height }: Rect,
  bytes: Uint8Array,
  at: number,
  palette: Uint32Array,
  framebuffer: Framebuffer,
): number {
  const { words, width: stride } = framebuffer;
  let largest = 0;
  let row = y * stride + x;
  for (let rows = height; rows > 0; rows--) {
    const end = row + width;
    let to = row;
    for (; to + 3 < end; to += 4) {
      const a = bytes[at] ?? 0;
      const b = bytes[at + 1] ?? 0;
      const c = bytes[at + 2] ?? 0;
      const d = bytes[at + 3] ?? 0;
      words[to] = palette[a] ?? OPAQUE;
      words[to + 1] = palette[b] ?? OPAQUE;
      words[to + 2] = palette[c] ?? OPAQUE;
      words[to + 3] = palette[d] ?? OPAQUE;
      if (a > largest) largest = a;
      if (b > largest) largest = b;
      if (c > largest) largest = c;
      if (d > largest) largest = d;
      at += 4;
    }
    for (; to < end; to++) {
      const index = bytes[at++] ?? 0;
      if (index > largest) largest = index;
      words[to] = palette[index] ?? OPAQUE;
    }
    row += stride;
  }
  return largest;
}

/**
 * Paints pixels of two or four bits that begin at `at`, rows padded to bytes, the leftmost in the highest bits.
 *
 * @returns the largest index, for the caller to check
 */
export function paintPacked(
  { x, y, width, height }: Rect,
  bytes: Uint8Array,
  at: number,
  bits: 2 | 4,
  palette: Uint32Array,
  framebuffer: Framebuffer,
): number {
  const { words, width: stride } = framebuffer;
  const mask = (1 << bits) - 1;
  const highest = 8 - bits;
  let largest = 0;
  let row = y * stride + x;
  for (let rows = height; rows > 0; rows--) {
    const end = row + width;
    for (let to = row; to < end; ) {
      const packed = bytes[at++] ?? 0;
      for (let shift = highest; shift >= 0 && to < end; shift -= bits) {
        const index = (packed >> shift) & mask;
        if (index > largest) largest = index;
        words[to++] = palette[index] ?? OPAQUE;
      }
    }
    row += stride;
  }
  return largest;
}
