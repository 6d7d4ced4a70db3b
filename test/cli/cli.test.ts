import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PNG } from 'pngjs';
import { type DemoServer, startDemoServer } from '../../src/core/demo/demoServer.ts';
import { closedPort, httpServer, tcpServer, webSocketServer } from '../core/transport/servers.ts';
import { buildCli, runCli, startCli } from './cli.ts';
import { type Relay, keyEvent, relayTcp, relayWebSocket } from './relay.ts';

const still = 'vncscript 1\nwait for still 100ms\n';

describe('vncscript', function () {
  this.timeout(60_000);
  let folder: string;
  let demo: DemoServer;
  const servers: { close(): Promise<void> }[] = [];
  const run = async <T extends { close(): Promise<void> }>(server: Promise<T>): Promise<T> => {
    const running = await server;
    servers.push(running);
    return running;
  };
  const file = (name: string): string => path.join(folder, name);
  const write = async (name: string, text: string): Promise<string> => {
    await writeFile(file(name), text);
    return file(name);
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

  describe('in general', () => {
    it('prints help and version on standard output', async () => {
      const help = await runCli(['--help']);
      assert.deepEqual([help.code, help.stderr], [0, '']);
      assert.match(help.stdout, /vncscript run FILE/);
      const { version } = JSON.parse(await readFile('package.json', 'utf8'));
      assert.deepEqual(await runCli(['--version']), { code: 0, stdout: `${version}\n`, stderr: '' });
    });

    it('refuses a wrong command line with 2 and says where help is', async () => {
      const { code, stdout, stderr } = await runCli(['run']);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /^vncscript: run: no script.*\nTry “vncscript --help”\.\n$/);
      assert.equal((await runCli(['check', file('none.vncscript')])).code, 2);
    });
  });

  describe('run', () => {
    it('runs a script of standard input against the demo screen', async () => {
      const { code, stdout, stderr } = await runCli(['run', '-', '--demo'], {
        input: `${still}log "ready"\n`,
        cwd: folder,
      });
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^ready\npassed main \(\d+\.\d s\)\n$/);
      assert.match(stderr, /^connected to demo \(127\.0\.0\.1:\d+\), \d+ x \d+\n/);
    });

    it('writes the files of scripts into the folder, and passes parameters and secrets', async () => {
      const script = await write(
        'a.vncscript',
        'vncscript 1\nparam who: String = "nobody"\nsecret pin\nlog "for ${who}"\ntype pin\nscreenshot "a.png"\n',
      );
      const out = file('out/deep');
      const { code, stdout, stderr } = await runCli(
        [
          'run',
          script,
          script,
          '--url',
          `vnc://127.0.0.1:${demo.port}`,
          '--param',
          'who=Ada',
          '--out',
          out,
          '--log',
          'trace',
        ],
        { env: { VNC_PASSWORD: demo.password, VNCSCRIPT_SECRET_PIN: 'PIN12345' } },
      );
      assert.equal(code, 0, stderr);
      assert.equal(stdout.match(/for Ada/g)?.length, 2);
      assert.deepEqual((await readdir(out)).sort(), ['a-2.png', 'a.png']);
      assert.ok(PNG.sync.read(await readFile(path.join(out, 'a.png'))).width > 0);
      assert.ok(stderr.includes('[debug]'));
      for (const secret of [demo.password, 'PIN12345']) assert.ok(!`${stdout}${stderr}`.includes(secret));
    });

    it('takes the password from a file, and connections from a list', async () => {
      const passwordFile = await write('password', `${demo.password}\n`);
      const connections = await write(
        'connections.json',
        JSON.stringify([
          { name: 'demo', host: '127.0.0.1', port: demo.port },
          { name: 'nowhere', host: '127.0.0.1', port: await closedPort() },
        ]),
      );
      const common = ['--connections', connections, '--password-file', passwordFile];
      const used = await runCli(['run', '-e', 'use "demo"\nwait for still 50ms', ...common]);
      assert.equal(used.code, 0, used.stderr);
      const chosen = await runCli(['run', '-e', still, '--connection', 'demo', ...common]);
      assert.equal(chosen.code, 0, chosen.stderr);
      const unnamed = await runCli(['run', '-e', still, ...common]);
      assert.equal(unnamed.code, 2);
      assert.match(unnamed.stderr, /say which connection: --connection NAME; there are: demo, nowhere/);
      const unknown = await runCli(['run', '-e', 'use "dmo"\nwait 1ms', ...common]);
      assert.equal(unknown.code, 2, unknown.stderr);
    });

    it('ends with 1 when a test fails, shows the line, and keeps a picture', async () => {
      const out = file('failed');
      const { code, stdout, stderr } = await runCli(['run', '-', '--demo', '--out', out], {
        input: 'vncscript 1\ntest "colour" {\n  expect pixel(1, 1) is "#ff00ff" within 50ms\n}\n',
      });
      assert.equal(code, 1);
      assert.match(stdout, /failed colour/);
      assert.match(stderr, /^error VS5002: .*\n {2}--> <stdin>:3:\d+ .*\n 3 \| {3}expect pixel\(1, 1\)/m);
      assert.match(stderr, /\^{5,}/);
      assert.ok((await readdir(out)).length > 0);
    });

    it('ends with 2 for a script with mistakes, a parameter that is not there and a secret that is missing', async () => {
      const wrong = await runCli(['run', '-e', 'clck (1, 1)', '--demo']);
      assert.deepEqual([wrong.code, wrong.stdout], [2, '']);
      assert.match(wrong.stderr, /^<command line>:1:1: error VS\d{4} /);
      assert.doesNotMatch(wrong.stderr, /connected/);
      assert.equal((await runCli(['run', '-e', still, '--demo', '--param', 'x=1'])).code, 2);
      assert.equal((await runCli(['run', '-e', 'secret pin\ntype pin', '--demo'])).code, 2);
    });

    it('ends with 30 when a file cannot be written, and leaves no half', async () => {
      const blocked = await write('blocked', 'a file, not a folder');
      const { code, stderr } = await runCli(['run', '-e', 'screenshot "x.png"', '--demo', '--out', blocked]);
      assert.equal(code, 30, stderr);
      assert.match(stderr, /VNC_FILE_NOT_WRITTEN/);
      await mkdir(file('taken/x.png'), { recursive: true });
      const taken = await runCli(['run', '-e', 'screenshot "x.png"', '--demo', '--out', file('taken')]);
      assert.equal(taken.code, 30, taken.stderr);
      assert.deepEqual(await readdir(file('taken')), ['x.png']);
    });

    it('hides what is kept for it from the scripts', async () => {
      const { code, stdout } = await runCli(
        ['run', '-e', 'log env("VNC_PASSWORD", "hidden") + env("OPEN", "")', '--demo'],
        {
          env: { VNC_PASSWORD: 'HUNTER22', OPEN: '-open' },
        },
      );
      assert.equal(code, 0);
      assert.match(stdout, /^hidden-open$/m);
    });

    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      it(`releases held keys and ends with 130 on ${signal}`, async () => {
        const relay = await run(relayTcp(demo.port));
        const cli = startCli(
          [
            'run',
            '-e',
            'hold <Ctrl> {\n  step "Holding" {\n    wait 60s\n  }\n}',
            '--url',
            `127.0.0.1::${relay.port}`,
          ],
          { env: { VNC_PASSWORD: demo.password } },
        );
        await cli.says('Holding');
        cli.process.kill(signal);
        const { code, stderr } = await cli.result;
        assert.equal(code, 130, stderr);
        const sent = relay.received();
        const down = sent.indexOf(keyEvent(0xffe3, true));
        const up = sent.lastIndexOf(keyEvent(0xffe3, false));
        assert.ok(down > 0 && up > down);
      });
    }
  });

  describe('failures of the connection', () => {
    const failing: readonly {
      readonly name: string;
      readonly code: number;
      readonly error: string;
      readonly says: RegExp;
      readonly args: () => Promise<readonly string[]>;
      readonly env?: Record<string, string>;
    }[] = [
      {
        name: 'a wrong host',
        code: 10,
        error: 'VNC_HOST_NOT_FOUND',
        says: /There is no host named “no-such-host\.invalid”\..*\n.*Check the spelling/,
        args: async () => ['--url', 'vnc://no-such-host.invalid'],
      },
      {
        name: 'a closed port',
        code: 10,
        error: 'VNC_CONNECTION_REFUSED',
        says: /Nothing listens on port \d+ of “127\.0\.0\.1”\..*\n.*Start the VNC server/,
        args: async () => ['--url', `vnc://127.0.0.1:${await closedPort()}`],
      },
      {
        name: 'a server that is not VNC',
        code: 10,
        error: 'VNC_NOT_VNC',
        says: /not a VNC server.*\n.*Check the port/,
        args: async () => [
          '--url',
          `127.0.0.1::${(await run(tcpServer((s) => void s.write('SSH-2.0-OpenSSH_9.2\r\n')))).port}`,
        ],
      },
      {
        name: 'a wrong password',
        code: 3,
        error: 'VNC_AUTH_REJECTED',
        says: /did not take the password.*\n.*wrong.*expired.*none set/,
        args: async () => ['--url', `vnc://127.0.0.1:${demo.port}`],
        env: { VNC_PASSWORD: 'WRONGPW1' },
      },
      {
        name: 'a missing password',
        code: 3,
        error: 'VNC_PASSWORD_REQUIRED',
        says: /wants a password.*\n.*VNC_PASSWORD/,
        args: async () => ['--url', `vnc://127.0.0.1:${demo.port}`],
      },
      {
        name: 'an expired ticket',
        code: 3,
        error: 'VNC_TICKET_REJECTED',
        says: /status 401.*\n.*get a new one/,
        args: async () => {
          const { port } = await run(httpServer((_request, response) => response.writeHead(401).end()));
          return ['--url', `ws://127.0.0.1:${port}/?ticket=\${ticket}`];
        },
        env: { VNC_TICKET: 'TICKET12' },
      },
      {
        name: 'a missing ticket',
        code: 2,
        error: 'VNC_TEMPLATE_VALUE_MISSING',
        says: /needs a value for: ticket\..*\n.*VNC_TICKET/,
        args: async () => ['--url', 'ws://127.0.0.1:1/?ticket=${ticket}'],
      },
      {
        name: 'a refused subprotocol',
        code: 10,
        error: 'VNC_SUBPROTOCOL_REFUSED',
        says: /subprotocol “chat”.*\n.*Set “subprotocols”/,
        args: async () => {
          const { port } = await run(httpServer((_request, response) => response.writeHead(400).end()));
          const connection = { name: 'a', url: `ws://127.0.0.1:${port}/`, subprotocols: ['chat'] };
          return ['--connections', await write('chat.json', JSON.stringify([connection]))];
        },
      },
      {
        name: 'an untrusted certificate',
        code: 10,
        error: 'VNC_TLS_UNTRUSTED',
        says: /not trusted; its SHA-256 fingerprint is [0-9A-F:]{95}\..*\n.*--ca/,
        args: async () => {
          const { port } = await run(webSocketServer((socket) => socket.close(), { certificate: 'self' }));
          return ['--url', `wss://localhost:${port}/`];
        },
      },
      {
        name: 'a server that never answers',
        code: 40,
        error: 'VNC_HANDSHAKE_TIMEOUT',
        says: /did not finish the login within 0\.7 s/,
        args: async () => [
          '--url',
          `127.0.0.1::${(await run(tcpServer(() => undefined))).port}`,
          '--timeout',
          '0.7',
        ],
      },
      {
        name: 'a WebSocket that never opens',
        code: 40,
        error: 'VNC_DIAL_TIMEOUT',
        says: /did not answer within 0\.7 s/,
        args: async () => [
          '--url',
          `ws://127.0.0.1:${(await run(tcpServer(() => undefined))).port}/`,
          '--timeout',
          '0.7',
        ],
      },
      {
        name: 'an address that is none',
        code: 2,
        error: 'VNC_ADDRESS_INVALID',
        says: /ftp:\/\/ is not one of a VNC server.*\n.*wss:\/\//,
        args: async () => ['--url', 'ftp://lab/vnc.html'],
      },
      {
        name: 'a password in the address',
        code: 2,
        error: 'VNC_ADDRESS_INVALID',
        says: /holds a password/,
        args: async () => ['--url', 'vnc://ada:HUNTER22@lab'],
      },
    ];
    for (const { name, code, error, says, args, env } of failing) {
      it(`tells ${name} in run and screenshot, with ${code}`, async () => {
        const server = await args();
        const options = env === undefined ? {} : { env };
        const [ran, shot] = await Promise.all([
          runCli(['run', '-e', still, ...server], options),
          runCli(['screenshot', ...server, file('never.png')], options),
        ]);
        for (const result of [ran, shot]) {
          assert.equal(result.code, code, result.stderr);
          assert.ok(result.stderr.includes(error), result.stderr);
          assert.match(result.stderr, says);
          assert.doesNotMatch(`${result.stdout}${result.stderr}`, /HUNTER22|WRONGPW1|TICKET12/);
        }
        await assert.rejects(stat(file('never.png')));
      });
    }

    it('tells a server that goes away in the middle, with 11', async () => {
      const relay: Relay = await run(relayTcp(demo.port));
      const cli = startCli(
        ['run', '-e', 'step "Waiting" {\n  wait 60s\n}', '--url', `127.0.0.1::${relay.port}`],
        {
          env: { VNC_PASSWORD: demo.password },
        },
      );
      await cli.says('Waiting');
      relay.cut();
      const { code, stderr } = await cli.result;
      assert.equal(code, 11, stderr);
      assert.match(
        stderr,
        /error VS5012: .*\n[\s\S]*VNC_CONNECTION_LOST The connection to 127\.0\.0\.1:\d+ was lost\.\n.*connect again/,
      );
    });

    it('ends a script at its time limit with 40', async () => {
      const { code, stderr } = await runCli(['run', '-e', 'wait 60s', '--demo', '--run-timeout', '0.5']);
      assert.equal(code, 40, stderr);
      assert.match(stderr, /error VS\d{4}: the time limit of the run/);
    });
  });

  describe('over WebSocket', () => {
    it('fills the ticket in, encoded, and never prints it', async () => {
      const urls: string[] = [];
      const { port } = await run(relayWebSocket(demo.port, { urls }));
      const { code, stdout, stderr } = await runCli(
        ['run', '-e', still, '--url', `ws://127.0.0.1:${port}/p?t=\${ticket}&s=\${sid}`, '--log', 'trace'],
        { env: { VNC_PASSWORD: demo.password, VNC_TICKET: 'a+b/c==', VNCSCRIPT_SECRET_SID: 'SID56789' } },
      );
      assert.equal(code, 0, stderr);
      assert.deepEqual(urls, ['/p?t=a%2Bb%2Fc%3D%3D&s=SID56789']);
      assert.doesNotMatch(`${stdout}${stderr}`, /a\+b\/c|a%2Bb|SID56789/);
    });

    it('trusts the certificate of --ca, or anything with --insecure, and says so', async () => {
      const { port } = await run(relayWebSocket(demo.port, { certificate: 'server' }));
      const url = `wss://localhost:${port}/`;
      const env = { VNC_PASSWORD: demo.password };
      for (const name of ['ca', 'server']) {
        const trusted = await runCli(
          ['screenshot', url, file(`${name}.png`), '--ca', `test/fixtures/tls/${name}-cert.pem`],
          { env },
        );
        assert.equal(trusted.code, 0, trusted.stderr);
      }
      const wrong = await runCli(
        ['screenshot', url, file('wrong.png'), '--ca', 'test/fixtures/tls/self-cert.pem'],
        { env },
      );
      assert.equal(wrong.code, 10, wrong.stderr);
      const insecure = await runCli(['screenshot', url, file('insecure.png'), '--insecure'], { env });
      assert.equal(insecure.code, 0, insecure.stderr);
      assert.match(insecure.stderr, /not verified/);
    });
  });

  describe('check', () => {
    it('prints findings as lines or as JSON, and ends with 2 for errors', async () => {
      const good = await write('good.vncscript', 'vncscript 1\nwait for still 1s\n');
      const bad = await write('bad.vncscript', 'vncscript 1\nclck (1, 1)\n');
      assert.deepEqual(await runCli(['check', good]), { code: 0, stdout: '', stderr: '' });
      const lines = await runCli(['check', good, bad]);
      assert.equal(lines.code, 2);
      assert.match(lines.stdout, /^.*bad\.vncscript:2:1: error VS\d{4} .*\n$/);
      const json = await runCli(['check', bad, '--json']);
      assert.equal(json.code, 2);
      const [finding] = JSON.parse(json.stdout);
      assert.deepEqual(
        [finding.file, finding.severity, finding.span.line, finding.span.column],
        [bad, 'error', 2, 1],
      );
    });

    it('knows the connections of a file', async () => {
      const connections = await write('some.json', '[{"name": "lab", "host": "h"}]');
      const { stdout } = await runCli(['check', '-', '--connections', connections], {
        input: 'use "lob"\nwait 1ms\n',
      });
      assert.match(stdout, /^<stdin>:1:5: \w+ VS3002 /m);
    });
  });

  describe('format', () => {
    const untidy = 'vncscript 1\ntest   "a"{\nwait   1s\n}\n';

    it('writes in place through links, keeps rights, and is done then', async () => {
      const script = await write('untidy.vncscript', untidy);
      await symlink(script, file('link.vncscript'));
      const link = file('link.vncscript');
      const checked = await runCli(['format', link, '--check']);
      assert.deepEqual([checked.code, checked.stdout], [2, `${link}\n`]);
      assert.equal(await readFile(script, 'utf8'), untidy);
      const { code, stdout } = await runCli(['format', link]);
      assert.deepEqual([code, stdout], [0, `${link}\n`]);
      const tidy = await readFile(script, 'utf8');
      assert.match(tidy, /test "a" \{\n {2}wait 1s\n\}\n/);
      assert.deepEqual(await runCli(['format', link, '--check']), { code: 0, stdout: '', stderr: '' });
      assert.deepEqual(await runCli(['format', '-'], { input: untidy }), {
        code: 0,
        stdout: tidy,
        stderr: '',
      });
    });

    it('leaves a script with syntax errors alone', async () => {
      const broken = 'vncscript 1\ntest "a" {\n';
      const script = await write('broken.vncscript', broken);
      const { code, stderr } = await runCli(['format', script]);
      assert.equal(code, 2);
      assert.match(stderr, /broken\.vncscript:\d+:\d+: error VS1/);
      assert.equal(await readFile(script, 'utf8'), broken);
    });
  });

  describe('screenshot', () => {
    it('writes the picture in the format of its name, and prints where', async () => {
      for (const [name, magic] of [
        ['a.png', '89504e47'],
        ['a.jpg', 'ffd8ff'],
        ['a.bmp', '424d'],
      ] as const) {
        const { code, stdout, stderr } = await runCli(['screenshot', '--demo', file(name)]);
        assert.equal(code, 0, stderr);
        assert.equal(stdout, `${file(name)}\n`);
        assert.ok((await readFile(file(name))).toString('hex').startsWith(magic));
      }
    });

    it('takes a region, exactly', async () => {
      const whole = PNG.sync.read(await screenshot('whole.png', []));
      const part = PNG.sync.read(await screenshot('part.png', ['--region', '10,20,30,40']));
      assert.deepEqual([part.width, part.height], [30, 40]);
      for (let row = 0; row < 40; row++) {
        const start = ((20 + row) * whole.width + 10) * 4;
        assert.ok(
          whole.data.subarray(start, start + 120).equals(part.data.subarray(row * 120, (row + 1) * 120)),
          `row ${row}`,
        );
      }
    });

    it('refuses other endings and places outside the screen with 2', async () => {
      assert.equal((await runCli(['screenshot', '--demo', file('a.gif')])).code, 2);
      const outside = await runCli(['screenshot', '--demo', file('b.png'), '--region', '99999,0,5,5']);
      assert.equal(outside.code, 2, outside.stderr);
      assert.match(outside.stderr, /VNC_OUTSIDE_SCREEN/);
    });

    async function screenshot(name: string, more: readonly string[]): Promise<Buffer> {
      const { code, stderr } = await runCli(['screenshot', '--demo', file(name), ...more]);
      assert.equal(code, 0, stderr);
      return await readFile(file(name));
    }
  });
});
