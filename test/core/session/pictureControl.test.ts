import assert from 'node:assert/strict';
import type { PictureQuality } from '../../../src/core/session/pictureQuality.ts';
import { openFake } from './openFake.ts';

const level = (quality: number): number => quality - 32;

describe('how the pictures of a session come', () => {
  it('is what somebody has chosen, and the session chooses no more', async () => {
    const { session, server } = await openFake({}, { automaticQuality: true });
    const told: PictureQuality[] = [];
    session.onPictureQuality((quality) => told.push(quality));
    assert.equal(session.automaticQuality, true);
    session.encodings = { quality: 5, compression: 3 };
    assert.equal(session.automaticQuality, false);
    const expected = { automatic: false, level: 5, compression: 3, colorDepth: 24, exact: true };
    assert.deepEqual(session.pictureQuality, expected);
    assert.deepEqual(told.at(-1), expected);
    assert.ok(server.sent('setEncodings').at(-1)?.encodings.includes(level(5)));
    await session.close();
  });

  it('is told once for each change, and not when nothing changes', async () => {
    const { session } = await openFake();
    let count = 0;
    session.onPictureQuality(() => (count += 1));
    session.encodings = { quality: 5 };
    const before = count;
    assert.equal(before, 1);
    session.encodings = { quality: 5 };
    session.automaticQuality = false;
    assert.equal(count, before);
    await session.close();
  });

  it('begins without loss when it becomes automatic, and keeps a compression that was chosen', async () => {
    const { session, server } = await openFake({}, { encodings: { quality: 7, compression: 2 } });
    session.automaticQuality = true;
    assert.deepEqual(
      [session.pictureQuality.automatic, session.pictureQuality.level, session.pictureQuality.compression],
      [true, undefined, 2],
    );
    const asked = server.sent('setEncodings').at(-1)?.encodings ?? [];
    assert.ok(!asked.includes(level(7)));
    await session.close();
  });

  it('has no loss while somebody waits for exact pixels, and all of its loss again afterwards', async () => {
    const { session, server } = await openFake({}, { encodings: { quality: 4 } });
    await session.screen.pixels();
    const lossy = server.sent('setEncodings').map(({ encodings }) => encodings.includes(level(4)));
    assert.deepEqual(lossy, [false, true]);
    assert.equal(session.pictureQuality.level, 4);
    await session.close();
  });
});
