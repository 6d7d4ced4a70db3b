import assert from 'node:assert/strict';
import type { Disposable } from '../../../../src/core/base/disposables.ts';
import { vncError } from '../../../../src/core/base/errors.ts';
import { type Stage, runFake, runPassing } from './runFake.ts';

const outcomes = (run: Awaited<ReturnType<typeof runFake>>): string[] =>
  run.result.tests.map((test) => `${test.title}: ${test.outcome}`);

describe('a run', () => {
  it('runs the statements outside of tests as main, then the tests, each with setup and teardown', async () => {
    const run = await runPassing(`
setup { log "setup" }
teardown { log "teardown" }
test "one" { log "one" }
log "main"
test "two" { log "two" }
`);
    assert.deepEqual(outcomes(run), ['main: passed', 'one: passed', 'two: passed']);
    const round = (name: string): string[] => ['setup', name, 'teardown'];
    assert.deepEqual(run.logs, [...round('main'), ...round('one'), ...round('two')]);
  });

  it('needs no main for settings and constants that tests use', async () => {
    const run = await runPassing('const who = "Ada"\nset typing 0ms\ntest "t" { log who }\n');
    assert.deepEqual(outcomes(run), ['t: passed']);
    assert.deepEqual(run.logs, ['Ada']);
  });

  it('gives a test the settings that stand above it, and those of its setup', async () => {
    const run = await runPassing(`
test "default" { type "ab" }
set typing 1s
test "slow" { type "ab" }
set typing 0ms
`);
    const durations = run.result.tests.map((test) => test.duration);
    assert.ok((durations[0] ?? 0) < 200 && (durations[1] ?? 0) >= 1000, String(durations));
    const setup = await runPassing('setup { set typing 2s }\ntest "t" { type "ab" }\n');
    assert.ok((setup.result.tests[0]?.duration ?? 0) >= 2000);
  });

  it('runs a test once for each row', async () => {
    const run = await runPassing(`
const people = [{ name: "Ada", pin: "1" }, { name: "Linus", pin: "2" }]
test "hello" for who in people { log "\${who.name} \${who.pin}" }
test "count" for n in 1..2 { log "\${n}" }
`);
    assert.deepEqual(run.logs, ['Ada 1', 'Linus 2', '1', '2']);
    assert.deepEqual(outcomes(run).slice(2), ['count [1]: passed', 'count [2]: passed']);
  });

  it('goes on with the next test after a failure, and keeps the first for the exit code', async () => {
    const run = await runFake('test "a" { fail "no" }\ntest "b" { log "b" }\n');
    assert.deepEqual(outcomes(run), ['a: failed', 'b: passed']);
    assert.equal(run.result.outcome, 'failed');
    assert.equal(run.result.error?.code, 'VS5050');
    assert.equal(run.result.error.message, 'no');
    assert.equal(run.result.error.test, 'a');
    assert.equal(run.result.exitCode, 1);
  });

  it('runs one test alone', async () => {
    const run = await runPassing('log "main"\ntest "a" { log "a" }\ntest "b" { log "b" }\n', { only: ['b'] });
    assert.deepEqual(outcomes(run), ['b: passed']);
    assert.deepEqual(run.logs, ['b']);
  });

  it('skips', async () => {
    const run = await runFake('test "a" { skip "not here" }\n');
    assert.deepEqual(outcomes(run), ['a: skipped']);
    assert.equal(run.result.tests[0]?.reason, 'not here');
    assert.equal(run.result.outcome, 'passed');
  });

  it('goes on after a soft expectation and fails in the end', async () => {
    const run = await runFake(
      'test "t" {\nexpect soft false within 1s message "one"\nlog "on"\nexpect soft 1 == 2 within 1s\n}\n',
    );
    assert.deepEqual(run.logs, ['on']);
    assert.deepEqual(outcomes(run), ['t: failed']);
    assert.equal(run.result.tests[0]?.errors.length, 2);
    assert.equal(run.result.error?.code, 'VS5002');
    const soft = run.events.filter((event) => event.type === 'error');
    assert.deepEqual(
      soft.map((event) => event.soft),
      [true, true],
    );
  });

  it('takes a picture of a failure, which the error names', async () => {
    const run = await runFake('test "t" {\nstep "s" { fail "no" }\n}\n');
    assert.deepEqual([...run.files.keys()], ['failure-01.png']);
    assert.equal(run.result.error?.screenshot, '/run/failure-01.png');
    assert.equal(run.result.error.step, 's');
    const off = await runFake('set screenshots "off"\ntest "t" { fail "no" }\n');
    assert.equal(off.files.size, 0);
  });

  it('tells the functions that a failure happened in, innermost first', async () => {
    const run = await runFake('func inner() {\n  fail "x"\n}\nfunc outer() {\n  inner()\n}\nouter()\n');
    const calls = run.result.error?.calls.map(({ name, span }) => `${name}:${span.line}`);
    assert.deepEqual(calls, ['inner:5', 'outer:7']);
    assert.equal(run.result.error?.span.line, 2);
  });

  it('shows who drives from the start and gives the controls back in the end', async () => {
    const states: string[] = [];
    await runPassing('wait 1s\n', {
      before: ({ session }) => {
        session.arbiter.onChange(({ driver }) =>
          states.push(driver === undefined ? 'none' : `${driver.kind} ${driver.name}`),
        );
      },
    });
    assert.deepEqual(states, ['script test.vncscript', 'none']);
  });

  it('refuses to start with a mistake in the script', async () => {
    const run = await runFake('log "a"\nclick (1,\n');
    assert.equal(run.result.outcome, 'error');
    assert.equal(run.result.exitCode, 2);
    assert.match(run.result.error?.code ?? '', /^VS1/);
    assert.deepEqual(run.logs, []);
  });
});

