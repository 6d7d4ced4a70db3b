import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { gunzipSync } from 'node:zlib';
import { PNG } from 'pngjs';
import { cutAtRandom } from './support/splits.ts';
import { playStream } from './support/playStream.ts';

const folder = path.join(process.cwd(), 'test/fixtures/captures');

/** The part of a capture's description that these tests need. */
interface Capture {
  readonly name: string;
  readonly file: string;
  readonly picture: string;
  readonly lossy: boolean;
  readonly bytes: number;
  readonly updates: number;
}

const captures = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Capture);

/** What JPEG at a high quality may do to a picture. */
const lossyBounds = { decibels: 40, difference: 32 };

describe('recorded streams', () => {
  it('are there', () => assert.ok(captures.length >= 15, `${captures.length} captures`));

  for (const capture of captures) {
    it(`${capture.name} decodes to ${capture.lossy ? 'nearly ' : ''}the picture of its server`, async () => {
      const file = readFileSync(path.join(folder, capture.file));
      const stream = capture.file.endsWith('.gz') ? gunzipSync(file) : file;
      assert.equal(stream.length, capture.bytes);
      const played = await playStream(cutAtRandom(stream, 7, 128 * 1024), { allAtOnce: true });
      assert.equal(played.error?.code, 'VNC_CONNECTION_LOST');
      assert.equal(played.error.data['offset'], stream.length);
      assert.equal(played.updates.length, capture.updates);
      const { framebuffer } = played.client;
      const picture = PNG.sync.read(readFileSync(path.join(folder, capture.picture)));
      assert.deepEqual([framebuffer.width, framebuffer.height], [picture.width, picture.height]);
      const { largest, decibels } = compare(framebuffer.pixels, picture.data);
      if (capture.lossy) {
        assert.ok(decibels >= lossyBounds.decibels, `${decibels} dB`);
        assert.ok(largest <= lossyBounds.difference, `a channel is off by ${largest}`);
      } else {
        assert.equal(largest, 0);
      }
    }).timeout(60_000);
  }

  for (const { name, file } of captures.filter((capture) => capture.file.includes('jpeg'))) {
    it(`${name} is the same picture to the bit when its pictures are decoded at the end`, async () => {
      const stream = readFileSync(path.join(folder, file));
      const chunks = cutAtRandom(stream, 7, 128 * 1024);
      const expected = await playStream(chunks, { allAtOnce: true });
      const actual = await playStream(chunks, { allAtOnce: true, defersPictures: true });
      assert.ok(actual.client.framebuffer.pictures.length > 0);
      assert.ok(Buffer.from(expected.client.framebuffer.pixels).equals(actual.client.framebuffer.pixels));
      assert.equal(actual.client.framebuffer.pictures.length, 0);
    }).timeout(60_000);
  }
});

/** The largest difference of a channel, and the peak signal-to-noise ratio of the colours. */
function compare(actual: Uint8Array, expected: Uint8Array): { largest: number; decibels: number } {
  assert.equal(actual.length, expected.length);
  let largest = 0;
  let squares = 0;
  for (let i = 0; i < actual.length; i++) {
    const difference = Math.abs((actual[i] ?? 0) - (expected[i] ?? 0));
    if (difference > largest) largest = difference;
    squares += difference * difference;
  }
  const mean = squares / ((actual.length * 3) / 4);
  return { largest, decibels: 10 * Math.log10((255 * 255) / mean) };
}
