import { OPAQUE } from './framebuffer.ts';

const SMALL = 256;
const LARGE = 65_536;

/** The colours that a server gives the pixels of a format without true colour (RFC 6143, section 7.6.2). */
export class ColourMap {
  /** Grows when an entry above 255 is set: maps of more than 8 bits are rare. */
  #words = new Uint32Array(SMALL).fill(OPAQUE);

  /** One word an entry, as the framebuffer has them; black where the server said nothing. Replaced as it grows. */
  get words(): Uint32Array {
    return this.#words;
  }

  /**
   * Sets entries from `first` on; six bytes each begin at `at` of `view`: red, green and blue of 16 bits.
   * Entries that no pixel can name are dropped.
   *
   * The framebuffer holds colours, not the pixels that named them, and a second picture of indices would cost
   * every decoder and every copy twice its work for formats that hardly anyone asks for. So pixels that are on
   * the screen keep their colour: whoever calls asks for the whole screen anew when this tells so.
   *
   * @returns whether an entry has another colour now
   */
  set(first: number, count: number, view: DataView, at: number): boolean {
    if (first + count > this.#words.length && this.#words.length < LARGE) {
      const words = new Uint32Array(LARGE).fill(OPAQUE);
      words.set(this.#words);
      this.#words = words;
    }
    const words = this.#words;
    let changed = false;
    for (let i = first; i < Math.min(first + count, words.length); i++, at += 6) {
      // The high byte is the intensity: servers make 16 bits of 8 by doubling or by adding zeros.
      const red = view.getUint8(at);
      const green = view.getUint8(at + 2);
      const blue = view.getUint8(at + 4);
      const word = (red | (green << 8) | (blue << 16) | OPAQUE) >>> 0;
      if (words[i] !== word) {
        words[i] = word;
        changed = true;
      }
    }
    return changed;
  }
}