describe('parameters', () => {
  const types: [type: string, text: string, shown: string][] = [
    ['String', 'a b', 'a b'],
    ['Number', '-1.5', '-1.5'],
    ['Bool', 'yes', 'true'],
    ['Duration', '1m30s', '1m30s'],
    ['Percent', '95%', '95%'],
    ['Color', '#1E90FF', '#1e90ff'],
    ['Key', 'alt+ctrl+delete', '<Ctrl+Alt+Delete>'],
    ['Regex', '/a.b/i', '/a.b/i'],
    ['Number?', '', 'none'],
  ];
  for (const [type, text, shown] of types)
    it(`are read from text as ${type}`, async () => {
      const run = await runPassing(`param p: ${type}\nlog "\${p}"\n`, { params: { p: text } });
      assert.deepEqual(run.logs, [shown]);
    });

  const bad: [type: string, text: string][] = [
    ['Number', 'x'],
    ['Number', ''],
    ['Bool', 'maybe'],
    ['Duration', '5'],
    ['Percent', 'half'],
    ['Color', 'red'],
    ['Key', 'Nokey'],
    ['Regex', '/(/'],
  ];
  for (const [type, text] of bad)
    it(`of type ${type} refuse "${text}" before anything is connected`, async () => {
      const run = await runFake(`param p: ${type}\nlog "x"\n`, {
        params: { p: text },
        connect: () => assert.fail('connected'),
      });
      assert.equal(run.result.error?.code, 'VS5062');
      assert.equal(run.result.exitCode, 2);
      assert.equal(run.result.outcome, 'error');
    });

  it('have defaults, which may use others', async () => {
    const run = await runPassing('param a: String = "x"\nparam b: String = a + "y"\nlog b\n');
    assert.deepEqual(run.logs, ['xy']);
  });

  it('must be given, and known', async () => {
    const missing = await runFake('param a: String\nlog a\n');
    assert.equal(missing.result.error?.code, 'VS5062');
    const unknown = await runFake('log "a"\n', { params: { b: '1' } });
    assert.match(unknown.result.error?.message ?? '', /no parameter b/);
  });

  it('may come from the environment that the caller hands over', async () => {
    const source = 'param build: String = env("BUILD", "none")\nlog build\n';
    const given = await runPassing(source, { environment: (name) => (name === 'BUILD' ? '7' : undefined) });
    assert.deepEqual(given.logs, ['7']);
    assert.deepEqual((await runPassing(source)).logs, ['none']);
    assert.equal((await runFake('log env("BUILD")\n')).result.error?.code, 'VS5061');
  });
});

