import assert from 'node:assert/strict';
import { LockKeySync } from '../../../src/core/input/lockKeys.ts';

const caps = 0xffe5;
const num = 0xff7f;

describe('lock keys', () => {
  it('are pressed where the remote ones differ', () => {
    const sync = new LockKeySync();
    sync.update({ caps: true, num: false, scroll: false });
    assert.deepEqual(sync.presses({ caps: false, num: true, scroll: false }), [caps, num]);
  });

  it('are left alone while either side does not tell', () => {
    const sync = new LockKeySync();
    assert.deepEqual(sync.presses({ caps: true, num: true }), []);
    sync.update({ caps: true });
    assert.deepEqual(sync.presses({ num: true }), []);
    sync.forget();
    assert.deepEqual(sync.presses({ caps: false }), []);
  });

  it('are not pressed again before the server has told what became of them', () => {
    const sync = new LockKeySync();
    sync.update({ caps: true });
    assert.deepEqual(sync.presses({ caps: false }), [caps]);
    assert.deepEqual(sync.presses({ caps: false }), []);
    sync.update({ caps: true });
    assert.deepEqual(sync.presses({ caps: false }), [caps]);
    sync.update({ caps: false });
    assert.deepEqual(sync.presses({ caps: false }), []);
  });

  it('that somebody pressed are unknown until the server tells', () => {
    const sync = new LockKeySync();
    sync.update({ caps: false, num: true });
    sync.pressed(caps);
    assert.deepEqual(sync.presses({ caps: true, num: false }), [num]);
  });
});
