import type { Duplex } from 'node:stream';
import { cancelError } from '../base/deadline.ts';

/** A dialogue before the connection proper, with a proxy or a repeater. */
export interface Prelude {
  readonly socket: Duplex;
  readonly signal: AbortSignal | undefined;
  /** What an error of the socket means, or its end (`undefined`). */
  readonly failure: (error: unknown) => Error;
}

/**
 * Reads from a connected socket until `measure` says how many bytes of what has come make the answer; what came
 * beyond stays in the socket for whoever reads next.
 *
 * @param measure returns the length of the answer once it is there, and throws for what is none. It is to bound
 *   what it waits for.
 * @throws what `measure` and `failure` make, or `VNC_CANCELLED`; then the socket is destroyed.
 */
export async function readPrelude(
  { socket, signal, failure }: Prelude,
  measure: (bytes: Buffer) => number | undefined,
): Promise<Buffer> {
  return await new Promise<Buffer>((resolve, reject) => {
    let bytes: Buffer = Buffer.alloc(0);
    const settle = (): void => {
      signal?.removeEventListener('abort', cancelled);
      socket.off('readable', read);
      socket.off('error', failed);
      socket.off('end', ended);
      socket.off('close', ended);
    };
    const drop = (error: unknown): void => {
      settle();
      socket.on('error', () => undefined);
      socket.destroy();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    const failed = (error: unknown): void => drop(failure(error));
    const ended = (): void => drop(failure(undefined));
    const cancelled = (): void => {
      if (signal !== undefined) drop(cancelError(signal));
    };
    const read = (): void => {
      const chunk: unknown = socket.read();
      if (!Buffer.isBuffer(chunk)) return;
      bytes = Buffer.concat([bytes, chunk]);
      let length: number | undefined;
      try {
        length = measure(bytes);
      } catch (error) {
        drop(error);
        return;
      }
      if (length === undefined) return;
      settle();
      // After the listener is gone, or it would be told of them.
      if (bytes.length > length) socket.unshift(bytes.subarray(length));
      resolve(bytes.subarray(0, length));
    };
    socket.on('readable', read);
    socket.once('error', failed);
    socket.once('end', ended);
    socket.once('close', ended);
    signal?.addEventListener('abort', cancelled, { once: true });
    if (signal?.aborted === true) cancelled();
    else if (socket.destroyed) ended();
  });
}
