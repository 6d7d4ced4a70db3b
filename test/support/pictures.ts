import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PNG } from 'pngjs';
import type { PixelImage } from '../../src/core/session/bridge.ts';

/** How far two pictures of one size are apart; alpha does not count. */
export interface PictureDifference {
  /** Pixels of which any channel differs. */
  readonly differing: number;
  /** The first of them in reading order. */
  readonly first: { readonly x: number; readonly y: number } | undefined;
  /** The largest difference of a channel, 0 to 255. */
  readonly largest: number;
  /** Peak signal-to-noise ratio in decibels over the three channels; infinite when nothing differs. */
  readonly psnr: number;
}

/** Compares two pictures. @throws Error when their sizes differ */
export function comparePictures(actual: PixelImage, expected: PixelImage): PictureDifference {
  if (actual.width !== expected.width || actual.height !== expected.height)
    throw new Error(
      `sizes differ: ${actual.width} x ${actual.height}, expected ${expected.width} x ${expected.height}`,
    );
  const a = actual.pixels;
  const b = expected.pixels;
  let differing = 0;
  let firstAt = -1;
  let largest = 0;
  let squares = 0;
  for (let at = 0; at < b.length; at += 4) {
    let here = 0;
    for (let channel = at; channel < at + 3; channel++) {
      const distance = Math.abs((a[channel] ?? 0) - (b[channel] ?? 0));
      squares += distance * distance;
      here = Math.max(here, distance);
    }
    if (here === 0) continue;
    differing++;
    if (firstAt < 0) firstAt = at / 4;
    largest = Math.max(largest, here);
  }
  const mean = squares / ((b.length / 4) * 3);
  return {
    differing,
    first: firstAt < 0 ? undefined : { x: firstAt % actual.width, y: Math.floor(firstAt / actual.width) },
    largest,
    psnr: mean === 0 ? Number.POSITIVE_INFINITY : 10 * Math.log10((255 * 255) / mean),
  };
}

/** Asserts that two pictures are equal; keeps both in `out/differences` when they are not. */
export function assertSamePicture(actual: PixelImage, expected: PixelImage, name = 'picture'): void {
  const difference = comparePictures(actual, expected);
  if (difference.differing === 0) return;
  savePicture(actual, `out/differences/${fileName(name)}-actual.png`);
  savePicture(expected, `out/differences/${fileName(name)}-expected.png`);
  assert.fail(
    `${name}: ${difference.differing} of ${expected.width * expected.height} pixels differ, ` +
      `first at ${difference.first?.x},${difference.first?.y}, by up to ${difference.largest} ` +
      `(${difference.psnr.toFixed(1)} dB); see out/differences`,
  );
}

/** Asserts what a lossy picture owes its original: a PSNR of at least `psnr` dB and no channel off by more than `largest`. */
export function assertSimilarPicture(
  actual: PixelImage,
  expected: PixelImage,
  { psnr = 40, largest = 24 }: { readonly psnr?: number; readonly largest?: number } = {},
): void {
  const difference = comparePictures(actual, expected);
  assert.ok(difference.psnr >= psnr, `${difference.psnr.toFixed(2)} dB, expected at least ${psnr} dB`);
  assert.ok(
    difference.largest <= largest,
    `a channel is off by ${difference.largest}, allowed are ${largest}`,
  );
}

/** The part of a picture inside a rectangle. */
export function cropPicture(
  image: PixelImage,
  x: number,
  y: number,
  width: number,
  height: number,
): PixelImage {
  const pixels = new Uint8Array(width * height * 4);
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * image.width + x) * 4;
    pixels.set(image.pixels.subarray(from, from + width * 4), row * width * 4);
  }
  return { width, height, pixels };
}

/** A picture that shows every mistake: gradients, hard edges, lines of one pixel and noise, the same every time. */
export function testPicture(width: number, height: number): PixelImage {
  const pixels = new Uint8Array(width * height * 4);
  let random = 12345;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      random = (Math.imul(random, 1103515245) + 12345) & 0x7fffffff;
      const band = Math.floor((y * 4) / height);
      const [red, green, blue] =
        band === 0
          ? [(x * 255) / width, (y * 1020) / height, 128]
          : band === 1
            ? [(x >> 4) & 1 ? 255 : 0, (y >> 4) & 1 ? 255 : 0, x & 1 ? 200 : 40]
            : band === 2
              ? [random >> 8, random >> 16, random >> 4]
              : [(x >> 5) * 8, 60, 255 - (y >> 5) * 8];
      pixels[at] = red;
      pixels[at + 1] = green;
      pixels[at + 2] = blue;
      pixels[at + 3] = 255;
    }
  }
  return { width, height, pixels };
}

/** Reads a PNG with pngjs, which shares no code with ours. */
export function decodePng(data: Uint8Array): PixelImage {
  const png = PNG.sync.read(Buffer.from(data));
  return { width: png.width, height: png.height, pixels: new Uint8Array(png.data) };
}

/** Keeps a picture as a PNG; folders are made. */
export function savePicture(image: PixelImage, file: string): void {
  const png = new PNG({ width: image.width, height: image.height });
  png.data = Buffer.from(image.pixels);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, PNG.sync.write(png));
}

function fileName(name: string): string {
  return name.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase();
}