describe('secrets', () => {
  const secrets = { password: 'hunter22', pin: '1234' };

  it('are typed, and masked in everything that leaves the run', async () => {
    const run = await runFake(
      `secret password
param shown: String
test "uses \${shown}" {
  step "type \${shown}" {
    set typing 0ms
    type password then <Enter>
    log "the password is \${shown}, really"
    log warn [shown]
    screenshot "\${shown}.png"
  }
  expect soft false within 0ms message "not \${shown}"
  fail "wrong: \${shown}"
}
`,
      { secrets, params: { shown: 'hunter22' } },
    );
    assert.equal(run.server.keys.split(' ').length, 2 * ('hunter22'.length + 1));
    assert.equal(run.result.error?.code, 'VS5050');
    assert.doesNotMatch(JSON.stringify(run.events), /hunter22/);
    assert.doesNotMatch(JSON.stringify(run.result), /hunter22/);
    assert.deepEqual(run.logs, ['the password is ••••, really', '["••••"]']);
    assert.ok([...run.files.keys()].every((name) => !name.includes('hunter22')));
    assert.equal(run.result.tests[0]?.title, 'uses ••••');
  });

  it('joined with text stay secrets', async () => {
    const run = await runPassing(
      'secret password\nset typing 0ms\nlet line = "user:" + password\ntype line\n',
      { secrets },
    );
    assert.equal(
      run.server.keys.split(' ').filter((key) => key.startsWith('+')).length,
      'user:hunter22'.length + 1,
    );
    assert.doesNotMatch(JSON.stringify(run.events), /hunter22/);
  });

  it('shorter than four characters are not searched for', async () => {
    const run = await runPassing('secret pin\nlog "abc 12"\ntype pin\n', { secrets: { pin: '12' } });
    assert.deepEqual(run.logs, ['abc 12']);
  });

  it('that are not there end the run before it starts', async () => {
    const run = await runFake('secret password from "lab/root"\ntype password\n', {
      connect: () => assert.fail('connected'),
    });
    assert.equal(run.result.error?.code, 'VS5030');
    assert.equal(run.result.exitCode, 2);
  });

  it('keep a step from being pictured when they are typed in it', async () => {
    const run = await runFake(
      `secret password
set screenshots "each-step"
test "t" {
  step "plain" { press <a> }
  step "log in" { type password }
  step "after" { press <b> }
  step "again" { type password
    fail "no" }
}
`,
      { secrets },
    );
    const reasons = run.events.flatMap((event) => (event.type === 'artefact' ? [event.reason] : []));
    assert.deepEqual(reasons, ['step', 'step']);
    assert.equal(run.result.error?.screenshot, undefined);
  });
});

describe('limits nest', () => {
  const cases: [script: string, code: string, message: RegExp, took: number][] = [
    [
      'test "t" timeout 2s { wait for false timeout 9s }',
      'VS5001',
      /before the time limit of the test \(2s\) passed$/,
      2000,
    ],
    ['test "t" timeout 9s { wait for false timeout 2s }', 'VS5001', /within 2s$/, 2000],
    ['test "t" timeout 2s { wait 9s }', 'VS5043', /^the time limit of the test \(2s\) has passed$/, 2000],
    ['test "t" timeout 2s { repeat 100 times { wait 300ms } }', 'VS5043', /of the test \(2s\)/, 2000],
    ['test "t" timeout 2s { expect false within 9s }', 'VS5002', /of the test \(2s\)/, 2000],
    ['within 2s { wait 9s }', 'VS5043', /^the time of `within` \(2s\) has passed$/, 2000],
    ['within 2s { wait for false }', 'VS5001', /before the time of `within` \(2s\) passed$/, 2000],
    [
      'test "t" timeout 3s { within 9s { wait for false } }',
      'VS5001',
      /before the time limit of the test \(3s\) passed$/,
      3000,
    ],
    ['test "t" timeout 2s { retry 9 times { wait for false } }', 'VS5043', /of the test \(2s\)/, 2000],
    ['test "t" timeout 2s { try { wait 9s } catch { log "no" } }', 'VS5043', /of the test/, 2000],
    ['wait any timeout 2s { case false { } }', 'VS5001', /^none of 1 cases held within 2s$/, 2000],
    ['retry 2 times every 1s { fail "no" }', 'VS5050', /^no$/, 1000],
    ['repeat until false max 4 times every 1s { }', 'VS5060', /^false did not hold after 4 rounds$/, 3000],
    ['repeat while true timeout 2s every 500ms { }', 'VS5060', /^true still held after 2s$/, 2000],
  ];
  for (const [script, code, message, took] of cases)
    it(script, async () => {
      const run = await runFake(`set screenshots "off"\n${script}\n`);
      assert.equal(run.result.error?.code, code);
      assert.match(run.result.error.message, message);
      assert.equal(run.took, took);
      assert.equal(run.result.exitCode, 1);
    });

  it('in the run, which ends with its own exit code and without the tests that are left', async () => {
    const run = await runFake('test "a" timeout 9s { wait 9s }\ntest "b" { log "b" }\n', { timeout: 3000 });
    assert.equal(run.result.error?.code, 'VS5044');
    assert.match(run.result.error.message, /^the time limit of the run \(3s\) has passed$/);
    assert.equal(run.result.exitCode, 40);
    assert.deepEqual(outcomes(run), ['a: failed']);
  });

  it('and a loop without any wait still meets them and lets a cancel through', async () => {
    const run = await runFake('repeat 10000 times { repeat 10000 times { } }\n', {
      before: ({ cancel }) => void setTimeout(cancel, 20),
    });
    assert.equal(run.result.error?.code, 'VS5040');
  });
});

