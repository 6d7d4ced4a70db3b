import { type IncomingMessage, STATUS_CODES, request } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { cancelError } from '../../base/deadline.ts';
import { vncError } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import { type Endpoint, errorCodeOf } from '../../transport/networkErrors.ts';
import { connectTlsSocket } from '../../transport/secureDialer.ts';
import type { Route } from '../../transport/socketRoute.ts';
import type { TlsOptions } from '../../transport/target.ts';
import { isRecord } from '../fieldReaders.ts';

/** A server whose API is asked, and how it is reached and known. */
export interface ApiServer {
  readonly endpoint: Endpoint;
  readonly tls: TlsOptions;
  readonly route: Route;
}

/** One request. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What a POST carries, as a form. */
  readonly form?: Readonly<Record<string, string>> | undefined;
}

/** What was answered. */
export interface ApiAnswer {
  readonly status: number;
  /** One printable line of what the server says: the reason beside the status, or the message in the body. */
  readonly reason: string;
  /** The body, when it is JSON. */
  readonly body: unknown;
  /**
   * Whether it is a web page, or asks for a login of HTTP's own: something answers that stands before the API, or in
   * its place.
   */
  readonly isPage: boolean;
}

/**
 * Asks an API over HTTPS, on a connection of its own that is reached and checked as the session's will be.
 * Redirects are not followed: credentials are meant for this server.
 *
 * @throws what `connectTlsSocket` throws, `VNC_TICKET_SOURCE_FAILED` when the connection breaks or the answer is
 *   longer than `limits.ticketAnswerBytes`, `VNC_CANCELLED`.
 */
export async function requestApi(
  server: ApiServer,
  { method, path, headers, form }: ApiRequest,
  signal: AbortSignal,
): Promise<ApiAnswer> {
  const { endpoint, tls, route } = server;
  const socket = await connectTlsSocket({ endpoint, tls, route, signal });
  const body = form === undefined ? undefined : new URLSearchParams(form).toString();
  const hostname = endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host;
  try {
    return await exchange(socket, endpoint, signal, {
      method,
      path,
      body,
      headers: {
        ...headers,
        Host: `${hostname}:${endpoint.port}`,
        Accept: 'application/json',
        ...(body === undefined
          ? {}
          : {
              'Content-Type': 'application/x-www-form-urlencoded',
              'Content-Length': String(Buffer.byteLength(body)),
            }),
      },
    });
  } finally {
    socket.on('error', () => undefined);
    socket.destroy();
  }
}

async function exchange(
  socket: TLSSocket,
  endpoint: Endpoint,
  signal: AbortSignal,
  {
    body,
    ...options
  }: {
    readonly method: string;
    readonly path: string;
    readonly body: string | undefined;
    readonly headers: Readonly<Record<string, string>>;
  },
): Promise<ApiAnswer> {
  return await new Promise<ApiAnswer>((resolve, reject) => {
    const settle = (finish: () => void): void => {
      signal.removeEventListener('abort', cancelled);
      finish();
    };
    const fail = (reason: string, cause?: unknown): void => {
      const { host, port } = endpoint;
      settle(() => reject(vncError('VNC_TICKET_SOURCE_FAILED', { host, port, reason }, cause)));
    };
    const cancelled = (): void => settle(() => reject(cancelError(signal)));
    signal.addEventListener('abort', cancelled, { once: true });
    if (signal.aborted) {
      cancelled();
      return;
    }
    const asked = request({
      ...options,
      headers: { ...options.headers },
      // The editor routes every other request of an extension to an agent of its own (`http.proxySupport`), which
      // would dial anew, without what was checked here.
      socketPath: '/connected',
      createConnection: () => socket,
    });
    asked.on('error', (error) => fail(errorCodeOf(error).startsWith('HPE_') ? 'notHttp' : 'closed', error));
    asked.on('response', (response) => {
      readAll(response).then(
        (text) => settle(() => resolve(answerOf(response, text))),
        (error: unknown) => fail(error instanceof TooLong ? 'tooLong' : 'closed', error),
      );
    });
    asked.end(body);
  });
}

class TooLong extends Error {}

async function readAll(response: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > limits.ticketAnswerBytes) throw new TooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function answerOf(response: IncomingMessage, text: string): ApiAnswer {
  const { statusCode: status = 0, statusMessage = '', headers } = response;
  const body = parsed(text);
  const isHtml =
    /^text\/html\b/i.test(headers['content-type'] ?? '') || /^\s*<(?:!doctype|html)\b/i.test(text);
  return {
    status,
    reason: reasonOf(status, statusMessage, body)
      .replace(/[^\x20-\x7e]+/g, ' ')
      .trim()
      .slice(0, 200),
    body,
    isPage: isHtml || headers['www-authenticate'] !== undefined,
  };
}

/** The server's own words: many a reverse proxy replaces those beside the status by the usual ones. */
function reasonOf(status: number, written: string, body: unknown): string {
  const message = isRecord(body) ? body['message'] : undefined;
  const isUsual = written === '' || written === STATUS_CODES[status];
  return isUsual && typeof message === 'string' && message.trim() !== '' ? message : written;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
