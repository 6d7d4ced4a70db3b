import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import type { ConnectionProfile, MachineOptions } from '../../../../src/core/profile/profile.ts';
import { type PreparedTarget, prepareTarget } from '../../../../src/core/profile/prepareTarget.ts';
import { fetchTicket } from '../../../../src/core/profile/tickets/ticketSource.ts';
import { dial } from '../../../../src/core/transport/dial.ts';
import { startConnectProxy } from '../../../support/connectProxy.ts';
import { gone } from '../../../support/gone.ts';
import { type ProxmoxPeer, startProxmoxPeer } from '../../../support/peers/proxmox/proxmoxPeer.ts';
import { startProgram } from '../../../support/programs.ts';
import { untilListening, withFreePorts } from '../../../support/servers/ports.ts';
import { startSshd } from '../../../support/servers/sshd.ts';
import { startTinyproxy } from '../../../support/servers/tinyproxy.ts';
import { temporaryFolder } from '../../../support/temporaryFolder.ts';
import { until } from '../../../support/until.ts';
import { Collector, type TestServer, httpServer, pem, tcpServer } from '../../transport/servers.ts';
import { type Choices, byPassword, contextOf, failureOf, profileOf, sourceOf } from './asking.ts';
import { machine, users } from './cluster.ts';

/** A login, the list of machines and the ticket: three questions before the console. */
const threeQuestions: Choices = { source: byPassword, secrets: { apiPassword: 'pa ss&wörd' } };

const questions = [
  'POST /api2/json/access/ticket 200',
  'GET /api2/json/cluster/resources 200',
  'POST /api2/json/nodes/pve1/qemu/100/vncproxy 200',
];
const withConsole = [...questions, 'GET /api2/json/nodes/pve1/qemu/100/vncwebsocket 101'];

