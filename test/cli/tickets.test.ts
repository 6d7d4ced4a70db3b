import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type DemoServer, startDemoServer } from '../../src/core/demo/demoServer.ts';
import type { ClusterMachine } from '../support/peers/proxmox/proxmoxCluster.ts';
import { type ProxmoxPeer, startProxmoxPeer } from '../support/peers/proxmox/proxmoxPeer.ts';
import type { XServer } from '../support/servers/realServer.ts';
import { startTigerVnc } from '../support/servers/tigerVnc.ts';
import { buildCli, type CliResult, runCli } from './cli.ts';
import { relayWebSocket } from './relay.ts';

const apiToken = '5f0f2c9e-8a5d-4a43-9a1c-3a9f4c1b7d20';
const apiPassword = 'root & password';

describe('vncscript and connections that take tickets', function () {
  this.timeout(60_000);
  let folder: string;
  const file = (name: string): string => path.join(folder, name);

  before(async () => {
    await buildCli();
    folder = await mkdtemp(path.join(tmpdir(), 'vncscript-tickets-'));
  });
  after(async () => await rm(folder, { recursive: true }));

  /** Writes a list of connections. */
  const written = async (connections: readonly object[]): Promise<string> => {
    await writeFile(file('lab.json'), JSON.stringify({ connections }));
    return file('lab.json');
  };
  /** Takes a picture over one of them. */
  const picture = async (
    list: string,
    name: string,
    env: Record<string, string>,
    more: readonly string[] = [],
  ): Promise<CliResult> => {
    await rm(file('out.png'), { force: true });
    const result = await runCli(
      ['screenshot', '--connections', list, '--connection', name, ...more, file('out.png')],
      { env: { XDG_CONFIG_HOME: folder, ...env } },
    );
    const said = result.stdout + result.stderr;
    for (const secret of [apiToken, apiPassword, ...Object.values(env)]) {
      assert.ok(!said.includes(secret), said);
    }
    return result;
  };
  const succeeds = async (...args: Parameters<typeof picture>): Promise<void> => {
    const { code, stderr } = await picture(...args);
    assert.equal(code, 0, stderr);
    assert.ok((await stat(file('out.png'))).size > 100);
  };

  describe('of Proxmox VE', () => {
    let console: XServer;
    let peer: ProxmoxPeer;
    let list: string;
    const token = { VNCSCRIPT_SECRET_APITOKEN: apiToken };

    before(async () => {
      console = await startTigerVnc({ width: 640, height: 400 });
      const machine = (vmid: number, name: string, more: Partial<ClusterMachine> = {}): ClusterMachine => ({
        ...{ vmid, name, node: 'pve', type: 'qemu', status: 'running', console },
        ...more,
      });
      peer = await startProxmoxPeer({
        users: {
          'root@pam': { password: apiPassword, tokens: { vnc: apiToken } },
          'operator@pve': { password: apiPassword, privileges: ['VM.Console'] },
        },
        machines: [machine(100, 'web'), machine(101, 'db'), machine(102, 'off', { status: 'stopped' })],
      });
      // A path in the list counts from where the list is.
      await copyFile(peer.caFile, file('pve-root-ca.pem'));
      const connection = (name: string, source: object): object => ({
        name,
        host: peer.host,
        port: peer.port,
        certificate: 'pve-root-ca.pem',
        ticketSource: { kind: 'proxmox', user: 'root@pam', ...source },
      });
      list = await written([
        connection('web', { vm: 100, tokenId: 'vnc' }),
        connection('db', { vm: 'db', tokenId: 'vnc' }),
        connection('by password', { vm: 'web' }),
        connection('off', { vm: 102, tokenId: 'vnc' }),
        connection('unseen', { vm: 102, node: 'pve', user: 'operator@pve' }),
      ]);
    });
    after(async () => {
      await peer.close();
      await console.close();
    });

    it('are fetched with an API token from the environment', async () => {
      const before = peer.requests.length;
      await succeeds(list, 'web', token);
      assert.deepEqual(peer.requests.slice(before), [
        'GET /api2/json/cluster/resources 200',
        'POST /api2/json/nodes/pve/qemu/100/vncproxy 200',
        'GET /api2/json/nodes/pve/qemu/100/vncwebsocket 101',
      ]);
    });

    it('are fetched with user and password', async () => {
      await succeeds(list, 'by password', { VNCSCRIPT_SECRET_APIPASSWORD: apiPassword });
    });

    it('are fetched for every connection that a script uses', async () => {
      const before = peer.requests.length;
      const scripts = ['web', 'db'].map((name) => file(`${name}.vncscript`));
      await writeFile(scripts[0] ?? '', 'use "web"\nwait 1ms\n');
      await writeFile(scripts[1] ?? '', 'use "db"\nwait 1ms\n');
      const { code, stderr, stdout } = await runCli(['run', ...scripts, '--connections', list], {
        env: { XDG_CONFIG_HOME: folder, ...token },
      });
      assert.equal(code, 0, stderr + stdout);
      const opened = peer.requests.slice(before).filter((line) => line.endsWith('/vncwebsocket 101'));
      assert.deepEqual(opened, [
        'GET /api2/json/nodes/pve/qemu/100/vncwebsocket 101',
        'GET /api2/json/nodes/pve/qemu/101/vncwebsocket 101',
      ]);
    });

    it('are refused with the exit code of what went wrong', async () => {
      const wrong: readonly [string, Record<string, string>, number, RegExp][] = [
        ['web', { VNCSCRIPT_SECRET_APITOKEN: 'another-value-of-it' }, 3, /^error VNC_TICKET_LOGIN_REJECTED /],
        ['web', {}, 2, /^error VNC_TEMPLATE_VALUE_MISSING .*: apiToken\..*VNCSCRIPT_SECRET_<NAME>/s],
        ['off', token, 10, /^error VNC_TICKET_MACHINE_STOPPED .*Start it/s],
        [
          'unseen',
          { VNCSCRIPT_SECRET_APIPASSWORD: apiPassword },
          10,
          /^error VNC_WEBSOCKET_FAILED .*stopped or locked, or the ticket has expired/s,
        ],
      ];
      for (const [name, env, status, said] of wrong) {
        const { code, stderr } = await picture(list, name, env);
        assert.equal(code, status, stderr);
        assert.match(stderr, said);
      }
    });
  });

  describe('of a command', () => {
    let demo: DemoServer;
    let list: string;
    let urls: string[];
    let relay: Awaited<ReturnType<typeof relayWebSocket>>;

    beforeEach(async () => {
      demo = await startDemoServer();
      urls = [];
      relay = await relayWebSocket(demo.port, { urls });
      list = await written([
        {
          name: 'console',
          url: 'ws://${host}:${port}/console/${room}?t=${ticket}',
          host: '127.0.0.1',
          port: relay.port,
          variables: { room: 'lab' },
          ticketSource: { kind: 'command', timeout: 10 },
        },
      ]);
    });
    afterEach(async () => {
      await relay.close();
      await demo.close();
    });

    it('are what it prints: one line', async () => {
      await succeeds(list, 'console', { VNC_PASSWORD: demo.password }, [
        '--ticket-command',
        `sh -c 'echo "$0 at $1"' 'a ticket' "\${host}:\${port}/\${room}"`,
      ]);
      assert.deepEqual(urls, [
        `/console/lab?t=${encodeURIComponent(`a ticket at 127.0.0.1:${relay.port}/lab`)}`,
      ]);
    });

    it('are what it prints: an object with the password of the handshake, which goes before another', async () => {
      await writeFile(file('ticket.json'), JSON.stringify({ ticket: 't-1', password: demo.password }));
      await succeeds(list, 'console', { VNC_PASSWORD: 'another-one' }, [
        '--ticket-command',
        `cat "${file('ticket.json')}"`,
      ]);
      assert.deepEqual(urls, ['/console/lab?t=t-1']);
    });

    it('are asked for anew by every run', async () => {
      const counter = file('count');
      await writeFile(counter, '');
      const command = `sh -c 'echo x >>"$0"; wc -l <"$0"' ${counter}`;
      for (let run = 0; run < 2; run++) {
        await succeeds(list, 'console', { VNC_PASSWORD: demo.password }, ['--ticket-command', command]);
      }
      assert.deepEqual(urls, ['/console/lab?t=1', '/console/lab?t=2']);
      assert.equal((await readFile(counter, 'utf8')).length, 4);
    });

    it('are missed where the command is not given, fails, or prints none', async () => {
      const env = { VNC_PASSWORD: demo.password };
      const wrong: readonly [readonly string[], RegExp][] = [
        [[], /^error VNC_TICKET_COMMAND_FAILED .*none is set.*--ticket-command/s],
        [
          ['--ticket-command', "sh -c 'echo no login here >&2; exit 4'"],
          /^error VNC_TICKET_COMMAND_FAILED The ticket command “sh” ended \(4\): “no login here”/,
        ],
        [['--ticket-command', 'true'], /^error VNC_TICKET_COMMAND_FAILED .*printed nothing/],
        [
          ['--ticket-command', file('nowhere')],
          /^error VNC_TICKET_COMMAND_FAILED There is no program “nowhere”/,
        ],
      ];
      for (const [args, said] of wrong) {
        const { code, stderr } = await picture(list, 'console', env, args);
        assert.equal(code, 10, stderr);
        assert.match(stderr, said);
      }
      assert.deepEqual(urls, []);
    });
  });
});
