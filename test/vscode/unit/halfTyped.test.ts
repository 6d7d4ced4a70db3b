import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { check } from '../../../src/core/script/checker.ts';
import { format } from '../../../src/core/script/formatter.ts';
import { parse } from '../../../src/core/script/parser.ts';
import { blocksOf } from '../../../src/vscode/language/blocksOf.ts';
import { scriptCursor } from '../../../src/vscode/language/scriptCursor.ts';
import { projectRoot } from '../../support/projectRoot.ts';

const tour = readFileSync(path.join(projectRoot, 'media/samples/tour.vncscript'), 'utf8');

/** What a file of everything that has a body, a string or a bracket looks like. */
const dense = [
  'use "a"\nparam n: Number = 1 "help"\nsecret pw from "id"\nfunc f(a: String, b: Number = 2): String { return "${a}${b}" }\n',
  'test "t" tag "x" for i in [1, 2] timeout 1m {\n  wait any timeout 2s { case pixel(1, 2) is "#fff" { } else { fail `raw` } }\n',
  '  try { press <Ctrl+Alt+Delete> 2 times every 1s } catch e { log e.code } finally { }\n',
  '  send "<Enter><wait 2s>${n}" then <Tab>\n  expect soft "a" matches /b(c)/i within 1s message "m"\n}\n',
].join('');

describe('a file that is being typed', () => {
  for (const [name, source, step] of [
    ['the tour', tour, 7],
    ['a dense file', dense, 1],
  ] as const)
    it(`is understood wherever it ends and wherever the caret is: ${name}`, () => {
      for (let end = 0; end <= source.length; end += step) {
        const half = source.slice(0, end);
        const parsed = parse(half);
        check(parsed, { connections: ['a'] });
        blocksOf(parsed.script.body);
        format(half);
        const cursor = scriptCursor(half, parsed.tokens, end);
        assert.ok(half.endsWith(cursor.word), `the word before ${end}`);
        for (const token of cursor.before) assert.ok(token.end <= end - cursor.word.length);
      }
    });

  it('keeps its place among the lines that follow', () => {
    for (let offset = 0; offset <= dense.length; offset += 1) {
      const open = `${dense.slice(0, offset)} "${dense.slice(offset)}`;
      const { tokens, script } = parse(open);
      blocksOf(script.body);
      const cursor = scriptCursor(open, tokens, offset + 2);
      assert.ok(cursor.before.every((token) => token.end <= offset + 2));
    }
  });
});
