import assert from 'node:assert/strict';
import { isVncError } from '../../../src/core/base/errors.ts';
import {
  allKeyNames,
  canonicalChord,
  chordOf,
  isKeyName,
  parseChord,
} from '../../../src/core/input/chords.ts';
import { findKey, namedKeys } from '../../../src/core/input/keyNames.ts';

/** What is sent for a chord, in hexadecimal. */
const sent = (text: string): string =>
  parseChord(text)
    .keys.map(({ keysym }) => keysym.toString(16))
    .join(' ');

describe('key names', () => {
  for (const [name, keysym] of [
    ['Enter', 0xff0d],
    ['return', 0xff0d],
    ['ESC', 0xff1b],
    ['Escape', 0xff1b],
    ['Tab', 0xff09],
    ['Space', 0x20],
    ['F1', 0xffbe],
    ['f12', 0xffc9],
    ['F24', 0xffd5],
    ['Up', 0xff52],
    ['ArrowUp', 0xff52],
    ['PageUp', 0xff55],
    ['PgDn', 0xff56],
    ['Ins', 0xff63],
    ['PrintScreen', 0xff61],
    ['PrtSc', 0xff61],
    ['Pause', 0xff13],
    ['Menu', 0xff67],
    ['CapsLock', 0xffe5],
    ['Super', 0xffeb],
    ['Win', 0xffeb],
    ['Cmd', 0xffeb],
    ['AltGr', 0xfe03],
    ['Ctrl', 0xffe3],
    ['control', 0xffe3],
    ['KP5', 0xffb5],
    ['Numpad5', 0xffb5],
    ['KPEnter', 0xff8d],
    ['Less', 0x3c],
    ['Greater', 0x3e],
    ['Plus', 0x2b],
    ['a', 0x61],
    ['A', 0x41],
    ['é', 0xe9],
    ['€', 0x20ac],
    ['😀', 0x0101_f600],
    [' ', 0x20],
  ] as const)
    it(`know ${name}`, () => assert.equal(findKey(name)?.keysym, keysym));

  for (const name of ['', 'Entr', 'F0', 'F25', 'ab', '\n', '\ud800', 'constructor', '__proto__'])
    it(`do not know ${JSON.stringify(name)}`, () => assert.equal(isKeyName(name), false));

  it('mean one key each', () => {
    const spellings = namedKeys.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
    const lower = spellings.map((spelling) => spelling.toLowerCase());
    assert.deepEqual(
      lower.filter((spelling, i) => lower.indexOf(spelling) !== i),
      [],
    );
  });

  it('are all listed, understood and already canonical', () => {
    assert.ok(allKeyNames.length > 90);
    for (const name of allKeyNames) assert.equal(canonicalChord(name), name);
  });
});

describe('chords', () => {
  for (const [text, canonical] of [
    ['delete+alt+ctrl', 'Ctrl+Alt+Delete'],
    ['shift+super+alt+control+f5', 'Ctrl+Alt+Shift+Super+F5'],
    ['ctrl+v', 'Ctrl+V'],
    ['Ctrl+V', 'Ctrl+V'],
    ['a', 'a'],
    ['A', 'A'],
    ['+', '+'],
    ['ctrl++', 'Ctrl++'],
    ['ctrl + -', 'Ctrl+-'],
    ['Ctrl+Plus', 'Ctrl+Plus'],
    ['win+return', 'Super+Enter'],
    ['Ctrl+ctrl', 'Ctrl'],
    ['AltGr+q', 'AltGr+Q'],
    ['Ctrl+é', 'Ctrl+é'],
  ] as const)
    it(`writes ${text} as ${canonical}`, () => {
      assert.equal(canonicalChord(text), canonical);
      assert.equal(canonicalChord(canonical), canonical);
    });

  for (const [text, keysyms] of [
    // A letter beside a modifier is its key.
    ['Ctrl+S', 'ffe3 73'],
    ['Ctrl+s', 'ffe3 73'],
    // With Shift it is what the key writes with Shift, or an X server would lift Shift again.
    ['Ctrl+Shift+t', 'ffe3 ffe1 54'],
    ['Shift+a', 'ffe1 41'],
    ['Shift+1', 'ffe1 21'],
    ['Shift+Tab', 'ffe1 ff09'],
    ['RightShift+a', 'ffe2 41'],
    // A character that needs Shift brings it along.
    ['A', 'ffe1 41'],
    ['?', 'ffe1 3f'],
    ['Ctrl+?', 'ffe3 ffe1 3f'],
    ['Ctrl++', 'ffe3 ffe1 2b'],
    ['Ctrl+Alt+Delete', 'ffe3 ffe9 ffff'],
    ['a', '61'],
    ['KP5', 'ffb5'],
    ['é', 'e9'],
  ] as const)
    it(`sends ${text} as ${keysyms}`, () => assert.equal(sent(text), keysyms));

  for (const [text, part] of [
    ['Ctrl+Entr', 'Entr'],
    ['', ''],
    ['Ctrl+', ''],
    ['Strg+a', 'Strg'],
  ] as const)
    it(`names what is no key in ${JSON.stringify(text)}`, () => {
      assert.throws(
        () => parseChord(text),
        (error) => {
          assert.ok(isVncError(error, 'VNC_KEY_UNKNOWN'));
          assert.deepEqual(error.data, { key: part });
          return true;
        },
      );
    });

  it('are made of several names as well', () => {
    assert.equal(chordOf(['shift', 'ctrl', '+']).name, 'Ctrl+Shift++');
  });
});

describe('chords for a machine', () => {
  const sent = (text: string, layout: 'us' | 'de' | 'fr'): string =>
    parseChord(text, layout)
      .keys.map(
        ({ name, keysym, scancode }) => `${name}:${keysym.toString(16)}/${scancode?.toString(16) ?? ''}`,
      )
      .join(' ');

  for (const [chord, layout, keys] of [
    ['Ctrl+Alt+Delete', 'us', 'Ctrl:ffe3/1d Alt:ffe9/38 Delete:ffff/d3'],
    ['Ctrl+Z', 'us', 'Ctrl:ffe3/1d Z:7a/2c'],
    ['Ctrl+Z', 'de', 'Ctrl:ffe3/1d Z:7a/15'],
    ['Ctrl+/', 'de', 'Ctrl:ffe3/1d Shift:ffe1/2a /:2f/8'],
    ['Ctrl+@', 'fr', 'Ctrl:ffe3/1d AltGr:fe03/b8 @:40/b'],
    ['Shift+7', 'de', 'Shift:ffe1/2a 7:2f/8'],
    ['Ctrl+Shift+T', 'us', 'Ctrl:ffe3/1d Shift:ffe1/2a T:54/14'],
    ['A', 'us', 'Shift:ffe1/2a A:41/1e'],
    ['é', 'fr', 'é:e9/3'],
    ['Plus', 'de', 'Plus:2b/1b'],
    ['F5', 'fr', 'F5:ffc2/3f'],
    ['Space', 'de', 'Space:20/39'],
    ['Hyper+a', 'us', 'Hyper:ffed/ A:61/1e'],
  ] as const)
    it(`has the keys of ${layout} for ${chord}`, () => assert.equal(sent(chord, layout), keys));

  it('is refused when no single key writes a character', () => {
    for (const [chord, layout] of [
      ['ü', 'us'],
      ['Ctrl+^', 'de'],
    ] as const)
      assert.throws(
        () => parseChord(chord, layout),
        (error) => isVncError(error, 'VNC_UNTYPABLE') && error.data['layout'] === layout,
      );
  });
});
