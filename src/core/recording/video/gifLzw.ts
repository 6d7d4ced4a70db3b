/** Codes of a GIF have so many bits at most (GIF89a, appendix F). */
const mostBits = 12;
/** Places of the table that finds codes: a power of two, twice as many as there are codes. */
const places = 8192;

/**
 * Packs the indices of a picture as GIF does (GIF89a, appendix F), in blocks of up to 255 bytes.
 *
 * @param bits of an index, 2 to 8.
 */
export function packGifIndices(indices: Uint8Array, bits: number): Uint8Array {
  const out = new BlockWriter(bits);
  const clear = 1 << bits;
  const end = clear + 1;
  const keys = new Int32Array(places).fill(-1);
  const codes = new Uint16Array(places);
  let width = bits + 1;
  let next = end + 1;
  out.code(clear, width);
  let prefix = indices[0] ?? 0;
  for (let i = 1; i < indices.length; i += 1) {
    const index = indices[i] ?? 0;
    const key = (prefix << 8) | index;
    let place = Math.imul(key, 0x9e3779b1) >>> 19;
    while (keys[place] !== -1 && keys[place] !== key) place = (place + 1) & (places - 1);
    if (keys[place] === key) {
      prefix = codes[place] ?? 0;
      continue;
    }
    out.code(prefix, width);
    prefix = index;
    if (next === 1 << mostBits) {
      out.code(clear, width);
      keys.fill(-1);
      width = bits + 1;
      next = end + 1;
      continue;
    }
    keys[place] = key;
    codes[place] = next;
    // The decoder knows each code one step later than we do.
    if (next === 1 << width) width += 1;
    next += 1;
  }
  if (indices.length > 0) out.code(prefix, width);
  out.code(end, width);
  return out.finish();
}

/** Puts codes of any width into bytes, lowest bits first, and those into blocks. */
class BlockWriter {
  #bytes = new Uint8Array(64 * 1024);
  #length = 1;
  #blockAt = 1;
  #held = 0;
  #heldBits = 0;

  constructor(bits: number) {
    this.#bytes[0] = bits;
    this.#length = 2;
  }

  code(code: number, bits: number): void {
    this.#held |= code << this.#heldBits;
    this.#heldBits += bits;
    while (this.#heldBits >= 8) {
      this.#byte(this.#held & 0xff);
      this.#held >>>= 8;
      this.#heldBits -= 8;
    }
  }

  finish(): Uint8Array {
    if (this.#heldBits > 0) this.#byte(this.#held & 0xff);
    const inBlock = this.#length - this.#blockAt - 1;
    this.#bytes[this.#blockAt] = inBlock;
    // A block of no bytes ends the picture.
    if (inBlock > 0) {
      this.#grow();
      this.#bytes[this.#length] = 0;
      this.#length += 1;
    }
    return this.#bytes.subarray(0, this.#length);
  }

  #byte(byte: number): void {
    this.#grow();
    this.#bytes[this.#length] = byte;
    this.#length += 1;
    if (this.#length - this.#blockAt - 1 < 255) return;
    this.#bytes[this.#blockAt] = 255;
    this.#blockAt = this.#length;
    this.#length += 1;
  }

  #grow(): void {
    if (this.#length + 2 < this.#bytes.length) return;
    const bytes = new Uint8Array(this.#bytes.length * 2);
    bytes.set(this.#bytes);
    this.#bytes = bytes;
  }
}
