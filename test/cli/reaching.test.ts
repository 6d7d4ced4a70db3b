import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { splitCommand } from '../../src/cli/commandWords.ts';
import { KnownServers } from '../../src/cli/knownServers.ts';
import { Terminal } from '../../src/cli/terminal.ts';
import { UsageError } from '../../src/cli/usageError.ts';
import { type DemoServer, startDemoServer } from '../../src/core/demo/demoServer.ts';
import { pem } from '../core/transport/servers.ts';
import { runProgram, startProgram } from '../support/programs.ts';
import { makeCertificates } from '../support/servers/certificates.ts';
import { withFreePorts } from '../support/servers/ports.ts';
import { startTinyproxy } from '../support/servers/tinyproxy.ts';
import { startWebsockify } from '../support/servers/websockify.ts';
import { startTigerVnc } from '../support/servers/tigerVnc.ts';
import { until } from '../support/until.ts';
import { buildCli, type CliResult, runCli, startCli } from './cli.ts';
import { relayWebSocket } from './relay.ts';

describe('vncscript on its way to a server', function () {
  this.timeout(60_000);
  let folder: string;
  let demo: DemoServer;
  const file = (name: string): string => path.join(folder, name);
  const picture = async (args: readonly string[], env: Record<string, string> = {}): Promise<CliResult> =>
    await runCli(['screenshot', ...args, file('out.png')], {
      env: { VNC_PASSWORD: demo.password, XDG_CONFIG_HOME: folder, ...env },
    });
  const succeeds = async (args: readonly string[], env: Record<string, string> = {}): Promise<string> => {
    await rm(file('out.png'), { force: true });
    const { code, stderr } = await picture(args, env);
    assert.equal(code, 0, stderr);
    assert.ok((await stat(file('out.png'))).size > 1000);
    return stderr;
  };

  before(async () => {
    await buildCli();
    folder = await mkdtemp(path.join(tmpdir(), 'vncscript-way-'));
  });
  after(async () => await rm(folder, { recursive: true }));
  beforeEach(async () => {
    demo = await startDemoServer();
  });
  afterEach(async () => await demo.close());

  it('opens a Unix socket', async () => {
    const socket = file('demo.sock');
    const relay = await startProgram('socat', [`UNIX-LISTEN:${socket},fork`, `TCP:127.0.0.1:${demo.port}`]);
    try {
      while (!(await stat(socket).catch(() => undefined)))
        await new Promise((resolve) => setTimeout(resolve, 20));
      await succeeds([`unix:${socket}`]);
    } finally {
      await relay.stop();
    }
    const { code, stderr } = await picture([`unix:${file('nowhere')}`]);
    assert.equal(code, 10);
    assert.match(stderr, /^error VNC_SOCKET_FAILED There is no socket/);
  });

  it('takes the address of a console’s page, and shows nothing of its token', async () => {
    const token = '2f6ea2e5-d2bd-4d9b-8a39-d2d3a7b7c1aa';
    await using gateway = await startWebsockify({ targetPort: demo.port, token });
    const origin = `http://127.0.0.1:${gateway.port}`;
    await succeeds(['--url', `${origin}/vnc_lite.html?path=%3Ftoken%3D${token}`]);
    await succeeds(['--url', `${origin}/vnc_auto.html?token=${token}&password=${demo.password}`], {
      VNC_PASSWORD: 'wrong',
    });
    const { code, stderr } = await picture([
      ...['--url', `${origin}/vnc_auto.html?token=no-${token}`, '--log', 'trace'],
    ]);
    assert.notEqual(code, 0);
    assert.ok(!stderr.includes(token), stderr);
    const refused = await picture(['--url', 'https://pve.test:8006/?console=kvm&novnc=1&vmid=100']);
    assert.match(refused.stderr, /^error VNC_ADDRESS_INVALID .*Proxmox VE/);
  });

  it('goes through a command, a tunnel and a proxy', async () => {
    const url = `127.0.0.1::${demo.port}`;
    await succeeds(['--url', url, '--proxy-command', 'socat - "TCP:${host}:${port}"']);
    await succeeds([
      '--url',
      url,
      '--tunnel',
      'socat TCP-LISTEN:${localPort},bind=127.0.0.1 TCP:${host}:${port}',
    ]);
    const login = { username: 'ada', password: 'pass-of-ada' };
    await using proxy = await startTinyproxy({ login });
    const through = ['--url', url, '--proxy', `http://ada@127.0.0.1:${proxy.port}`];
    await succeeds(through, { VNC_PROXY_PASSWORD: login.password });
    assert.match(proxy.log(), /CONNECT 127\.0\.0\.1/);
    const { code, stderr } = await picture(through, { VNC_PROXY_PASSWORD: 'wrong-word' });
    assert.equal(code, 3, stderr);
    assert.match(stderr, /^error VNC_PROXY_AUTH/);
    assert.doesNotMatch(stderr, /wrong-word/);
  });

  it('tells what a command says that fails', async () => {
    const { code, stderr } = await picture([
      '--url',
      'vm',
      '--proxy-command',
      "sh -c 'echo no way >&2; exit 3'",
    ]);
    assert.equal(code, 10, stderr);
    assert.match(stderr, /^error VNC_COMMAND_FAILED The command “sh” ended \(3\): “no way”/);
  });

  it('waits for a server that dials it', async () => {
    await using vnc = await startTigerVnc();
    // Another program may have taken the port meanwhile.
    await withFreePorts(async ([port = 0]) => {
      const cli = startCli(['screenshot', `listen::${port}`, file('dialled.png')]);
      let hasEnded = false;
      const result = cli.result.finally(() => (hasEnded = true));
      await cli.says(`waiting for a server to dial 127.0.0.1:${port}`);
      const dial = ['-display', vnc.display, '-connect', `127.0.0.1::${port}`];
      // The note comes before the door is open.
      await until('the server has dialled', async () => {
        if (hasEnded) return true;
        return await runProgram('vncconfig', dial).then(
          () => true,
          () => false,
        );
      });
      const { code, stderr } = await result;
      assert.equal(code, 0, stderr);
    });
    assert.ok((await stat(file('dialled.png'))).size > 0);
  });

  it('refuses a server that nothing vouches for, tells its fingerprint, and takes it once that is given', async () => {
    const relay = await relayWebSocket(demo.port, { certificate: 'self' });
    try {
      const { fingerprint256: fingerprint } = new X509Certificate(pem('self-cert'));
      const url = `wss://localhost:${relay.port}/`;
      const { code, stderr } = await picture([url]);
      assert.equal(code, 10);
      assert.match(stderr, /^error VNC_TLS_UNTRUSTED/);
      assert.ok(stderr.includes(fingerprint), stderr);
      assert.ok(stderr.includes('--fingerprint'), stderr);
      await succeeds(['--url', url, '--fingerprint', fingerprint]);
      const known = file('known');
      await writeFile(known, `certificate localhost ${relay.port} ${fingerprint}\n`);
      await succeeds(['--url', url, '--known-servers', known]);
      await writeFile(known, `certificate localhost ${relay.port} ${fingerprint.replace(/^../, '00')}\n`);
      const changed = await picture(['--url', url, '--known-servers', known]);
      assert.equal(changed.code, 10);
      assert.match(changed.stderr, /^error VNC_SERVER_CHANGED/);
    } finally {
      await relay.close();
    }
  });

  it('does the same for TLS that begins within the connection', async () => {
    await using vnc = await startTigerVnc({ security: ['X509Vnc'] });
    const url = `localhost::${vnc.port}`;
    const env = { VNC_PASSWORD: 'secret12' };
    const { code, stderr } = await picture([url], env);
    assert.equal(code, 10, stderr);
    const [fingerprint = ''] = /(?:[0-9A-F]{2}:){31}[0-9A-F]{2}/.exec(stderr) ?? [];
    assert.match(stderr, /^error VNC_TLS_UNTRUSTED/);
    await succeeds(['--url', url, '--fingerprint', fingerprint], env);
    await succeeds(['--url', url, '--ca', (await makeCertificates()).caFile], env);
  });

  it('checks the options as fields of a connection are checked', async () => {
    const wrong: readonly [readonly string[], RegExp][] = [
      [['--security', 'Magic'], /--security: .*Magic/],
      [['--fingerprint', 'AB:CD'], /--fingerprint: /],
      [['--proxy', 'ftp://x'], /--proxy: /],
      [['--proxy', 'http://u:secret@x:1'], /--proxy: /],
      [['--set', 'quality=99'], /--set quality: /],
      [['--set', 'nonsense=1'], /nonsense/],
      [['--set', 'host=x'], /--set host: give the server/],
      [['--set', 'quality'], /--set quality: write FIELD=VALUE/],
      [['--client-cert', 'x'], /belong together/],
      [['--tunnel', 'a', '--proxy-command', 'b'], /contradict/],
      [['--tunnel', '"a'], /--tunnel: a " is not closed/],
    ];
    for (const [args, said] of wrong) {
      const { code, stderr } = await picture(['--url', `127.0.0.1::${demo.port}`, ...args]);
      assert.equal(code, 2, stderr);
      assert.match(stderr, said);
      assert.doesNotMatch(stderr, /secret@/);
    }
    const note = await succeeds([
      ...['--url', `127.0.0.1::${demo.port}`, '--set', 'quality=8', '--set', 'encoding=ZRLE'],
      ...['--security', 'VncAuth', '--log', 'debug'],
    ]);
    assert.match(note, /ZRLE/);
  });
});

describe('splitCommand', () => {
  it('takes a line apart without a shell', () => {
    const cases: readonly [string, readonly string[]][] = [
      ['ssh -W ${host}:${port} gw', ['ssh', '-W', '${host}:${port}', 'gw']],
      ['  a   b  ', ['a', 'b']],
      [`sh -c 'echo "$HOME" \\n'`, ['sh', '-c', 'echo "$HOME" \\n']],
      ['a "b c" d\\ e', ['a', 'b c', 'd e']],
      [`"it's" 'say "x"' "a\\"b"`, ["it's", 'say "x"', 'a"b']],
      ['C:\\Windows\\ssh.exe ""', ['C:\\Windows\\ssh.exe', '']],
      ['a; b | c > d', ['a;', 'b', '|', 'c', '>', 'd']],
    ];
    for (const [text, words] of cases) assert.deepEqual(splitCommand('--tunnel', text), words);
    for (const text of ['', '  ', '"a', "a 'b"])
      assert.throws(() => splitCommand('--tunnel', text), UsageError);
  });
});

describe('servers that the command line knows', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'vncscript-known-'));
  });
  after(async () => await rm(folder, { recursive: true }));
  const question = {
    kind: 'certificate',
    host: 'Lab.example',
    port: 443,
    fingerprint: 'AB:CD',
    reason: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    subject: 'CN=lab',
  } as const;
  const open = (name: string, answer?: string): { servers: KnownServers; said: () => string } => {
    const [out, err, input, output] = [1, 2, 3, 4].map(() => new PassThrough()) as [
      PassThrough,
      PassThrough,
      PassThrough,
      PassThrough,
    ];
    if (answer !== undefined) input.write(`${answer}\n`);
    const person = answer === undefined ? undefined : { input, output };
    const servers = new KnownServers(path.join(folder, 'new', name), new Terminal(out, err), person);
    return { servers, said: () => String(err.read() ?? '') };
  };
  const signal = new AbortController().signal;

  it('are those that a person has said yes to', async () => {
    const { servers, said } = open('yes', 'y');
    assert.deepEqual(servers.known(question), []);
    assert.equal(await servers.ask?.(question, signal), true);
    const text = said();
    for (const fact of ['Lab.example port 443', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'CN=lab', 'AB:CD']) {
      assert.ok(text.includes(fact), text);
    }
    assert.equal(await readFile(servers.file, 'utf8'), 'certificate lab.example 443 AB:CD\n');
    assert.equal((await stat(servers.file)).mode & 0o777, 0o600);
    const again = open('yes').servers;
    assert.deepEqual(again.known({ ...question, host: 'lab.EXAMPLE' }), ['AB:CD']);
    assert.deepEqual(again.known({ ...question, port: 444 }), []);
    assert.deepEqual(again.known({ ...question, kind: 'rsa-key' }), []);
  });

  it('are none that a person has not', async () => {
    for (const answer of ['', 'n', 'yessir']) {
      const { servers } = open('no', answer);
      assert.equal(await servers.ask?.(question, signal), false);
      assert.deepEqual(servers.known(question), []);
    }
    assert.equal(open('nobody').servers.ask, undefined);
  });
});
