import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { type Server as HttpServer, createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, type Server, createServer } from 'node:net';
import { startDemoServer } from '../../../src/core/demo/demoServer.ts';
import type { ConnectionProfile } from '../../../src/core/profile/profile.ts';
import { ErrorNotifier } from '../../../src/vscode/errorNotifier.ts';
import { makeCertificates } from '../../support/servers/certificates.ts';
import { until } from '../../support/until.ts';
import { ConnectionFixture, clearUserSettings } from '../fixture/connections.ts';

const local = '127.0.0.1';

/** Something that a test started, with the port it listens on. */
interface Started {
  readonly port: number;
  close(): void;
}

describe('what goes wrong while connecting', () => {
  let fixture: ConnectionFixture;
  const started: Started[] = [];

  beforeEach(async () => {
    await clearUserSettings();
    fixture = new ConnectionFixture();
  });

  afterEach(async () => {
    for (const server of started.splice(0)) server.close();
    await fixture.close();
  });

  /** Listens on a free port. */
  async function listen(server: Server | HttpServer, close = (): void => undefined): Promise<number> {
    await new Promise<void>((resolve) => server.listen(0, local, resolve));
    const { port } = server.address() as AddressInfo;
    started.push({
      port,
      close: () => {
        close();
        server.close();
      },
    });
    return port;
  }

  /** A server that greets with `text` and keeps the line open. */
  async function greeting(text: string): Promise<number> {
    const sockets = new Set<{ destroy(): void }>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.write(text);
    });
    return await listen(server, () => {
      for (const socket of sockets) socket.destroy();
    });
  }

  /** A server that answers the upgrade with an HTTP status. */
  async function refusing(status: number): Promise<number> {
    const server = createHttpServer((_request, response) => response.writeHead(status).end());
    server.on('upgrade', (_request, socket) => {
      socket.end(`HTTP/1.1 ${status} No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    });
    return await listen(server);
  }

  /** A server whose certificate nobody knows. */
  async function untrusted(): Promise<number> {
    const { certificateFile, keyFile } = await makeCertificates();
    const [cert, key] = await Promise.all([readFile(certificateFile), readFile(keyFile)]);
    return await listen(createHttpsServer({ cert, key }));
  }

  /** Connects, and says the error as the notification does. */
  async function failure(
    profile: Omit<ConnectionProfile, 'name'>,
  ): Promise<{ code: unknown; text: string; actions: readonly string[] }> {
    const connection = await fixture.store.add({ name: 'server', timeout: 10, ...profile });
    const error: unknown = await fixture.connector.connect(connection).then(
      () => assert.fail('it connected'),
      (reason: unknown) => reason,
    );
    await fixture.store.remove(connection);
    assert.deepEqual(fixture.registry.sessions, []);
    assert.equal(fixture.connector.stateOf(connection), 'disconnected');
    const { message, detail, actions } = await new ErrorNotifier(fixture).word(error);
    assert.ok(error instanceof Error && 'code' in error, String(error));
    return { code: error.code, text: `${message} ${detail}`, actions };
  }

  it('each has a message of its own that says what to do', async () => {
    const demo = await startDemoServer();
    started.push({ port: demo.port, close: () => void demo.close() });
    const closed = await greeting('');
    started.pop()?.close();
    const ticketUrl = 'ws://${host}:${port}/?ticket=${ticket}';
    fixture.person.answers['password'] = 'zxpassword';
    fixture.person.answers['ticket'] = 'zxticket';

    const failures = [
      await failure({ host: 'no-such-host.invalid' }),
      await failure({ host: local, port: closed }),
      await failure({ host: local, port: await greeting('SSH-2.0-OpenSSH_9.2\r\n') }),
      await failure({ host: local, port: demo.port }),
      await failure({ url: ticketUrl, host: local, port: await refusing(401) }),
      await failure({
        url: 'ws://${host}:${port}/',
        host: local,
        port: await refusing(400),
        subprotocols: ['binary'],
      }),
      await failure({ url: 'wss://${host}:${port}/', host: 'localhost', port: await untrusted() }),
      await failure({ host: local, port: await greeting(''), timeout: 1 }),
    ];
    assert.deepEqual(
      failures.map(({ code }) => code),
      [
        'VNC_HOST_NOT_FOUND',
        'VNC_CONNECTION_REFUSED',
        'VNC_NOT_VNC',
        'VNC_AUTH_REJECTED',
        'VNC_TICKET_REJECTED',
        'VNC_SUBPROTOCOL_REFUSED',
        'VNC_TLS_UNTRUSTED',
        'VNC_HANDSHAKE_TIMEOUT',
      ],
    );
    assert.equal(new Set(failures.map(({ text }) => text)).size, failures.length);
    const byCode = new Map(failures.map(({ code, actions }) => [code, actions]));
    assert.ok(byCode.get('VNC_TLS_UNTRUSTED')?.includes('trustCertificate'));
    assert.ok(byCode.get('VNC_TICKET_REJECTED')?.includes('newTicket'));
    assert.ok(byCode.get('VNC_AUTH_REJECTED')?.includes('setPassword'));
    for (const { code, text, actions } of failures) {
      assert.ok(actions.length > 0, `${String(code)} offers something`);
      assert.doesNotMatch(text, /VNC_|undefined|\{\w+\}|zx/, text);
    }
  });

  it('a ticket that is forbidden counts as an expired one, too', async () => {
    fixture.person.answers['ticket'] = 'old';
    const { code, actions } = await failure({
      url: 'ws://${host}:${port}/?ticket=${ticket}',
      host: local,
      port: await refusing(403),
    });
    assert.equal(code, 'VNC_TICKET_REJECTED');
    assert.ok(actions.includes('newTicket'));
  });

  it('a server that goes away in the middle ends the session with a reason', async () => {
    const demo = await startDemoServer();
    fixture.person.answers['password'] = demo.password;
    const { host, port } = demo;
    const connection = await fixture.store.add({ name: 'server', host, port, reconnect: false });
    const session = await fixture.connector.connect(connection);
    await demo.close();
    await until('the session has ended', () => session.state.phase === 'closed');
    assert.ok(session.state.phase === 'closed' && session.state.error);
    assert.equal(session.state.error.kind, 'connection');
    const { message, detail } = await new ErrorNotifier(fixture).word(session.state.error);
    assert.ok(message !== '' && detail !== '');
    assert.equal(fixture.connector.stateOf(connection), 'disconnected');
    assert.deepEqual(fixture.registry.sessions, []);
  });
});
