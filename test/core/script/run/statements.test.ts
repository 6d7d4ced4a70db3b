import assert from 'node:assert/strict';
import { type FakeRunOptions, runPassing } from './runFake.ts';

/** A script, and what the server then got. */
interface Case {
  readonly name: string;
  readonly script: string;
  readonly keys?: string;
  readonly pointer?: string;
  readonly cutText?: readonly string[];
  readonly logs?: readonly string[];
  readonly files?: readonly string[];
  /** The least script time, in milliseconds. */
  readonly least?: number;
  readonly options?: FakeRunOptions;
}

const quick = 'set typing 0ms\n';

const cases: readonly Case[] = [
  // Pointer.
  { name: 'click at a point', script: 'click (10, 20)', pointer: '10,20 10,20:1 10,20' },
  { name: 'click where the pointer is', script: 'move (7, 8)\nclick', pointer: '7,8 7,8:1 7,8' },
  { name: 'rightclick', script: 'rightclick (1, 2)', pointer: '1,2 1,2:4 1,2' },
  { name: 'middleclick', script: 'middleclick (1, 2)', pointer: '1,2 1,2:2 1,2' },
  { name: 'doubleclick', script: 'doubleclick (1, 2)', pointer: '1,2 1,2:1 1,2 1,2:1 1,2' },
  {
    name: 'tripleclick',
    script: 'tripleclick (1, 2)',
    pointer: '1,2 1,2:1 1,2 1,2:1 1,2 1,2:1 1,2',
  },
  { name: 'a long press', script: 'click (1, 2) for 2s', pointer: '1,2 1,2:1 1,2', least: 2000 },
  {
    name: 'click holding a chord',
    script: 'click (1, 2) holding <Ctrl+Shift>',
    keys: '+ffe3 +ffe1 -ffe1 -ffe3',
    pointer: '1,2 1,2:1 1,2',
  },
  { name: 'percentages', script: 'move (50%, 25%)', pointer: '50,20' },
  { name: 'anchors, the far edge being the last pixel', script: 'move (right, bottom)', pointer: '99,79' },
  { name: 'computed anchors', script: 'move (right - 40, middle + 5)', pointer: '60,45' },
  { name: 'the centre of a region', script: 'move rect(10, 20, 30, 40)', pointer: '25,40' },
  { name: 'points that are added', script: 'let a = (10, 10)\nmove a + (5, 6) - (1, 1)', pointer: '14,15' },
  { name: 'hover', script: 'hover (3, 4)', pointer: '3,4', least: 150 },
  { name: 'hover for a time', script: 'hover (3, 4) for 1s', pointer: '3,4', least: 1000 },
  { name: 'mousedown and mouseup', script: 'mousedown right\nmouseup right', pointer: '50,40:4 50,40' },
  { name: 'scroll down', script: 'scroll down 2', pointer: '50,40:16 50,40 50,40:16 50,40' },
  { name: 'scroll up at a place', script: 'scroll up 1 at (5, 6)', pointer: '5,6 5,6:8 5,6' },
  { name: 'scroll left', script: 'scroll left 1', pointer: '50,40:32 50,40' },
  { name: 'scroll right', script: 'scroll right 1', pointer: '50,40:64 50,40' },
  {
    name: 'drag in steps',
    script: 'set drag.steps 2\ndrag (0, 0) to (10, 20) over 100ms',
    pointer: '0,0 0,0:1 5,10:1 10,20:1 10,20',
    least: 100,
  },
  // Keyboard.
  { name: 'press', script: 'press <Enter>', keys: '+ff0d -ff0d' },
  { name: 'press a chord', script: 'press <Ctrl+Alt+Delete>', keys: '+ffe3 +ffe9 +ffff -ffff -ffe9 -ffe3' },
  { name: 'press several', script: 'press <a>, <b>', keys: '+61 -61 +62 -62' },
  {
    name: 'press n times',
    script: 'press <a> 3 times every 100ms',
    keys: '+61 -61 +61 -61 +61 -61',
    least: 200,
  },
  { name: 'keydown and keyup', script: 'keydown <Shift>\nkeyup <Shift>', keys: '+ffe1 -ffe1' },
  {
    name: 'keydown and keyup of a chord, the other way round',
    script: 'keydown <Ctrl+Alt>\nkeyup <Ctrl+Alt>',
    keys: '+ffe3 +ffe9 -ffe9 -ffe3',
  },
  { name: 'hold for a time', script: 'hold <Ctrl> for 1s', keys: '+ffe3 -ffe3', least: 1000 },
  { name: 'hold a block', script: 'hold <Ctrl> { press <a> }', keys: '+ffe3 +61 -61 -ffe3' },
  { name: 'type', script: `${quick}type "ab"`, keys: '+61 -61 +62 -62' },
  {
    name: 'type with a layout at a server of an unknown kind: keysyms, with the Shift of the layout',
    script: `${quick}set layout "de"\ntype "z/"`,
    keys: '+7a -7a +ffe1 +2f -2f -ffe1',
  },
  {
    name: 'type then',
    script: `${quick}type "a" then <Tab>, <Enter>`,
    keys: '+61 -61 +ff09 -ff09 +ff0d -ff0d',
  },
  { name: 'type nothing', script: 'type ""', keys: '' },
  { name: 'type with a pace', script: 'type "abc" every 1s', keys: '+61 -61 +62 -62 +63 -63', least: 2000 },
  {
    name: 'type never reads marks',
    script: `${quick}type "<a>"`,
    keys: '+ffe1 +3c -3c -ffe1 +61 -61 +ffe1 +3e -3e -ffe1',
  },
  {
    name: 'send',
    script: `${quick}send "a<Enter><wait 2s>b"`,
    keys: '+61 -61 +ff0d -ff0d +62 -62',
    least: 2000,
  },
  {
    name: 'send types values as they are',
    script: `${quick}let v = "<b"\nsend "\${v}<Tab>"`,
    keys: '+ffe1 +3c -3c -ffe1 +62 -62 +ff09 -ff09',
  },
  { name: 'paste', script: 'paste "hi"', cutText: ['hi'], keys: '+ffe3 +76 -76 -ffe3' },
  { name: 'paste with a key', script: 'paste "hi" with <F2>', cutText: ['hi'], keys: '+ffbf -ffbf' },
  { name: 'clipboard set', script: 'clipboard set "x"', cutText: ['x'] },
  // Flow.
  { name: 'let and assign', script: 'let n = 1\nn = n + 2\nlog "${n}"', logs: ['3'] },
  {
    name: 'const above its line',
    script: 'log twice\nconst one = "1"\nconst twice = one + one',
    logs: ['11'],
  },
  { name: 'if', script: 'if 1 < 2 { log "yes" } else { log "no" }', logs: ['yes'] },
  {
    name: 'else if',
    script: 'let n = 2\nif n == 1 { log "1" } else if n == 2 { log "2" } else { log "3" }',
    logs: ['2'],
  },
  { name: 'repeat', script: 'repeat 3 times every 100ms { log "x" }', logs: ['x', 'x', 'x'], least: 200 },
  {
    name: 'repeat until',
    script: 'let n = 0\nrepeat until n == 3 max 9 times { n = n + 1 }\nlog "${n}"',
    logs: ['3'],
  },
  {
    name: 'repeat while',
    script: 'let n = 5\nrepeat while n > 3 timeout 9s { n = n - 1 }\nlog "${n}"',
    logs: ['3'],
  },
  {
    name: 'break and continue',
    script: 'for n in 1..9 { if n == 2 { continue }\nif n == 4 { break }\nlog "${n}" }',
    logs: ['1', '3'],
  },
  { name: 'for over a list', script: 'for x in ["a", "b"] { log x }', logs: ['a', 'b'] },
  { name: 'for with an index', script: 'for i, x in ["a", "b"] { log "${i}${x}" }', logs: ['0a', '1b'] },
  {
    name: 'for over a record',
    script: 'for k, v in { one: 1, two: 2 } { log "${k}=${v}" }',
    logs: ['one=1', 'two=2'],
  },
  {
    name: 'func',
    script: 'func add(a: Number, b: Number = 5): Number { return a + b }\nlog "${add(1)} ${add(1, b: 2)}"',
    logs: ['6 3'],
  },
  { name: 'func without a value', script: 'func hi() { log "hi" }\nhi()', logs: ['hi'] },
  { name: 'step', script: 'step "one" { log "in" }', logs: ['in'] },
  { name: 'stop ends the test as passed', script: 'log "a"\nstop\nlog "b"', logs: ['a'] },
  { name: 'stop inside a function', script: 'func end() { stop }\nend()\nlog "b"', logs: [] },
  {
    name: 'wait any',
    script: 'wait any { case false { log "a" }\ncase true { log "b" }\ncase true { log "c" } }',
    logs: ['b'],
  },
  {
    name: 'wait any, which ends with else',
    script: 'wait any timeout 2s { case false { log "a" } else { log "none" } }',
    logs: ['none'],
    least: 2000,
  },
  {
    name: 'retry',
    script: 'let n = 0\nretry 3 times every 1s { n = n + 1\nif n < 3 { fail "n" } }\nlog "${n}"',
    logs: ['attempt 1 of 3 failed: VS5050 n', 'attempt 2 of 3 failed: VS5050 n', '3'],
    least: 2000,
  },
  { name: 'within', script: 'within 2s { wait 1s }\nlog "in time"', logs: ['in time'], least: 1000 },
  {
    name: 'try, catch and finally',
    script:
      'try {\nfail "no"\n} catch err {\nlog "${err.code} ${err.message} ${err.line}"\n} finally {\nlog "done"\n}',
    logs: ['VS5050 no 2', 'done'],
  },
  { name: 'try without a failure', script: 'try { log "a" } finally { log "b" }', logs: ['a', 'b'] },
  {
    name: 'return out of try, repeat and for',
    script:
      'func f(): Number { for x in [1, 2] { repeat 2 times { try { return x } finally { log "f" } } }\nreturn 9 }\nlog "${f()}"',
    logs: ['f', '1'],
  },
  { name: 'wait', script: 'wait 1m30s', least: 90_000 },
  {
    name: 'log levels and values',
    script: 'log warn 1.5\nlog error [1, "a"]\nlog (1, 2)',
    logs: ['1.5', '[1, "a"]', '(1, 2)'],
  },
  {
    name: 'screenshot with a running number',
    script: 'screenshot\nscreenshot',
    files: ['step-01.png', 'step-02.png'],
  },
  {
    name: 'screenshot by name, once each',
    script: 'screenshot "a/b.png"\nscreenshot "a/b"',
    files: ['a/b.png', 'a/b-2.png'],
  },
  {
    name: 'screenshot of a region as another format',
    script: 'screenshot "a.bmp" of rect(1, 2, 3, 4)',
    files: ['a.bmp'],
  },
  {
    name: 'a picture of each step',
    script: 'set screenshots "each-step"\nstep "a" { wait 1ms }\nstep "b" { wait 1ms }',
    files: ['step-01.png', 'step-02.png'],
  },
  {
    name: 'settings end with their block',
    script: 'if true { set typing 1s }\ntype "ab"',
    keys: '+61 -61 +62 -62',
  },
  {
    name: 'a function takes the settings of its caller',
    script: 'func go() { type "ab" }\nset typing 5s\ngo()',
    keys: '+61 -61 +62 -62',
    least: 5000,
  },
];