describe('a run that is cancelled', () => {
  const statements = [
    'wait 9s',
    'wait for false',
    'wait for still 9s',
    'wait for pixel(1, 1) is "#000"',
    'expect false within 9s',
    'type "abcdefghij" every 1s',
    'send "a<wait 9s>b"',
    'press <a> 9 times every 1s',
    'hold <Ctrl> for 9s',
    'hold <Ctrl> { wait 9s }',
    'click (5, 5) for 9s',
    'click (5, 5) for 9s holding <Shift>',
    'hover (5, 5) for 9s',
    'drag (0, 0) to (50, 50) over 9s',
    'set drag.steps 9\ndrag (0, 0) to (50, 50) over 9s holding <Alt>',
    'keydown <Super>\nmousedown middle\nwait 9s',
    'repeat 9 times every 1s { press <a> }',
    'repeat until false max 99 times every 1s { }',
    'step "s" { wait 9s }',
    'if still 9s { }',
  ];
  for (const statement of statements)
    it(`in the middle of: ${statement.replaceAll('\n', '; ')}`, async () => {
      const run = await runFake(`teardown { press <F5> }\ntest "t" {\n${statement}\n}\ntest "next" { }\n`, {
        before: ({ at, cancel }) => at(1500, cancel),
      });
      assert.equal(run.result.outcome, 'cancelled');
      assert.equal(run.result.error?.code, 'VS5040');
      assert.equal(run.result.exitCode, 130);
      assert.deepEqual(outcomes(run), ['t: failed']);
      assert.ok(run.took >= 1500 && run.took < 2500, `took ${run.took}`);
      assertNothingHeld(run);
      assert.ok(run.server.keys.endsWith('+ffc2 -ffc2'), `teardown pressed F5: ${run.server.keys}`);
      assert.equal(run.clock.pending, 0, 'no timer is left');
    });

  it('runs what is left in finally, and catches nothing', async () => {
    const run = await runFake(
      'try { try { wait 9s } catch { log "caught" } finally { press <F5> } } finally { log "outer" }\n',
      { before: ({ at, cancel }) => at(1500, cancel) },
    );
    assert.equal(run.result.error?.code, 'VS5040');
    assert.deepEqual(run.logs, ['outer']);
    assert.equal(run.server.keys, '+ffc2 -ffc2');
  });

  it('while it connects', async () => {
    const run = await runFake('wait 1s\n', {
      before: ({ at, cancel }) => at(500, cancel),
      connect: (_name, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(vncError('VNC_CANCELLED')), { once: true }),
        ),
    });
    assert.equal(run.result.error?.code, 'VS5040');
    assert.equal(run.result.exitCode, 130);
  });

  it('has ten seconds for its teardown', async () => {
    const run = await runFake('teardown { wait 1h }\ntest "t" { wait 9s }\n', {
      before: ({ at, cancel }) => at(1000, cancel),
    });
    assert.equal(run.result.error?.code, 'VS5040');
    assert.equal(run.took, 11_000);
    const end = run.events.find((event) => event.type === 'fixtureEnd');
    assert.equal(end?.error?.code, 'VS5043');
  });
});

function assertNothingHeld(run: Awaited<ReturnType<typeof runFake>>): void {
  const down = new Set<number>();
  for (const { keysym, down: isDown } of run.server.sent('key'))
    if (isDown) down.add(keysym);
    else down.delete(keysym);
  assert.deepEqual([...down], [], 'no key is down');
  assert.equal(run.server.sent('pointer').at(-1)?.buttons ?? 0, 0, 'no button is down');
}

