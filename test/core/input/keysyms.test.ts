import assert from 'node:assert/strict';
import { hasKeysym, keysymOfCodePoint } from '../../../src/core/input/keysyms.ts';

const at = (character: string): number => keysymOfCodePoint(character.codePointAt(0) ?? -1);

describe('keysyms of characters', () => {
  it('are the code points themselves in Latin-1', () => {
    for (const character of ' aZ09~é×ÿ') assert.equal(at(character), character.codePointAt(0));
  });

  // X11's keysymdef.h: Latin 2 to 9, Cyrillic, Greek, Katakana, Hangul, technical and publishing.
  for (const [character, keysym] of [
    ['Ą', 0x1a1],
    ['ł', 0x1b3],
    ['ő', 0x1f5],
    ['ı', 0x2b9],
    ['Œ', 0x13bc],
    ['д', 0x6c4],
    ['Я', 0x6f1],
    ['α', 0x7e1],
    ['א', 0xce0],
    ['ア', 0x4b1],
    ['…', 0xaae],
    ['—', 0xaa9],
    ['“', 0xad2],
    ['€', 0x20ac],
    ['→', 0x8fd],
    ['─', 0x9f1],
  ] as const)
    it(`keep the older keysym of ${character}`, () => assert.equal(at(character), keysym));

  it('follow the Unicode rule for the rest, beyond 16 bits too', () => {
    assert.equal(at('中'), 0x0100_4e2d);
    assert.equal(at('ế'), 0x0100_1ebf);
    assert.equal(at('😀'), 0x0101_f600);
    assert.equal(keysymOfCodePoint(0x10_fffd), 0x0110_fffd);
  });

  it('are different for different characters', () => {
    const seen = new Map<number, number>();
    for (let codePoint = 0x20; codePoint < 0x3000; codePoint += 1) {
      const keysym = keysymOfCodePoint(codePoint);
      const other = seen.get(keysym);
      assert.equal(other, undefined, `${codePoint.toString(16)} and ${(other ?? 0).toString(16)}`);
      seen.set(keysym, codePoint);
    }
  });

  it('exist for characters only', () => {
    for (const yes of [0x20, 0x7e, 0xa0, 0xff, 0x100, 0x1f600, 0x10_fffd])
      assert.ok(hasKeysym(yes), yes.toString(16));
    for (const no of [0, 0x0a, 0x1f, 0x7f, 0x9f, 0xd800, 0xdfff, 0xfdd0, 0xfffe, 0xffff, 0x1_ffff, 0x11_0000])
      assert.ok(!hasKeysym(no), no.toString(16));
  });
});
