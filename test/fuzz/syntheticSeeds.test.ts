import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { playStream } from '../core/rfb/support/playStream.ts';
import { syntheticSeeds } from './syntheticSeeds.ts';

describe('the streams that are made to be damaged', () => {
  it('are read to their end as they are', async () => {
    const seeds = syntheticSeeds();
    assert.ok(seeds.length > 100, `${seeds.length}`);
    for (const { name, bytes } of seeds) {
      const { error, updates } = await playStream([bytes.subarray(0, 12), bytes.subarray(12)]);
      assert.equal(error?.code, 'VNC_CONNECTION_LOST', `${name}: ${error?.message}`);
      assert.equal(error.data['offset'], bytes.length, name);
      assert.ok(updates.length > 0, name);
    }
  });
});
