import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isVncError } from '../../../src/core/base/errors.ts';
import { type TextPlanOptions, planText, untypableCharacters } from '../../../src/core/input/textPlan.ts';
import { needsShift, withShift, withoutShift } from '../../../src/core/input/usLayout.ts';

describe('typed text', () => {
  it('takes one Return for each line end, whatever its form', () => {
    assert.deepEqual(
      planText('\r\n\n\r').map(({ keysym }) => keysym),
      [0xff0d, 0xff0d, 0xff0d],
    );
  });

  it('has keys for tab, backspace and escape', () => {
    assert.deepEqual(
      planText('\t\b\u001b').map(({ keysym }) => keysym),
      [0xff09, 0xff08, 0xff1b],
    );
  });

  it('wants Shift for the 47 characters of a US keyboard that need it', () => {
    const ascii = String.fromCharCode(...Array.from({ length: 95 }, (_, i) => 0x20 + i));
    const shifted = Array.from(ascii).filter((_, i) => planText(ascii)[i]?.shift);
    assert.equal(shifted.length, 47);
    assert.equal(shifted.join(''), '!"#$%&()*+:<>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ^_{|}~');
    for (const character of shifted) assert.equal(withShift(withoutShift(character)), character);
  });

  it('leaves Shift to the server for all other characters', () => {
    for (const character of 'ÄÉ€Д') assert.equal(needsShift(character), false);
  });

  it('tells each character that cannot be typed once', () => {
    assert.deepEqual(untypableCharacters('a\u0000b\u0007\u0000\ud800'), ['\u0000', '\u0007', '\ud800']);
    assert.deepEqual(untypableCharacters('grüße, мир 😀\r\n\t'), []);
  });

  it('has one key for each character, or fails before the first', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0x10_ffff })), (codePoints) => {
        const text = String.fromCodePoint(...codePoints);
        const untypable = untypableCharacters(text);
        if (untypable.length > 0)
          assert.throws(
            () => planText(text),
            (error) => isVncError(error, 'VNC_UNTYPABLE'),
          );
        else assert.equal(planText(text).length, Array.from(text.replaceAll(/\r\n?/g, '\n')).length);
      }),
    );
  });

  it('does not put the text into the error', () => {
    assert.throws(
      () => planText('hunter2\u0000'),
      (error) => error instanceof Error && !error.message.includes('hunter2'),
    );
  });

  it('is the same for X servers whatever their layout', () => {
    const text = 'Grüße, 5 €: "/"\n';
    assert.deepEqual(planText(text, { server: 'x11', layout: 'de' }), planText(text));
  });

  it('is the keys of the layout for machines, with all that is held down', () => {
    const keys = planText('a/@ê\n', { server: 'machine', layout: 'fr' });
    assert.deepEqual(
      keys.map(({ keysym, scancode, shift, altGr }) => ({ keysym, scancode, shift, altGr })),
      [
        { keysym: 0x61, scancode: 0x10, shift: false, altGr: false },
        { keysym: 0x2f, scancode: 0x34, shift: true, altGr: false },
        { keysym: 0x40, scancode: 0x0b, shift: false, altGr: true },
        // QEMU's French layout has no dead keys: the key is known there by the circumflex.
        { keysym: 0x5e, scancode: 0x1a, shift: false, altGr: false },
        { keysym: 0x65, scancode: 0x12, shift: false, altGr: false },
        { keysym: 0xff0d, scancode: 0x1c, shift: false, altGr: false },
      ],
    );
    assert.deepEqual(
      planText('ã', { server: 'machine', layout: 'br' }).map(({ keysym }) => keysym),
      [0xfe53, 0x61],
    );
  });

  it('has Shift for Windows, and for servers of an unknown kind, where the named layout needs it', () => {
    const shifts = (options: TextPlanOptions): boolean[] => planText('/7', options).map(({ shift }) => shift);
    assert.deepEqual(shifts({ server: 'windows' }), [false, false]);
    assert.deepEqual(shifts({ server: 'windows', layout: 'de' }), [true, false]);
    // One that does not show what it is may be on Windows too: TightVNC, RealVNC or UltraVNC with a VNC password.
    assert.deepEqual(shifts({ server: 'unknown' }), [false, false]);
    assert.deepEqual(shifts({ server: 'unknown', layout: 'de' }), [true, false]);
    assert.deepEqual(shifts({ server: 'apple', layout: 'de' }), [false, false]);
  });

  it('fails for a machine without a layout at what a US keyboard lacks, and names the layout', () => {
    assert.throws(
      () => planText('für 5 €', { server: 'machine' }),
      (error) => {
        assert.ok(isVncError(error, 'VNC_UNTYPABLE'));
        const characters = 'U+00FC, U+20AC';
        assert.deepEqual(error.data, { reason: 'layout', layout: 'us', count: 2, characters });
        return true;
      },
    );
    // What no keyboard has is not the layout's fault.
    assert.throws(
      () => planText('\u0007', { server: 'machine', layout: 'de' }),
      (error) => isVncError(error, 'VNC_UNTYPABLE') && error.data['reason'] === undefined,
    );
  });
});
