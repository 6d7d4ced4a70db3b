import assert from 'node:assert/strict';
import { parse } from '../../../src/core/script/parser.ts';
import { scriptCursor } from '../../../src/vscode/language/scriptCursor.ts';

function at(text: string) {
  const offset = text.indexOf('|');
  const source = text.replace('|', '');
  const cursor = scriptCursor(source, parse(source).tokens, offset);
  return { ...cursor, before: cursor.before.map((token) => token.text) };
}

describe('the place where someone writes', () => {
  const cases: [text: string, before: string[], word: string][] = [
    ['|', [], ''],
    ['cli|', [], 'cli'],
    ['log "a"\n  cli|\n', [], 'cli'],
    ['test "t" { cli| }', [], 'cli'],
    ['set exp|', ['set'], 'exp'],
    ['set expect.ti|', ['set'], 'expect.ti'],
    ['click (1, 2) hold|', ['click', '(', '1', ',', '2', ')'], 'hold'],
    ['press <Enter> |', ['press', '<Enter>'], ''],
    ['param a: Str|', ['param', 'a', ':'], 'Str'],
  ];
  for (const [text, before, word] of cases)
    it(`is told by the words before it: ${JSON.stringify(text)}`, () => {
      const cursor = at(text);
      assert.deepEqual(cursor.before, before);
      assert.equal(cursor.word, word);
      assert.equal(cursor.quiet, false);
      assert.equal(cursor.string, undefined);
    });

  it('may be a key', () => {
    assert.equal(at('press <|').key, '');
    assert.equal(at('press <Ctrl+De|').key, 'Ctrl+De');
    assert.equal(at('press <Ctrl+De|lete>').key, 'Ctrl+De');
    assert.equal(at('press <Enter>|').key, undefined);
    assert.equal(at('type "<|"').key, undefined, 'type reads no marks');
    assert.equal(at('send "a<En|"').key, 'En');
  });

  it('may be in a string, closed or not', () => {
    assert.equal(at('use "la|b"').string, 'la');
    assert.equal(at('use "la|\n').string, 'la');
    assert.equal(at('use "lab"|').string, undefined);
  });

  it('is quiet in comments, raw texts and patterns', () => {
    for (const text of ['# cli|', 'log `a|b`', 'expect clipboard matches /a|b/'])
      assert.equal(at(text).quiet, true, text);
  });
});
