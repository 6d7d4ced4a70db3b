import assert from 'node:assert/strict';
import { type CheckEnvironment, check } from '../../../src/core/script/checker.ts';
import { diagnosticCodes } from '../../../src/core/script/diagnosticCodes.ts';
import { parse } from '../../../src/core/script/parser.ts';
import { exampleNames, fixture } from './mutations.ts';

function found(source: string, environment?: CheckEnvironment): string[] {
  return check(parse(source), environment).map(({ code, span }) => `${span.line}:${span.column} ${code}`);
}

/** Each row: the code, a script, and where its findings are; nothing else is found. */
const rows: readonly (readonly [code: string, source: string, ...places: string[]])[] = [
  ['VS2001', 'log "${nope}"', '1:8'],
  ['VS2001', 'nope(1)', '1:1'],
  ['VS2001', 'mousedown upper', '1:11'],
  ['VS2001', 'let a = 1\ntest "t" { log a }\nlog a', '2:16'],
  ['VS2002', 'secret a\nsecret a\ntype a', '2:8'],
  ['VS2002', 'let a = 1\nlet a = 2\nlog a', '2:5'],
  ['VS2002', 'setup { }\nsetup { }', '2:1'],
  ['VS2002', 'log { a: 1, a: 2 }', '1:13'],
  ['VS2004', 'let screen = 1\nlog screen', '1:5'],
  ['VS2004', 'func pixel() { }\npixel()', '1:6'],
  ['VS2006', 'log a\nlet a = 1\nlog a', '1:5'],
  ['VS2006', 'const a = b\nconst b = 1\nlog a', '1:11'],
  ['VS2007', 'const a = 1\nstep "s" {\n  let a = 2\n  log a\n}\nlog a', '3:7'],
  ['VS2008', 'func a() { a() }\na()', '1:12'],
  ['VS2008', 'func a() { b() }\nfunc b() { a() }\na()', '2:12'],
  ['VS2009', 'const a = 1\na = 2\nlog a', '2:1'],
  ['VS2009', 'for a in 1..3 { a = 2 }', '1:17'],
  ['VS2010', 'let a: String = 3\nlog a', '1:17'],
  ['VS2010', 'let a = 1\na = "x"\nlog a', '2:5'],
  ['VS2010', 'wait "1s"', '1:6'],
  ['VS2010', 'click "there"', '1:7'],
  ['VS2010', 'if 1 { }', '1:4'],
  ['VS2010', 'press "Enter"', '1:7'],
  ['VS2010', 'for a in 3 { }', '1:10'],
  ['VS2010', 'type 5', '1:6'],
  ['VS2010', 'let text1 = "a"\nsend text1', '2:6'],
  ['VS2010', 'func f() { }\nlet a = f()\nlog a', '2:9'],
  ['VS2010', 'log pixel', '1:5'],
  ['VS2010', 'use "a${1}"', '1:5'],
  ['VS2010', 'param r: Region\nlog "${r}"', '1:10'],
  ['VS2010', 'func f(n: Number) { log n }\nf("a")', '2:3'],
  ['VS2010', 'func f(): Number { return "a" }\nlog f()', '1:27'],
  ['VS2011', 'let a: Nmber = 3\nlog a', '1:8'],
  ['VS2012', 'log 1 + "a"', '1:7'],
  ['VS2012', 'if "a" < "b" { }', '1:8'],
  ['VS2012', 'if 1 is 1 { }', '1:6'],
  ['VS2012', 'if 1 == "a" { }', '1:6'],
  ['VS2012', 'log -"a"', '1:6'],
  ['VS2012', 'if 3 contains 3 { }', '1:6'],
  ['VS2013', 'log upper()', '1:5'],
  ['VS2013', 'log upper("a", "b")', '1:16'],
  ['VS2013', 'func f(a: Number, b: Number = 2) { log a + b }\nf(c: 1, a: 1)', '2:3'],
  ['VS2013', 'func f(a: Number) { log a }\nf(1, a: 1)', '2:6'],
  ['VS2013', 'log upper(text: "a")', '1:11'],
  ['VS2014', 'log screen.widht', '1:12'],
  ['VS2014', 'let r = { a: 1 }\nlog r.b', '2:7'],
  ['VS2015', 'let a = 1\na()', '2:1'],
  ['VS2015', 'log screen.x()', '1:5'],
  ['VS2016', 'log 5 in screen', '1:7'],
  ['VS2016', 'wait for still 1s similar 90%', '1:19'],
  ['VS2017', 'press <Entr>', '1:7'],
  ['VS2017', 'click (1, 2) holding <Contrl>', '1:22'],
  ['VS2017', 'send "a<Entr>"', '1:8'],
  ['VS2018', 'set typng 30ms', '1:5'],
  ['VS2019', 'expect pixel(1, 2) is "blue"', '1:23'],
  ['VS2019', 'let c: Color = "#12345"\nlog c', '1:16'],
  ['VS2019', 'let n = "f"\nexpect pixel(1, 2) is "#${n}"', '2:23'],
  ['VS2020', 'wait 5', '1:6'],
  ['VS2020', 'set timeout 90', '1:13'],
  ['VS2020', 'if 5s > 3 { }', '1:9'],
  ['VS2020', 'wait 1s + 2', '1:11'],
  ['VS2021', 'click (bottom, 10)', '1:8'],
  ['VS2021', 'click (10, right - 4)', '1:12'],
  ['VS2021', 'let r = box(0, left, 5, 5)\nlog r', '1:16'],
  ['VS2021', 'let c = left + top\nlog c', '1:9'],
  ['VS2022', 'let r = rect(0, 0, 0, 5)\nlog r', '1:20'],
  ['VS2022', 'let r = rect(-1, 0, 5, 5)\nlog r', '1:14'],
  ['VS2022', 'let r = box(10, 10, 5, 20)\nlog r', '1:21'],
  ['VS2022', 'let r = rect(50%, 0, 60%, 5)\nlog r', '1:22'],
  ['VS2023', 'click (-5, 10)', '1:8'],
  ['VS2023', 'press <A> 1.5 times', '1:11'],
  ['VS2023', 'set tolerance 300', '1:15'],
  ['VS2023', 'set screenshots "sometimes"', '1:17'],
  ['VS2023', 'expect pixel(1, 2) is "#fff" tolerance 999', '1:40'],
  ['VS2030', 'repeat until true { }', '1:1'],
  ['VS2030', 'repeat while true every 1s { }', '1:1'],
  ['VS2031', 'break', '1:1'],
  ['VS2031', 'return 1', '1:1'],
  ['VS2032', 'func f(a: Bool): Number {\n  if a { return 1 }\n}\nlog f(true)', '1:6'],
  ['VS2032', 'func f(): Number { return }\nlog f()', '1:20'],
  ['VS2032', 'func f(a: Bool) {\n  if a { return 1 }\n  return\n}\nf(true)', '3:3'],
  ['VS2040', 'secret p\nlog p', '2:5'],
  ['VS2040', 'secret p\nlog "${p}"', '2:8'],
  ['VS2040', 'secret p\nfail p', '2:6'],
  ['VS2040', 'secret p\nif p == "a" { }', '2:4'],
  ['VS2040', 'secret p\nexpect true message p', '2:21'],
  ['VS2040', 'secret p\nscreenshot p', '2:12'],
  ['VS2040', 'secret p\nlet q = p + "x"\nlog [q]', '3:5'],
  ['VS2040', 'secret p\nlog len(p)', '2:9'],
  ['VS2040', 'secret p\nstep "a ${p}" { }', '2:11'],
  ['VS2040', 'secret p\nfunc f(a: String) { log a }\nf(p)', '3:3'],
  ['VS2040', 'secret p\nif clipboard contains p { }', '2:4'],
  ['VS2040', 'secret p\nsend "${p}"', '2:9'],
  ['VS2040', 'param p: Secret\ntype p', '1:10'],
  ['VS2090', 'target Ok = text "OK" in screen\nwait for Ok', '1:1'],
  ['VS2090', 'wait for text "OK" similar 90%', '1:10'],
  ['VS2090', 'click image "a.png"', '1:7'],
  ['VS2090', 'let n = count(text "a")\nlog n', '1:9'],
  ['VS2090', 'expect screen matches "a.png" similar 99%', '1:15'],
  ['VS2090', 'use "a" as a\non a { press <A> }', '2:1'],
  ['VS2090', 'use all "a*" as all1\non each k in all1 { log k.name }', '1:1', '2:1'],
  ['VS2090', 'import "a.vncscript" as a\na.go(1)', '1:1'],
  ['VS2090', 'set similarity 90%', '1:5'],
  ['VS2090', 'pause "go on"', '1:1'],
  ['VS3002', 'use "lab"', '1:5'],
  ['VS4001', 'wait 5s', '1:6'],
  ['VS4004', 'let a = 1', '1:5'],
  ['VS4004', 'secret a', '1:8'],
  ['VS4004', 'param a: String\npress <A>', '1:7'],
  ['VS4004', 'func f() { }\npress <A>', '1:6'],
  ['VS4005', 'fail "a"\npress <A>\npress <B>', '2:1'],
  ['VS4005', 'repeat 3 times {\n  break\n  press <A>\n}', '3:3'],
  ['VS4006', 'let password = "hunter2"\ntype password', '1:16'],
  ['VS4006', 'param db_password: String = "x"\ntype db_password', '1:29'],
  ['VS5021', 'type "a\u{7}b"', '1:7'],
];