describe('teardown', () => {
  it('runs after a failure, with everything released first, and the first failure counts', async () => {
    const run = await runFake(
      'teardown { press <F5>\nfail "late" }\ntest "t" {\nkeydown <Ctrl>\nfail "first"\n}\ntest "u" { log "u" }\n',
    );
    assert.equal(run.result.error?.message, 'first');
    assert.equal(run.server.keys.split(' ').slice(0, 4).join(' '), '+ffe3 -ffe3 +ffc2 -ffc2');
    assert.deepEqual(outcomes(run), ['t: failed', 'u: failed']);
    assert.equal(run.result.tests[1]?.errors[0]?.message, 'late');
  });

  it('runs after a setup that failed', async () => {
    const run = await runFake('setup { fail "no" }\nteardown { log "down" }\ntest "t" { log "body" }\n');
    assert.deepEqual(run.logs, ['down']);
  });
});

describe('a person who takes over', () => {
  const pausing = (from: number, to: number) => (stage: Stage) => {
    stage.at(from, () => stage.session.arbiter.takeOver());
    stage.at(to, () => stage.session.arbiter.resume());
  };

  it('pauses the script, whose time stands still, and lets it go on', async () => {
    const run = await runPassing('wait 2s\npress <a>\nwait for still 1s timeout 2s\n', {
      before: pausing(500, 60_500),
    });
    assert.equal(run.took, 63_000);
    const told = run.events
      .map((event) => event.type)
      .filter((type) => type === 'paused' || type === 'resumed');
    assert.deepEqual(told, ['paused', 'resumed']);
  });

  it('pauses a text in the middle, which then goes on', async () => {
    const run = await runPassing('type "abc" every 1s\n', { before: pausing(500, 100_500) });
    assert.equal(run.server.keys, '+61 -61 +62 -62 +63 -63');
    assert.ok(run.took > 100_000);
  });

  it('is not worked against by finally when the script was stopped', async () => {
    const run = await runFake('try { wait 9s } finally { press <F5> }\n', {
      before: ({ at, session }) => at(1500, () => session.arbiter.stopDriver()),
    });
    assert.equal(run.result.error?.code, 'VS5041');
    assert.equal(run.server.keys, '');
  });

  it('sees what the script held come up, and go down again afterwards', async () => {
    const run = await runPassing('hold <Ctrl> { wait 1s }\n', { before: pausing(500, 5000) });
    assert.equal(run.server.keys, '+ffe3 -ffe3 +ffe3 -ffe3');
  });

  const statements = [
    'wait 9s',
    'wait for false',
    'type "abcdefg" every 1s',
    'drag (0, 0) to (9, 9) over 9s',
    'press <a> 9 times every 1s',
  ];
  for (const statement of statements)
    for (const paused of [false, true])
      it(`and stops the script ${paused ? 'while it is paused ' : ''}ends it: ${statement}`, async () => {
        const run = await runFake(`teardown { press <F5> }\n${statement}\nlog "on"\n`, {
          before: ({ at, session }) => {
            if (paused) at(500, () => session.arbiter.takeOver());
            at(1500, () => session.arbiter.stopDriver());
          },
        });
        assert.equal(run.result.error?.code, 'VS5041');
        assert.equal(run.result.outcome, 'cancelled');
        assert.deepEqual(run.logs, []);
        assertNothingHeld(run);
        assert.doesNotMatch(run.server.keys, /ffc2/, 'no teardown against the will of the person');
        // A drag cannot go on after a person moved the pointer.
        assert.equal(Math.floor(run.took / 100), paused && statement.startsWith('drag') ? 5 : 15);
      });

  it('is not the only one: another driver keeps a script from starting', async () => {
    let other: Disposable | undefined;
    const run = await runFake('press <a>\n', {
      before: ({ session }) => (other = session.drive({ kind: 'agent', name: 'other' })),
      after: () => other?.dispose(),
    });
    assert.equal(run.result.error?.code, 'VS5031');
    assert.equal(run.result.outcome, 'error');
    assert.equal(run.result.error.cause?.data['driver'], 'other');
    assert.equal(run.server.keys, '');
  });
});

