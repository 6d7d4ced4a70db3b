/** Pixels as a browser hands them over. */
export class FakeImageData {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;

  constructor(first: number | Uint8ClampedArray, width: number, height?: number) {
    if (typeof first === 'number') {
      this.width = first;
      this.height = width;
      this.data = new Uint8ClampedArray(this.width * this.height * 4);
      return;
    }
    this.data = first;
    this.width = width;
    this.height = height ?? first.length / 4 / width;
    if (first.length !== this.width * this.height * 4) throw new Error('the source has another size');
  }

  get words(): Uint32Array {
    return new Uint32Array(this.data.buffer, this.data.byteOffset, this.width * this.height);
  }
}

/** A picture that the browser keeps. */
export interface FakeBitmap {
  readonly words: Uint32Array;
  readonly width: number;
}

/** A canvas without alpha, as far as frames are painted into it: it cannot scale. */
export class FakeCanvas {
  readonly width: number;
  readonly height: number;
  readonly words: Uint32Array;
  /** How often all of it was read. */
  reads = 0;
  /** How often it was drawn on itself. */
  ownDraws = 0;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.words = new Uint32Array(width * height).fill(0xff000000);
  }

  get canvas(): this {
    return this;
  }

  putImageData(
    image: FakeImageData,
    toX: number,
    toY: number,
    x: number,
    y: number,
    width: number,
    height: number,
  ): void {
    this.#put(image, { x, y, width, height }, x + toX, y + toY);
  }

  drawImage(
    source: FakeBitmap | this,
    x: number,
    y: number,
    width: number,
    height: number,
    toX: number,
    toY: number,
  ): void {
    if (source === this) this.ownDraws += 1;
    this.#put({ words: source.words.slice(), width: source.width }, { x, y, width, height }, toX, toY);
  }

  getImageData(x: number, y: number, width: number, height: number): FakeImageData {
    if (x !== 0 || y !== 0 || width !== this.width || height !== this.height) throw new Error('a part of it');
    this.reads += 1;
    const image = new FakeImageData(width, height);
    image.words.set(this.words);
    return image;
  }

  #put(
    from: FakeBitmap,
    { x, y, width, height }: { x: number; y: number; width: number; height: number },
    toX: number,
    toY: number,
  ): void {
    const rows = from.words.length / from.width;
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++) {
        const [fromX, fromY, atX, atY] = [x + column, y + row, toX + column, toY + row];
        if (fromX >= from.width || fromY >= rows || atX >= this.width || atY >= this.height) continue;
        this.words[atY * this.width + atX] = from.words[fromY * from.width + fromX] ?? 0;
      }
  }
}
