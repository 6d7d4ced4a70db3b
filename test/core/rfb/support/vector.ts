import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { pictureOf } from './picture.ts';
import { greeting, playStream } from './playStream.ts';
import { splits } from './splits.ts';
import type { WireWriter } from './wireWriter.ts';

/** Server messages and the picture that they must give. */
export interface Vector {
  readonly name: string;
  /** The picture, one line of colour letters a row; its size is the size of the screen. */
  readonly picture: readonly string[];
  /** Everything after ServerInit. Called once. */
  readonly stream: () => WireWriter;
  /** The screen's size when the stream changes it. */
  readonly startSize?: readonly [width: number, height: number];
}

/** One test for each vector and each way to cut it into chunks. */
export function testVectors(title: string, vectors: readonly Vector[]): void {
  describe(title, () => {
    for (const { name, picture, stream, startSize } of vectors) {
      const [width, height] = startSize ?? [picture[0]?.length ?? 0, picture.length];
      for (const split of splits) {
        it(`${name} (${split.name})`, async () => {
          const messages = stream().build();
          const opening = greeting(width, height);
          const played = await playStream([opening, ...split.cut(messages)]);
          assert.equal(played.error?.code, 'VNC_CONNECTION_LOST', played.error?.stack);
          assert.equal(played.error.data['offset'], opening.length + messages.length);
          assert.deepEqual(pictureOf(played.client.framebuffer), picture);
        });
      }
    }
  });
}
