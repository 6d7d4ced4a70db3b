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
      sendCutText: (text) => sent.push(text),
    },
    { viewOnly },
  );
  return { door, sent };
}

describe('the door for input', () => {
  it('lets nothing pass on a session that only looks, whoever sends it', () => {
    const { door, sent } = recorded(true);
    const source = door.createSource();
    source.moveTo({ x: 1, y: 1 });
    source.press(1);
    source.notch(8);
    source.keys.press('a', 97);
    door.sendCutText('text');
    door.close();
    assert.deepEqual(sent, []);
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

  it('lets everything go when it closes, and nothing pass afterwards', () => {
    const { door, sent } = recorded(false);
    const source = door.createSource();
    source.keys.press('a', 97);
    source.press(1);
    door.close();
    source.keys.press('b', 98);
    source.moveTo({ x: 1, y: 1 });
    door.sendCutText('text');
    assert.deepEqual(sent, ['+97', '5,5:1', '-97', '5,5:0']);
  });
});
