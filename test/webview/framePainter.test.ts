import assert from 'node:assert/strict';
import type { JpegRegion, PixelRegion, Region, RegionPlace } from '../../src/protocol/frames.ts';
import { FramePainter } from '../../webview/framePainter.ts';
import type { Picture } from '../../webview/pictureDecoder.ts';
import { SeededRandom } from '../core/rfb/support/seededRandom.ts';
import { FakeCanvas, FakeImageData } from './support/fakeCanvas.ts';

const width = 70;
const height = 400;

/** One frame's regions with their pictures, and the screen that they must become. */
class Screen {
  readonly canvas = new FakeCanvas(width, height);
  readonly wanted = new Uint32Array(width * height).fill(0xff000000);
  readonly #painter: FramePainter;
  #regions: Region[] = [];
  #pictures: Picture[] = [];
  #sequence = 0;
  #closed = 0;

  /** @param canRead whether the browser gives back what its canvas has. */
  constructor(canRead = true) {
    this.#painter = new FramePainter({ width, height }, () => canRead);
  }

  fill(place: RegionPlace, color: number): void {
    this.pixels({ ...place, form: 'fill', color: rgb(color) });
    this.#want(place, () => word(color));
  }

  pixels(region: PixelRegion): void {
    this.#regions.push(region);
  }

  /** Every pixel has its own colour. */
  rgb(place: RegionPlace, colors: readonly number[]): void {
    this.pixels({
      ...place,
      form: 'rgb',
      pixels: Uint8Array.from(colors.flatMap((color) => [...rgb(color)])),
    });
    this.#want(place, (i) => word(colors[i] ?? 0));
  }

