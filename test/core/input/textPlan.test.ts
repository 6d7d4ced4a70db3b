import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isVncError } from '../../../src/core/base/errors.ts';
import { planText, untypableCharacters } from '../../../src/core/input/textPlan.ts';
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
});
