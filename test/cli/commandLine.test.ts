import assert from 'node:assert/strict';
import { parseCommandLine } from '../../src/cli/commandLine.ts';
import { UsageError } from '../../src/cli/usageError.ts';

describe('parseCommandLine', () => {
  it('reads everything that run can be told', () => {
    const command = parseCommandLine(
      'run a.vncscript - --url vnc://lab --param a=1 --param b=x=y --out o --password-file p --ca c --timeout 2.5 --run-timeout 60 --log debug -q'.split(
        ' ',
      ),
    );
    assert.deepEqual(command, {
      name: 'run',
      source: { files: ['a.vncscript', '-'] },
      server: {
        url: 'vnc://lab',
        connectionsFile: undefined,
        connection: undefined,
        demo: false,
        passwordFile: 'p',
        flags: { fields: {}, machine: { verifyCertificate: true }, caFile: 'c' },
        timeout: 2500,
      },
      params: { a: '1', b: 'x=y' },
      out: 'o',
      runTimeout: 60_000,
      quiet: true,
      log: 'debug',
    });
  });

  it('reads code, and a chosen connection', () => {
    const command = parseCommandLine([
      'run',
      '-e',
      'press <Enter>',
      '--connections',
      'f',
      '--connection',
      'lab',
    ]);
    assert.ok(command.name === 'run');
    assert.deepEqual(command.source, { code: 'press <Enter>' });
    assert.equal(command.server.connectionsFile, 'f');
    assert.equal(command.server.connection, 'lab');
  });

  it('reads a screenshot by URL or by server options', () => {
    const byUrl = parseCommandLine([
      'screenshot',
      'lab:1',
      'a.png',
      '--region',
      '1,2,30,40',
      '--quality',
      '80',
    ]);
    assert.ok(byUrl.name === 'screenshot');
    assert.deepEqual([byUrl.server.url, byUrl.out, byUrl.quality], ['lab:1', 'a.png', 80]);
    assert.equal(byUrl.cursor, false);
    const withCursor = parseCommandLine(['screenshot', 'lab:1', 'a.png', '--cursor']);
    assert.ok(withCursor.name === 'screenshot' && withCursor.cursor);
    assert.deepEqual(byUrl.region, { x: 1, y: 2, width: 30, height: 40 });
    const demo = parseCommandLine(['screenshot', '--demo', 'a.png']);
    assert.ok(demo.name === 'screenshot');
    assert.deepEqual([demo.server.demo, demo.server.url, demo.out], [true, undefined, 'a.png']);
  });

  it('reads check and format', () => {
    assert.deepEqual(parseCommandLine(['check', 'a', '--json', '--connections', 'f']), {
      name: 'check',
      files: ['a'],
      connectionsFile: 'f',
      json: true,
    });
    assert.deepEqual(parseCommandLine(['format', 'a', 'b', '--check']), {
      name: 'format',
      files: ['a', 'b'],
      check: true,
    });
  });

  it('knows help and version wherever they stand', () => {
    for (const args of [
      ['--help'],
      ['-h'],
      ['help'],
      ['run', '--help'],
      ['check', '-h'],
      ['format', '-h'],
      ['screenshot', '-h'],
    ]) {
      assert.deepEqual(parseCommandLine(args), { name: 'help' });
    }
    for (const args of [['--version'], ['-V'], ['version']])
      assert.deepEqual(parseCommandLine(args), { name: 'version' });
  });

  const bad: readonly string[] = [
    '',
    'ran a',
    'run --demo',
    'run a',
    'run a -e b --demo',
    'run - - --demo',
    'run a --demo --url x',
    'run a --url x --connections f',
    'run a --demo --connection lab',
    'run a --demo --param x',
    'run a --demo --param =1',
    'run a --demo --param a=1 --param a=2',
    'run a --demo --timeout 0',
    'run a --demo --timeout x',
    'run a --demo --run-timeout -1',
    'run a --demo --log loud',
    'run a --demo --password secret',
    'run a --url x --insecure --ca f',
    'run a --demo --out',
    'check',
    'check a --demo',
    'format',
    'screenshot x',
    'screenshot x a.png b.png',
    'screenshot --demo x a.png',
    'screenshot x a.png --region 1,2,3',
    'screenshot x a.png --region 1,2,0,4',
    'screenshot x a.png --region 1,2,3,-4',
    'screenshot x a.png --quality 101',
  ];
  for (const line of bad) {
    it(`refuses “${line}”`, () => {
      assert.throws(() => parseCommandLine(line.split(' ').filter(Boolean)), UsageError);
    });
  }
});