  picture(
    place: RegionPlace,
    kind: Picture['kind'],
    colors: readonly number[],
    parts: readonly RegionPlace[],
  ): void {
    this.#regions.push({ ...place, form: 'jpeg', parts, jpeg: new Uint8Array() } satisfies JpegRegion);
    const words = Uint32Array.from(colors, word);
    const close = (): void => void (this.#closed += 1);
    const bitmap = { words, width: place.width } as unknown as ImageBitmap;
    this.#pictures.push(kind === 'words' ? { kind, words, close } : { kind, bitmap, close });
    for (const part of parts.length === 0 ? [place] : parts)
      this.#want(part, (_, x, y) => words[(y - place.y) * place.width + x - place.x] ?? 0);
  }

  copy(place: RegionPlace, fromX: number, fromY: number): void {
    this.#regions.push({ ...place, form: 'copy', fromX, fromY });
    const before = this.wanted.slice();
    this.#want(place, (_, x, y) => before[(fromY + y - place.y) * width + fromX + x - place.x] ?? 0);
  }

  /** Paints what was told, and compares. */
  check(what = ''): void {
    const frame = { sequence: this.#sequence++, width, height, regions: this.#regions };
    const pictures = this.#pictures;
    this.#painter.paint({ frame, pictures }, this.canvas as unknown as CanvasRenderingContext2D);
    const wrong = this.wanted.findIndex((wanted, i) => this.canvas.words[i] !== wanted);
    assert.equal(wrong, -1, `${what} at ${wrong % width},${Math.floor(wrong / width)}`);
    assert.equal(this.#closed, pictures.length, 'every picture is closed once');
    this.#regions = [];
    this.#pictures = [];
    this.#closed = 0;
  }

  #want(place: RegionPlace, color: (i: number, x: number, y: number) => number): void {
    for (let i = 0; i < place.width * place.height; i++) {
      const [x, y] = [place.x + (i % place.width), place.y + Math.floor(i / place.width)];
      this.wanted[y * width + x] = color(i, x, y);
    }
  }
}

function rgb(color: number): Uint8Array {
  return Uint8Array.of(color >> 16, color >> 8, color);
}

function word(color: number): number {
  return (0xff000000 | ((color & 0xff) << 16) | (color & 0xff00) | (color >> 16)) >>> 0;
}

describe('frame painter', () => {
  const original = globalThis.ImageData;
  before(() => (globalThis.ImageData = FakeImageData as unknown as typeof ImageData));
  after(() => (globalThis.ImageData = original));

  /** A place at most that large. */
  const placeOf = (random: SeededRandom, mostWidth = width, mostHeight = height): RegionPlace => {
    const [w, h] = [1 + random.below(mostWidth), 1 + random.below(mostHeight)];
    return { x: random.below(width - w + 1), y: random.below(height - h + 1), width: w, height: h };
  };

  /** Frames of everything but copies; with them, too, from a frame on. */
  const paintAnything = (seed: number, copiesFrom: number, canRead = true): Screen => {
    const random = new SeededRandom(seed);
    const below = (limit: number): number => random.below(limit);
    const screen = new Screen(canRead);
    const colors = (n: number): number[] => Array.from({ length: n }, () => below(0x1000000));
    for (let frame = 0; frame < 12; frame++) {
      for (let i = below(9); i >= 0; i--) {
        const kind = below(frame < copiesFrom ? 4 : 6);
        if (kind === 0) {
          screen.fill(placeOf(random), below(0x1000000));
        } else if (kind === 1) {
          const tile = placeOf(random, 64, 64);
          screen.rgb(tile, colors(tile.width * tile.height));
        } else if (kind < 4) {
          const whole = placeOf(random, 64, 150);
          const part = (): RegionPlace => {
            const [w, h] = [1 + below(whole.width), 1 + below(whole.height)];
            const [x, y] = [whole.x + below(whole.width - w + 1), whole.y + below(whole.height - h + 1)];
            return { x, y, width: w, height: h };
          };
          const parts = Array.from({ length: below(4) }, part);
          screen.picture(whole, kind === 2 ? 'words' : 'bitmap', colors(whole.width * whole.height), parts);
        } else {
          const to = placeOf(random, 60, 200);
          screen.copy(to, below(width - to.width + 1), below(height - to.height + 1));
        }
      }
      screen.check(`frame ${frame} of seed ${seed}`);
    }
    return screen;
  };

  it('regions of every form, over one another, become what they say', () => {
    for (let seed = 1; seed <= 20; seed++) assert.equal(paintAnything(seed, 99).canvas.reads, 0);
  });

  it('copies have what the regions before them left, from the first frame or a later one on', () => {
    for (let seed = 1; seed <= 20; seed++) assert.equal(paintAnything(seed, seed % 4).canvas.reads, 1);
  });

  it('copies do so too where a browser does not give back what its canvas has, which is not read then', () => {
    for (let seed = 1; seed <= 20; seed++) assert.equal(paintAnything(seed, seed % 4, false).canvas.reads, 0);
  });

  it('a picture does not lie under what came before it', () => {
    const screen = new Screen();
    const tile = { x: 0, y: 0, width: 64, height: 64 };
    screen.fill(tile, 0x112233);
    screen.picture({ ...tile, x: 6, y: 30 }, 'words', Array<number>(64 * 64).fill(0x445566), []);
    screen.fill({ ...tile, y: 64 }, 0x778899);
    screen.check();
  });

  it('copies go through memory once the canvas was read, unless a bitmap lies there', () => {
    const screen = new Screen();
    const tile = { x: 0, y: 0, width: 64, height: 64 };
    screen.fill(tile, 0x102030);
    screen.copy({ ...tile, y: 64 }, 0, 0);
    screen.check();
    screen.picture(tile, 'words', Array<number>(64 * 64).fill(0x405060), []);
    screen.copy({ ...tile, y: 128 }, 0, 0);
    screen.check();
    assert.deepEqual([screen.canvas.reads, screen.canvas.ownDraws], [1, 0]);
    screen.picture(tile, 'bitmap', Array<number>(64 * 64).fill(0x708090), []);
    screen.copy({ ...tile, y: 192 }, 0, 0);
    screen.check();
    assert.deepEqual([screen.canvas.reads, screen.canvas.ownDraws], [1, 1]);
  });
});
