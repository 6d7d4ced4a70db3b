import { createCipheriv } from 'node:crypto';

const BLOCK_BYTES = 8;

/**
 * Single DES of one block of eight bytes with a key of eight bytes. OpenSSL 3 and BoringSSL have it no more, but
 * triple DES with the same key thrice undoes its own second step, and a zero vector makes CBC of one block plain.
 */
export function encryptDesBlock(key: Uint8Array, block: Uint8Array): Uint8Array {
  return encryptDesCbc(key, new Uint8Array(BLOCK_BYTES), block);
}

/** Single DES in CBC mode of whole blocks. */
export function encryptDesCbc(key: Uint8Array, vector: Uint8Array, blocks: Uint8Array): Uint8Array {
  const cipher = createCipheriv('des-ede3-cbc', Buffer.concat([key, key, key]), vector);
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(blocks), cipher.final()]);
}

/** A key as VNC's kind of DES takes it: the bits of each byte in reverse order (RFC 6143, section 7.2.2). */
export function mirrorDesKey(key: Uint8Array): Uint8Array {
  return key.map(reverseBits);
}

function reverseBits(byte: number): number {
  let reversed = 0;
  for (let bit = 0; bit < 8; bit++) if ((byte & (1 << bit)) !== 0) reversed |= 0x80 >> bit;
  return reversed;
}
