import type { PipeSink } from '../../src/core/transport/bytePipe.ts';
import { connectRfb } from '../../src/core/rfb/rfbClient.ts';
import { cpuTimer } from './cpuTimer.mjs';
import { type RecordedStream, chunksOf } from './stream.ts';

/** Milliseconds that our client takes for all messages of a stream, and the pixels that it ends with. */
export async function decodeWithOurs(
  stream: RecordedStream,
): Promise<{ milliseconds: number; pixels: Uint8Array }> {
  let sink: PipeSink | undefined;
  const connecting = connectRfb({
    pipe: {
      description: 'recorded',
      confidential: true,
      bufferedBytes: 0,
      open: (opened) => (sink = opened),
      write: () => undefined,
      pause: () => undefined,
      resume: () => undefined,
      close: () => undefined,
    },
    credentials: {},
  });
  sink?.receive(stream.bytes.slice(0, stream.opening));
  const client = await connecting;
  const chunks = chunksOf(stream);
  const elapsed = cpuTimer();
  const ended = new Promise<string | undefined>((resolve) => client.onClose((error) => resolve(error?.code)));
  for (const chunk of chunks) sink?.receive(chunk);
  sink?.ended();
  const code = await ended;
  const milliseconds = elapsed();
  if (code !== 'VNC_CONNECTION_LOST') throw new Error(`${stream.name}: ${code ?? 'closed'}`);
  return { milliseconds, pixels: client.framebuffer.pixels };
}
