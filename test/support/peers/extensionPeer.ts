import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { PowerAction } from '../../../src/core/session/wire.ts';
import { type PeerStream, streamOf, u16, u32, u8 } from './peerStream.ts';

/** How a peer behaves. */
export interface ExtensionPeerOptions {
  /** What its machine cannot do: it answers XVP_FAIL. */
  readonly refuses?: readonly PowerAction[];
  /** What ends the connection, as the machine goes away with it. */
  readonly endsWith?: PowerAction;
}

/** What clients have told a peer, in order: `shutdown`, or the pointer as `x,y:` and the numbers of its buttons. */
export interface ExtensionPeer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  readonly heard: readonly string[];
  /** What the peer did not understand. */
  readonly complaints: readonly string[];
}

const side = 16;
const xvpEncoding = -309;
const mouseButtonsEncoding = -316;
const xvp = { fail: 0, init: 1, version: 1 } as const;
const powerActions: Readonly<Record<number, PowerAction>> = { 2: 'shutdown', 3: 'reboot', 4: 'reset' };

/**
 * Starts a server of RFB 3.8 without security that has what no server of Debian has: power actions (rfbproto, xvp
 * Client Message and xvp Server Message) and the buttons beyond the seventh (PointerEvent, ExtendedMouseButtons).
 */
export async function startExtensionPeer(options: ExtensionPeerOptions = {}): Promise<ExtensionPeer> {
  const heard: string[] = [];
  const complaints: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serve(streamOf(socket), options, heard)
      .catch((error: unknown) => {
        if (error instanceof Error && error.message !== 'the client hung up') complaints.push(error.message);
      })
      .finally(() => socket.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    heard,
    complaints,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function serve(stream: PeerStream, options: ExtensionPeerOptions, heard: string[]): Promise<void> {
  stream.write(Buffer.from('RFB 003.008\n'));
  await stream.read(12);
  stream.write(u8(1, 1));
  await stream.read(1);
  stream.write(u32(0));
  await stream.read(1);
  const format = [u8(32, 24, 0, 1), u16(255), u16(255), u16(255), u8(16, 8, 0, 0, 0, 0)];
  stream.write(u16(side), u16(side), ...format, u32(4), Buffer.from('peer'));

  /** What the client knows, and what it has been told to be known here. */
  let encodings: readonly number[] = [];
  let toldOfButtons = false;
  for (;;) {
    const [type] = await stream.read(1);
    switch (type) {
      case 0:
        await stream.read(19);
        break;
      case 2: {
        const before = encodings;
        const count = (await stream.read(3)).readUInt16BE(1);
        const list = await stream.read(4 * count);
        encodings = Array.from({ length: count }, (_, i) => list.readInt32BE(4 * i));
        if (encodings.includes(xvpEncoding) && !before.includes(xvpEncoding))
          stream.write(u8(250, 0, xvp.version, xvp.init));
        break;
      }
      case 3: {
        const [incremental] = await stream.read(9);
        const tellsOfButtons: boolean = !toldOfButtons && encodings.includes(mouseButtonsEncoding);
        if (incremental === 1 && !tellsOfButtons) break;
        toldOfButtons ||= tellsOfButtons;
        const picture = [...rectangle(side, 0), Buffer.alloc(side * side * 4, 0x7f)];
        const pseudo = tellsOfButtons ? rectangle(0, mouseButtonsEncoding) : [];
        stream.write(u8(0, 0), u16(tellsOfButtons ? 2 : 1), ...pseudo, ...picture);
        break;
      }
      case 4:
        await stream.read(7);
        break;
      case 5: {
        const head = await stream.read(5);
        const lower = head.readUInt8();
        // The highest bit is the mark of a longer message, once the client knows that there is one.
        const isLong = toldOfButtons && lower >= 0x80;
        const upper = isLong ? (await stream.read(1)).readUInt8() : 0;
        if (upper > 3) throw new Error(`reserved buttons ${upper}`);
        heard.push(
          `${head.readUInt16BE(1)},${head.readUInt16BE(3)}:${buttonsOf((lower & 0x7f) | (upper << 7))}`,
        );
        break;
      }
      case 250: {
        const [padding, version, code = 0] = await stream.read(3);
        const action = powerActions[code];
        if (padding !== 0 || version !== xvp.version || action === undefined)
          throw new Error(`xvp ${padding} ${version} ${code}`);
        heard.push(action);
        if (options.refuses?.includes(action) === true) stream.write(u8(250, 0, version, xvp.fail));
        if (options.endsWith === action) return;
        break;
      }
      default:
        throw new Error(`message ${type}`);
    }
  }
}

/** The header of a square in the corner. */
function rectangle(length: number, encoding: number): Buffer[] {
  const number = Buffer.alloc(4);
  number.writeInt32BE(encoding);
  return [u32(0), u16(length), u16(length), number];
}

/** The numbers of the buttons that are down, the first one is 1. */
function buttonsOf(mask: number): string {
  return Array.from({ length: 9 }, (_, i) => i + 1)
    .filter((button) => (mask & (1 << (button - 1))) !== 0)
    .join(' ');
}
