import { readFileSync } from 'node:fs';
import { type IncomingMessage, type RequestListener, type Server, createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, type Server as NetServer, type Socket, createServer as createTcp } from 'node:net';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import type { VncError } from '../../../src/core/base/errors.ts';
import type { BytePipe, PipeSink } from '../../../src/core/transport/bytePipe.ts';

/** A server on loopback that a test ends. */
export interface TestServer {
  readonly port: number;
  readonly sockets: Set<Socket>;
  /** Resolves when no client is connected. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** Reads one of the fixed certificates or keys. */
export function pem(name: string): string {
  return readFileSync(`test/fixtures/tls/${name}.pem`, 'utf8');
}

/** Has a server listen on a free port. */
export async function listen(server: NetServer | Server, host: string): Promise<TestServer> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  };
  server.on('connection', keep);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    sockets,
    async empty() {
      for (const socket of sockets) await new Promise((resolve) => socket.once('close', resolve));
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** A TCP server. */
export async function tcpServer(
  onConnection: (socket: Socket) => void,
  host = '127.0.0.1',
): Promise<TestServer> {
  const server = createTcp((socket) => {
    onConnection(socket);
    // Only who reads on sees that the other side is gone.
    socket.resume();
  });
  return await listen(server, host);
}

/** An HTTP or, with the name of a certificate, HTTPS server. */
export async function httpServer(onRequest: RequestListener, certificate?: string): Promise<TestServer> {
  return await listen(httpOrTls(onRequest, certificate), '127.0.0.1');
}

function httpOrTls(onRequest: RequestListener | undefined, certificate: string | undefined): Server {
  return certificate === undefined
    ? createServer(onRequest)
    : createTlsServer({ cert: pem(`${certificate}-cert`), key: pem(`${certificate}-key`) }, onRequest);
}

/** A WebSocket server, over TLS with the name of a certificate. */
export async function webSocketServer(
  onConnection: (socket: WebSocket, request: IncomingMessage) => void,
  options: { certificate?: string; server?: ServerOptions; host?: string; onSocket?: () => void } = {},
): Promise<TestServer> {
  const http = httpOrTls(undefined, options.certificate);
  if (options.onSocket !== undefined) http.on('connection', options.onSocket);
  const webSockets = new WebSocketServer({ ...options.server, server: http });
  webSockets.on('connection', (socket, request) => {
    socket.on('error', () => undefined);
    onConnection(socket, request);
  });
  return await listen(http, options.host ?? '127.0.0.1');
}

/** A port of loopback on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = await tcpServer(() => undefined);
  await server.close();
  return server.port;
}

/** Collects what a pipe delivers. */
export class Collector implements PipeSink {
  readonly chunks: Uint8Array[] = [];
  readonly #ended: Promise<VncError | undefined>;
  #settle: (error: VncError | undefined) => void = () => undefined;
  #wanted: { bytes: number; resolve: () => void } | undefined;
  /** How often the pipe said that it has ended. */
  ends = 0;

  constructor(pipe?: BytePipe) {
    this.#ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
    pipe?.open(this);
  }

  get bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }

  get text(): string {
    return this.bytes.toString('latin1');
  }

  receive(chunk: Uint8Array): void {
    this.chunks.push(chunk);
    if (this.#wanted !== undefined && this.bytes.length >= this.#wanted.bytes) this.#wanted.resolve();
  }

  ended(error?: VncError): void {
    this.ends++;
    this.#settle(error);
  }

  /** Resolves with the error, if any, when the pipe has ended. */
  async end(): Promise<VncError | undefined> {
    return await this.#ended;
  }

  /** Resolves when at least so many bytes have come. */
  async have(bytes: number): Promise<void> {
    if (this.bytes.length >= bytes) return;
    await new Promise<void>((resolve) => {
      this.#wanted = { bytes, resolve };
    });
  }
}
