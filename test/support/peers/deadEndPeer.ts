import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type PeerStream, streamOf, u16, u32, u8 } from './peerStream.ts';

/** How a peer behaves. */
export interface DeadEndPeerOptions {
  /** The security types that it lists. */
  readonly offers: readonly number[];
  /** What VeNCrypt has, none of which it goes on with. */
  readonly subtypes: readonly number[];
  /** Whether VncAuth lets clients in, whatever the password; it does by default. */
  readonly letsIn?: boolean;
}

/** A server with a security type that leads nowhere. */
export interface DeadEndPeer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** The security type that each connection has chosen. */
  readonly chosen: readonly number[];
}

const veNCrypt = 19;
const vncAuth = 2;
const side = 16;

/** Starts a server of RFB 3.8 whose VeNCrypt has the subtypes that are given, and that has plain VncAuth beside it. */
export async function startDeadEndPeer(options: DeadEndPeerOptions): Promise<DeadEndPeer> {
  const chosen: number[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serve(streamOf(socket), options, chosen)
      .catch(() => undefined)
      .finally(() => socket.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    chosen,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function serve(stream: PeerStream, options: DeadEndPeerOptions, chosen: number[]): Promise<void> {
  const { offers, subtypes, letsIn = true } = options;
  stream.write(Buffer.from('RFB 003.008\n'));
  await stream.read(12);
  stream.write(u8(offers.length, ...offers));
  const type = (await stream.read(1)).readUInt8();
  chosen.push(type);
  if (type === veNCrypt) {
    stream.write(u8(0, 2));
    await stream.read(2);
    stream.write(u8(0, subtypes.length), ...subtypes.map(u32));
    await stream.read(4);
    return;
  }
  if (type === vncAuth) {
    stream.write(Buffer.alloc(16, 7));
    await stream.read(16);
  }
  stream.write(u32(letsIn ? 0 : 1));
  if (!letsIn) {
    stream.write(u32(2), Buffer.from('no'));
    return;
  }
  await stream.read(1);
  const format = [u8(32, 24, 0, 1), u16(255), u16(255), u16(255), u8(16, 8, 0, 0, 0, 0)];
  stream.write(u16(side), u16(side), ...format, u32(4), Buffer.from('peer'));
  // Whatever the client says, it gets the first picture only.
  await stream.read(20);
  const picture = [u16(0), u16(0), u16(side), u16(side), u32(0), Buffer.alloc(side * side * 4)];
  stream.write(u8(0, 0), u16(1), ...picture);
  for (;;) await stream.read(1);
}
