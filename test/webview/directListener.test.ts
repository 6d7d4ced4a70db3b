import assert from 'node:assert/strict';
import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { WebSocket } from 'ws';
import { directProtocol, tokenPrefix } from '../../src/protocol/directCarrier.ts';
import { DirectCarrier, type DirectLine } from '../../src/vscode/screen/directCarrier.ts';
import { DirectListener } from '../../src/vscode/screen/directListener.ts';
import { until } from '../support/until.ts';

const origin = 'vscode-webview://0123456789';

/** Knocks as a page does. @returns the open socket, or the status with which it was turned away. */
async function knock(
  listener: DirectListener,
  token: string,
  from = origin,
  protocols: readonly string[] = [directProtocol, tokenPrefix + token],
): Promise<WebSocket | number> {
  const socket = new WebSocket(`ws://127.0.0.1:${listener.port}/`, [...protocols], {
    ...(from === '' ? {} : { origin: from }),
  });
  return await new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.once('error', reject);
  });
}

async function enter(listener: DirectListener): Promise<{ socket: WebSocket; line: DirectLine }> {
  const lines: DirectLine[] = [];
  const watch = listener.onLine((line) => void lines.push(line));
  const socket = await knock(listener, listener.admit(origin).token);
  watch.dispose();
  const [line] = lines;
  assert.ok(socket instanceof WebSocket && line !== undefined);
  return { socket, line };
}

/** Whether anybody answers there. */
async function isOpen(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port });
  const answer = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
  socket.destroy();
  return answer;
}

describe('the listener of a panel', () => {
  let listener: DirectListener;

  beforeEach(async () => {
    listener = await DirectListener.start();
  });

  afterEach(() => listener.dispose());

  it('lets the page in and brings texts and bytes both ways', async () => {
    const { socket, line } = await enter(listener);
    assert.equal(socket.protocol, directProtocol);
    assert.equal(socket.extensions, '');
    const heard: string[] = [];
    line.onText((text) => void heard.push(text));
    const arrived: Buffer[] = [];
    socket.on('message', (data: Buffer) => void arrived.push(data));
    line.binary(Uint8Array.of(1, 2), Uint8Array.of(3, 4, 5));
    line.text('hello');
    socket.send('text');
    await until('everything is there', () => arrived.length === 2 && heard.length === 1);
    assert.deepEqual([...(arrived[0] ?? [])], [1, 2, 3, 4, 5]);
    assert.deepEqual([String(arrived[1]), heard], ['hello', ['text']]);
  });

  it('gives out tokens of 256 bits, and another one every time', () => {
    const tokens = [listener.admit(origin), listener.admit(origin)].flatMap(({ token, proof }) => [
      token,
      proof,
    ]);
    for (const token of tokens) assert.equal(Buffer.from(token, 'base64url').length, 32);
    assert.equal(new Set(tokens).size, 4);
  });

  it('turns away whoever has no token, before any upgrade', async () => {
    assert.equal(await knock(listener, 'none-was-given-out'), 401);
    const { token } = listener.admit(origin);
    const last = token.endsWith('A') ? 'E' : 'A';
    const wrong = [token.slice(0, -1), `${token}A`, token.slice(0, -1) + last, '', 'x'.repeat(2000)];
    for (const other of wrong) assert.equal(await knock(listener, other), 401, other);
    assert.equal(await knock(listener, token, origin, [directProtocol, token]), 401);
    assert.equal(await knock(listener, token, origin, [directProtocol]), 401);
    assert.ok((await knock(listener, token)) instanceof WebSocket);
  });

  it('compares bytes: a token of as many characters but more bytes is only wrong', async () => {
    const { token } = listener.admit(origin);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const asked = request({
        host: '127.0.0.1',
        port: listener.port,
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          origin,
          'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
          'sec-websocket-version': '13',
          'sec-websocket-protocol': `${directProtocol}, ${tokenPrefix}${'é'.repeat(token.length)}`,
        },
      });
      asked.once('response', (response) => resolve(response.statusCode));
      asked.once('error', reject);
      asked.end();
    });
    assert.equal(status, 401);
  });

  it('lets nobody in a second time with the same token, whether the first is still there or not', async () => {
    const { token } = listener.admit(origin);
    const first = await knock(listener, token);
    assert.ok(first instanceof WebSocket);
    assert.equal(await knock(listener, token), 401);
    assert.equal(first.readyState, WebSocket.OPEN);
    first.terminate();
    assert.equal(await knock(listener, token), 401);
  });

  it('lets one of two in who come at once', async () => {
    const { token } = listener.admit(origin);
    const both = await Promise.all([knock(listener, token), knock(listener, token)]);
    assert.equal(both.filter((answer) => answer instanceof WebSocket).length, 1);
    assert.ok(both.includes(401));
  });

  it('turns away other origins and other protocols, and the right one may still come', async () => {
    const { token } = listener.admit(origin);
    for (const from of ['', 'null', 'http://127.0.0.1', `${origin}0`, 'vscode-webview://another'])
      assert.equal(await knock(listener, token, from), 403, from);
    assert.equal(await knock(listener, token, origin, [tokenPrefix + token]), 403);
    assert.ok((await knock(listener, token)) instanceof WebSocket);
  });

  it('takes only the token that was given out last, and ends the connection of the one before', async () => {
    const { socket } = await enter(listener);
    const older = listener.admit(origin);
    const newer = listener.admit(origin);
    await until('the connection is closed', () => socket.readyState === WebSocket.CLOSED);
    assert.equal(await knock(listener, older.token), 401);
    assert.ok((await knock(listener, newer.token)) instanceof WebSocket);
  });

  it('lets nobody in after it was locked', async () => {
    const { token } = listener.admit(origin);
    listener.lock();
    assert.equal(await knock(listener, token), 401);
  });

  it('ends a connection that says too much or what is no text', async () => {
    for (const data of ['x'.repeat(16 * 1024 + 1), Uint8Array.of(1, 2, 3)]) {
      const { socket, line } = await enter(listener);
      const carrier = new DirectCarrier(line);
      let lost = 0;
      carrier.onLost(() => void (lost += 1));
      socket.send(data);
      await until('the connection is closed', () => socket.readyState === WebSocket.CLOSED);
      assert.equal(lost, 1);
    }
  });

  it('answers plain requests with nothing', async () => {
    listener.admit(origin);
    const response = await fetch(`http://127.0.0.1:${listener.port}/`);
    assert.equal(response.status, 404);
    assert.equal(await response.text(), '');
  });

  it('listens on 127.0.0.1 and nowhere else', async () => {
    assert.equal(await isOpen('127.0.0.1', listener.port), true);
    const others = Object.values(networkInterfaces())
      .flat()
      .flatMap((one) => (one === undefined || one.address === '127.0.0.1' ? [] : [one.address]));
    for (const host of ['127.0.0.2', '::1', ...others])
      assert.equal(await isOpen(host, listener.port), false, host);
  });

  it('closes with the panel, and with it who is in', async () => {
    const { socket, line } = await enter(listener);
    let closed = 0;
    line.onClose(() => void (closed += 1));
    listener.dispose();
    await until('the connection is closed', () => socket.readyState === WebSocket.CLOSED);
    assert.equal(await isOpen('127.0.0.1', listener.port), false);
    await until('the line says so', () => closed === 1);
  });
});