describe('statements', () => {
  for (const test of cases)
    it(`run: ${test.name}`, async () => {
      const run = await runPassing(`${test.script}\n`, test.options);
      assert.equal(run.server.keys, test.keys ?? '');
      assert.equal(run.server.pointer, test.pointer ?? '');
      assert.deepEqual(
        run.server.sent('cutText').map((message) => message.text),
        test.cutText ?? [],
      );
      assert.deepEqual(run.logs, test.logs ?? []);
      assert.deepEqual([...run.files.keys()], test.files ?? []);
      assert.ok(run.took >= (test.least ?? 0), `took only ${run.took} ms`);
      assert.deepEqual(
        run.result.artefacts.map((artefact) => artefact.name),
        test.files ?? [],
      );
    });

  it('drag smoothly by default and let go in the end', async () => {
    const run = await runPassing('drag (0, 0) via (50, 0) to (50, 50) over 1s with right\n');
    const events = run.server.sent('pointer');
    assert.ok(events.length > 20, `only ${events.length} pointer events`);
    assert.deepEqual([events.at(-1)?.x, events.at(-1)?.y, events.at(-1)?.buttons], [50, 50, 0]);
    assert.ok(events.some((event) => event.x === 50 && event.y < 5 && event.buttons === 4));
  });

  it('tell of statements, steps and tests in pairs', async () => {
    const run = await runPassing('test "t" {\n  step "s" {\n    press <a>\n  }\n}\n');
    assert.deepEqual(
      run.events.map((event) => event.type),
      [
        'runStart',
        'connected',
        'testStart',
        'stepStart',
        'statementStart',
        'statementEnd',
        'stepEnd',
        'testEnd',
        'runEnd',
      ],
    );
    const start = run.events.find((event) => event.type === 'statementStart');
    assert.deepEqual([start?.text, start?.depth, start?.span.line], ['press <a>', 1, 3]);
  });
});
