import assert from 'node:assert/strict';
import { KeyState } from '../../../src/core/input/keyState.ts';

function recorded(): { readonly keys: KeyState; readonly events: string[] } {
  const events: string[] = [];
  return { events, keys: new KeyState((keysym, down) => events.push(`${down ? '+' : '-'}${keysym}`)) };
}

describe('held keys', () => {
  it('go up with the keysym that they went down with', () => {
    const { keys, events } = recorded();
    keys.press('KeyA', 65);
    keys.press('KeyA', 97);
    keys.release('KeyA');
    keys.release('KeyA');
    assert.deepEqual(events, ['+65', '+65', '-65']);
  });

  it('that two keys share go down with the first and up with the last', () => {
    const { keys, events } = recorded();
    keys.press('one', 1);
    keys.press('two', 1);
    keys.release('one');
    assert.equal(keys.isHeld('one'), false);
    assert.equal(keys.isHeld('two'), true);
    keys.release('two');
    assert.deepEqual(events, ['+1', '-1']);
  });

  it('all go up, the last first, and can be pressed again', () => {
    const { keys, events } = recorded();
    keys.press('one', 1);
    keys.press('two', 2);
    keys.press('three', 2);
    const held = keys.releaseAll();
    assert.deepEqual(events, ['+1', '+2', '-2', '-1']);
    assert.deepEqual(held, [
      ['one', 1],
      ['two', 2],
      ['three', 2],
    ]);
    assert.deepEqual(keys.releaseAll(), []);
  });
});
