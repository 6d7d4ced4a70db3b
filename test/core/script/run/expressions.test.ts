import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { seededRandom } from '../../../../src/core/script/run/builtinFunctions.ts';
import { durationText, parseDuration } from '../../../../src/core/script/run/durationText.ts';
import { SecretText } from '../../../../src/core/script/run/secretText.ts';
import { SecretVault } from '../../../../src/core/script/run/secretVault.ts';
import { runFake, runPassing } from './runFake.ts';

describe('expressions', () => {
  const values: [expression: string, shown: string][] = [
    ['1 + 2 * 3 - 4 / 2', '5'],
    ['-(1 - 3)', '2'],
    ['"a" + "b"', 'ab'],
    ['1s + 500ms', '1.5s'],
    ['1m30s - 30s', '1m'],
    ['2 * 3s', '6s'],
    ['3s / 2', '1.5s'],
    ['3s / 500ms', '6'],
    ['-2s', '-2s'],
    ['50% + 10%', '60%'],
    ['50% * 2', '100%'],
    ['-(5%)', '-5%'],
    ['50% + 8', '50% + 8'],
    ['right - 10', '100% - 10'],
    ['10 + left', '0% + 10'],
    ['(1, 2) + (3, 4)', '(4, 6)'],
    ['-(1, 2)', '(-1, -2)'],
    ['(1, 2).x', '1'],
    ['rect(1, 2, 3, 4)', 'rect(1, 2, 3, 4)'],
    ['rect(0, 0, 50%, 25%)', 'rect(0, 0, 50, 20)'],
    ['box(10, 10, right, bottom - 20)', 'rect(10, 10, 90, 50)'],
    ['around((10, 10), 2)', 'rect(8, 8, 5, 5)'],
    ['around((0, 0), 2)', 'rect(0, 0, 3, 3)'],
    ['screen', 'rect(0, 0, 100, 80)'],
    ['screen.width', '100'],
    ['screen.center', '(50, 40)'],
    ['cursor', '(50, 40)'],
    ['pixel(1, 1)', '#ffffff'],
    ['pixel(1, 1).red', '255'],
    ['<ctrl+s>', '<ctrl+s>'],
    ['/a.b/i', '/a.b/i'],
    ['1..3', '1..3'],
    ['none', 'none'],
    ['[1, "a", true]', '[1, "a", true]'],
    ['[1, 2, 3][-1]', '3'],
    ['[1, 2, 3].length', '3'],
    ['{ a: 1, b: "x" }', '{ a: 1, b: "x" }'],
    ['{ a: 1 }.a', '1'],
    ['1 < 2 and 2 <= 2 and 3 > 2 and 3 >= 3', 'true'],
    ['1s < 2s or false', 'true'],
    ['not (10% < 5%)', 'true'],
    ['1 == 1 and 1 != 2', 'true'],
    ['[1, 2] == [1, 2]', 'true'],
    ['{ a: 1 } == { a: 2 }', 'false'],
    ['2s == 2000ms', 'true'],
    ['"abc" contains "b"', 'true'],
    ['"abc" contains /B/i', 'true'],
    ['[1, 2] contains 2', 'true'],
    ['{ a: 1 } contains "a"', 'true'],
    ['(1..3) contains 2', 'true'],
    ['"abc" matches /^a.c$/', 'true'],
    ['"abc" matches "ab"', 'false'],
    ['len("añ😀")', '3'],
    ['len([1, 2])', '2'],
    ['len({ a: 1 })', '1'],
    ['upper("a") + lower("B") + trim(" c ")', 'Abc'],
    ['split("a b  c")', '["a", "b", "c"]'],
    ['split("a,b", ",")', '["a", "b"]'],
    ['join([1, 2], "-")', '1-2'],
    ['join(["a", "b"])', 'ab'],
    ['replace("a.a", ".", "$&")', 'a$&a'],
    ['replace("a1b22", /\\d+/, "#")', 'a#b#'],
    ['number(" 4.5 ")', '4.5'],
    ['number(7)', '7'],
    ['string(1s)', '1s'],
    ['random(4..4)', '4'],
    ['now()', '1750000000000'],
    ['timestamp()', '2025-06-15T15-06-40-000'],
    ['len(uuid())', '36'],
    ['bell or resized', 'false'],
    ['connected and not disconnected', 'true'],
  ];
  it('are worth what they say', async () => {
    const script = values.map(([expression]) => `log ${expression}\n`).join('');
    const run = await runPassing(script, { wallClock: () => 1_750_000_000_000 });
    assert.deepEqual(
      run.logs.map((shown, i) => [values[i]?.[0], shown]),
      values,
    );
  });

  const failures: [script: string, message: RegExp][] = [
    ['log number("x")', /"x" is not a number/],
    ['let n = 0\nlog 1 / n', /divides by zero/],
    ['let n = 9\nlog [1][n]', /no item 9 in a list of 1/],
    ['let n = 0.5\nlog [1][n]', /no item 0.5/],
    ['let n = 50\nlog rect(0, 0, n - 50, 10)', /region of 0 x 10 pixels is empty/],
    ['let n = 0\nlog random(1..n)', /range 1..0 is empty/],
    ['let n = 2000000\nfor i in 0..n { }', /cannot be gone through/],
    ['let n = 0\nset tolerance 8\nclick (1, 1) for 1s - 2s', /a Duration of at least 0s/],
    ['let n = 1.5\nrepeat n times { }', /a whole number of at least 0/],
    ['let s = "0123456789abcdef"\nrepeat 60 times { s = s + s }', /longer than 4,194,304 characters/],
    ['let s = "0123456789abcdef"\nrepeat 60 times { s = "${s}${s}" }', /longer than 4,194,304 characters/],
    ['let s = "aa"\nrepeat 60 times { s = replace(s, "a", s) }', /longer than 4,194,304 characters/],
    [
      'let s = "a a"\nrepeat 60 times { s = join(split(s), s + " " + s) }',
      /longer than 4,194,304 characters/,
    ],
    ['let s = "red"\nexpect pixel(1, 1) is s within 0ms', /a Color such as "#1e90ff"/],
  ];
  for (const [script, message] of failures)
    it(`fail with words: ${script.replaceAll('\n', '; ')}`, async () => {
      const run = await runFake(`set screenshots "off"\n${script}\n`);
      assert.match(`${run.result.error?.code ?? ''} ${run.result.error?.message ?? ''}`, /^VS(5061|2)/);
      if (run.result.error?.code === 'VS5061') assert.match(run.result.error.message, message);
    });
});

