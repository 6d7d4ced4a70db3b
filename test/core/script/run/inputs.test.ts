import assert from 'node:assert/strict';
import { runFake, runPassing } from './runFake.ts';

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
