import assert from 'node:assert/strict';
import { readsExactly } from '../../webview/canvasReading.ts';
import { FakeImageData } from './support/fakeCanvas.ts';

/** A canvas that gives back what was put on it, with noise of so much in its last pixel. */
const canvasWith = (noise: number) =>
  class {
    #data = new Uint8ClampedArray();
    getContext(): this {
      return this;
    }
    putImageData({ data }: FakeImageData): void {
      this.#data = data.slice();
      this.#data[this.#data.length - 2] = (this.#data.at(-2) ?? 0) ^ noise;
    }
    getImageData(): unknown {
      return { data: this.#data };
    }
  };

describe('reading a canvas', () => {
  const { ImageData, OffscreenCanvas } = globalThis;

  const answer = (canvas: unknown): boolean => {
    Object.assign(globalThis, { ImageData: FakeImageData, OffscreenCanvas: canvas });
    return readsExactly();
  };

  afterEach(() => Object.assign(globalThis, { ImageData, OffscreenCanvas }));

  it('is exact in a browser that gives back what is there', () => {
    assert.equal(answer(canvasWith(0)), true);
  });

  it('is not where a single bit of a single pixel is noise, or there is no such canvas', () => {
    assert.equal(answer(canvasWith(1)), false);
    assert.equal(answer(undefined), false);
  });
});
