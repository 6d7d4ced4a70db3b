import { type AddressInfo, type Socket, createServer } from 'node:net';
import { WebSocketServer } from 'ws';
import type { FakeRfbServer } from './fakeRfbServer.ts';

/** A {@link FakeRfbServer} that can be reached on a port of the loopback. */
export interface FakeRfbListener extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
}

/** Lets one client reach `server` over TCP. */
export async function listenTcp(server: FakeRfbServer): Promise<FakeRfbListener> {
  const sockets = new Set<Socket>();
  const listener = createServer((socket) => {
    sockets.add(socket);
    server.pipe.open({
      receive: (chunk) => socket.write(chunk),
      ended: () => socket.end(),
    });
    socket.on('data', (chunk) => server.pipe.write(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => server.pipe.end());
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    host: '127.0.0.1',
    port: (listener.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

/** Lets one client reach `server` over WebSocket. `requests` gets what each upgrade asked for. */
export async function listenWebSocket(
  server: FakeRfbServer,
): Promise<FakeRfbListener & { readonly requests: { url: string; headers: Record<string, unknown> }[] }> {
  const listener = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  const requests: { url: string; headers: Record<string, unknown> }[] = [];
  listener.on('connection', (socket, request) => {
    requests.push({ url: request.url ?? '', headers: request.headers });
    server.pipe.open({
      receive: (chunk) => socket.send(chunk),
      ended: () => socket.close(),
    });
    socket.on('message', (data: Buffer) => server.pipe.write(data));
    socket.on('close', () => server.pipe.end());
  });
  await new Promise<void>((resolve) => listener.once('listening', resolve));
  return {
    host: '127.0.0.1',
    port: (listener.address() as AddressInfo).port,
    requests,
    [Symbol.asyncDispose]: async () => {
      for (const client of listener.clients) client.terminate();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
