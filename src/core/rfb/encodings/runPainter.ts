import type { Rect } from '../../base/geometry.ts';
import type { Framebuffer } from '../framebuffer.ts';

/** Paints a tile run by run; a run goes on at the left end of the next row. */
export class RunPainter {
  #words = new Uint32Array(0);
  #width = 0;
  /** From the end of a row to the start of the next. */
  #step = 0;
  #column = 0;
  #to = 0;
  #left = 0;

  /** Pixels that are not painted yet. */
  get left(): number {
    return this.#left;
  }

  /** Starts with a tile. */
  begin({ x, y, width, height }: Rect, framebuffer: Framebuffer): this {
    this.#words = framebuffer.words;
    this.#width = width;
    this.#step = framebuffer.width - width;
    this.#column = 0;
    this.#to = y * framebuffer.width + x;
    this.#left = width * height;
    return this;
  }

  /** Paints the next `run` pixels, which must be left. */
  paint(run: number, word: number): void {
    const words = this.#words;
    this.#left -= run;
    while (run > 0) {
      const part = Math.min(run, this.#width - this.#column);
      for (let end = this.#to + part; this.#to < end; this.#to++) words[this.#to] = word;
      run -= part;
      this.#column += part;
      if (this.#column === this.#width) {
        this.#column = 0;
        this.#to += this.#step;
      }
    }
  }
}