const environment: CheckEnvironment = { connections: ['a', 'lab-1'] };

describe('check', () => {
  for (const [code, source, ...places] of rows) {
    it(`finds ${code} alone in ${JSON.stringify(source)}`, () => {
      assert.deepEqual(
        found(source, environment),
        places.map((place) => `${place} ${code}`),
      );
    });
  }

  it('says how a place is written where a number stands for one', () => {
    const messages = (source: string): string[] =>
      check(parse(source), environment).map(({ message }) => message);
    assert.deepEqual(messages('click 300'), [
      'Expected a place, found a Number; a place is written `(300, y)`',
    ]);
    assert.deepEqual(messages('let a = 3\nclick a'), [
      'Expected a place, found a Number; a place is written `(x, y)`',
    ]);
  });

  it('has a script for every code of its own', () => {
    const covered = new Set(rows.map(([code]) => code));
    const own = Object.keys(diagnosticCodes).filter((code) => !code.startsWith('VS1') && code !== 'VS2003');
    assert.deepEqual(
      own.filter((code) => !covered.has(code)),
      [],
    );
  });

  const clean: readonly string[] = [
    'const w = 40\nconst area: Region = box(0, 10, right - w, bottom - 2)\nwait for still 1s in area ignoring around(cursor, 24) timeout 5s',
    'wait for not change in rect(0, 0, 50%, 50%) timeout 2s',
    'wait for clipboard contains "a" or clipboard matches /b+/ timeout 5s',
    'expect pixel(120, 50%) is "#1e90ff" tolerance 12 within 5s message "no ${1 + 2}"',
    'expect pixel(left + 4, bottom - 4) == "#fff"',
    'let c: Color = "#123456"\nexpect soft pixel((1, 2)) is c',
    'let p = (10, 50%)\nclick p + (0, 60) holding <Ctrl+Shift> for 2s\ndrag p via (1, 2), (3, 4) to (center, middle) over 1s with right',
    'let r = rect(0, 0, 10, 10)\nclick r\nmove r.center\nlog r.width + r.x',
    'func twice(n: Number, d: Duration = 1s): Number {\n  wait d * 2\n  return n * 2\n}\nlog "${twice(n: 2)}"',
    'func early(a: Bool): String {\n  if a { return "x" } else { fail "y" }\n}\nlog early(true)',
    'secret p\nfunc login(who: String, pw: Secret) {\n  type who then <Tab>\n  type pw then <Enter>\n}\nlogin("a", p)\npaste p\nclipboard set p + "x"',
    'for i, row in [{ a: "x" }, { a: "y" }] { log "${i} ${row.a}" }\nfor k, v in { a: 1 } { log "${k} ${v}" }\nfor n in 1..3 { log n }',
    'let tries = 0\nrepeat while tries < 3 max 5 times every 1s {\n  tries = tries + 1\n  if tries == 2 { continue }\n}\nlog tries',
    'test "rows" tag "a" for row in [1, 2] timeout 1m { log row }\nsetup { set timeout 5s }\nteardown { press <Escape> }',
    'try { expect true } catch err { log warn "${err.code} ${err.message}" } finally { keyup <Ctrl> }',
    'wait any timeout 5s {\n  case change { log "x" }\n  else { skip "y" }\n}\nretry 2 times every 1s { expect connected }\nwithin 1m { stop }',
    'send "a<Enter><wait 1s>${1 + 1}<Less>" every 10ms then <Tab>, <Enter>',
    'let parts = split("a,b", ",")\nlog join(parts, "-") + parts[0] + upper("a")[0]\nlog random(1..6) + len(parts) + parts.length',
    'const a = f()\nfunc f(): Number { return b + 1 }\nconst b = 1\nlog a',
    'set drag.steps 8\nset layout "us"\nset screenshots "each-step"\nset expect.timeout 1m30s\nmousedown left\nmouseup\nscroll up 2 at (1, 2)\nhold <Ctrl> for 1s\nhold <Shift> { press <A>, <B> 2 times every 10ms }',
    'use "a"\nlet x: Number? = none\nx = 3\nlog x',
  ];
  for (const source of clean) {
    it(`finds nothing in ${JSON.stringify(source)}`, () => assert.deepEqual(found(source, environment), []));
  }

  it('finds in the examples only what is not available yet', () => {
    for (const name of exampleNames) {
      const codes = new Set(check(parse(fixture(name))).map(({ code }) => code));
      assert.deepEqual([...codes], ['VS2090'], name);
    }
  });

  it('does not report names that a wrong line may declare', () => {
    assert.deepEqual(found('let a = = 3\nlog a'), ['1:9 VS1011']);
    assert.deepEqual(found('fnc go() { }\ngo()'), ['1:1 VS1010']);
  });

  it('names the other place', () => {
    const [duplicate] = check(parse('secret a\nsecret a\ntype a'));
    assert.deepEqual(
      duplicate?.related?.map(({ span }) => [span.line, span.column]),
      [[1, 8]],
    );
  });

  it('offers edits that put things right', () => {
    const mended = (source: string, environment_?: CheckEnvironment) => {
      const [edit] = check(parse(source), environment_)[0]?.fixes?.[0]?.edits ?? [];
      assert.ok(edit !== undefined, source);
      return source.slice(0, edit.start) + edit.text + source.slice(edit.end);
    };
    assert.equal(mended('wait 5'), 'wait 5s');
    assert.equal(mended('wait 5s'), 'wait for still 500ms timeout 5s');
    assert.equal(mended('press <Ctrl+Entr>'), 'press <Ctrl+Enter>');
    assert.equal(mended('repeat until true { }'), 'repeat until true max 100 times { }');
    assert.equal(mended('let password = "x"\ntype password'), 'secret password\ntype password');
    assert.equal(mended('use "lab-2"', environment), 'use "lab-1"');
    assert.equal(mended('log uper("a")'), 'log upper("a")');
    assert.equal(mended('let a: Strin = "a"\nlog a'), 'let a: String = "a"\nlog a');
  });

  it('does not check connections that it does not know', () => {
    assert.deepEqual(found('use "lab"'), []);
  });

  it('looks into long chains of functions without overflowing the stack', () => {
    const source = Array.from({ length: 3000 }, (_, i) => `func f${i}() { return f${i + 1}() }`).join('\n');
    assert.deepEqual(found(`${source}\nfunc f3000() { return 1 }\nlog f0()`), []);
  }).timeout(20_000);

  it('finds a long circle of functions', () => {
    const source = Array.from({ length: 300 }, (_, i) => `func f${i}() { f${(i + 1) % 300}() }`).join('\n');
    assert.deepEqual(found(`${source}\nf0()`), ['300:15 VS2008']);
  });
});
