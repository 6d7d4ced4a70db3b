import assert from 'node:assert/strict';
import { CompositionText } from '../../webview/compositionText.ts';

/** What a field's changes were made of: `<3` takes three characters back. */
function bench(live = false): { readonly text: CompositionText; readonly out: string[] } {
  const out: string[] = [];
  const text = new CompositionText({
    text: (written) => void out.push(written),
    erase: (count) => void out.push(`<${count}`),
  });
  text.live = live;
  return { text, out };
}

describe('the text of an input method', () => {
  it('is typed when it is composed, and not before', () => {
    const { text, out } = bench();
    for (const half of ['に', 'にh', 'にほん']) assert.equal(text.changed(half, true), false);
    assert.deepEqual(out, []);
    assert.equal(text.changed('日本', false), true);
    assert.deepEqual(out, ['日本']);
  });

  it('is typed once, whatever browsers tell of it afterwards', () => {
    const { text, out } = bench();
    text.changed('é', true);
    assert.equal(text.changed('é', false), true);
    text.forget();
    assert.equal(text.changed('', false), true);
    assert.deepEqual(out, ['é']);
  });

  it('is nothing when it was called off', () => {
    const { text, out } = bench();
    text.changed('´', true);
    text.changed('', false);
    assert.deepEqual(out, []);
  });
});

describe('the text of a keyboard on the screen', () => {
  it('is typed letter by letter while a word is composed', () => {
    const { text, out } = bench(true);
    for (const word of ['h', 'he', 'hel']) assert.equal(text.changed(word, true), false);
    text.changed('hel', false);
    assert.deepEqual(out, ['h', 'e', 'l']);
  });

  it('is put right there as it is here: a correction takes back what differs', () => {
    const { text, out } = bench(true);
    text.changed('teh', true);
    text.changed('the ', false);
    text.changed('the', false);
    assert.deepEqual(out, ['teh', '<2', 'he ', '<1']);
  });

  it('counts characters, not their halves', () => {
    const { text, out } = bench(true);
    text.changed('a😀', true);
    text.changed('a', true);
    assert.deepEqual(out, ['a😀', '<1']);
  });

  it('waits where writing is converted', () => {
    const { text, out } = bench(true);
    text.changed('に', true);
    text.changed('にほん', true);
    assert.deepEqual(out, []);
    text.changed('日本', false);
    assert.deepEqual(out, ['日本']);
  });

  it('begins anew after a line, and when the field has become long', () => {
    const { text, out } = bench(true);
    assert.equal(text.changed('ls\n', false), true);
    assert.equal(text.changed('x', false), false);
    assert.equal(text.changed('x'.repeat(300), false), true);
    assert.deepEqual(out, ['ls\n', 'x', 'x'.repeat(299)]);
  });

  it('has nothing to do with what was there before the field was emptied', () => {
    const { text, out } = bench(true);
    text.changed('ab', false);
    text.forget();
    text.changed('c', false);
    assert.deepEqual(out, ['ab', 'c']);
  });
});
