import assert from 'node:assert/strict';
import { keysymOfDomKey } from '../../../src/core/input/domKeys.ts';

describe('keys of a page', () => {
  for (const [code, key, location, keysym] of [
    ['KeyA', 'a', 0, 0x61],
    ['KeyA', 'A', 0, 0x41],
    ['KeyQ', '@', 0, 0x40],
    ['KeyE', '€', 0, 0x20ac],
    ['KeyD', 'д', 0, 0x6c4],
    ['', '😀', 0, 0x0101_f600],
    ['Space', ' ', 0, 0x20],
    ['Enter', 'Enter', 0, 0xff0d],
    ['NumpadEnter', 'Enter', 3, 0xff8d],
    ['Numpad7', '7', 3, 0xffb7],
    ['Numpad7', 'Home', 3, 0xff95],
    ['Numpad5', 'Clear', 3, 0xff9d],
    ['NumpadDecimal', '.', 3, 0xffae],
    ['NumpadDecimal', ',', 3, 0xffac],
    ['NumpadDecimal', 'Delete', 3, 0xff9f],
    ['NumpadAdd', '+', 3, 0xffab],
    ['NumLock', 'NumLock', 3, 0xff7f],
    ['ShiftLeft', 'Shift', 1, 0xffe1],
    ['ShiftRight', 'Shift', 2, 0xffe2],
    ['ControlLeft', 'Control', 1, 0xffe3],
    ['ControlRight', 'Control', 2, 0xffe4],
    ['AltLeft', 'Alt', 1, 0xffe9],
    ['AltRight', 'Alt', 2, 0xffea],
    ['AltRight', 'AltGraph', 2, 0xfe03],
    ['MetaLeft', 'Meta', 1, 0xffeb],
    ['MetaRight', 'Meta', 2, 0xffec],
    ['OSLeft', 'OS', 1, 0xffeb],
    ['F1', 'F1', 0, 0xffbe],
    ['F24', 'F24', 0, 0xffd5],
    ['ArrowLeft', 'ArrowLeft', 0, 0xff51],
    ['ContextMenu', 'ContextMenu', 0, 0xff67],
    ['PrintScreen', 'PrintScreen', 0, 0xff61],
    ['CapsLock', 'CapsLock', 0, 0xffe5],
    ['IntlYen', '¥', 0, 0xa5],
    ['Convert', 'Convert', 0, 0xff23],
  ] as const)
    it(`send ${code} writing ${key} as ${keysym.toString(16)}`, () => {
      assert.equal(keysymOfDomKey({ code, key, location }), keysym);
    });

  for (const key of ['Dead', 'Process', 'Unidentified', 'F36', 'F0', 'Fn', 'toString', '', '\u0001', 'ab'])
    it(`are not sent when they write ${JSON.stringify(key)}`, () => {
      assert.equal(keysymOfDomKey({ code: 'Some', key, location: 0 }), undefined);
    });
});