describe('the parts that expressions are made of', () => {
  it('durations are written as scripts write them, and read back', () => {
    const texts: [number, string][] = [
      [0, '0ms'],
      [150, '150ms'],
      [2000, '2s'],
      [90_000, '1m30s'],
      [3_600_000, '1h'],
      [3_661_005, '1h1m1s5ms'],
      [-500, '-500ms'],
    ];
    for (const [milliseconds, text] of texts) {
      assert.equal(durationText(milliseconds), text);
      if (milliseconds >= 0) assert.equal(parseDuration(text), milliseconds);
    }
    for (const text of ['', '5', 's', '1x', '1 s']) assert.equal(parseDuration(text), undefined);
  });

  it('random numbers are the same for the same seed', () => {
    const [a, b] = [seededRandom(42), seededRandom(42)];
    const first = Array.from({ length: 20 }, a);
    assert.deepEqual(Array.from({ length: 20 }, b), first);
    assert.ok(first.every((value) => value >= 0 && value < 1) && new Set(first).size === 20);
  });

  it('a secret text shows its mask however it is printed', () => {
    const secret = new SecretText('hunter22');
    assert.equal(
      `${String(secret)} ${JSON.stringify({ secret })} ${inspect({ secret })}`.includes('hunter'),
      false,
    );
    assert.equal(secret.reveal(), 'hunter22');
  });

  it('the vault masks the longer secret first', () => {
    const vault = new SecretVault();
    for (const value of ['pass', 'password', 'a.b*', 'abc']) vault.add(value);
    assert.equal(vault.mask('password pass a.b* axbb abc'), '•••• •••• •••• axbb abc');
  });
});
