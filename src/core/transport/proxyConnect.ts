import { type Socket, isIPv4, isIPv6 } from 'node:net';
import { type VncError, vncError } from '../base/errors.ts';
import { type Endpoint, addressOf, errorCodeOf } from './networkErrors.ts';
import { type Prelude, readPrelude } from './prelude.ts';
import { secureStream } from './secureStream.ts';
import type { ProxyAddress, TlsOptions } from './target.ts';
import { connectTcpSocket } from './tcpSocket.ts';

/** Bytes of a proxy's answer to CONNECT: servers of HTTP take no longer headers either. */
const answerBytes = 16 * 1024;

/**
 * Has a proxy connect to `endpoint`. The proxy looks its name up.
 *
 * @param tls how a proxy of the kind `https` is checked.
 * @throws what connecting to the proxy itself throws, `VNC_PROXY_AUTH`, `VNC_PROXY_FAILED` with a `reason`, or
 *   `VNC_CANCELLED`; then no socket is left.
 */
export async function connectThroughProxy(
  proxy: ProxyAddress,
  endpoint: Endpoint,
  signal: AbortSignal | undefined,
  tls: TlsOptions = { verify: true },
): Promise<Socket> {
  const at = { host: proxy.host, port: proxy.port };
  const plain = await connectTcpSocket(at, signal);
  const socket = proxy.kind === 'https' ? await secureStream(plain, { endpoint: at, tls, signal }) : plain;
  const talk: Talk = {
    socket,
    signal,
    proxy,
    endpoint,
    failure: (error) => failure({ proxy, endpoint }, errorCodeOf(error) || 'closed', {}, error),
  };
  try {
    if (proxy.kind === 'socks5') await connectSocks(talk);
    else await connectHttp(talk);
    return socket;
  } catch (error) {
    socket.on('error', () => undefined);
    socket.destroy();
    throw error;
  }
}

/** What is talked about, and with whom. */
interface Talk extends Prelude {
  readonly proxy: ProxyAddress;
  readonly endpoint: Endpoint;
}

function failure(
  { proxy, endpoint }: Pick<Talk, 'proxy' | 'endpoint'>,
  reason: string,
  more: { readonly status?: number } = {},
  cause?: unknown,
): VncError {
  const { host, port, kind } = proxy;
  const target = addressOf(endpoint);
  return vncError('VNC_PROXY_FAILED', { host, port, kind, target, reason, ...more }, cause);
}

function loginWanted({ host, port, username }: ProxyAddress): VncError {
  return vncError('VNC_PROXY_AUTH', { host, port, given: username !== undefined });
}

/** HTTP CONNECT (RFC 9110, 9.3.6), written by hand: the requests of an editor's extensions are routed elsewhere. */
async function connectHttp(talk: Talk): Promise<void> {
  const { proxy, endpoint, socket } = talk;
  const address = addressOf(endpoint);
  const lines = [`CONNECT ${address} HTTP/1.1`, `Host: ${address}`];
  if (proxy.username !== undefined) {
    const login = Buffer.from(`${proxy.username}:${proxy.password ?? ''}`).toString('base64');
    lines.push(`Proxy-Authorization: Basic ${login}`);
  }
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const answer = await readPrelude(talk, (bytes) => {
    const start = bytes.toString('latin1', 0, 5);
    if (!'HTTP/'.startsWith(start)) throw failure(talk, 'notProxy');
    const end = bytes.indexOf('\r\n\r\n');
    if (end >= 0) return end + 4;
    if (bytes.length > answerBytes) throw failure(talk, 'notProxy');
    return undefined;
  });
  const [, code = '', phrase = ''] =
    /^HTTP\/1\.[01] (\d{3}) ?([^\r\n]*)/.exec(answer.toString('latin1')) ?? [];
  if (code === '') throw failure(talk, 'notProxy');
  const status = Number(code);
  // tinyproxy says 401 where the login is wrong.
  if (status === 407 || status === 401) throw loginWanted(proxy);
  if (status < 200 || status > 299) throw failure(talk, printable(phrase) || 'refused', { status });
}

