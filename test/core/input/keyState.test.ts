import assert from 'node:assert/strict';
import { KeyState } from '../../../src/core/input/keyState.ts';

function recorded(): { readonly keys: KeyState; readonly events: string[] } {
  const events: string[] = [];
  return {
    events,
    keys: new KeyState((keysym, down, scancode) =>
      events.push(`${down ? '+' : '-'}${keysym}${scancode === undefined ? '' : `/${scancode}`}`),
    ),
  };
}

describe('held keys', () => {
  it('go up with the keysym that they went down with', () => {
    const { keys, events } = recorded();
    keys.press('KeyA', { keysym: 65 });
    keys.press('KeyA', { keysym: 97 });
    keys.release('KeyA');
    keys.release('KeyA');
    assert.deepEqual(events, ['+65', '+65', '-65']);
  });

  it('that two keys share go down with the first and up with the last', () => {
    const { keys, events } = recorded();
    keys.press('one', { keysym: 1 });
    keys.press('two', { keysym: 1 });
    keys.release('one');
    assert.equal(keys.isHeld('one'), false);
    assert.equal(keys.isHeld('two'), true);
    keys.release('two');
    assert.deepEqual(events, ['+1', '-1']);
  });

  it('that write the same at different places go down and up each by itself', () => {
    const { keys, events } = recorded();
    keys.press('left', { keysym: 1, scancode: 10 });
    keys.press('right', { keysym: 1, scancode: 20 });
    keys.release('left');
    keys.release('right');
    assert.deepEqual(events, ['+1/10', '+1/20', '-1/10', '-1/20']);
  });

  it('all go up, the last first, and can be pressed again', () => {
    const { keys, events } = recorded();
    keys.press('one', { keysym: 1 });
    keys.press('two', { keysym: 2 });
    keys.press('three', { keysym: 2 });
    const held = keys.releaseAll();
    assert.deepEqual(events, ['+1', '+2', '-2', '-1']);
    assert.deepEqual(held, [
      ['one', { keysym: 1 }],
      ['two', { keysym: 2 }],
      ['three', { keysym: 2 }],
    ]);
    assert.deepEqual(keys.releaseAll(), []);
  });
});
