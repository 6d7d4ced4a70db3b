import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import type { VncErrorCode } from '../../../../src/core/base/errorCodes.ts';
import type { ProxmoxTicketSource } from '../../../../src/core/profile/profile.ts';
import { prepareTarget } from '../../../../src/core/profile/prepareTarget.ts';
import { fetchTicket } from '../../../../src/core/profile/tickets/ticketSource.ts';
import { dial } from '../../../../src/core/transport/dial.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { until } from '../../../support/until.ts';
import { type TestServer, tcpServer } from '../../transport/servers.ts';
import {
  type Choices,
  byPassword,
  contextOf,
  failureOf,
  profileOf,
  sourceOf,
  ticketOf,
  withPeer,
} from './asking.ts';
import { machine, tokenValue } from './cluster.ts';

/** A TCP server that ends with the test. */
async function listening(onConnection: (socket: Socket) => void): Promise<TestServer & AsyncDisposable> {
  const server = await tcpServer(onConnection);
  return { ...server, [Symbol.asyncDispose]: async () => await server.close() };
}

describe('a ticket of Proxmox VE', () => {
  it('is made with an API token, for address and handshake', async () => {
    await withPeer({}, async (peer) => {
      const ticket = await ticketOf(peer);
      const { node, type, vmid, vncport } = ticket.values;
      assert.deepEqual([node, type, vmid], ['pve1', 'qemu', '100']);
      assert.match(vncport ?? '', /^59\d\d$/);
      assert.match(ticket.values['ticket'] ?? '', /^[0-9a-f]{8}:PVEVNC:/);
      assert.equal(ticket.password, ticket.values['ticket']?.slice(0, 8));
      assert.deepEqual(ticket.headers, { Authorization: `PVEAPIToken=root@pam!vnc=${tokenValue}` });
      assert.deepEqual(peer.requests, [
        'GET /api2/json/cluster/resources 200',
        'POST /api2/json/nodes/pve1/qemu/100/vncproxy 200',
      ]);
    });
  });

  it('is made with user and password, whose session goes with the upgrade', async () => {
    await withPeer({}, async (peer) => {
      const secrets = { apiPassword: 'pa ss&wörd' };
      const ticket = await ticketOf(peer, { source: { ...byPassword, user: 'root' }, secrets });
      assert.match(ticket.headers?.['Cookie'] ?? '', /^PVEAuthCookie=PVE%3Aroot%40pam/);
      assert.equal(peer.requests[0], 'POST /api2/json/access/ticket 200');
    });
  });

  it('takes the value of a token also as the web interface shows it, whole', async () => {
    await withPeer({}, async (peer) => {
      const ticket = await ticketOf(peer, { secrets: { apiToken: ` root@pam!vnc=${tokenValue}\n` } });
      assert.deepEqual(ticket.headers, { Authorization: `PVEAPIToken=root@pam!vnc=${tokenValue}` });
    });
  });

  it('is its own password where there is no other', async () => {
    await withPeer({ version: 7, machines: [machine(200, 'box', { type: 'lxc' })] }, async (peer) => {
      const ticket = await ticketOf(peer, { source: { vm: '200' } });
      assert.match(ticket.password ?? '', /^PVEVNC:/);
      assert.equal(ticket.password, ticket.values['ticket']);
      assert.equal(ticket.values['type'], 'lxc');
    });
  });

  it('asks for a password of its own where that is known, and does without where it is not', async () => {
    await withPeer({ version: 7 }, async (peer) => {
      const ticket = await ticketOf(peer);
      assert.match(ticket.password ?? '', /^[0-9a-f]{8}$/);
      assert.match(ticket.values['ticket'] ?? '', /^PVEVNC:/);
    });
    await withPeer({ version: 5 }, async (peer) => {
      const ticket = await ticketOf(peer);
      assert.equal(ticket.password, ticket.values['ticket']);
      assert.deepEqual(peer.requests.slice(1), [
        'POST /api2/json/nodes/pve1/qemu/100/vncproxy 400',
        'POST /api2/json/nodes/pve1/qemu/100/vncproxy 200',
      ]);
    });
  });

  describe('finds the machine', () => {
    const machines = [
      machine(100, 'web'),
      machine(101, 'db', { node: 'pve2' }),
      machine(102, 'db', { node: 'pve1', type: 'lxc' }),
      machine(103, 'idle', { status: 'stopped' }),
      machine(104, 'away', { node: 'pve3', status: 'unknown' }),
    ];
    const found: readonly [Partial<ProxmoxTicketSource>, string][] = [
      [{ vm: '101' }, 'pve2/qemu/101'],
      [{ vm: 'web' }, 'pve1/qemu/100'],
      // It has moved since the profile was written.
      [{ vm: '101', node: 'pve1' }, 'pve2/qemu/101'],
      [{ vm: 'db', node: 'pve1' }, 'pve1/lxc/102'],
      [{ vm: 'db', type: 'qemu' }, 'pve2/qemu/101'],
    ];
    for (const [source, place] of found) {
      it(`${JSON.stringify(source)} as ${place}`, async () => {
        await withPeer({ machines }, async (peer) => {
          const { node, type, vmid } = (await ticketOf(peer, { source })).values;
          assert.equal(`${node ?? ''}/${type ?? ''}/${vmid ?? ''}`, place);
        });
      });
    }

    const missed: readonly [Partial<ProxmoxTicketSource>, VncErrorCode, Record<string, string>][] = [
      [{ vm: '999' }, 'VNC_TICKET_MACHINE_UNKNOWN', { machine: '999', reason: 'notFound' }],
      [{ vm: 'nobody' }, 'VNC_TICKET_MACHINE_UNKNOWN', { machine: 'nobody', reason: 'notFound' }],
      [
        { vm: '999', node: 'pve1' },
        'VNC_TICKET_MACHINE_UNKNOWN',
        { machine: '999', node: 'pve1', reason: 'notFound' },
      ],
      [
        { vm: '999', node: 'pve9' },
        'VNC_TICKET_MACHINE_UNKNOWN',
        { machine: '999', node: 'pve9', reason: 'node' },
      ],
      [{ vm: 'db' }, 'VNC_TICKET_MACHINE_UNKNOWN', { reason: 'ambiguous', found: '101 (pve2), 102 (pve1)' }],
      [{ vm: '100', type: 'lxc' }, 'VNC_TICKET_MACHINE_UNKNOWN', { reason: 'type', type: 'qemu' }],
      [{ vm: 'web', node: 'pve2' }, 'VNC_TICKET_MACHINE_UNKNOWN', { reason: 'otherNode', found: 'pve1' }],
      [{ vm: '103' }, 'VNC_TICKET_MACHINE_STOPPED', { machine: '103', status: 'stopped' }],
      [{ vm: 'away' }, 'VNC_TICKET_NODE_UNREACHABLE', { machine: 'away', node: 'pve3' }],
    ];
    for (const [source, code, data] of missed) {
      it(`and says why ${JSON.stringify(source)} is none`, async () => {
        await withPeer({ machines }, async (peer) => {
          const error = await failureOf(ticketOf(peer, { source }), code);
          assert.deepEqual({ ...error.data, ...data }, { ...error.data });
        });
      });
    }

    it('that the user may use but not see, when the profile says enough', async () => {
      await withPeer({ machines }, async (peer) => {
        const secrets = { apiPassword: 'operator' };
        const login = { user: 'operator@pve', tokenId: undefined };
        const ticket = await ticketOf(peer, { source: { ...login, vm: '101', node: 'pve2' }, secrets });
        assert.equal(ticket.values['node'], 'pve2');
        await failureOf(
          ticketOf(peer, { source: { ...login, vm: '101' }, secrets }),
          'VNC_TICKET_MACHINE_UNKNOWN',
        );
      });
    });
  });

  describe('is refused', () => {
    const logins: readonly [string, Choices, Record<string, string>][] = [
      ['for a wrong token', { secrets: { apiToken: 'wrong-secret' } }, { login: 'token', user: 'root@pam' }],
      [
        'for a token that does not exist',
        { source: { tokenId: 'gone' } },
        { login: 'token', said: 'Authentication failed!' },
      ],
      [
        'for a wrong password',
        { source: byPassword, secrets: { apiPassword: 'wrong-secret' } },
        { login: 'password', said: 'authentication failure' },
      ],
      [
        'in another realm',
        { source: { ...byPassword, user: 'root@pve' }, secrets: { apiPassword: 'pa ss&wörd' } },
        { login: 'password', user: 'root@pve' },
      ],
    ];
    for (const [why, choices, data] of logins) {
      it(why, async () => {
        await withPeer({}, async (peer) => {
          const error = await failureOf(ticketOf(peer, choices), 'VNC_TICKET_LOGIN_REJECTED');
          assert.equal(error.kind, 'authentication');
          assert.deepEqual({ ...error.data, ...data }, { ...error.data });
        });
      });
    }

    it('to a user with a second factor, which nobody could give again', async () => {
      await withPeer({}, async (peer) => {
        const source = { user: 'careful@pve', tokenId: undefined };
        const work = ticketOf(peer, { source, secrets: { apiPassword: 'careful' } });
        const error = await failureOf(work, 'VNC_TICKET_SECOND_FACTOR');
        assert.equal(error.kind, 'authentication');
        assert.equal(peer.requests.length, 1);
      });
    });

    it('to a user without the privilege, with the words of the server', async () => {
      await withPeer({}, async (peer) => {
        const source = { user: 'guest@pve', tokenId: undefined };
        const error = await failureOf(
          ticketOf(peer, { source, secrets: { apiPassword: 'guest' } }),
          'VNC_TICKET_FORBIDDEN',
        );
        assert.equal(error.data['said'], 'Permission check failed (/vms/100, VM.Console)');
      });
    });

    it('by a node that does not answer', async () => {
      await withPeer({ deadNodes: ['pve1'] }, async (peer) => {
        const error = await failureOf(ticketOf(peer), 'VNC_TICKET_NODE_UNREACHABLE');
        assert.deepEqual(error.data, {
          host: '127.0.0.1',
          machine: '100',
          node: 'pve1',
          said: 'No route to host',
        });
      });
    });

    it('without its secret, before anything is asked', async () => {
      await withPeer({}, async (peer) => {
        await failureOf(ticketOf(peer, { secrets: {} }), 'VNC_TEMPLATE_VALUE_MISSING');
        await failureOf(ticketOf(peer, { secrets: { apiToken: 'a\nb' } }), 'VNC_TEMPLATE_INVALID');
        assert.deepEqual(peer.requests, []);
      });
    });
  });

  it('is asked for only where the server proves who it is', async () => {
    await withPeer({}, async (peer) => {
      await failureOf(ticketOf(peer, { profile: { certificate: undefined } }), 'VNC_TLS_UNTRUSTED');
      assert.deepEqual(peer.requests, []);
      const context = contextOf(peer, { profile: { certificate: undefined } });
      const unchecked = { ...context, machine: { verifyCertificate: false } };
      assert.equal((await fetchTicket(sourceOf({}), unchecked)).values['vmid'], '100');
      const asked: string[] = [];
      const trust = {
        known: () => [],
        ask: async ({ host }: { readonly host: string }) => {
          asked.push(host);
          return await Promise.resolve(true);
        },
      };
      assert.equal((await fetchTicket(sourceOf({}), { ...context, trust })).values['vmid'], '100');
      assert.ok(asked.length > 0);
    });
  });

  it('is not taken from another kind of server', async () => {
    await using web = await listening((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'));
    });
    await failureOf(
      fetchTicket(sourceOf({}), contextOf({ host: '127.0.0.1', port: web.port }, {})),
      'VNC_TLS_FAILED',
    );
  });

  it('ends in time, and when it is cancelled', async () => {
    await using silent = await listening(() => undefined);
    const clock = new FakeClock();
    const place = { host: '127.0.0.1', port: silent.port };
    const work = fetchTicket(sourceOf({}), { ...contextOf(place, { profile: { timeout: 5 } }), clock });
    const failure = failureOf(work, 'VNC_TICKET_TIMEOUT');
    await until('it is asked', () => silent.sockets.size > 0);
    await clock.advance(4999);
    await clock.advance(1);
    assert.equal((await failure).data['timeout'], 5000);
    const controller = new AbortController();
    const cancelled = fetchTicket(sourceOf({}), contextOf(place, { signal: controller.signal }));
    controller.abort();
    await failureOf(cancelled, 'VNC_CANCELLED');
  });

  it('opens the console once, within ten seconds', async () => {
    await using greeter = await listening((socket) => socket.write('RFB 003.008\n'));
    const machines = [machine(100, 'web', { console: { host: '127.0.0.1', port: greeter.port } })];
    await withPeer({ machines }, async (peer) => {
      const prepare = async () =>
        (await prepareTarget(profileOf(peer, { profile: { certificate: peer.ca } }), contextOf(peer, {})))
          .target;
      const first = await prepare();
      const pipe = await dial(first);
      pipe.close();
      await assert.rejects(dial(first), { code: 'VNC_WEBSOCKET_FAILED' });
      const late = await prepare();
      peer.cluster.advance(11_000);
      await assert.rejects(dial(late), { code: 'VNC_WEBSOCKET_FAILED' });
      const tooLate = await prepare();
      peer.cluster.advance(60_000);
      await assert.rejects(dial(tooLate), { code: 'VNC_TICKET_REJECTED' });
      const again = await dial(await prepare());
      again.close();
    });
  });
});
