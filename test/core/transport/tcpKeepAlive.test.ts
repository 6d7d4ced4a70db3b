import assert from 'node:assert/strict';
import { type Socket, connect } from 'node:net';
import type { BytePipe } from '../../../src/core/transport/bytePipe.ts';
import { dial } from '../../../src/core/transport/dial.ts';
import { serversOfEachTest } from './dialling.ts';
import { Collector, type TestServer, tcpServer, webSocketServer } from './servers.ts';

/** What the system is told of a socket: Node has no question that answers whether keep-alive is on. */
interface SystemSocket {
  setKeepAlive(on: boolean, seconds: number): number;
}

/** What all sockets of Node share, found by one of them. */
function systemSockets(socket: Socket): SystemSocket {
  const handle: unknown = Reflect.get(socket, '_handle');
  assert.ok(typeof handle === 'object' && handle !== null);
  const prototype: unknown = Object.getPrototypeOf(handle);
  assert.ok(typeof prototype === 'object' && prototype !== null && 'setKeepAlive' in prototype);
  return prototype as SystemSocket;
}

describe('the system probes whether a silent peer is there', () => {
  const run = serversOfEachTest();
  const told: string[] = [];
  let sockets: SystemSocket;
  let restore: () => void;

  before(async () => {
    const probe = await tcpServer(() => undefined);
    const socket = connect(probe.port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    sockets = systemSockets(socket);
    socket.destroy();
    await probe.close();
    const original = Object.getOwnPropertyDescriptor(sockets, 'setKeepAlive');
    assert.ok(original !== undefined && typeof original.value === 'function');
    const call = original.value as (this: SystemSocket, on: boolean, seconds: number) => number;
    restore = () => void Object.defineProperty(sockets, 'setKeepAlive', original);
    sockets.setKeepAlive = function (this: SystemSocket, on, seconds) {
      told.push(`${on ? 'on' : 'off'} after ${seconds} s`);
      return call.call(this, on, seconds);
    };
  });
  beforeEach(() => {
    told.length = 0;
  });
  after(() => {
    restore();
  });

  async function end(pipe: BytePipe): Promise<void> {
    const ended = new Collector(pipe).end();
    pipe.close();
    await ended;
  }

  for (const [what, start, target] of [
    [
      'that was dialled over TCP',
      async (): Promise<TestServer> => await tcpServer((socket) => socket.end()),
      (port: number) => ({ transport: 'tcp', host: '127.0.0.1', port }) as const,
    ],
    [
      'that was dialled over a WebSocket',
      async (): Promise<TestServer> => await webSocketServer(() => undefined),
      (port: number) =>
        ({
          transport: 'websocket',
          urlTemplate: `ws://127.0.0.1:${port}/`,
          values: {},
          tls: { verify: true },
        }) as const,
    ],
  ] as const)
    it(what, async () => {
      const server = await run(start());
      await end(await dial(target(server.port)));
      assert.deepEqual(told, ['on after 30 s']);
    });

  it('that has dialled us', async () => {
    const signal = AbortSignal.timeout(10_000);
    let server: Socket | undefined;
    const pipe = await dial(
      { transport: 'listen', port: 0 },
      { signal, onListening: ({ host, port }) => (server = connect({ host, port })) },
    );
    server?.destroy();
    await end(pipe);
    assert.deepEqual(told, ['on after 30 s']);
  });
});
