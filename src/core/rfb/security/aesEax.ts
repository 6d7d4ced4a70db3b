import { createCipheriv, timingSafeEqual } from 'node:crypto';

/** Bytes of a block, of a nonce's digest and of the code at the end of a message. */
export const EAX_TAG_BYTES = 16;

const ZERO_BLOCK = new Uint8Array(EAX_TAG_BYTES);

/**
 * AES in EAX mode (Bellare, Rogaway and Wagner, "The EAX Mode of Operation"), of which Node has the parts only:
 * counter mode, and CBC to make CMAC (RFC 4493) of. Keys of 16 or 32 bytes.
 */
export class AesEax {
  readonly #key: Uint8Array;
  readonly #bits: number;
  /** What CMAC adds to a whole last block, and to one that was filled up. */
  readonly #whole: Uint8Array;
  readonly #filled: Uint8Array;

  constructor(key: Uint8Array) {
    this.#key = key;
    this.#bits = 8 * key.length;
    this.#whole = double(this.#chain(ZERO_BLOCK));
    this.#filled = double(this.#whole);
  }

  /** Encrypts `message`. @returns the message's bytes, then the code over nonce, header and message */
  seal(nonce: Uint8Array, header: Uint8Array, message: Uint8Array): Uint8Array {
    const start = this.#omac(0, nonce);
    const sealed = this.#count(start, message);
    return Buffer.concat([sealed, this.#tag(start, header, sealed)]);
  }

  /** Decrypts what {@link seal} made. @returns `undefined` when any of it is not as it was sealed */
  open(nonce: Uint8Array, header: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
    const length = sealed.length - EAX_TAG_BYTES;
    if (length < 0) return undefined;
    const start = this.#omac(0, nonce);
    const text = sealed.subarray(0, length);
    if (!timingSafeEqual(this.#tag(start, header, text), sealed.subarray(length))) return undefined;
    return this.#count(start, text);
  }

  #tag(start: Uint8Array, header: Uint8Array, sealed: Uint8Array): Uint8Array {
    const ofHeader = this.#omac(1, header);
    const ofText = this.#omac(2, sealed);
    return start.map((byte, index) => byte ^ (ofHeader[index] ?? 0) ^ (ofText[index] ?? 0));
  }

  #count(start: Uint8Array, text: Uint8Array): Uint8Array {
    return createCipheriv(`aes-${this.#bits}-ctr`, this.#key, start).update(text);
  }

  /** CMAC of a block that holds `tweak`, then `data`. */
  #omac(tweak: number, data: Uint8Array): Uint8Array {
    const whole = data.length % EAX_TAG_BYTES === 0;
    const blocks = new Uint8Array(EAX_TAG_BYTES * (1 + Math.ceil(data.length / EAX_TAG_BYTES)));
    blocks[EAX_TAG_BYTES - 1] = tweak;
    blocks.set(data, EAX_TAG_BYTES);
    if (!whole) blocks[EAX_TAG_BYTES + data.length] = 0x80;
    const mask = whole ? this.#whole : this.#filled;
    const last = blocks.length - EAX_TAG_BYTES;
    for (let i = 0; i < EAX_TAG_BYTES; i++) blocks[last + i] = (blocks[last + i] ?? 0) ^ (mask[i] ?? 0);
    return this.#chain(blocks);
  }

  /** The last block of CBC with a zero vector. */
  #chain(blocks: Uint8Array): Uint8Array {
    const chained = createCipheriv(`aes-${this.#bits}-cbc`, this.#key, ZERO_BLOCK).update(blocks);
    return Uint8Array.from(chained.subarray(chained.length - EAX_TAG_BYTES));
  }
}

/** Doubling in the field of 2 to the 128th (RFC 4493, section 2.3). */
function double(block: Uint8Array): Uint8Array {
  const doubled = block.map((byte, index) => ((byte << 1) | ((block[index + 1] ?? 0) >> 7)) & 0xff);
  if (((block[0] ?? 0) & 0x80) !== 0) doubled[EAX_TAG_BYTES - 1] = (doubled[EAX_TAG_BYTES - 1] ?? 0) ^ 0x87;
  return doubled;
}
