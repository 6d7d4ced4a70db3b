import { WebSocket } from 'ws';
import { type VncError, isVncError, vncError } from '../base/errors.ts';
import type { BytePipe, PipeSink } from './bytePipe.ts';
import { ChunkJoiner } from './chunkJoiner.ts';
import { type Endpoint, errorCodeOf, lossError } from './networkErrors.ts';

/** How long the other side may take to answer our close, before the socket is dropped. */
const lingerMilliseconds = 1000;

/** Proxmox's proxy refuses frames above 128 KiB and fragments; larger writes become several messages. */
const messageBytes = 64 * 1024;

/**
 * Messages below this are joined with those that came with them: each on its own would cost a hundred times its
 * bytes, and a flood of single bytes all the memory there is.
 */
const joinBelowBytes = 1024;

/** Close codes that say that the other side ended the connection in order (RFC 6455, 7.4.1). */
const orderlyCodes = new Set([1000, 1001, 1005]);

/** What is known of an open WebSocket. */
export interface WebSocketFacts {
  readonly endpoint: Endpoint;
  readonly description: string;
  readonly confidential: boolean;
  /** What an end before the first byte means, where that is known better than that the connection was lost. */
  readonly closedEarly?: ((endpoint: Endpoint, cause: unknown) => VncError) | undefined;
}

/** An open WebSocket as a byte pipe: binary messages, whose borders mean nothing. */
export class WebSocketPipe implements BytePipe {
  readonly description: string;
  readonly confidential: boolean;
  readonly #socket: WebSocket;
  readonly #endpoint: Endpoint;
  readonly #closedEarly: WebSocketFacts['closedEarly'];
  readonly #joiner = new ChunkJoiner(joinBelowBytes);
  #flushing = false;
  #sink: PipeSink | undefined;
  #error: VncError | undefined;
  #received = false;
  #closing = false;
  #closed = false;
  /** The sink that has heard of the end. */
  #told: PipeSink | undefined;
  #linger: NodeJS.Timeout | undefined;

  /** @param socket has just opened: no message has been delivered yet. */
  constructor(socket: WebSocket, { endpoint, description, confidential, closedEarly }: WebSocketFacts) {
    this.#socket = socket;
    this.#endpoint = endpoint;
    this.#closedEarly = closedEarly;
    this.description = description;
    this.confidential = confidential;
    socket.pause();
    socket.on('message', (data, isBinary) => this.#take(data, isBinary));
    socket.on('error', (error) => {
      this.#error ??= this.#errorOf(error);
    });
    socket.once('close', (code, reason) => {
      this.#flush();
      this.#closed = true;
      clearTimeout(this.#linger);
      if (!orderlyCodes.has(code)) this.#error ??= this.#closeError(code, reason);
      if (!this.#received) this.#error = this.#earlyError(this.#error);
      this.#end();
    });
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  open(sink: PipeSink): void {
    this.#sink = sink;
    this.#flush();
    if (this.#closed) queueMicrotask(() => this.#end());
    else this.#socket.resume();
  }

  write(bytes: Uint8Array): void {
    if (this.#closing || this.#socket.readyState !== WebSocket.OPEN) return;
    for (let start = 0; start < bytes.byteLength; start += messageBytes) {
      this.#socket.send(bytes.subarray(start, start + messageBytes), ignoreLateFailure);
    }
  }

  pause(): void {
    if (!this.#closing) this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  ping(): void {
    if (!this.#closing && this.#socket.readyState === WebSocket.OPEN) this.#socket.ping(ignoreLateFailure);
  }

  close(): void {
    if (this.#closing || this.#closed) return;
    this.#closing = true;
    // The answer to our close can only be read when reading goes on.
    this.#socket.resume();
    this.#socket.close(1000);
    this.#linger = setTimeout(() => this.#socket.terminate(), lingerMilliseconds);
  }

  #take(data: WebSocket.RawData, isBinary: boolean): void {
    if (this.#closing || this.#error !== undefined) return;
    if (!isBinary) {
      this.#fail(
        this.#received
          ? vncError('VNC_BAD_DATA', { what: 'text message' })
          : vncError('VNC_NOT_VNC', { host: this.#endpoint.host, port: this.#endpoint.port }),
      );
      return;
    }
    this.#received = true;
    this.#joiner.add(plainBytes(data));
    if (this.#flushing || this.#sink === undefined) return;
    this.#flushing = true;
    // All messages that one packet brought are taken before this.
    queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    this.#flushing = false;
    const sink = this.#sink;
    if (sink === undefined) return;
    for (const chunk of this.#joiner.take()) if (!this.#closing) sink.receive(chunk);
  }

  #fail(error: VncError): void {
    this.#error = error;
    this.#socket.close(1003);
    this.#linger = setTimeout(() => this.#socket.terminate(), lingerMilliseconds);
  }

  #errorOf(error: Error): VncError {
    const code = errorCodeOf(error);
    if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' || code === 'WS_ERR_TOO_MANY_BUFFERED_PARTS') {
      return vncError('VNC_LIMIT_EXCEEDED', { limit: 'webSocketMessageBytes' }, error);
    }
    if (code.startsWith('WS_ERR_')) return vncError('VNC_BAD_DATA', { what: code }, error);
    return lossError(error, this.#endpoint);
  }

  #closeError(closeCode: number, reason: Buffer): VncError {
    const { host, port } = this.#endpoint;
    const said = reason.toString('utf8').replace(/\p{Cc}/gu, ' ');
    const data = { host, port, closeCode, ...(said === '' ? {} : { reason: said }) };
    if (!this.#received && isRefusal(closeCode)) return vncError('VNC_TICKET_REJECTED', data);
    return vncError('VNC_CONNECTION_LOST', data);
  }

  #earlyError(error: VncError | undefined): VncError | undefined {
    const isSaid = error !== undefined && !isVncError(error, 'VNC_CONNECTION_LOST');
    return isSaid ? error : (this.#closedEarly?.(this.#endpoint, error) ?? error);
  }

  #end(): void {
    const sink = this.#sink;
    if (sink === undefined || this.#told === sink) return;
    this.#told = sink;
    sink.ended(this.#closing ? undefined : this.#error);
  }
}

/**
 * Whether a server that closes with this code before it has said anything refuses us: 1008 is a violation of its
 * policy (RFC 6455, 7.4.1), and from 4400 on many proxies use the numbers of HTTP. What is not found (4404), too
 * slow (4408) or too much (4429) has other reasons.
 */
function isRefusal(code: number): boolean {
  if (code === 1008) return true;
  return code >= 4400 && code <= 4499 && ![4404, 4408, 4429].includes(code);
}

/** The end of the connection reports what cannot be sent any more. */
function ignoreLateFailure(): void {
  // Nothing to do.
}

/** A plain view: `slice` of a Buffer shares memory, `slice` of a Uint8Array does not. */
function plainBytes(data: WebSocket.RawData): Uint8Array {
  if (Array.isArray(data)) return plainBytes(Buffer.concat(data));
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
