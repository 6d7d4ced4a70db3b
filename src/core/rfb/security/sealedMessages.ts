import { AesEax, EAX_TAG_BYTES } from './aesEax.ts';

/** Bytes before and after the text of a sealed message. */
export const SEAL_HEADER_BYTES = 2;
export const SEAL_OVERHEAD_BYTES = SEAL_HEADER_BYTES + EAX_TAG_BYTES;

const NONCE_BYTES = 16;

/**
 * One direction of RSA-AES (rfbproto, "RSA-AES Security Type"): messages of at most 65535 bytes, each sealed under
 * its number. The length is not hidden but guarded.
 */
export class SealedMessages {
  readonly #cipher: AesEax;
  /** Little-endian, from zero. */
  readonly #nonce = new Uint8Array(NONCE_BYTES);

  constructor(key: Uint8Array) {
    this.#cipher = new AesEax(key);
  }

  /** The next message as it goes out. */
  seal(text: Uint8Array): Uint8Array {
    const header = Uint8Array.of(text.length >> 8, text.length & 0xff);
    return Buffer.concat([header, this.#cipher.seal(this.#takeNonce(), header, text)]);
  }

  /** The text of the next message. @returns `undefined` when it is not what the other side sealed */
  open(header: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
    return this.#cipher.open(this.#takeNonce(), header, sealed);
  }

  #takeNonce(): Uint8Array {
    const nonce = Uint8Array.from(this.#nonce);
    for (let i = 0; i < NONCE_BYTES; i++) {
      const next = ((this.#nonce[i] ?? 0) + 1) & 0xff;
      this.#nonce[i] = next;
      if (next !== 0) break;
    }
    return nonce;
  }
}
