import assert from 'node:assert/strict';
import type { Disposable } from '../../../../src/core/base/disposables.ts';
import { vncError } from '../../../../src/core/base/errors.ts';
import { type Stage, runFake, runPassing } from './runFake.ts';

const outcomes = (run: Awaited<ReturnType<typeof runFake>>): string[] =>
  run.result.tests.map((test) => `${test.title}: ${test.outcome}`);

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
