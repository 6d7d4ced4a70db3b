import assert from 'node:assert/strict';
import { type DemoServer, startDemoServer } from '../../../src/core/demo/demoServer.ts';
import { relayTcp } from '../../cli/relay.ts';
import { startProxmoxPeer } from '../../support/peers/proxmox/proxmoxPeer.ts';
import { startTigerVnc } from '../../support/servers/tigerVnc.ts';
import { type Websockify, startWebsockify } from '../../support/servers/websockify.ts';
import { until } from '../../support/until.ts';
import { ConnectionFixture, clearUserSettings, userConnections } from '../fixture/connections.ts';

describe('a server that nobody vouches for', () => {
  let fixture: ConnectionFixture;
  let server: DemoServer;
  let gateway: Websockify;

  before(async () => {
    server = await startDemoServer();
    gateway = await startWebsockify({ targetPort: server.port, tls: true });
  });

  after(async () => {
    await gateway.close();
    await server.close();
  });

  beforeEach(async () => {
    await clearUserSettings();
    fixture = new ConnectionFixture();
    fixture.person.answers['password'] = server.password;
  });

  afterEach(async () => await fixture.close());

  const gatewayProfile = () => ({
    name: 'gateway',
    url: 'wss://${host}:${port}/',
    host: gateway.host,
    port: gateway.port,
  });

  it('is asked about once, and remembered without touching the connection', async () => {
    const connection = await fixture.store.add(gatewayProfile());
    const before = userConnections();
    fixture.person.trusts = true;
    const session = await fixture.connector.connect(connection);
    await session.close();
    await (await fixture.connector.connect(connection)).close();
    assert.equal(fixture.person.trustQuestions.length, 1);
    const [question] = fixture.person.trustQuestions;
    assert.ok(question);
    assert.match(question.fingerprint, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    assert.equal(question.port, gateway.port);
    assert.deepEqual(
      fixture.knownServers.all.map(({ host, fingerprint }) => [host, fingerprint]),
      [[gateway.host, question.fingerprint]],
    );
    assert.deepEqual(userConnections(), before);
    // The password that the person gave the first time was for the same server.
    assert.equal(fixture.person.questions.filter(({ secret }) => secret === 'password').length, 2);
  });

  it('is not talked to when the person says no, and is asked about again', async () => {
    const connection = await fixture.store.add(gatewayProfile());
    await assert.rejects(fixture.connector.connect(connection), { code: 'VNC_TLS_UNTRUSTED' });
    assert.deepEqual(fixture.knownServers.all, []);
    fixture.person.trusts = true;
    await fixture.connector.connect(connection);
    assert.equal(fixture.person.trustQuestions.length, 2);
  });

  it('is refused without a question when it is another one than before', async () => {
    const connection = await fixture.store.add(gatewayProfile());
    const old = Array.from({ length: 32 }, () => 'AB').join(':');
    const { host, port } = gateway;
    await fixture.knownServers.trust({ kind: 'certificate', host, port, fingerprint: old });
    fixture.person.trusts = true;
    const error: unknown = await fixture.connector.connect(connection).catch((reason: unknown) => reason);
    assert.ok(error instanceof Error && 'code' in error && 'data' in error);
    assert.equal(error.code, 'VNC_SERVER_CHANGED');
    assert.match(JSON.stringify(error.data), new RegExp(old));
    assert.deepEqual(fixture.person.trustQuestions, []);
    const [known] = fixture.knownServers.all;
    assert.ok(known);
    await fixture.knownServers.forget(known);
    await fixture.connector.connect(connection);
    assert.equal(fixture.person.trustQuestions.length, 1);
  });
});

describe('a connection that is lost', () => {
  let fixture: ConnectionFixture;
  let server: DemoServer;

  beforeEach(async () => {
    await clearUserSettings();
    fixture = new ConnectionFixture();
    server = await startDemoServer();
    fixture.person.answers['password'] = server.password;
  });

  afterEach(async () => {
    await fixture.close();
    await server.close();
  });

  it('is made again with the same session and without a question', async () => {
    const relay = await relayTcp(server.port);
    const connection = await fixture.store.add({ name: 'far', host: '127.0.0.1', port: relay.port });
    const session = await fixture.connector.connect(connection);
    const states: string[] = [];
    session.onStateChange(({ phase }) => states.push(`${phase} ${fixture.connector.stateOf(connection)}`));
    relay.cut();
    await until('it is connected again', () => states.at(-1) === 'open connected');
    assert.equal(states[0], 'reconnecting reconnecting');
    assert.equal(fixture.connector.sessionOf(connection), session);
    assert.equal(fixture.registry.sessions.length, 1);
    assert.equal(fixture.person.questions.length, 1);
    assert.equal(session.statistics.reconnects, 1);
    await session.keyboard.press('Tab');
    await relay.close();
  });

  it('is given up when the person says so', async () => {
    const relay = await relayTcp(server.port);
    const connection = await fixture.store.add({ name: 'far', host: '127.0.0.1', port: relay.port });
    const session = await fixture.connector.connect(connection);
    await relay.close();
    relay.cut();
    await until('it reconnects', () => session.state.phase === 'reconnecting');
    session.stopReconnecting();
    await until('it has ended', () => session.state.phase === 'closed');
    assert.equal(fixture.connector.stateOf(connection), 'disconnected');
    assert.deepEqual(fixture.registry.sessions, []);
  });

  it('is not made again where the connection says so', async () => {
    const relay = await relayTcp(server.port);
    const profile = { name: 'far', host: '127.0.0.1', port: relay.port, reconnect: false };
    const session = await fixture.connector.connect(await fixture.store.add(profile));
    relay.cut();
    await until('it has ended', () => session.state.phase === 'closed');
    await relay.close();
  });
});

describe('a machine of Proxmox VE', () => {
  let fixture: ConnectionFixture;

  beforeEach(async () => {
    await clearUserSettings();
    fixture = new ConnectionFixture();
  });

  afterEach(async () => await fixture.close());

  it('is reached with a ticket for each connection, and the token is asked for once', async () => {
    await using console = await startTigerVnc({ width: 320, height: 240, security: 'none' });
    const token = '0f1e2d3c-aaaa-bbbb-cccc-ddddeeeeffff';
    await using peer = await startProxmoxPeer({
      machines: [
        {
          vmid: 100,
          name: 'web',
          node: 'pve1',
          type: 'qemu',
          status: 'running',
          console: { host: console.host, port: console.port },
        },
      ],
      users: { 'ops@pve': { password: 'unused', tokens: { vnc: token } } },
    });
    const connection = await fixture.store.add({
      name: 'web',
      host: peer.host,
      port: peer.port,
      certificate: peer.ca,
      ticketSource: { kind: 'proxmox', vm: 'web', user: 'ops@pve', tokenId: 'vnc' },
    });
    fixture.person.answers['apiToken'] = token;
    fixture.person.remembers = true;
    const session = await fixture.connector.connect(connection);
    assert.deepEqual(session.size, { width: 320, height: 240 });
    await until('the token is kept', () => fixture.entries.size === 1);
    await session.close();
    await fixture.connector.connect(connection);
    assert.deepEqual(
      fixture.person.questions.map(({ secret }) => secret),
      ['apiToken'],
    );
    assert.equal(peer.requests.filter((request) => request.includes('vncproxy')).length, 2);
    assert.doesNotMatch(JSON.stringify(userConnections()), new RegExp(token));
  });

  it('that says no to the token asks for it again', async () => {
    await using peer = await startProxmoxPeer({
      machines: [],
      users: { 'ops@pve': { password: 'unused', tokens: { vnc: 'right' } } },
    });
    const connection = await fixture.store.add({
      name: 'web',
      host: peer.host,
      port: peer.port,
      certificate: peer.ca,
      ticketSource: { kind: 'proxmox', vm: '100', user: 'ops@pve', tokenId: 'vnc' },
    });
    fixture.person.answers['apiToken'] = 'wrong';
    await assert.rejects(fixture.connector.connect(connection), { code: 'VNC_TICKET_LOGIN_REJECTED' });
    await assert.rejects(fixture.connector.connect(connection), { code: 'VNC_TICKET_LOGIN_REJECTED' });
    assert.deepEqual(
      fixture.person.questions.map(({ rejected }) => rejected),
      [false, true],
    );
  });
});