/** What a SOCKS5 proxy says of a failed attempt (RFC 1928, 6). */
const socksReplies: readonly string[] = [
  'succeeded',
  'general failure',
  'not allowed by its rules',
  'network unreachable',
  'host unreachable',
  'connection refused',
  'too slow',
  'command not supported',
  'address type not supported',
];

/** SOCKS5 (RFC 1928) with user name and password (RFC 1929) where they are given. */
async function connectSocks(talk: Talk): Promise<void> {
  const { proxy, endpoint, socket } = talk;
  const { username, password = '' } = proxy;
  socket.write(Uint8Array.of(5, ...(username === undefined ? [1, 0] : [2, 0, 2])));
  const [, method] = await readSocks(talk, 5, (bytes) => (bytes.length < 2 ? undefined : 2));
  if (method === 2 && username !== undefined) {
    const [user, secret] = [Buffer.from(username), Buffer.from(password)];
    if (user.length > 255 || secret.length > 255) throw loginWanted(proxy);
    socket.write(Buffer.concat([Buffer.of(1, user.length), user, Buffer.of(secret.length), secret]));
    const [, status] = await readSocks(talk, 1, (bytes) => (bytes.length < 2 ? undefined : 2));
    if (status !== 0) throw loginWanted(proxy);
  } else if (method !== 0) {
    throw loginWanted(proxy);
  }
  socket.write(Buffer.concat([Buffer.of(5, 1, 0), socksAddress(talk), portBytes(endpoint.port)]));
  const answer = await readSocks(talk, 5, (bytes) => {
    // The address follows from which the proxy dials; nobody needs it.
    const lengths: Readonly<Record<number, number>> = { 1: 4, 3: 1 + (bytes[4] ?? 0), 4: 16 };
    const type = bytes[3];
    if (type === undefined || bytes.length < 5) return undefined;
    const length = lengths[type];
    // What fails need not have an address.
    if (length === undefined && bytes[1] === 0) throw failure(talk, 'notProxy');
    const whole = 4 + (length ?? 0) + 2;
    return bytes.length < whole ? undefined : whole;
  });
  const reply = answer[1] ?? 1;
  if (reply !== 0) throw failure(talk, socksReplies[reply] ?? `reply ${reply}`);
}

async function readSocks(
  talk: Talk,
  version: number,
  measure: (bytes: Buffer) => number | undefined,
): Promise<Buffer> {
  return await readPrelude(talk, (bytes) => {
    if (bytes[0] !== version) throw failure(talk, 'notProxy');
    return measure(bytes);
  });
}

/** The host as it is, so that the proxy looks names up. */
function socksAddress(talk: Talk): Buffer {
  const { host } = talk.endpoint;
  if (isIPv4(host)) return Buffer.of(1, ...host.split('.').map(Number));
  if (isIPv6(host)) return Buffer.of(4, ...ipv6Bytes(host));
  const name = Buffer.from(host);
  if (name.length > 255) throw failure(talk, 'name too long');
  return Buffer.concat([Buffer.of(3, name.length), name]);
}

function portBytes(port: number): Buffer {
  return Buffer.of(port >> 8, port & 0xff);
}

/** The 16 bytes of an IPv6 address, whose text `isIPv6` has found right. */
export function ipv6Bytes(address: string): readonly number[] {
  // A zone belongs to our machine, not to the proxy's. `URL` writes IPv4 parts and abbreviations in one way.
  const plain = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
  const [head = '', tail] = plain.split('::');
  const groups = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = new Array<number>(8 - before.length - after.length).fill(0);
  return [...before, ...zeros, ...after].flatMap((group) => [group >> 8, group & 0xff]);
}

function printable(text: string): string {
  return text
    .replace(/[^\x20-\x7e]/g, ' ')
    .trim()
    .slice(0, 100);
}
