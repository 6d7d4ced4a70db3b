import assert from 'node:assert/strict';
import { namedKeys } from '../../../src/core/input/keyNames.ts';
import { scancodeOfDomCode, scancodeOfKeysym } from '../../../src/core/input/scancodes.ts';

describe('scancodes', () => {
  for (const [code, scancode] of [
    ['KeyQ', 0x10],
    ['KeyP', 0x19],
    ['KeyL', 0x26],
    ['KeyM', 0x32],
    ['Digit1', 0x02],
    ['Digit9', 0x0a],
    ['Digit0', 0x0b],
    ['F1', 0x3b],
    ['F10', 0x44],
    ['F11', 0x57],
    ['F12', 0x58],
    ['F13', 0x5d],
    ['F23', 0x67],
    ['ControlRight', 0x9d],
    ['AltRight', 0xb8],
    ['ArrowUp', 0xc8],
    ['PrintScreen', 0x54],
    ['Pause', 0xc6],
    ['IntlRo', 0x73],
    ['IntlYen', 0x7d],
    ['NumpadEnter', 0x9c],
    ['F24', undefined],
    ['F0', undefined],
    ['', undefined],
    ['toString', undefined],
    ['KeyÄ', undefined],
  ] as const)
    it(`of ${code === '' ? 'no code' : code}`, () => assert.equal(scancodeOfDomCode(code), scancode));

  it('are different for different keys', () => {
    const codes = [
      ...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ', (c) => `Key${c}`),
      ...Array.from('0123456789', (c) => `Digit${c}`),
      ...Array.from('0123456789', (c) => `Numpad${c}`),
      ...Array.from({ length: 23 }, (_, i) => `F${i + 1}`),
      ...[
        'Escape',
        'Enter',
        'NumpadEnter',
        'ShiftLeft',
        'ShiftRight',
        'Backquote',
        'IntlBackslash',
        'NumpadEqual',
      ],
    ];
    assert.equal(new Set(codes.map(scancodeOfDomCode)).size, codes.length);
    assert.ok(!codes.map(scancodeOfDomCode).includes(undefined));
  });

  it('exist for the named keys that a PC keyboard has', () => {
    const without = namedKeys
      .filter(({ keysym }) => scancodeOfKeysym(keysym, 'us') === undefined)
      .map(({ name }) => name);
    const noPc = [
      'Clear',
      'Meta',
      'Hyper',
      'RightMeta',
      'Break',
      'Help',
      'Undo',
      'Redo',
      'Find',
      'Select',
      'Compose',
    ];
    assert.deepEqual(
      without.filter((name) => !/^F\d+$/.test(name)),
      noPc,
    );
  });

  it('of characters are those of the layout', () => {
    assert.equal(scancodeOfKeysym(0x7a, 'us'), 0x2c);
    assert.equal(scancodeOfKeysym(0x7a, 'de'), 0x15);
    assert.equal(scancodeOfKeysym(0xe9, 'fr'), 0x03);
    assert.equal(scancodeOfKeysym(0xe9, 'us'), undefined);
    assert.equal(scancodeOfKeysym(0x20ac, 'us'), undefined);
  });
});
