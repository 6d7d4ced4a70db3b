import assert from 'node:assert/strict';
import { type Socket, connect } from 'node:net';
import type { BytePipe } from '../../../src/core/transport/bytePipe.ts';
import { dial } from '../../../src/core/transport/dial.ts';
import type { Endpoint } from '../../../src/core/transport/networkErrors.ts';
import { runProgram } from '../../support/programs.ts';
import { startTigerVnc } from '../../support/servers/tigerVnc.ts';
import { startX11vnc } from '../../support/servers/x11vnc.ts';
import { failsWith, serversOfEachTest } from './dialling.ts';
import { Collector, tcpServer } from './servers.ts';

/** Listens on a free port. */
async function listening(
  signal: AbortSignal,
  host?: string,
): Promise<{ readonly address: Endpoint; readonly pipe: Promise<BytePipe> }> {
  return await new Promise((resolve, reject) => {
    const pipe = dial(
      { transport: 'listen', port: 0, host },
      { signal, onListening: (address) => resolve({ address, pipe }) },
    );
    pipe.catch(reject);
  });
}

async function dialUs({ host, port }: Endpoint): Promise<Socket> {
  return await new Promise((resolve, reject) => {
    const socket = connect({ host, port }, () => resolve(socket));
    socket.once('error', reject);
  });
}

describe('waiting for a server to dial us', () => {
  const run = serversOfEachTest();
  let controller = new AbortController();
  beforeEach(() => {
    controller = new AbortController();
  });
  // What listens still, after a failure, must not keep the tests.
  afterEach(() => controller.abort());

  it('listens on loopback, takes one server and closes the door', async () => {
    const { address, pipe: arriving } = await listening(controller.signal);
    assert.equal(address.host, '127.0.0.1');
    const server = await dialUs(address);
    server.write('RFB 003.008\n');
    const pipe = await arriving;
    assert.equal(pipe.confidential, true);
    assert.equal(pipe.description, `127.0.0.1:${server.localPort ?? 0}`);
    const heard = new Collector(pipe);
    await heard.have(12);
    await assert.rejects(dialUs(address), { code: 'ECONNREFUSED' });
    server.end();
    assert.equal(await heard.end(), undefined);
  });

  it('takes the first of several that come at once', async () => {
    const { address, pipe: arriving } = await listening(controller.signal);
    const servers = await Promise.all(
      [1, 2, 3].map(async () => await dialUs(address).catch(() => undefined)),
    );
    for (const server of servers) server?.on('error', () => undefined);
    const closed = new Collector(await arriving);
    for (const server of servers) server?.end();
    assert.equal(await closed.end(), undefined);
  });

  it('listens elsewhere only when told to', async () => {
    const { address, pipe } = await listening(controller.signal, '0.0.0.0');
    assert.equal(address.host, '0.0.0.0');
    controller.abort();
    await failsWith(pipe, 'VNC_CANCELLED');
    await assert.rejects(dialUs({ host: '127.0.0.1', port: address.port }), { code: 'ECONNREFUSED' });
  });

  it('says why it cannot listen', async () => {
    const taken = await run(tcpServer((socket) => socket.end()));
    await failsWith(dial({ transport: 'listen', port: taken.port }), 'VNC_LISTEN_FAILED', {
      host: '127.0.0.1',
      port: taken.port,
      reason: 'inUse',
    });
    await failsWith(dial({ transport: 'listen', host: '192.0.2.1', port: 0 }), 'VNC_LISTEN_FAILED', {
      reason: 'noAddress',
    });
    await failsWith(dial({ transport: 'listen', port: 0 }, { signal: AbortSignal.abort() }), 'VNC_CANCELLED');
  });

  it('is dialled by x11vnc', async () => {
    const { address, pipe: arriving } = await listening(controller.signal);
    await using _server = await startX11vnc({ options: ['-connect', `127.0.0.1:${address.port}`] });
    await greets(await arriving);
  });

  it('is dialled by a running TigerVNC', async () => {
    await using server = await startTigerVnc();
    const { address, pipe: arriving } = await listening(controller.signal);
    // Numbers below 100 would be displays.
    await runProgram('vncconfig', ['-display', server.display, '-connect', `127.0.0.1::${address.port}`]);
    await greets(await arriving);
  });
});

async function greets(pipe: BytePipe): Promise<void> {
  const heard = new Collector(pipe);
  await heard.have(12);
  assert.equal(heard.text, 'RFB 003.008\n');
  pipe.close();
  assert.equal(await heard.end(), undefined);
}
