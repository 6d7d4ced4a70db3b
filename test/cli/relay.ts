import { type Socket, connect } from 'node:net';
import { WebSocket } from 'ws';
import { type TestServer, tcpServer, webSocketServer } from '../core/transport/servers.ts';

/** A server that passes everything on to another port, and can be looked into and cut. */
export interface Relay extends TestServer {
  /** All that clients have sent. */
  received(): Buffer;
  /** Cuts every connection. */
  cut(): void;
}

/** Relays TCP. */
export async function relayTcp(port: number): Promise<Relay> {
  const received: Buffer[] = [];
  const server = await tcpServer((socket) => {
    const onward = connect(port, '127.0.0.1');
    socket.on('data', (chunk) => {
      received.push(chunk);
      onward.write(chunk);
    });
    onward.on('data', (chunk) => void socket.write(chunk));
    endTogether(socket, onward);
  });
  return {
    ...server,
    received: () => Buffer.concat(received),
    cut: () => {
      for (const socket of server.sockets) socket.resetAndDestroy();
    },
  };
}

/** Relays WebSocket messages to TCP, as websockify does; the URL of each request is kept. */
export async function relayWebSocket(
  port: number,
  options: { certificate?: string; urls?: string[] } = {},
): Promise<TestServer> {
  return await webSocketServer((socket, request) => {
    options.urls?.push(request.url ?? '');
    const onward = connect(port, '127.0.0.1');
    socket.on('message', (data) => onward.write(data as Buffer));
    onward.on('data', (chunk) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(chunk);
    });
    onward.on('error', () => socket.terminate());
    onward.on('close', () => socket.close());
    socket.on('close', () => onward.destroy());
  }, options);
}

function endTogether(a: Socket, b: Socket): void {
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
}

/** A KeyEvent (RFC 6143, 7.5.4). */
export function keyEvent(keysym: number, down: boolean): Buffer {
  const message = Buffer.alloc(8);
  message[0] = 4;
  message[1] = down ? 1 : 0;
  message.writeUInt32BE(keysym, 4);
  return message;
}
