import assert from 'node:assert/strict';
import { InputDoor } from '../../../src/core/session/inputDoor.ts';

/** A door and what came out of it. */
function recorded(viewOnly: boolean): { readonly door: InputDoor; readonly sent: string[] } {
  const sent: string[] = [];
  const door = new InputDoor(
    {
      size: { width: 10, height: 10 },
      sendKey: (keysym, down) => sent.push(`${down ? '+' : '-'}${keysym}`),
      sendPointer: (x, y, buttons) => sent.push(`${x},${y}:${buttons}`),
      sendPointerDelta: (dx, dy, buttons) => sent.push(`by ${dx},${dy}:${buttons}`),
      setClipboard: async (text) => {
        sent.push(text);
        return await Promise.resolve({ lost: 0 });
      },
    },
    { viewOnly },
  );
  return { door, sent };
}

describe('the door for input', () => {
  it('lets nothing pass on a session that only looks, whoever sends it', async () => {
    const { door, sent } = recorded(true);
    const source = door.createSource();
    source.moveTo({ x: 1, y: 1 });
    source.press(1);
    source.notch(8);
    source.keys.press('a', { keysym: 97 });
    await door.setClipboard('text');
    door.close();
    assert.deepEqual(sent, []);
  });

  it('tells where the pointer is put, but not where nothing passes', () => {
    for (const viewOnly of [false, true]) {
      const { door } = recorded(viewOnly);
      const places: string[] = [];
      door.onMove(({ x, y }) => places.push(`${x},${y}`));
      const source = door.createSource();
      source.moveTo({ x: 3, y: 4 });
      source.press(1);
      source.moveTo({ x: 50, y: 4 });
      assert.deepEqual(places, viewOnly ? [] : ['3,4', '9,4']);
    }
  });

  it('joins the buttons of all sources', () => {
    const { door, sent } = recorded(false);
    const [one, two] = [door.createSource(), door.createSource()];
    one.press(1);
    two.press(4);
    two.moveTo({ x: 2, y: 3 });
    door.removeSource(one);
    two.release(4);
    assert.deepEqual(sent, ['5,5:1', '5,5:5', '2,3:5', '2,3:4', '2,3:0']);
  });

  it('moves the pointer by a way, and knows where that leads', () => {
    const { door, sent } = recorded(false);
    const source = door.createSource();
    source.pointBy(2, -1, 1);
    source.pointBy(-100, 3, 1);
    source.release(1);
    assert.deepEqual(sent, ['by 2,-1:1', 'by -100,3:1', '0,7:0']);
  });

  it('lets everything go when it closes, and nothing pass afterwards', async () => {
    const { door, sent } = recorded(false);
    const source = door.createSource();
    source.keys.press('a', { keysym: 97 });
    source.press(1);
    door.close();
    source.keys.press('b', { keysym: 98 });
    source.moveTo({ x: 1, y: 1 });
    await door.setClipboard('text');
    assert.deepEqual(sent, ['+97', '5,5:1', '-97', '5,5:0']);
  });
});
