import { Agent, type IncomingMessage, STATUS_CODES, request } from 'node:http';
import type { Duplex } from 'node:stream';
import { cancelError } from '../../base/deadline.ts';
import type { Disposable } from '../../base/disposables.ts';
import { isVncError, vncError } from '../../base/errors.ts';
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
 * Asks an API over HTTPS, on a connection that is reached and checked as the session's will be, and kept for the next
 * question: a tunnel or program on the way is started once for all of them, and may be good for one connection only.
 * Redirects are not followed: credentials are meant for this server.
 */
export class ApiClient implements Disposable {
  readonly #endpoint: Endpoint;
  readonly #signal: AbortSignal;
  readonly #agent: Agent;

  /** @param signal ends all that is asked. */
  constructor(server: ApiServer, signal: AbortSignal) {
    this.#endpoint = server.endpoint;
    this.#signal = signal;
    this.#agent = new OneConnection(server, signal);
  }

  /**
   * Asks, after what was asked before has been answered.
   *
   * @throws what `connectTlsSocket` throws, `VNC_TICKET_SOURCE_FAILED` when the connection breaks or the answer is
   *   longer than `limits.ticketAnswerBytes`, `VNC_CANCELLED`.
   */
  async request(question: ApiRequest): Promise<ApiAnswer> {
    try {
      return await this.#ask(question);
    } catch (error) {
      if (!(error instanceof KeptNoLonger)) throw error;
      return await this.#ask(question);
    }
  }

  dispose(): void {
    this.#agent.destroy();
  }

  async #ask({ method, path, headers, form }: ApiRequest): Promise<ApiAnswer> {
    const { host, port } = this.#endpoint;
    const signal = this.#signal;
    const body = form === undefined ? undefined : new URLSearchParams(form).toString();
    return await new Promise<ApiAnswer>((resolve, reject) => {
      const settle = (finish: () => void): void => {
        signal.removeEventListener('abort', cancelled);
        finish();
      };
      const fail = (error: Error): void => settle(() => reject(error));
      const failed = (reason: string, cause: unknown): void =>
        fail(vncError('VNC_TICKET_SOURCE_FAILED', { host, port, reason }, cause));
      const cancelled = (): void => fail(cancelError(signal));
      signal.addEventListener('abort', cancelled, { once: true });
      if (signal.aborted) {
        cancelled();
        return;
      }
      const asked = request({
        method,
        path,
        headers: {
          ...headers,
          Host: `${host.includes(':') ? `[${host}]` : host}:${port}`,
          Accept: 'application/json',
          ...(body === undefined
            ? {}
            : {
                'Content-Type': 'application/x-www-form-urlencoded',
                'Content-Length': String(Buffer.byteLength(body)),
              }),
        },
        agent: this.#agent,
        // The editor routes every other request of an extension to an agent of its own (`http.proxySupport`), which
        // would dial anew, without what was checked here.
        socketPath: '/connected',
      });
      asked.on('error', (error) => {
        if (isVncError(error)) fail(error);
        else if (errorCodeOf(error).startsWith('HPE_')) failed('notHttp', error);
        else if (asked.reusedSocket) fail(new KeptNoLonger());
        else failed('closed', error);
      });
      asked.on('response', (response) => {
        readAll(response).then(
          (text) => settle(() => resolve(answerOf(response, text))),
          (error: unknown) => failed(error instanceof TooLong ? 'tooLong' : 'closed', error),
        );
      });
      asked.end(body);
    });
  }
}

/** One connection at a time, made when there is none (any more). */
class OneConnection extends Agent {
  readonly #server: ApiServer;
  readonly #signal: AbortSignal;

  constructor(server: ApiServer, signal: AbortSignal) {
    super({ keepAlive: true, maxSockets: 1 });
    this.#server = server;
    this.#signal = signal;
  }

  override createConnection(
    _options: unknown,
    done: (error: Error | null, socket?: Duplex) => void,
  ): undefined {
    connectTlsSocket({ ...this.#server, signal: this.#signal }).then(
      (socket) => {
        // What breaks is told to who asks; nobody asks a connection that is only kept.
        socket.on('error', () => undefined);
        done(null, socket);
      },
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
    );
  }

  /** The default would let the process end under us, and needs a socket of the system. */
  override keepSocketAlive(): boolean {
    return true;
  }
}

/** The server has ended a connection that was kept for the next question, before it could answer that. */
class KeptNoLonger extends Error {}

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
