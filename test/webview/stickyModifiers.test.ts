import assert from 'node:assert/strict';
import { StickyModifiers } from '../../webview/stickyModifiers.ts';

function bench(): { readonly modifiers: StickyModifiers; readonly out: string[]; changes: number } {
  const out: string[] = [];
  const made = {
    out,
    changes: 0,
    modifiers: new StickyModifiers({
      hold: (modifier, down) => void out.push((down ? '+' : '-') + modifier),
      changed: () => void (made.changes += 1),
    }),
  };
  return made;
}

describe('modifiers that are held for a person', () => {
  it('are held at the remote side from the press on, and let go after the next key', () => {
    const { modifiers, out } = bench();
    modifiers.press('ctrl');
    assert.deepEqual(out, ['+ctrl']);
    assert.equal(modifiers.holdOf('ctrl'), 'once');
    modifiers.used();
    modifiers.used();
    assert.deepEqual(out, ['+ctrl', '-ctrl']);
    assert.equal(modifiers.holdOf('ctrl'), 'off');
  });

  it('stay down when they are pressed twice, until they are pressed again', () => {
    const { modifiers, out } = bench();
    modifiers.press('super');
    modifiers.press('super');
    assert.equal(modifiers.holdOf('super'), 'locked');
    modifiers.used();
    assert.deepEqual(out, ['+super']);
    modifiers.press('super');
    assert.deepEqual(out, ['+super', '-super']);
  });

  it('make chords: several are let go in reverse, and a locked one stays', () => {
    const { modifiers, out } = bench();
    modifiers.press('shift');
    modifiers.press('shift');
    modifiers.press('alt');
    modifiers.press('ctrl');
    assert.deepEqual(modifiers.held, ['ctrl', 'alt', 'shift']);
    modifiers.used();
    assert.deepEqual(out.slice(3), ['-alt', '-ctrl']);
    assert.deepEqual(modifiers.held, ['shift']);
  });

  it('are all let go at once, locked ones too, and only those that are held', () => {
    const bed = bench();
    bed.modifiers.press('ctrl');
    bed.modifiers.press('altgr');
    bed.modifiers.press('altgr');
    bed.modifiers.release();
    assert.deepEqual(bed.out.slice(2), ['-altgr', '-ctrl']);
    const { changes } = bed;
    bed.modifiers.release();
    bed.modifiers.used();
    assert.equal(bed.out.length, 4);
    assert.equal(bed.changes, changes);
  });
});
