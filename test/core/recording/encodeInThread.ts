// A program that a test runs as the product is bundled: encodes pictures, and prints how the event loop fared
// meanwhile and what came of them. Its argument is the format.
import { createHash } from 'node:crypto';
import process from 'node:process';
import { createPictureEncoder } from '../../../src/core/recording/video/pictureEncoder.ts';
import { noisyPicture } from './noisyPicture.ts';

const format = process.argv[2] === 'gif' ? 'gif' : 'webm';

async function main(): Promise<void> {
  const encoder = await createPictureEncoder({ format, size: { width: 320, height: 180 }, quality: 85 });
  let turns = 0;
  let isEncoding = true;
  const count = (): void => {
    turns += 1;
    if (isEncoding) setImmediate(count);
  };
  const hash = createHash('sha256');
  const kept: number[] = [];
  const pictures = [1, 2].map((seed) => noisyPicture(640, 480, seed));
  for (const picture of pictures) {
    const encoded = encoder.encode(picture);
    if (turns === 0) setImmediate(count);
    hash.update(await encoded);
    kept.push(picture.pixels.length);
  }
  isEncoding = false;
  await encoder.close();
  process.stdout.write(JSON.stringify({ turns, kept, hash: hash.digest('hex') }));
}

void main();
