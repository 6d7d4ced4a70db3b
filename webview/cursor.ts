import type { CursorPicture } from '../src/protocol/messages.ts';

/** Browsers show no larger cursors than this many CSS pixels. */
const maxSide = 128;

/** Stands for a cursor that the server hides or draws itself: losing the place of one's own hand helps nobody. */
const dot: CursorPicture = dotPicture();

/** Shows the server's cursor as the page's own, so that it follows the hand without delay. */
export class Cursor {
  readonly #canvas: HTMLCanvasElement;
  #picture: CursorPicture | undefined;
  #remote = false;
  #scale = 1;
  #url: string | undefined;
  #version = 0;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  /** @param picture the server's cursor; without one the server draws it into the screen. */
  show(picture: CursorPicture | undefined): void {
    this.#picture = picture;
    void this.#draw();
  }

  /** Whether the pointer acts on the remote side: if not, the page's arrow says so. */
  set remote(remote: boolean) {
    if (remote === this.#remote) return;
    this.#remote = remote;
    void this.#draw();
  }

  /** @param scale CSS pixels of one remote pixel. A cursor grows with the picture and never shrinks. */
  set scale(scale: number) {
    if (scale === this.#scale) return;
    this.#scale = scale;
    void this.#draw();
  }

  async #draw(): Promise<void> {
    this.#version += 1;
    const version = this.#version;
    if (!this.#remote) {
      this.#use(undefined, '');
      return;
    }
    const hidden = this.#picture === undefined || this.#picture.width * this.#picture.height === 0;
    const picture = hidden || this.#picture === undefined ? dot : this.#picture;
    const ratio = devicePixelRatio;
    const wanted = Math.max(1, this.#scale);
    const scale = Math.min(wanted, maxSide / Math.max(picture.width, picture.height));
    const blob = await cursorBlob(picture, scale * ratio);
    if (version !== this.#version || blob === null) return;
    const url = URL.createObjectURL(blob);
    const x = Math.floor(picture.hotspotX * scale);
    const y = Math.floor(picture.hotspotY * scale);
    this.#use(url, `image-set(url("${url}") ${ratio}x) ${x} ${y}, default`);
  }

  #use(url: string | undefined, style: string): void {
    this.#canvas.style.cursor = style;
    if (this.#url !== undefined) URL.revokeObjectURL(this.#url);
    this.#url = url;
  }
}

/** The cursor as a PNG picture, `scale` times as large. */
async function cursorBlob(picture: CursorPicture, scale: number): Promise<Blob | null> {
  const { width, height, pixels } = picture;
  const source = canvasOf(width, height);
  source.context.putImageData(new ImageData(Uint8ClampedArray.from(pixels), width, height), 0, 0);
  const target = canvasOf(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  target.context.imageSmoothingEnabled = !Number.isInteger(scale);
  target.context.drawImage(source.canvas, 0, 0, target.canvas.width, target.canvas.height);
  return await new Promise((resolve) => target.canvas.toBlob(resolve));
}

function canvasOf(
  width: number,
  height: number,
): {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
} {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser has no canvas');
  return { canvas, context };
}

/** A dark dot with a light rim, seen on any ground. */
function dotPicture(): CursorPicture {
  const side = 5;
  const pixels = new Uint8Array(side * side * 4);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const corner = (x === 0 || x === side - 1) && (y === 0 || y === side - 1);
      const rim = x === 0 || x === side - 1 || y === 0 || y === side - 1;
      if (!corner) pixels.set(rim ? [255, 255, 255, 255] : [0, 0, 0, 255], (y * side + x) * 4);
    }
  }
  return { width: side, height: side, hotspotX: 2, hotspotY: 2, pixels };
}
