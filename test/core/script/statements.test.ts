import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { builtinFunctions, builtinNames } from '../../../src/core/script/builtins.ts';
import { check } from '../../../src/core/script/checker.ts';
import { format } from '../../../src/core/script/formatter.ts';
import { parse } from '../../../src/core/script/parser.ts';
import { referencePage } from '../../../src/core/script/referencePage.ts';
import { settingRows } from '../../../src/core/script/settings.ts';
import { statementRows } from '../../../src/core/script/statementRows.ts';
import { commandWords, findStatement, keywordOf, rowOf } from '../../../src/core/script/statements.ts';
import { editDistance, suggestions } from '../../../src/core/script/suggest.ts';
import { reservedWords } from '../../../src/core/script/words.ts';

describe('the table of statements', () => {
  for (const row of statementRows) {
    it(`has an example of \`${row.keyword}\` that is read as that statement`, () => {
      const parsed = parse(row.example);
      assert.deepEqual(parsed.diagnostics, []);
      const [node] = parsed.script.body;
      assert.ok(node !== undefined);
      assert.equal(keywordOf(node), row.keyword);
      assert.equal(rowOf(node), row);
      assert.equal(format(row.example), `${row.example}\n`);
    });

    it(`says rightly whether \`${row.keyword}\` is available`, () => {
      const codes = check(parse(row.example)).map(({ code, span }) => `${span.start} ${code}`);
      assert.equal(codes.includes('0 VS2090'), !row.available, codes.join());
    });

    it(`shows the words of \`${row.keyword}\` in its signature`, () => {
      assert.ok(row.signature.startsWith(row.keyword));
      for (const { keyword } of row.clauses) assert.ok(row.signature.includes(keyword), keyword);
      for (const { keyword } of row.clauses) assert.ok(reservedWords.has(keyword), keyword);
      assert.ok(row.summary.endsWith('.'));
    });
  }

  it('has only command words that are reserved', () => {
    assert.deepEqual(
      [...commandWords].filter((word) => !reservedWords.has(word)),
      [],
    );
  });

  it('finds rows by their keyword', () => {
    assert.equal(findStatement('wait for')?.group, 'screen');
    assert.equal(findStatement('nothing'), undefined);
  });
});

describe('the reference page', () => {
  const file = 'media/vncscript.md';
  const begin = '<!-- reference: made of the tables of src/core/script -->';
  const end = '<!-- end of the reference -->';

  it('is made of the tables as they are; UPDATE_REFERENCE=1 writes it', () => {
    let page = readFileSync(file, 'utf8');
    const [before = '', rest = ''] = page.split(begin);
    const [, after] = rest.split(end);
    assert.ok(after !== undefined, 'the page has both marks');
    const wanted = `${before}${begin}\n\n${referencePage()}\n${end}${after}`;
    if (process.env['UPDATE_REFERENCE'] === '1') {
      writeFileSync(file, wanted);
      page = wanted;
    }
    assert.equal(page, wanted);
  });

  it('shows scripts that are read without an error', () => {
    const scripts = [...readFileSync(file, 'utf8').matchAll(/```vncscript\n([\s\S]*?)```/g)];
    assert.ok(scripts.length >= 5);
    for (const [, script = ''] of scripts) {
      const found = check(parse(script)).filter(({ severity }) => severity === 'error');
      assert.deepEqual(
        found.map(({ message }) => message),
        [],
        script,
      );
    }
  });
});

describe('the tables of names', () => {
  it('give no name two meanings', () => {
    const words = [...builtinNames, ...builtinFunctions].map(({ name }) => name);
    assert.equal(new Set(words).size, words.length);
    assert.equal(new Set(settingRows.map(({ name }) => name)).size, settingRows.length);
  });
});

describe('suggestions', () => {
  it('counts insertions, deletions, replacements and swaps', () => {
    assert.equal(editDistance('press', 'press', 3), 0);
    assert.equal(editDistance('pres', 'press', 3), 1);
    assert.equal(editDistance('rpess', 'press', 3), 1);
    assert.equal(editDistance('prizz', 'press', 3), 3);
    assert.equal(editDistance('a', 'abcdef', 3), 4);
  });

  it('gives the nearest words first and nothing for a word like none', () => {
    assert.deepEqual(suggestions('clik', commandWords)[0], 'click');
    assert.deepEqual(suggestions('frobnicate', commandWords), []);
    assert.deepEqual(suggestions('x'.repeat(10_000), ['x'.repeat(9_999)]), []);
  });
});
