import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type IncomingMessage, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Disposable, DisposableStore, toDisposable } from '../../core/base/disposables.ts';
import { type Event, Emitter } from '../../core/base/emitter.ts';
import { directProtocol, tokenPrefix } from '../../protocol/directCarrier.ts';
import type { DirectLine } from './directCarrier.ts';

/** Bytes of a token: nobody guesses it. */
const tokenBytes = 32;

/** Bytes of one message of the page: a key or a place of the pointer is a few hundred. */
const maxMessageBytes = 16 * 1024;

/** Connections at a time that have not been turned away yet. */
const maxConnections = 8;

/** Milliseconds that a request may take to arrive. */
const requestTimeout = 5000;

/** Bytes of a request's head: ours has a few hundred. */
const maxHeadBytes = 8192;

/** Up to here copying data behind its header is quicker than one more call of the system, and one more fragment. */
const joinedBytes = 64 * 1024;

/** Who is let in. */
interface Ticket {
  readonly token: Buffer;
  readonly origin: string;
}

/**
 * Listens on 127.0.0.1 for the page of one panel. Everybody on the machine can knock; only who presents the token that
 * was given out last, from the origin that it was given to, is answered with an upgrade, once.
 */
export class DirectListener implements Disposable {
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  readonly #lines = new Emitter<DirectLine>();
  readonly #open = new Set<WebSocket>();
  #ticket: Ticket | undefined;

  /** The port on 127.0.0.1. */
  readonly port: number;
  /** Somebody was let in. */
  readonly onLine: Event<DirectLine> = this.#lines.event;

  private constructor(http: Server, port: number) {
    this.#http = http;
    this.port = port;
    this.#sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: maxMessageBytes,
      perMessageDeflate: false,
      handleProtocols: () => directProtocol,
    });
    http.on('upgrade', (request, socket, head) => this.#knock(request, socket, head));
  }

  /** Listens on a port that the system chooses. @throws Error of the system when it cannot. */
  static async start(): Promise<DirectListener> {
    const http = createServer({
      maxHeaderSize: maxHeadBytes,
      headersTimeout: requestTimeout,
      requestTimeout,
      connectionsCheckingInterval: requestTimeout,
    });
    http.maxConnections = maxConnections;
    http.on('request', (_, response) => response.writeHead(404, { connection: 'close' }).end());
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject);
      http.listen(0, '127.0.0.1', resolve);
    });
    return new DirectListener(http, (http.address() as AddressInfo).port);
  }

  /** A new token for one connection from `origin`; those before it are worth nothing any more. */
  admit(origin: string): { readonly token: string; readonly proof: string } {
    this.lock();
    const token = randomBytes(tokenBytes).toString('base64url');
    this.#ticket = { token: Buffer.from(tokenPrefix + token), origin };
    // Only who gave the token out knows it before it is presented, and what it proves must not tell it.
    return { token, proof: randomBytes(tokenBytes).toString('base64url') };
  }

  /** Lets nobody in, until the next token, and puts out who is in. */
  lock(): void {
    this.#ticket = undefined;
    for (const socket of this.#open) socket.terminate();
    this.#open.clear();
  }

  dispose(): void {
    this.lock();
    this.#lines.dispose();
    this.#http.close();
    this.#http.closeAllConnections();
  }

  #knock(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const refusal = this.#refusal(request);
    if (refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
        socket.destroy(),
      );
      return;
    }
    this.#ticket = undefined;
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      this.#open.add(webSocket);
      webSocket.once('close', () => this.#open.delete(webSocket));
      this.#lines.fire(new WebSocketLine(webSocket));
    });
  }

  /** Why a request is turned away; `undefined` when it is let in. */
  #refusal({ headers }: IncomingMessage): string | undefined {
    const protocols = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    const given = protocols.find((name) => name.startsWith(tokenPrefix)) ?? '';
    if (this.#ticket === undefined || !isSame(Buffer.from(given), this.#ticket.token))
      return '401 Unauthorized';
    if (headers.origin !== this.#ticket.origin || !protocols.includes(directProtocol)) return '403 Forbidden';
    return undefined;
  }
}

/** Compares without telling by its time where the two differ; their lengths are no secret. */
function isSame(given: Buffer, wanted: Buffer): boolean {
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** A WebSocket of the page. */
class WebSocketLine implements DirectLine {
  readonly #socket: WebSocket;
  readonly #store = new DisposableStore();
  readonly #texts = this.#store.add(new Emitter<string>());
  readonly #pongs = this.#store.add(new Emitter<void>());
  readonly #closed = this.#store.add(new Emitter<void>());
  readonly onText = this.#texts.event;
  readonly onPong = this.#pongs.event;
  readonly onClose = this.#closed.event;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      this.#texts.fire(isBinary ? '' : data.toString());
    });
    socket.on('pong', () => this.#pongs.fire());
    socket.on('close', () => this.#closed.fire());
    // What is wrong with it closes it.
    socket.on('error', () => socket.terminate());
    this.#store.add(toDisposable(() => socket.terminate()));
  }

  text(text: string): void {
    this.#socket.send(text, ignoreError);
  }

  binary(header: Uint8Array, data: Uint8Array): void {
    if (data.length <= joinedBytes) {
      this.#socket.send(Buffer.concat([header, data]), { binary: true }, ignoreError);
      return;
    }
    this.#socket.send(header, { binary: true, fin: false }, ignoreError);
    this.#socket.send(data, { binary: true, fin: true }, ignoreError);
  }

  ping(): void {
    this.#socket.ping(undefined, undefined, ignoreError);
  }

  dispose(): void {
    this.#store.dispose();
  }
}

/** A socket that is closed says so by its event; sending on it must not throw besides. */
function ignoreError(): void {
  // Nothing is lost: what was not received is sent again another way.
}
