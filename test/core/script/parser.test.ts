import assert from 'node:assert/strict';
import fc from 'fast-check';
import { limits } from '../../../src/core/base/limits.ts';
import type { Statement } from '../../../src/core/script/ast.ts';
import { check } from '../../../src/core/script/checker.ts';
import { maximalErrors } from '../../../src/core/script/diagnosticBag.ts';
import { format } from '../../../src/core/script/formatter.ts';
import { parse } from '../../../src/core/script/parser.ts';
import { exampleNames, fixture, mutateToken, repeatableRandom } from './mutations.ts';
import { shapeOf } from './shapes.ts';

/** `line:column code` of each syntax error. */
function errorsOf(source: string): string[] {
  return parse(source).diagnostics.map(({ code, span }) => `${span.line}:${span.column} ${code}`);
}

function firstStatement(source: string): Statement {
  const parsed = parse(source);
  assert.deepEqual(parsed.diagnostics, []);
  return parsed.script.body[0] as Statement;
}

describe('parse', function () {
  this.timeout(60_000);

  for (const name of exampleNames) {
    it(`reads the example ${name} without an error`, () => {
      const parsed = parse(fixture(name));
      assert.deepEqual(parsed.diagnostics, []);
      assert.equal(parsed.script.version?.value, 1);
    });
  }

  it('reports exactly the lines with seeded mistakes, on the right words', () => {
    const found = check(parse(fixture('bad')))
      .filter(({ severity, code }) => severity === 'error' && code !== 'VS2090')
      .map(({ code, span }) => `${span.line}:${span.column} ${code}`);
    assert.deepEqual(found, [
      '5:3 VS1010',
      '5:8 VS2017',
      '6:26 VS1004',
      '7:7 VS2018',
      '8:3 VS1010',
      '9:10 VS1012',
      '12:8 VS1002',
      '13:3 VS2030',
      '14:15 VS1021',
      '15:20 VS1012',
      '16:14 VS1011',
      '17:7 VS2003',
    ]);
  });

  it('suggests what was meant', () => {
    const titles = (source: string) =>
      check(parse(source)).flatMap(({ fixes }) => (fixes ?? []).map((fix) => fix.edits[0]?.text));
    assert.ok(titles('clik (1, 2)').includes('click'));
    assert.ok(titles('press <Entr>').includes('<Enter>'));
    assert.ok(titles('set typng 30ms').includes('typing'));
    assert.ok(titles('wait 10sec').includes('10s'));
    assert.ok(titles('press <Enter> 3').includes(' times'));
    assert.ok(titles('if 1 = 2 { }').includes('=='));
    assert.ok(titles("type 'a'").includes('"a"'));
  });

  const recovery: readonly (readonly [title: string, source: string, errors: readonly string[]])[] = [
    ['an unknown command and reads on', 'frobnicate 1 2 "x"\npress <Enter>', ['1:1 VS1010']],
    ['a line of signs once', '@@ $$ ^^\npress <Enter>', ['1:1 VS1001']],
    ['an unclosed bracket at its opening', 'click (10, 20\npress <Enter>', ['1:7 VS1020']],
    ['an unclosed bracket before a call', 'let a = foo(1, 2\nbar(3)', ['1:12 VS1020']],
    ['an unclosed list at its opening', 'let a = [1, 2\npress <Enter>', ['1:9 VS1020']],
    [
      'an unclosed brace by indentation',
      'test "a" {\n  if true {\n    press <A>\n  press <B>\n}\ntest "b" { }',
      ['2:11 VS1021'],
    ],
    [
      'an unclosed test before the next',
      'test "a" {\n  press <A>\ntest "b" {\n  press <B>\n}',
      ['1:10 VS1021'],
    ],
    ['an unclosed last block', 'test "a" {\n  press <A>\n', ['1:10 VS1021']],
    ['a brace too many', 'test "a" {\n  press <A>\n}\n}\npress <B>', ['4:1 VS1022']],
    ['a brace too many by indentation', 'test "a" {\n  press <A>\n  }\n  press <B>\n}', ['3:3 VS1022']],
    ['a forgotten opening brace', 'test "a"\n  press <A>\n}\npress <B>', ['1:9 VS1023']],
    ['a stray else with its block', 'else {\n  press <A>\n}\npress <B>', ['1:1 VS1031']],
    ['two stray cases as one', 'case true { }\ncase false { }', ['1:1 VS1031']],
    ['a declaration in a block', 'test "a" {\n  param x: String\n}', ['2:3 VS1030']],
    ['a blank in a duration', 'wait 500 ms', ['1:6 VS1004']],
    ['a second direction', 'scroll down 3 4', ['1:15 VS1013']],
    ['a clause twice', 'click (1, 2) timeout 1s timeout 2s', ['1:25 VS1014']],
    ['a refinement twice', 'wait for change in screen in screen', ['1:27 VS1014']],
    ['a mistyped clause', 'click (1, 2) timout 5s', ['1:14 VS1013']],
    ['a chained comparison', 'if 1 < 2 < 3 { }', ['1:10 VS1013']],
    ['an assignment to a member', 'a.b = 3', ['1:1 VS1015']],
    ['a lone value', 'a.b', ['1:1 VS1015']],
    ['a point of three', 'click (1, 2, 3)', ['1:12 VS1013']],
    ['a missing value', 'let a =\nlet b = 1', ['1:8 VS1011']],
    ['a missing name', 'let = 3', ['1:5 VS1012']],
    ['a word of the language as a name, once', 'let from = 3\nlog from', ['1:5 VS2003']],
    ['keys without commas', 'press <A> <B>', ['1:11 VS1012']],
    ['a key without then', 'type "a" <Enter>', ['1:10 VS1012']],
    ['a try alone', 'try { press <A> }', ['1:18 VS1012']],
    ['an unknown version', 'vncscript 2\npress <A>', ['1:11 VS1042']],
    ['a version in the middle', 'press <A>\nvncscript 1', ['2:1 VS1010']],
    ['a text that is not closed in ${}', 'log "a ${upper("b} c"\nlog "d"', ['1:8 VS1002']],
    ['an interpolation that is not closed', 'log "a ${b"\nlog "d"', ['1:8 VS1002']],
    ['an empty interpolation', 'log "a ${}"', ['1:10 VS1011']],
    ['an unclosed raw text', 'log `abc\nlog "d"', ['1:5 VS1002']],
    ['an unclosed pattern', 'let a = /abc\nlog "d"', ['1:9 VS1002']],
    ['a wrong pattern', 'let a = /a(/\nlog "d"', ['1:9 VS1006']],
    ['wrong flags', 'let a = /a/gg', ['1:12 VS1006']],
    ['a wrong escape', 'log "a\\q"', ['1:7 VS1003']],
    ['an escape beyond Unicode', 'log "\\u{110000}"', ['1:6 VS1003']],
    ['a key without a name', 'press <>', ['1:7 VS1005']],
    ['a chord that ends in +', 'press <Ctrl+>', ['1:7 VS1005']],
    ['a mark that is no key', 'send "a<b c>d"', ['1:8 VS1007']],
    ['a mark that is not closed', 'send "a<b"', ['1:8 VS1007']],
    ['foreign signs', 'if true && false { }', ['1:9 VS1001']],
    ['a setting without set', 'timeout = 5s\npress <A>', ['1:1 VS1010']],
    ['a semicolon', 'press <A>; press <B>', ['1:10 VS1001']],
  ];
  for (const [title, source, errors] of recovery) {
    it(`reports ${title}`, () => assert.deepEqual(errorsOf(source), errors));
  }

  it('keeps the statements around a wrong line', () => {
    const types = parse('press <A>\nclick (1,\nbogus !\npress <B>').script.body.map(({ type }) => type);
    assert.equal(types[0], 'press');
    assert.equal(types.at(-1), 'press');
  });

  it('goes on inside brackets at the next line', () => {
    assert.deepEqual(
      errorsOf('let a = rect(\n  1,\n  2, # why\n  3,\n  4,\n)\nlet b = [\n  { a: 1,\n    b: 2 },\n]'),
      [],
    );
  });

  it('joins lines at a backslash', () => {
    const statement = firstStatement('drag (1, 2) \\\n  to (3, 4) \\\n  over 1s\n');
    assert.ok(statement.type === 'drag' && statement.over?.type === 'duration');
  });

  it('tells a division from a pattern and a comparison from a key', () => {
    const parsed = parse(
      'let a = 6 / 2 / 3\nlet b = "x" matches /6 \\/ 2/i\nif a < 3 and a > 2 { press <a>, <+>, <<>, <>>, <Ctrl++> }',
    );
    assert.deepEqual(parsed.diagnostics, []);
    const keys = parsed.tokens.filter(({ kind }) => kind === 'key').map(({ text }) => text);
    assert.deepEqual(keys, ['<a>', '<+>', '<<>', '<>>', '<Ctrl++>']);
    assert.equal(parsed.tokens.filter(({ kind }) => kind === 'regex').length, 1);
  });

  it('reads the units of durations', () => {
    const lengths = ['500ms', '2s', '1m30s', '1h', '1.5s', '1h2m3s4ms'].map((text) => {
      const statement = firstStatement(`wait ${text}`);
      return statement.type === 'wait' && statement.duration.type === 'duration'
        ? statement.duration.milliseconds
        : 0;
    });
    assert.deepEqual(lengths, [500, 2000, 90_000, 3_600_000, 1500, 3_723_004]);
  });

  it('resolves escapes and keeps raw texts', () => {
    const text = (source: string) => {
      const statement = firstStatement(`log ${source}`);
      return statement.type === 'log' && statement.value.type === 'string'
        ? statement.value.literal
        : undefined;
    };
    assert.equal(text('"a\\n\\t\\"\\\\\\$\\u{1F600}"'), 'a\n\t"\\$\u{1F600}');
    assert.equal(text('`a\\n"${b}\r\nc`'), 'a\\n"${b}\nc');
    assert.equal(text('"a ${1}"'), undefined);
  });

  it('splits the text of send into what is typed, pressed, waited for and put in', () => {
    const statement = firstStatement('send "a\\n<Enter>${1 + 1}<wait 1m2s><Ctrl+Alt+Del><Less>" then <Tab>');
    assert.ok(statement.type === 'send');
    const parts = statement.parts.map((part) => {
      switch (part.type) {
        case 'text':
          return part.value;
        case 'key':
          return `key ${part.key.text}`;
        case 'wait':
          return part.milliseconds;
        case 'value':
          return part.expression.type;
      }
    });
    assert.deepEqual(parts, ['a\n', 'key Enter', 'binary', 62_000, 'key Ctrl+Alt+Del', 'key Less']);
  });

  it('binds refinements to the nearest look and not to each other', () => {
    const statement = firstStatement(
      'wait for change in box(0, 0, 5, 5) tolerance 3 ignoring screen, screen',
    );
    assert.ok(statement.type === 'waitFor' && statement.condition.type === 'refined');
    const { refinements } = statement.condition;
    assert.deepEqual(
      refinements.map(({ kind, values }) => [kind, values.length]),
      [
        ['in', 1],
        ['tolerance', 1],
        ['ignoring', 2],
      ],
    );
  });

  it('reads the same from CRLF, lone CR and a byte order mark', () => {
    for (const name of exampleNames) {
      const source = fixture(name);
      const wanted = shapeOf(parse(source));
      for (const end of ['\r\n', '\r']) {
        const other = parse(`\uFEFF${source.replaceAll('\n', end)}`);
        assert.deepEqual(other.diagnostics, []);
        assert.equal(shapeOf(other), wanted);
        assert.equal(other.lines.count, parse(source).lines.count);
      }
    }
  });

  it('gives columns in UTF-16 code units and lines after any line end', () => {
    assert.deepEqual(errorsOf('log "\u{1F600}" x'), ['1:10 VS1013']);
    assert.deepEqual(errorsOf('press <A>\r\rlog\r\nlog "a" x'), ['3:4 VS1011', '4:9 VS1013']);
  });

  it('reports NUL, lone surrogates and control characters once a line', () => {
    for (const strange of ['\0', '\uD800', '\uDC00', '\u0007', '\u{1F600}\u{1F600}']) {
      assert.deepEqual(
        errorsOf(`press <A>\n${strange} ${strange}\npress <B>`),
        ['2:1 VS1001'],
        JSON.stringify(strange),
      );
    }
    assert.deepEqual(errorsOf('log "\0 \uD800"'), []);
  });

  it('refuses a source beyond the limit unread', () => {
    assert.deepEqual(errorsOf('#'.repeat(limits.scriptBytes)), []);
    assert.deepEqual(errorsOf('#'.repeat(limits.scriptBytes + 1)), ['1:1 VS1040']);
    assert.deepEqual(errorsOf(`#${'\u00e9'.repeat(limits.scriptBytes / 2)}`), ['1:1 VS1040']);
  });

  it('stops reporting after a hundred errors', () => {
    assert.equal(parse('bogus @\n'.repeat(1000)).diagnostics.length, maximalErrors);
  });

  const deep: readonly (readonly [string, (n: number) => string])[] = [
    ['brackets', (n) => `let a = ${'('.repeat(n)}1${')'.repeat(n)}`],
    ['lists', (n) => `let a = ${'['.repeat(n)}${']'.repeat(n)}`],
    ['records', (n) => `let a = ${'{ a: '.repeat(n)}1${' }'.repeat(n)}`],
    ['signs', (n) => `let a = ${'- '.repeat(n)}1`],
    ['negations', (n) => `let a = ${'not '.repeat(n)}true`],
    ['looks', (n) => `wait for ${'still '.repeat(n)}1s`],
    ['calls', (n) => `let a = ${'upper('.repeat(n)}"a"${')'.repeat(n)}`],
    ['sums', (n) => `let a = 1${' + 1'.repeat(n)}`],
    ['members', (n) => `let a = b${'.c'.repeat(n)}`],
    ['conditions', (n) => `let a = true${' or true'.repeat(n)}`],
    ['blocks', (n) => `${'if true {\n'.repeat(n)}${'}\n'.repeat(n)}`],
    ['else if', (n) => `if true { }${' else if true { }'.repeat(n)}`],
    ['open blocks', (n) => 'step "a" {'.repeat(n)],
    ['texts', (n) => `log ${'"${'.repeat(n)}1${'}"'.repeat(n)}`],
  ];
  for (const [what, make] of deep) {
    it(`reports deeply nested ${what} and does not overflow the stack`, () => {
      const parsed = parse(make(20_000));
      assert.ok(
        parsed.diagnostics.some(({ code }) => code === 'VS1041'),
        what,
      );
      assert.ok(
        parsed.diagnostics.length <= 3,
        JSON.stringify(parsed.diagnostics.map(({ message }) => message)),
      );
      assert.ok(check(parsed).length > 0);
    });
  }

  it('gets through long runs of unfinished things in time', () => {
    const unfinished = [
      '"',
      '`',
      '/',
      '<',
      '{',
      '}',
      '(',
      '[',
      'a.',
      '"${',
      '(1 2\n',
      'f(\n',
      '<a+',
      'x = [1,\n',
      'bogus\n',
      'send "<a+<a+"\n',
    ];
    for (const unit of unfinished) {
      const source = unit.repeat(100_000 / unit.length);
      assert.ok(check(parse(source)).length > 0, unit);
      assert.equal(format(source), source);
    }
  });

  it('reports one error for a one-token mistake, and never many', () => {
    const random = repeatableRandom(20_260_101);
    const counts: number[] = [];
    for (let round = 0; round < 4000; round++) {
      const source = fixture(exampleNames[round % exampleNames.length]!);
      counts.push(parse(mutateToken(source, random)).diagnostics.length);
    }
    counts.sort((a, b) => a - b);
    assert.equal(counts[2000], 1, 'the median');
    assert.ok(counts[3800]! <= 4, `the 95th percentile is ${counts[3800]}`);
    assert.ok(counts.at(-1)! <= 8, `the worst is ${counts.at(-1)}`);
  }).timeout(60_000);

  it('never throws on 6,000 truncated and shortened scripts', () => {
    const random = repeatableRandom(6000);
    for (let round = 0; round < 6000; round++) {
      const source = fixture(exampleNames[round % exampleNames.length]!);
      const from = Math.floor(random() * source.length);
      const to = Math.min(source.length, from + Math.ceil(random() * 60));
      const text = round % 2 === 0 ? source.slice(0, from) : source.slice(0, from) + source.slice(to);
      const parsed = parse(text);
      assert.ok(parsed.diagnostics.length <= maximalErrors);
      if (round % 20 === 0) check(parsed);
    }
  }).timeout(60_000);

  it('never throws on arbitrary text, and every span lies in it', () => {
    const words = fc.constantFrom(
      'press',
      'if',
      '{',
      '}',
      '(',
      ')',
      '[',
      ']',
      '"',
      '`',
      '${',
      '/',
      '<',
      '>',
      '\\',
      '\n',
      '\r\n',
      '#',
      ' ',
      'test',
      'wait any',
      'case',
      'else',
      'let',
      '=',
      '..',
      '.',
      ',',
      '5s',
      '50%',
      'in',
      'text',
      '<Enter>',
      'x',
      'send',
      '"<a',
      '-',
      ':',
      'not',
      '\0',
    );
    const source = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(words, { maxLength: 60 }).map((list) => list.join('')),
      fc.array(words, { maxLength: 60 }).map((list) => list.join(' ')),
    );
    fc.assert(
      fc.property(source, (text) => {
        const parsed = parse(text);
        for (const { span } of check(parsed)) {
          assert.ok(span.start >= 0 && span.start <= span.end && span.end <= text.length);
          assert.ok(span.line >= 1 && span.column >= 1);
        }
      }),
      { numRuns: 1500, seed: 4 },
    );
  }).timeout(60_000);
});
