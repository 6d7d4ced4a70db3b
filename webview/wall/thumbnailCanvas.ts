import type { ThumbnailMessage } from '../../src/protocol/wallMessages.ts';

/** The picture of a card. */
export class ThumbnailCanvas {
  readonly canvas = document.createElement('canvas');
  /** The number of the newest picture that came. */
  #newest = -1;
  readonly #context = this.canvas.getContext('2d', { alpha: false });

  constructor() {
    this.canvas.width = 1;
    this.canvas.height = 1;
    this.canvas.hidden = true;
  }

  /**
   * Paints what has changed, unless a newer picture comes meanwhile: that is one of another size, and whole.
   *
   * @throws Error when it cannot be read.
   */
  async paint(picture: ThumbnailMessage): Promise<void> {
    const { sequence, width, height, x, y, columns, rows, form, data } = picture;
    if (sequence < this.#newest) return;
    this.#newest = sequence;
    const bytes = form === 'raw' ? data : await inflate(data);
    if (sequence < this.#newest) return;
    if (bytes.length !== columns * rows * 4) throw new Error('a picture of another size');
    const { canvas } = this;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const pixels = new ImageData(Uint8ClampedArray.from(bytes), columns, rows);
    this.#context?.putImageData(pixels, x, y);
    canvas.hidden = false;
  }
}

async function inflate(data: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([Uint8Array.from(data)]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
