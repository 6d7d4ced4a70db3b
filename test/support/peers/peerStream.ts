import type { Socket } from 'node:net';

/** Bytes both ways, as a server written straight from the specification reads and writes them. */
export interface PeerStream {
  /** Waits for exactly `count` bytes. @throws when the other side hangs up before */
  read(count: number): Promise<Buffer>;
  write(...parts: readonly Uint8Array[]): void;
}

/** A socket as a {@link PeerStream}. */
export function streamOf(socket: Socket): PeerStream {
  let waiting = Buffer.alloc(0);
  let ended = false;
  let wake = (): void => undefined;
  socket.on('data', (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk]);
    wake();
  });
  socket.on('close', () => {
    ended = true;
    wake();
  });
  socket.on('error', () => undefined);
  return {
    async read(count) {
      while (waiting.length < count) {
        if (ended) throw new Error('the client hung up');
        await new Promise<void>((resolve) => (wake = resolve));
      }
      const bytes = waiting.subarray(0, count);
      waiting = waiting.subarray(count);
      return bytes;
    },
    write: (...parts) => void socket.write(Buffer.concat(parts)),
  };
}

export function u8(...values: readonly number[]): Buffer {
  return Buffer.from(values);
}

export function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