describe('a connection that', () => {
  for (const statement of [
    'wait 9s',
    'wait for false',
    'type "abcdefg" every 1s',
    'repeat 99 times every 1s { press <a> }',
  ])
    it(`is lost ends the run: ${statement}`, async () => {
      const run = await runFake(`test "a" { ${statement} }\ntest "b" { log "b" }\n`, {
        before: ({ at, server }) => at(1500, () => server.drop(vncError('VNC_CONNECTION_LOST'))),
      });
      assert.equal(run.result.error?.code, 'VS5012');
      assert.equal(run.result.error.cause?.code, 'VNC_CONNECTION_LOST');
      assert.equal(run.result.exitCode, 11);
      assert.deepEqual(outcomes(run), ['a: failed']);
      assert.equal(run.took, 1500);
    });

  it('is closed by the person is not taken for a person who stops the script', async () => {
    const run = await runFake('wait 9s\n', {
      before: ({ at, session }) => at(1500, () => void session.close()),
    });
    assert.equal(run.result.error?.code, 'VS5012');
  });

  const refusals: [error: Parameters<typeof vncError>[0], code: string, exit: number][] = [
    ['VNC_CONNECTION_REFUSED', 'VS5010', 10],
    ['VNC_TLS_UNTRUSTED', 'VS5010', 10],
    ['VNC_AUTH_REJECTED', 'VS5011', 3],
    ['VNC_TICKET_REJECTED', 'VS5011', 3],
    ['VNC_DIAL_TIMEOUT', 'VS5010', 40],
    ['VNC_HANDSHAKE_TIMEOUT', 'VS5010', 40],
    ['VNC_NOT_VNC', 'VS5010', 10],
    ['VNC_PROFILE_INVALID', 'VS5010', 2],
  ];
  for (const [error, code, exit] of refusals)
    it(`fails with ${error} gives ${code} and exit code ${exit}`, async () => {
      const run = await runFake('use "lab"\nwait 1s\n', {
        connect: (name) => {
          assert.equal(name, 'lab');
          return Promise.reject(vncError(error));
        },
      });
      assert.equal(run.result.error?.code, code);
      assert.equal(run.result.error.cause?.code, error);
      assert.equal(run.result.error.span.line, 1);
      assert.equal(run.result.exitCode, exit);
      assert.equal(run.result.outcome, 'error');
    });
});

describe('what cannot be done', () => {
  const cases: [script: string, code: string, exit: number][] = [
    ['click (100, 5)', 'VS5020', 1],
    ['let y = 3\nmove (5, y - 4)', 'VS5020', 1],
    ['let c = pixel(5, 200)', 'VS5020', 1],
    ['screenshot of rect(90, 0, 20, 10)', 'VS5020', 1],
    ['type "東"\ntype "\u{1F600}\u0007"', 'VS5021', 1],
    ['clipboard set "東"', 'VS5021', 1],
    ['let n = 1 / (2 - 2)', 'VS5061', 2],
    ['let l = [1]\nlog l[5]', 'VS5061', 2],
    ['log number("x")', 'VS5061', 2],
  ];
  for (const [script, code, exit] of cases)
    it(`is told with its place: ${script.replaceAll('\n', '; ')}`, async () => {
      const run = await runFake(`${script}\n`);
      assert.equal(run.result.error?.code, code, run.result.error?.message);
      assert.equal(run.result.exitCode, exit);
      assert.ok(run.result.error.span.length > 0);
    });

  it('is input to a view-only connection', async () => {
    const run = await runFake('press <a>\n', { viewOnly: true });
    assert.equal(run.result.error?.code, 'VS5031');
  });

  for (const name of [
    '../x.png',
    'a/../../x.png',
    '/etc/x.png',
    'C:/x.png',
    'a\\\\x.png',
    '',
    'a//b.png',
    'con.png',
    'x\\u{0}.png',
    'a/./b.png',
  ])
    it(`is a picture named "${name}"`, async () => {
      const run = await runFake(`let name = "${name}"\nscreenshot name\n`);
      assert.equal(run.result.error?.code, 'VS5031', run.result.error?.message);
      assert.deepEqual(
        [...run.files.keys()].filter((file) => !file.startsWith('failure')),
        [],
      );
    });

  it('is a picture that cannot be written', async () => {
    const run = await runFake('screenshot\n', {
      writeArtefact: () => Promise.reject(new Error('disk full')),
    });
    assert.equal(run.result.error?.code, 'VS5032');
    assert.equal(run.result.exitCode, 30);
  });
});
