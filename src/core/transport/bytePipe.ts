import type { VncError } from '../base/errors.ts';

/** Takes what a pipe delivers. */
export interface PipeSink {
  /** Bytes in the order of the wire, cut anywhere. The sink may keep the chunk; the pipe never touches it again. */
  receive(chunk: Uint8Array): void;
  /** The pipe has ended, once: with the error that ended it, or without when either side closed it in order. */
  ended(error?: VncError): void;
}

/**
 * An open connection that carries bytes both ways and knows nothing of RFB. Every transport ends in one.
 */
export interface BytePipe {
  /** Where it leads, for logs and titles; never holds a secret (queries are cut). */
  readonly description: string;
  /**
   * Whether nobody on the way can read along: TLS, a Unix socket, a program's standard input and output, or an
   * address of this machine. Where it is false, secrets must not be sent in the clear.
   */
  readonly confidential: boolean;
  /** Bytes handed to `write` that the transport has not sent yet. */
  readonly bufferedBytes: number;
  /**
   * Begins delivery. Bytes that arrived earlier are kept until then. When it is called again, the new sink gets
   * all that follows in place of the old one: so a layer such as TLS is put in between.
   */
  open(sink: PipeSink): void;
  /** Sends bytes in order. The pipe may keep them: the caller does not change them later. Ignored after the end. */
  write(bytes: Uint8Array): void;
  /** Asks the transport to stop delivering; what is under way may still arrive. */
  pause(): void;
  /** Delivers again. */
  resume(): void;
  /** Asks the other side for a sign of life that costs the server nothing (WebSocket ping), where there is one. */
  ping?(): void;
  /** Ends the connection. The sink's `ended` is called once, without error. Harmless when repeated. */
  close(): void;
}
