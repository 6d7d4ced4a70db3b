import assert from 'node:assert/strict';
import fc from 'fast-check';
import { format } from '../../../src/core/script/formatter.ts';
import { lex } from '../../../src/core/script/lexer.ts';
import { LineMap } from '../../../src/core/script/diagnostic.ts';
import { DiagnosticBag } from '../../../src/core/script/diagnosticBag.ts';
import { parse } from '../../../src/core/script/parser.ts';
import { statementRows } from '../../../src/core/script/statementRows.ts';
import type { Token } from '../../../src/core/script/token.ts';
import { exampleNames, fixture, mutateToken, repeatableRandom } from './mutations.ts';
import { shapeOf } from './shapes.ts';

function tokensOf(source: string): readonly Token[] {
  return lex(source, new DiagnosticBag(new LineMap(source)));
}

function commentsOf(source: string): string[] {
  return tokensOf(source)
    .filter(({ kind }) => kind === 'comment')
    .map(({ text }) => text.trimEnd());
}

/** Asserts that formatting changes nothing but layout, and that a second time changes nothing at all. */
function assertFaithful(source: string): void {
  const formatted = format(source);
  const after = parse(formatted);
  assert.deepEqual(after.diagnostics, [], formatted);
  assert.equal(shapeOf(after), shapeOf(parse(source)), formatted);
  assert.deepEqual(commentsOf(formatted), commentsOf(source));
  assert.equal(format(formatted), formatted);
}

const blanks = ['  ', '\t', ' ', '     '] as const;
const lineEndings = ['', ' ', '\n\n', '   \n'] as const;
const lineBeginnings = ['', '      ', '\t', '\n'] as const;

/** The script with other blanks where it had some, and with other empty lines. */
function withOtherBlanks(source: string, choose: () => number): string {
  let text = '';
  let end = 0;
  for (const token of tokensOf(source)) {
    const gap = source.slice(end, token.start);
    text += gap === '' ? '' : (blanks[choose() % 4] ?? '');
    if (token.kind === 'newline') text += lineEndings[choose() % 4] ?? '';
    text += token.text;
    if (token.kind === 'newline') text += lineBeginnings[choose() % 4] ?? '';
    end = token.end;
  }
  return text;
}

describe('format', function () {
  this.timeout(60_000);

  const rows: readonly (readonly [title: string, source: string, formatted: string])[] = [
    ['one blank between words', 'let   a=1+2 *3', 'let a = 1 + 2 * 3\n'],
    ['no blank for a sign', 'let a = - 1-- 2', 'let a = -1 - -2\n'],
    ['places', 'click( 10 ,50% ) holding<Ctrl>', 'click (10, 50%) holding <Ctrl>\n'],
    ['calls and members', 'foo( a . b[ 0 ] , n : 1 )', 'foo(a.b[0], n: 1)\n'],
    ['lists and records', 'let a = [ 1,2 , {x:1,y : 2} ]', 'let a = [1, 2, { x: 1, y: 2 }]\n'],
    [
      'types',
      'func f (a:String [] ?="x") :Number{ return 1 }',
      'func f(a: String[]? = "x"): Number { return 1 }\n',
    ],
    ['ranges', 'for i in 1 .. 3{ log i }', 'for i in 1..3 { log i }\n'],
    ['empty blocks', 'setup {   }', 'setup {}\n'],
    ['one-line blocks as they are', 'if true {press <A>}', 'if true { press <A> }\n'],
    ['spread blocks', 'if true {press <A>\npress <B>}', 'if true {\n  press <A>\n  press <B>\n}\n'],
    [
      'else on its own line',
      'if true {\npress <A>\n}\nelse {\npress <B>\n}',
      'if true {\n  press <A>\n} else {\n  press <B>\n}\n',
    ],
    [
      'else behind a comment',
      'if true {\npress <A>\n}\n# why\nelse {\npress <B>\n}',
      'if true {\n  press <A>\n}\n# why\nelse {\n  press <B>\n}\n',
    ],
    [
      'else of wait any',
      'wait any {\ncase true { stop }\nelse { stop }\n}',
      'wait any {\n  case true { stop }\n  else { stop }\n}\n',
    ],
    ['chords', 'press <shift+CTRL+s>, <alt+Ctrl+del>', 'press <Ctrl+Shift+S>, <Ctrl+Alt+Delete>\n'],
    ['empty lines', '\n\n\npress <A>\n\n\n\npress <B>\n\n\n', 'press <A>\n\npress <B>\n'],
    ['no empty lines at braces', 'step "a" {\n\n  press <A>\n\n}', 'step "a" {\n  press <A>\n}\n'],
    [
      'comments',
      '  # one  \nstep "a" { # two\n# three\npress <A>    # four\n}',
      '# one\nstep "a" {  # two\n  # three\n  press <A>  # four\n}\n',
    ],
    ['joined lines', 'drag (1, 2) \\\nto (3, 4)', 'drag (1, 2) \\\n  to (3, 4)\n'],
    ['lines inside brackets', 'let a = [\n1,\n{\nb: 2,\n}\n]', 'let a = [\n  1,\n  {\n    b: 2,\n  }\n]\n'],
    [
      'two brackets of one line as one step',
      'foo(rect(\n1,\n2\n), [\n3\n])',
      'foo(rect(\n  1,\n  2\n), [\n  3\n])\n',
    ],
    ['CRLF', 'press <A>\r\n\r\n\r\npress <B>\r\n', 'press <A>\r\n\r\npress <B>\r\n'],
    ['a byte order mark', '\uFEFFpress   <A>', '\uFEFFpress <A>\n'],
    ['texts as they are', 'log "a  ${1+1}  b"\nlog `x\n   y`', 'log "a  ${1+1}  b"\nlog `x\n   y`\n'],
    ['nothing', '', ''],
    ['blank lines alone', '\n\n  \n', ''],
  ];
  for (const [title, source, formatted] of rows) {
    it(`lays out ${title}`, () => {
      assert.equal(format(source), formatted);
      assert.equal(format(formatted), formatted);
    });
  }

  it('leaves a script with a syntax error as it is', () => {
    const source = 'let   a=1\n  press <A\n';
    assert.equal(format(source), source);
    assert.equal(format(fixture('bad')), fixture('bad'));
  });

  it('does not change what the examples mean', () => {
    for (const name of exampleNames) assertFaithful(fixture(name));
    for (const row of statementRows) assertFaithful(row.example);
  });

  it('gives one form whatever the blanks were', () => {
    fc.assert(
      fc.property(fc.constantFrom(...exampleNames), fc.integer(), (name, seed) => {
        const random = repeatableRandom(seed);
        const other = withOtherBlanks(fixture(name), () => Math.floor(random() * 1000));
        assertFaithful(other);
        // Empty lines are the writer's choice; all else is not.
        const compact = (text: string) => format(text).replaceAll(/\n\n/g, '\n');
        assert.equal(compact(other), compact(fixture(name)));
      }),
      { numRuns: 60, seed: 11 },
    );
  });

  it('does not change what mutated scripts mean', () => {
    const random = repeatableRandom(99);
    let valid = 0;
    for (let round = 0; round < 800; round++) {
      const source = mutateToken(fixture(exampleNames[round % exampleNames.length]!), random);
      if (parse(source).diagnostics.length > 0) continue;
      valid++;
      assertFaithful(source);
    }
    assert.ok(valid > 50);
  });
});
