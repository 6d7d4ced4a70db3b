const modulus = 65_521;

/** Bytes after which the sums have to be reduced: the second one stays below 2^31, a plain machine integer. */
const longestRun = 3792;

/** The Adler-32 checksum of `bytes` (RFC 1950, section 8.2), going on from that of what came before them (1 at the start). */
export function adler32(bytes: Uint8Array, before = 1): number {
  let low = before & 0xffff;
  let high = before >>> 16;
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(at + longestRun, bytes.length);
    for (; at < end; at += 1) {
      low = (low + (bytes[at] ?? 0)) | 0;
      high = (high + low) | 0;
    }
    low %= modulus;
    high %= modulus;
  }
  return ((high << 16) | low) >>> 0;
}

/** {@link adler32} of what `check` stands for, with `count` zeros (at most 2^32) behind it. */
export function adler32OfZeros(count: number, check: number): number {
  const low = check & 0xffff;
  const high = ((check >>> 16) + count * low) % modulus;
  return ((high << 16) | low) >>> 0;
}
