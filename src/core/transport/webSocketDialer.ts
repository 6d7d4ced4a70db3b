import type { ClientRequest, IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { cancelError, throwIfCancelled } from '../base/deadline.ts';
import { type VncError, vncError } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Logger } from '../base/logger.ts';
import type { BytePipe } from './bytePipe.ts';
import { clientCertificateError } from './clientCertificate.ts';
import { type Endpoint, errorCodeOf } from './networkErrors.ts';
import type { WebSocketTarget } from './target.ts';
import { isProxmoxConsole, proxmoxConsoleClosed } from './proxmoxConsole.ts';
import { connectTlsSocket } from './secureDialer.ts';
import { type RoutedSocket, connectSocket, describeRoute } from './socketRoute.ts';
import { expandTemplate, parseUrl } from './urlTemplate.ts';
import { WebSocketPipe } from './webSocketPipe.ts';

/** The upgrade request on a connected socket. */
interface Upgrade extends RoutedSocket {
  readonly url: URL;
  readonly endpoint: Endpoint;
  readonly target: WebSocketTarget;
  readonly description: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * Opens a WebSocket: TCP, TLS for `wss:`, then exactly one upgrade request, since a ticket may be good for one
 * only. Redirects are not followed, nothing is compressed.
 *
 * @throws `VNC_TEMPLATE_…` before anything is dialled, then the `VNC_…` error of what went wrong.
 */
export async function dialWebSocket(
  target: WebSocketTarget,
  options: { readonly signal?: AbortSignal | undefined; readonly logger: Logger },
): Promise<BytePipe> {
  const { signal, logger } = options;
  throwIfCancelled(signal);
  const { url: text, redacted } = expandTemplate(target.urlTemplate, target.values);
  const url = parseUrl(text);
  const secure = url.protocol === 'wss:';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const endpoint = { host, port: url.port === '' ? (secure ? 443 : 80) : Number(url.port) };
  logger.log('debug', `dialling ${redacted}${describeRoute(target)}`);
  const routed: RoutedSocket = secure
    ? {
        socket: await connectTlsSocket({ endpoint, tls: target.tls, signal, route: target }),
        confidential: true,
      }
    : await connectSocket(endpoint, target, signal);
  return await upgrade({ url, endpoint, ...routed, target, description: redacted, signal });
}

async function upgrade(request: Upgrade): Promise<BytePipe> {
  const { endpoint, socket, confidential, failure, target, description, signal } = request;
  const offered = target.subprotocols ?? [];
  return await new Promise<BytePipe>((resolve, reject) => {
    let webSocket: WebSocket;
    try {
      webSocket = new WebSocket(requestAddress(request.url), [...offered], {
        perMessageDeflate: false,
        followRedirects: false,
        maxPayload: limits.webSocketMessageBytes,
        headers: headersOf(request.url, target),
        ...originOf(request.url, target),
        createConnection: () => socket,
      });
    } catch (error) {
      socket.destroy();
      reject(argumentError(error));
      return;
    }
    let settled = false;
    const settle = (): boolean => {
      if (settled) return false;
      settled = true;
      signal?.removeEventListener('abort', cancelled);
      return true;
    };
    const fail = (error: Error): void => {
      if (!settle()) return;
      webSocket.on('error', () => undefined);
      webSocket.terminate();
      const why = failure?.() ?? error;
      socket.destroy();
      reject(why);
    };
    const cancelled = (): void => {
      if (signal !== undefined) fail(cancelError(signal));
    };
    webSocket.on('upgrade', (response) => {
      const refused = agreeOnSubprotocol(response, offered);
      if (refused !== undefined) fail(refused);
    });
    webSocket.on('unexpected-response', (_request: ClientRequest, response: IncomingMessage) => {
      fail(statusError(response, endpoint, offered));
    });
    webSocket.on('error', (error) =>
      fail(clientCertificateError(error, endpoint, target.tls) ?? upgradeError(error, request)),
    );
    webSocket.on('close', () => fail(upgradeError(undefined, request)));
    webSocket.on('open', () => {
      if (!settle()) return;
      webSocket.removeAllListeners();
      const closedEarly = isProxmoxConsole(request.url) ? proxmoxConsoleClosed : undefined;
      resolve(new WebSocketPipe(webSocket, { endpoint, description, confidential, closedEarly }));
    });
    signal?.addEventListener('abort', cancelled, { once: true });
    if (signal?.aborted === true) cancelled();
  });
}

/**
 * What `ws` is to request: path and query of the URL on a socket that is there already, which is what its
 * `ws+unix:` addresses are for. The editor routes every other HTTP request of an extension to an agent of its
 * own (`http.proxySupport`), which would dial anew, without the certificate that was given and checked.
 */
function requestAddress(url: URL): string {
  return `ws+unix:/connected:${url.pathname}${url.search}`;
}

/** Origin servers such as x11vnc hang up without: by default the origin of the URL. Empty sends none. */
function originOf(url: URL, target: WebSocketTarget): { origin?: string } {
  const origin = target.origin ?? `${url.protocol === 'wss:' ? 'https' : 'http'}://${url.host}`;
  return origin === '' ? {} : { origin };
}

function headersOf(url: URL, target: WebSocketTarget): Record<string, string> {
  const headers: Record<string, string> = { ...target.headers, Host: url.host };
  const authorised = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  if (authorised || (url.username === '' && url.password === '')) return headers;
  const user = `${decodePart(url.username)}:${decodePart(url.password)}`;
  return { ...headers, authorization: `Basic ${Buffer.from(user).toString('base64')}` };
}

function decodePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Decides on the subprotocol before `ws` does, which gives up on a server that echoes none (QEMU, websockify
 * and others may) and on one that echoes the whole offer (Proxmox VE). A second dial without an offer would
 * burn a one-time ticket.
 */
function agreeOnSubprotocol(response: IncomingMessage, offered: readonly string[]): VncError | undefined {
  const chosen = response.headers['sec-websocket-protocol'];
  const [first] = offered;
  if (first === undefined) {
    delete response.headers['sec-websocket-protocol'];
    return undefined;
  }
  if (chosen !== undefined && offered.includes(chosen)) return undefined;
  if (chosen === undefined || chosen.replaceAll(' ', '') === offered.join(',')) {
    response.headers['sec-websocket-protocol'] = first;
    return undefined;
  }
  return vncError('VNC_SUBPROTOCOL_REFUSED', { offered: offered.join(', '), chosen: printable(chosen) });
}

/** What an answer other than "switching protocols" means. */
function statusError(response: IncomingMessage, endpoint: Endpoint, offered: readonly string[]): VncError {
  const status = response.statusCode ?? 0;
  const reason = printable(response.statusMessage ?? '');
  const data = { host: endpoint.host, port: endpoint.port, status, reason };
  if (status === 401 || status === 403) return vncError('VNC_TICKET_REJECTED', data);
  if (status === 400 && offered.length > 0) {
    return vncError('VNC_SUBPROTOCOL_REFUSED', { ...data, offered: offered.join(', ') });
  }
  return vncError('VNC_WEBSOCKET_REJECTED', data);
}

/** What a connection that breaks before the upgrade means. */
function upgradeError(error: unknown, { endpoint, url }: Upgrade): VncError {
  const data = { host: endpoint.host, port: endpoint.port };
  const code = errorCodeOf(error);
  if (speaksRfb(error)) return vncError('VNC_WEBSOCKET_FAILED', { ...data, reason: 'rfb' });
  const reason = code === 'ECONNRESET' || code === '' ? 'closed' : code;
  if (reason === 'closed' && isProxmoxConsole(url)) return proxmoxConsoleClosed(endpoint, error);
  return vncError('VNC_WEBSOCKET_FAILED', { ...data, reason }, error);
}

/** Whether the answer that is no HTTP is the greeting of a plain VNC server. */
function speaksRfb(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('rawPacket' in error)) return false;
  return (
    error.rawPacket instanceof Uint8Array && Buffer.from(error.rawPacket).toString('latin1', 0, 4) === 'RFB '
  );
}

/** A subprotocol or header that cannot be sent. The value may be a secret: only its name is told. */
function argumentError(error: unknown): VncError {
  if (error instanceof SyntaxError) return vncError('VNC_ARGUMENT_INVALID', { argument: 'subprotocols' });
  return vncError('VNC_ARGUMENT_INVALID', { argument: 'headers' });
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, ' ').slice(0, 100);
}
