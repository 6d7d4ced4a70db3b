import assert from 'node:assert/strict';
import { runFake, runPassing } from './runFake.ts';

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
