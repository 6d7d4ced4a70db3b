import { createServer } from 'node:http';
import { type AddressInfo, type Socket, connect } from 'node:net';

/** An HTTP proxy that leads to one port of this machine, whatever it is asked for. */
export interface ConnectProxy extends AsyncDisposable {
  readonly port: number;
  /** What it was asked for: `host:port` of each CONNECT. */
  readonly asked: readonly string[];
}

/** Starts a proxy that knows every name: names that exist nowhere show that it was used. */
export async function startConnectProxy(targetPort: number): Promise<ConnectProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.on('connect', (request, client) => {
    asked.push(request.url ?? '');
    const onward = connect(targetPort, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(onward).pipe(client);
    });
    for (const stream of [client, onward]) stream.on('error', () => onward.destroy());
    client.on('close', () => onward.destroy());
    onward.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
