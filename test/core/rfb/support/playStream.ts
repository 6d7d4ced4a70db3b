import type { VncError } from '../../../../src/core/base/errors.ts';
import type { Rect, Size } from '../../../../src/core/base/geometry.ts';
import { type RfbClient, connectRfb } from '../../../../src/core/rfb/rfbClient.ts';
import type { CursorImage } from '../../../../src/core/image/cursorImage.ts';
import { FakePipe } from './fakePipe.ts';
import { wire } from './wireWriter.ts';

/** What a client made of a stream. */
export interface Played {
  readonly client: RfbClient;
  readonly pipe: FakePipe;
  /** What ended the connection; `VNC_CONNECTION_LOST` when the stream was fine to its last byte. */
  readonly error: VncError | undefined;
  /** The painted rectangles of each update. */
  readonly updates: (readonly Rect[])[];
  readonly resizes: Size[];
  readonly cursors: CursorImage[];
  readonly cutTexts: string[];
  readonly desktopNames: string[];
  readonly bells: number;
}

/** What a server of version 3.8 without security sends before its first message. */
export function greeting(width: number, height: number, name = 'fake'): Uint8Array<ArrayBuffer> {
  return wire()
    .text('RFB 003.008\n')
    .u8(1, 1)
    .u32(0)
    .u16(width, height)
    .u8(32, 24, 0, 1)
    .u16(255, 255, 255)
    .u8(16, 8, 0, 0, 0, 0)
    .string(name)
    .build();
}

/** Lets everything that is ready run. */
export async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/**
 * Connects a client and feeds it a server's whole stream, its greeting included, in `chunks`: each after the
 * one before has been read as far as it goes, or all at once. Then the server hangs up.
 */
export async function playStream(
  chunks: readonly Uint8Array[],
  options: { readonly allAtOnce?: boolean; readonly defersPictures?: boolean } = {},
): Promise<Played> {
  const pipe = new FakePipe();
  const connecting = connectRfb({ pipe, credentials: {} });
  const rest = [...chunks];
  let client: RfbClient | undefined;
  let failure: unknown;
  connecting.then(
    (connected) => (client = connected),
    (error: unknown) => (failure = error),
  );
  const isConnecting = (): boolean => client === undefined && failure === undefined;
  while (client === undefined && failure === undefined) {
    const chunk = rest.shift();
    if (chunk === undefined) pipe.end();
    else pipe.send(chunk);
    await settle();
    // Some security types calculate in other threads.
    if (rest.length === 0 && isConnecting()) await turn();
  }
  if (client === undefined) throw failure as Error;
  client.framebuffer.defersPictures = options.defersPictures === true;
  const updates: (readonly Rect[])[] = [];
  const resizes: Size[] = [];
  const cursors: CursorImage[] = [];
  const cutTexts: string[] = [];
  const desktopNames: string[] = [];
  let bells = 0;
  client.onUpdate((painted) => updates.push(painted));
  client.onResize((size) => resizes.push(size));
  client.onCursor((image) => cursors.push(image));
  client.onClipboard((text) => cutTexts.push(text));
  client.onDesktopName((name) => desktopNames.push(name));
  client.onBell(() => bells++);
  const { onClose } = client;
  const closed = new Promise<VncError | undefined>((resolve) => onClose(resolve));
  for (const chunk of rest) {
    pipe.send(chunk);
    if (options.allAtOnce !== true) await turn();
  }
  pipe.end();
  const error = await closed;
  return { client, pipe, error, updates, resizes, cursors, cutTexts, desktopNames, bells };
}

/** Only microtasks: the client's reading begins with the next turn, and the caller must listen before. */
async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}
