import assert from 'node:assert/strict';
import { commonChords } from '../../../src/vscode/keys/commonChords.ts';
import { readTypedChord } from '../../../src/vscode/keys/typedChord.ts';
import { canonicalChord } from '../../../src/core/input/chords.ts';
import { plainWords } from '../../webview/support/plainWords.ts';

describe('a chord that is being written', () => {
  it('is one as soon as it names keys, in whatever spelling', () => {
    assert.equal(readTypedChord(' ctrl+alt+del ').chord, 'Ctrl+Alt+Delete');
    assert.equal(readTypedChord('super+l').chord, 'Super+L');
    assert.equal(readTypedChord('Ctrl++').chord, 'Ctrl++');
    assert.equal(readTypedChord('ü').chord, 'ü');
  });

  it('names what of it is no key', () => {
    assert.deepEqual(readTypedChord('Ctrl+Foo'), { chord: undefined, unknown: 'Foo', completions: [] });
  });

  it('offers what it may become', () => {
    assert.deepEqual(readTypedChord('ctrl+pri').completions, ['Ctrl+PrintScreen']);
    const pages = readTypedChord('Shift+page').completions;
    assert.deepEqual(pages, ['Shift+PageUp', 'Shift+PageDown']);
    // A whole key may be the beginning of others.
    const f1 = readTypedChord('F1');
    assert.equal(f1.chord, 'F1');
    assert.ok(f1.completions.includes('F12'));
    assert.ok(!f1.completions.includes('F1'));
  });

  it('is nothing yet while nothing is written, and wants a key after a plus', () => {
    assert.deepEqual(readTypedChord('  '), { chord: undefined, unknown: undefined, completions: [] });
    const begun = readTypedChord('Ctrl+');
    assert.equal(begun.chord, undefined);
    assert.deepEqual(begun.completions, []);
  });
});

describe('the chords that are offered', () => {
  it('are all keys in their canonical spelling, each once', () => {
    const chords = commonChords(plainWords).flatMap((group) => group.chords.map(({ chord }) => chord));
    assert.deepEqual(chords, chords.map(canonicalChord));
    assert.equal(new Set(chords).size, chords.length);
    for (const wanted of ['Ctrl+Alt+Delete', 'Ctrl+Alt+F12', 'Super', 'PrintScreen', 'Alt+Tab', 'Menu'])
      assert.ok(chords.includes(wanted), wanted);
  });
});
