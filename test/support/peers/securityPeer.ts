import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type PeerStream, streamOf, u16, u32, u8 } from './peerStream.ts';
import { makeServerKey, type RsaAesKind, type ServerKey, serveRsaAes } from './rsaAesPeer.ts';
import {
  serveAppleDh,
  serveMsLogonII,
  serveTightUnixLogin,
  serveXvp,
  tightCapabilities,
  type UserLogin,
} from './userLoginPeers.ts';

/** The ways to log in that no server of Debian has. */
export type PeerKind = RsaAesKind | 'AppleDH' | 'MSLogonII' | 'XVP' | 'UnixLogin';

/** How a peer behaves. */
export interface PeerOptions {
  readonly kind: PeerKind;
  readonly username: string;
  readonly password: string;
  /** RSA-AES: asks for the password alone. */
  readonly passwordOnly?: boolean;
  /** RSA-AES: its key; one that is made once and for all by default. */
  readonly key?: ServerKey;
  /** The security types that it lists; its own alone by default. */
  readonly offers?: readonly number[];
}

/** A server of one way to log in. */
export interface SecurityPeer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** What clients logged in with, in order. */
  readonly logins: readonly UserLogin[];
  /** What the peer did not understand. */
  readonly complaints: readonly string[];
}

const numbers: Readonly<Record<PeerKind, number>> = {
  RA2: 5,
  RA2ne: 6,
  RA2_256: 129,
  RA2ne_256: 130,
  AppleDH: 30,
  MSLogonII: 113,
  XVP: 22,
  UnixLogin: 16,
};

const side = 16;
const reason = 'unknown user or wrong password';
const desktopName = 'peer';

let sharedKey: ServerKey | undefined;

/** The key that peers have by default: making one takes a while. */
export function peerKey(): ServerKey {
  sharedKey ??= makeServerKey();
  return sharedKey;
}

/** Starts a server of RFB 3.8 that knows one way to log in and shows 16 x 16 pixels of one colour. */
export async function startSecurityPeer(options: PeerOptions): Promise<SecurityPeer> {
  const logins: UserLogin[] = [];
  const complaints: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serve(streamOf(socket), options, logins)
      .catch((error: unknown) => {
        if (error instanceof Error && error.message !== 'the client hung up') complaints.push(error.message);
      })
      .finally(() => socket.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    logins,
    complaints,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function serve(plain: PeerStream, options: PeerOptions, logins: UserLogin[]): Promise<void> {
  const { kind, username, password, offers = [numbers[kind]] } = options;
  plain.write(Buffer.from('RFB 003.008\n'));
  const version = (await plain.read(12)).toString('latin1');
  if (version !== 'RFB 003.008\n') throw new Error(`version ${version}`);
  plain.write(u8(offers.length, ...offers));
  const [chosen] = await plain.read(1);
  if (chosen !== numbers[kind]) throw new Error(`security type ${chosen}`);

  const { stream, ...login } = await authenticate(plain, options);
  logins.push(login);
  const nameNeeded = options.passwordOnly !== true;
  if (login.password !== password || (nameNeeded && login.username !== username)) {
    stream.write(u32(1), u32(reason.length), Buffer.from(reason));
    return;
  }
  stream.write(u32(0));
  await stream.read(1);
  stream.write(
    ...[u16(side), u16(side), u8(32, 24, 0, 1), u16(255), u16(255), u16(255), u8(16, 8, 0, 0, 0, 0)],
    ...[u32(desktopName.length), Buffer.from(desktopName)],
  );
  if (kind === 'UnixLogin') stream.write(tightCapabilities());
  await answerRequests(stream);
}

async function authenticate(
  plain: PeerStream,
  options: PeerOptions,
): Promise<UserLogin & { readonly stream: PeerStream }> {
  const { kind } = options;
  switch (kind) {
    case 'AppleDH':
      return { ...(await serveAppleDh(plain)), stream: plain };
    case 'MSLogonII':
      return { ...(await serveMsLogonII(plain)), stream: plain };
    case 'XVP':
      return { ...(await serveXvp(plain, [options.password])), stream: plain };
    case 'UnixLogin':
      return { ...(await serveTightUnixLogin(plain)), stream: plain };
    default: {
      const subtype = options.passwordOnly === true ? 2 : 1;
      return await serveRsaAes(plain, kind, options.key ?? peerKey(), subtype);
    }
  }
}

/** Answers every FramebufferUpdateRequest with the whole screen as Raw. */
async function answerRequests(stream: PeerStream): Promise<void> {
  for (;;) {
    const [type] = await stream.read(1);
    switch (type) {
      case 0:
        await stream.read(19);
        break;
      case 2:
        await stream.read(4 * ((await stream.read(3)).readUInt16BE(1) || 0));
        break;
      case 3: {
        await stream.read(9);
        const header = [u16(0), u16(side), u16(side), u32(0)];
        stream.write(u8(0, 0), u16(1), u16(0), ...header, Buffer.alloc(side * side * 4, 0x7f));
        break;
      }
      case 4:
        await stream.read(7);
        break;
      case 5:
        await stream.read(5);
        break;
      default:
        throw new Error(`message ${type}`);
    }
  }
}
