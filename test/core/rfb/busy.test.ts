import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { connectRfb } from '../../../src/core/rfb/rfbClient.ts';
import { FakePipe } from './support/fakePipe.ts';
import { greeting } from './support/playStream.ts';
import { type WireWriter, wire } from './support/wireWriter.ts';

/** How often others had their turn while the client read one update. */
async function turnsDuring(side: number, update: WireWriter): Promise<number> {
  const pipe = new FakePipe();
  const connecting = connectRfb({ pipe, credentials: {} });
  pipe.send(greeting(side, side));
  const client = await connecting;
  let turns = 0;
  let running = false;
  const count = (): void => {
    if (!running) return;
    turns += 1;
    setImmediate(count);
  };
  client.onUpdateStart(() => {
    running = true;
    setImmediate(count);
  });
  const done = new Promise<void>((resolve, reject) => {
    client.onUpdate(() => resolve());
    client.onClose((error) => reject(error ?? new Error('closed')));
  });
  pipe.send(update.build());
  await done;
  running = false;
  client.close();
  return turns;
}

describe('an update that asks for much work with few bytes', function () {
  this.timeout(30_000);

  it('leaves others their turn between rectangles of RRE', async () => {
    const side = 2000;
    const rectangles = 60;
    const update = wire().update(1).rect(0, 0, side, side, 2).u32(rectangles, 0);
    for (let i = 0; i < rectangles; i++) update.u32(i).u16(0, 0, side, side);
    assert.ok((await turnsDuring(side, update)) > 10);
  });

  it('leaves others their turn between changes of size', async () => {
    const side = 1000;
    const changes = 100;
    const update = wire().update(changes);
    for (let i = 0; i < changes; i++) update.rect(0, 0, side + (i % 2), side, -223);
    assert.ok((await turnsDuring(side, update)) > 3);
  });
});
