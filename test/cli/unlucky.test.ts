import assert from 'node:assert/strict';
import { openSync, closeSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type DemoServer, startDemoServer } from '../../src/core/demo/demoServer.ts';
import { type TestServer, tcpServer } from '../core/transport/servers.ts';
import { buildCli, runCli, startCli } from './cli.ts';
import { keyEvent, relayTcp } from './relay.ts';

describe('vncscript for users with bad luck', function () {
  this.timeout(60_000);
  let folder: string;
  let demo: DemoServer;
  const servers: { close(): Promise<void> }[] = [];
  const run = async <T extends { close(): Promise<void> }>(server: Promise<T>): Promise<T> => {
    const running = await server;
    servers.push(running);
    return running;
  };

  before(async () => {
    await buildCli();
    folder = await mkdtemp(path.join(tmpdir(), 'vncscript-'));
  });
  after(async () => await rm(folder, { recursive: true }));
  beforeEach(async () => {
    demo = await run(startDemoServer());
  });
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  /** A server that says `greeting` and hangs up. */
  const hangsUpAfter = async (greeting: string): Promise<TestServer> =>
    await run(tcpServer((socket) => void socket.end(Buffer.from(greeting, 'latin1'))));

  for (const [name, greeting] of [
    ['before it says a word', ''],
    ['in the middle of the handshake', 'RFB 003.008\n'],
    ['before the first picture', `RFB 003.008\n\x01\x01\0\0\0\0\0\x09\0\x09${'\0'.repeat(16)}\0\0\0\0`],
  ] as const)
    it(`ends with 10 when the server hangs up ${name}, and says which`, async () => {
      const { port } = await hangsUpAfter(greeting);
      const server = ['--url', `127.0.0.1::${port}`];
      for (const { code, stderr } of await Promise.all([
        runCli(['run', '-e', 'wait 1ms', ...server]),
        runCli(['screenshot', ...server, path.join(folder, 'never.png')]),
      ])) {
        assert.equal(code, 10, stderr);
        assert.match(stderr, /VNC_CONNECTION_LOST|connection to 127/);
        assert.ok(stderr.includes(`127.0.0.1:${port} was lost`), stderr);
      }
    });

  it('says which server is not VNC, and what it said', async () => {
    const { port } = await hangsUpAfter('SSH-2.0-OpenSSH_9.2\r\n');
    const { code, stderr } = await runCli(['run', '-e', 'wait 1ms', '--url', `127.0.0.1::${port}`]);
    assert.equal(code, 10);
    assert.ok(stderr.includes(`127.0.0.1:${port} is not a VNC server: it began with “SSH-2.0`), stderr);
  });

  it('goes on when nobody reads its results any more, to its own end and code', async () => {
    const relay = await run(relayTcp(demo.port));
    const script =
      'log "one"\nhold <Ctrl> {\n  step "Reader gone" {\n    wait 300ms\n    log "two"\n    wait 300ms\n    log "three"\n  }\n}\nfail "after all"\n';
    const cli = startCli(['run', '-e', script, '--url', `127.0.0.1::${relay.port}`], {
      env: { VNC_PASSWORD: demo.password },
    });
    await cli.says('Reader gone');
    cli.process.stdout?.destroy();
    const { code, stderr } = await cli.result;
    assert.equal(code, 1, stderr);
    assert.match(stderr, /after all/);
    const sent = relay.received();
    assert.ok(sent.lastIndexOf(keyEvent(0xffe3, false)) > sent.indexOf(keyEvent(0xffe3, true)));
  });

  it('keeps its code when nobody reads its notes', async () => {
    const cli = startCli(['run', '-e', 'step "A" {\n  wait 300ms\n}\nfail "it"\n', '--demo']);
    await cli.says('A');
    cli.process.stderr?.destroy();
    assert.equal((await cli.result).code, 1);
  });

  it('ends with 30 when its results cannot be written', async function () {
    const full = openSync('/dev/full', 'w');
    try {
      const { code, stderr } = await runCli(['--help'], { stdout: full });
      assert.equal(code, 30, stderr);
      assert.match(stderr, /standard output could not be written: ENOSPC/);
    } finally {
      closeSync(full);
    }
  });

  it('says that the folder for files is none before anything is dialled', async () => {
    const blocked = path.join(folder, 'blocked');
    await writeFile(blocked, 'a file, not a folder');
    const { code, stdout, stderr } = await runCli(['run', '-e', 'log "began"', '--demo', '--out', blocked]);
    assert.deepEqual([code, stdout], [30, ''], stderr);
    assert.match(stderr, /VNC_FILE_NOT_WRITTEN/);
    assert.doesNotMatch(stderr, /connected/);
    const below = await runCli(['run', '-e', 'log "began"', '--demo', '--out', path.join(blocked, 'deep')]);
    assert.deepEqual([below.code, below.stdout], [30, ''], below.stderr);
  });

  it('gives two files of one name in one script their own names', async () => {
    const out = path.join(folder, 'twice');
    const { code, stdout } = await runCli([
      ...['run', '-e', 'screenshot "a.png"\nscreenshot "A.png"\n', '--demo', '--out', out],
    ]);
    assert.equal(code, 0);
    const paths = stdout.split('\n').filter((line) => line.endsWith('.png'));
    assert.equal(new Set(paths.map((one) => one.toLowerCase())).size, 2, stdout);
  });

  it('lets no server write to the terminal with control sequences', async () => {
    const { port } = await hangsUpAfter('RFB 003.008\n\0\0\0\0\x0a\x1b]0;x\x07\x1b[2J');
    const { stderr } = await runCli([
      'run',
      '-e',
      'wait 1ms',
      '--url',
      `127.0.0.1::${port}`,
      '--log',
      'trace',
    ]);
    assert.match(stderr, /VNC_SERVER_REFUSED/);
    assert.doesNotMatch(stderr, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
    const { stdout } = await runCli(['run', '-e', 'log "a\\u{1b}[2Jb"', '--demo']);
    assert.doesNotMatch(stdout, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  });
});
