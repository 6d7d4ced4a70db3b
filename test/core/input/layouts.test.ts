import assert from 'node:assert/strict';
import { isLayoutName, layoutNames, layoutOf } from '../../../src/core/input/layouts.ts';
import { GuestKeyboard } from '../../support/guestKeyboard.ts';

const ascii = Array.from({ length: 0x7f - 0x20 }, (_, i) => String.fromCharCode(0x20 + i));

/** How a layout writes a character, such as `Shift 8` or `d 39` for a dead key and the space bar. */
function written(name: (typeof layoutNames)[number], character: string): string | undefined {
  return layoutOf(name)
    .strokesOf(character)
    ?.map(({ scancode, shift, altGr }) =>
      [...(shift ? ['Shift'] : []), ...(altGr ? ['AltGr'] : []), scancode.toString(16)].join('+'),
    )
    .join(' ');
}

describe('keyboard layouts', () => {
  it('are those that a connection can name', () => {
    assert.deepEqual([...layoutNames], ['us', 'uk', 'de', 'fr', 'es', 'it', 'jp', 'br', 'ch', 'se']);
    assert.ok(isLayoutName('ch'));
    assert.ok(!isLayoutName('CH'));
    assert.ok(!isLayoutName(undefined));
  });

  for (const name of layoutNames)
    it(`write all of ASCII: ${name}`, () => {
      assert.deepEqual(
        ascii.filter((character) => written(name, character) === undefined),
        [],
      );
    });

  for (const [name, character, keys] of [
    ['us', 'A', 'Shift+1e'],
    ['us', '<', 'Shift+33'],
    ['us', '~', 'Shift+29'],
    ['uk', '"', 'Shift+3'],
    ['uk', '\\', '56'],
    ['uk', '€', 'AltGr+5'],
    ['de', '/', 'Shift+8'],
    ['de', '@', 'AltGr+10'],
    ['de', 'z', '15'],
    ['de', '^', '29 39'],
    ['de', '`', 'Shift+d 39'],
    ['de', 'é', 'd 12'],
    ['de', 'À', 'Shift+d Shift+1e'],
    ['fr', '1', 'Shift+2'],
    ['fr', '.', 'Shift+33'],
    ['fr', 'ê', '1a 12'],
    ['fr', 'Ï', 'Shift+1a Shift+17'],
    ['es', 'ñ', '27'],
    ['es', '[', 'AltGr+1a'],
    ['it', '@', 'AltGr+27'],
    ['jp', '\\', '73'],
    ['jp', '|', 'Shift+7d'],
    ['jp', '@', '1a'],
    ['jp', '~', 'Shift+d'],
    ['br', '/', '73'],
    ['br', 'ã', '28 1e'],
    ['br', "'", '29'],
    ['ch', '|', 'AltGr+8'],
    ['ch', '~', 'AltGr+d 39'],
    ['se', '~', 'AltGr+1b 39'],
    ['se', '€', 'AltGr+12'],
  ] as const)
    it(`write ${character} with ${keys} on ${name}`, () => assert.equal(written(name, character), keys));

  it('write nothing that they do not have, nor what systems compose differently', () => {
    assert.equal(written('us', 'ü'), undefined);
    assert.equal(written('us', '€'), undefined);
    assert.equal(written('de', 'ñ'), undefined);
    // A dead key and the space bar: an apostrophe in X, an acute in Windows.
    assert.equal(written('de', '´'), undefined);
    assert.equal(written('fr', 'ĉ'), undefined);
    assert.equal(written('fr', '\u0302'), undefined);
    assert.equal(written('fr', ''), undefined);
  });

  it('know what a key writes with Shift', () => {
    assert.equal(layoutOf('us').withShift('1'), '!');
    assert.equal(layoutOf('de').withShift('7'), '/');
    assert.equal(layoutOf('fr').withShift('é'), '2');
    // Nothing, or a dead key.
    assert.equal(layoutOf('de').withShift('!'), '!');
    assert.equal(layoutOf('br').withShift('6'), '6');
  });
});

describe('a guest of the tests', () => {
  const guest = new GuestKeyboard(
    'a 0x1e\nA 0x1e shift\ndead_acute 0x0d\nat 0x10 altgr\nspace 0x39\nasciicircum 0x29',
  );
  const read = (hex: string): string => guest.read(Buffer.from(hex, 'hex'));

  it('reads scancodes as a keyboard means them', () => {
    assert.equal(read('1e9e'), 'a');
    assert.equal(read('2a1e9eaa1e9e'), 'Aa');
    assert.equal(read('e0381090e0b8'), '@');
    assert.equal(read('0d8d1e9e'), 'á');
    // A key of no layout, one that needs no Shift, and one that stays down.
    assert.equal(read('0202'), '<2><2><down 2>');
    assert.equal(read('2a2929a9aa'), '<29><29>');
  });
});