describe('the way to a ticket of Proxmox VE', function () {
  this.timeout(20_000);
  let greeter: TestServer;
  let peer: ProxmoxPeer;
  let starts = '';

  beforeEach(async () => {
    greeter = await tcpServer((socket) => socket.write('RFB 003.008\n'));
    peer = await startProxmoxPeer({
      machines: [machine(100, 'web', { console: { host: '127.0.0.1', port: greeter.port } })],
      users,
    });
    starts = path.join(temporaryFolder('ways'), 'starts');
  });
  afterEach(async () => {
    await peer.close();
    await greeter.close();
  });

  /** A profile whose server only the way knows. */
  const placed = (more: Partial<ConnectionProfile> = {}): ConnectionProfile => ({
    ...profileOf({ host: 'pve.invalid', port: 8006 }, threeQuestions),
    certificate: peer.ca,
    serverName: 'localhost',
    ...more,
  });
  const prepare = async (
    profile: ConnectionProfile,
    options: MachineOptions = {},
    secrets: Readonly<Record<string, string>> = {},
  ): Promise<PreparedTarget> =>
    await prepareTarget(profile, {
      ...contextOf(peer, threeQuestions),
      secrets: { ...threeQuestions.secrets, ...secrets },
      machine: options,
    });
  /** Opens the console that has been prepared, as a session does. */
  const greets = async ({ target }: PreparedTarget): Promise<void> => {
    const pipe = await dial(target);
    const heard = new Collector(pipe);
    await heard.have(12);
    assert.equal(heard.text, 'RFB 003.008\n');
    pipe.close();
    await heard.end();
    assert.deepEqual(peer.requests, withConsole);
  };
  /** A program that notes its process id each time that it is started. */
  const noted = (script: string, ...words: readonly string[]): readonly string[] => [
    ...['sh', '-c', `echo $$ >>"$1"; ${script}`, 'sh', starts, ...words],
  ];
  const started = async (): Promise<readonly number[]> =>
    (await readFile(starts, 'utf8')).trim().split('\n').map(Number);

  describe('through a proxy', () => {
    it('of HTTP, which knows the name, is that of the console, and one connection for all questions', async () => {
      await using proxy = await startConnectProxy(peer.port);
      const prepared = await prepare(placed({ proxy: `http://127.0.0.1:${proxy.port}` }));
      assert.deepEqual(proxy.asked, ['pve.invalid:8006']);
      await greets(prepared);
      assert.deepEqual(proxy.asked, ['pve.invalid:8006', 'pve.invalid:8006']);
    });

    it('of HTTP with a login, whose secret nobody is told', async () => {
      const login = { username: 'ada', password: 'pass-of-ada' };
      await using proxy = await startTinyproxy({ login });
      const profile = placed({
        host: peer.host,
        port: peer.port,
        proxy: `http://ada@127.0.0.1:${proxy.port}`,
      });
      await greets(await prepare(profile, {}, { proxyPassword: login.password }));
      const error = await failureOf(
        prepare(profile, {}, { proxyPassword: 'wrong-secret' }),
        'VNC_PROXY_AUTH',
      );
      assert.equal(error.kind, 'authentication');
    });

    it('of SOCKS', async () => {
      await using ssh = await startSshd();
      await withFreePorts(async ([port = 0]) => {
        const socks = await startProgram('ssh', [...ssh.login, '-N', '-D', `127.0.0.1:${port}`, ssh.host]);
        try {
          await untilListening(socks, port);
          const profile = placed({
            host: peer.host,
            port: peer.port,
            proxy: `socks5://127.0.0.1:${port}`,
          });
          await greets(await prepare(profile));
        } finally {
          await socks.stop();
        }
      });
    });
  });

  describe('through a program of this machine', () => {
    // Good for one connection only, as some tunnels are.
    const tunnel = (): readonly string[] =>
      noted(
        'exec socat "TCP-LISTEN:$2,bind=127.0.0.1" "TCP:127.0.0.1:$3"',
        '${localPort}',
        String(peer.port),
      );

    it('that opens a port, is started once for all questions, ended with them, and started again for the console', async () => {
      const prepared = await prepare(placed(), { tunnelCommand: tunnel() });
      const [first = 0, ...more] = await started();
      assert.deepEqual(more, []);
      await gone(first);
      await greets(prepared);
      const [, second = 0, ...others] = await started();
      assert.deepEqual(others, []);
      await gone(second);
    });

    it('that is the connection, is started once for all questions', async () => {
      const proxyCommand = noted('exec socat - "TCP:127.0.0.1:$2"', String(peer.port));
      const prepared = await prepare(placed(), { proxyCommand });
      assert.equal((await started()).length, 1);
      await greets(prepared);
      const all = await started();
      assert.equal(all.length, 2);
      for (const pid of all) await gone(pid);
    });

    it('is ended when the ticket is refused', async () => {
      const profile = placed({ ticketSource: sourceOf({ source: { ...byPassword, vm: '999' } }) });
      await failureOf(prepare(profile, { tunnelCommand: tunnel() }), 'VNC_TICKET_MACHINE_UNKNOWN');
      const [first = 0] = await started();
      await gone(first);
    });

    it('tells what that says when it ends', async () => {
      const tunnelCommand = noted('echo no such pod >&2; exit 4', '${localPort}');
      const error = await failureOf(prepare(placed(), { tunnelCommand }), 'VNC_COMMAND_FAILED');
      assert.deepEqual(error.data, { program: 'sh', status: 4, output: 'no such pod' });
    });

    it('is ended when it is cancelled in the middle of a question', async () => {
      const asked = { count: 0 };
      const silent = await httpServer(() => (asked.count += 1), 'server');
      try {
        const controller = new AbortController();
        const command = noted('exec socat - "TCP:127.0.0.1:$2"', String(silent.port));
        const work = fetchTicket(sourceOf(threeQuestions), {
          ...contextOf(peer, { ...threeQuestions, signal: controller.signal }),
          profile: placed(),
          machine: { proxyCommand: command },
        });
        const failure = failureOf(work, 'VNC_CANCELLED');
        await until('it is asked', () => asked.count > 0);
        controller.abort();
        await failure;
        const [first = 0] = await started();
        await gone(first);
      } finally {
        await silent.close();
      }
    });
  });

  describe('to a server that keeps no connection', () => {
    /** Answers as the API does, and ends the connection in its own way. */
    const ending = async (
      end: (request: IncomingMessage, response: ServerResponse, answer: () => void) => void,
    ): Promise<TestServer> => {
      return await httpServer((request, response) => {
        request.resume();
        const list = [{ vmid: 100, name: 'web', node: 'pve1', type: 'qemu', status: 'running' }];
        const { url = '' } = request;
        const data = url.includes('resources')
          ? list
          : { ticket: 'PVE:x', CSRFPreventionToken: 'c', port: 5900 };
        end(request, response, () => response.end(JSON.stringify({ data })));
      }, 'server');
    };
    const ticketOf = async (server: TestServer): Promise<string | undefined> => {
      const place = { host: 'localhost', port: server.port, ca: pem('ca-cert') };
      const ticket = await fetchTicket(sourceOf(threeQuestions), contextOf(place, threeQuestions));
      return ticket.values['ticket'];
    };

    it('and says so, is asked on a new one', async () => {
      const sockets = new Set<unknown>();
      const server = await ending((request, response, answer) => {
        sockets.add(request.socket);
        response.setHeader('Connection', 'close');
        answer();
      });
      try {
        assert.equal(await ticketOf(server), 'PVE:x');
        assert.equal(sockets.size, 3);
      } finally {
        await server.close();
      }
    });

    it('and ends it when it is asked again, is asked once more', async () => {
      const sockets = new Set<unknown>();
      let cut = 0;
      const server = await ending((request, _response, answer) => {
        const isSecond = sockets.has(request.socket);
        sockets.add(request.socket);
        if (isSecond) {
          cut += 1;
          request.socket.destroy();
        } else {
          answer();
        }
      });
      try {
        assert.equal(await ticketOf(server), 'PVE:x');
        assert.equal(cut, 2);
        assert.equal(sockets.size, 3);
      } finally {
        await server.close();
      }
    });
  });
});
