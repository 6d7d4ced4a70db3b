import { VncError } from '../../src/core/base/errors.ts';
import { wholeOf } from '../../src/core/base/geometry.ts';
import { limits } from '../../src/core/base/limits.ts';
import { type RfbClient, connectRfb } from '../../src/core/rfb/rfbClient.ts';
import { FakePipe } from '../core/rfb/support/fakePipe.ts';

/** How a case ended: the code of the error, and what is wrong with that, if anything. */
export interface CaseOutcome {
  readonly code: string;
  readonly updates: number;
  readonly complaint: string | undefined;
}

/** Reads everything on the screen, as a capture would. */
function readPixels(client: RfbClient): void {
  try {
    client.framebuffer.read(wholeOf(client.framebuffer));
  } catch (error) {
    // The connection ends with the same error.
    if (!(error instanceof VncError) || error.code !== 'VNC_BAD_DATA') throw error;
  }
}

/** Turns of the event loop that a client may take; a client that makes keys works on beside them. */
const PATIENCE_TURNS = 2000;
const SLOW_TURNS = 2000;

/**
 * Feeds a stream to a client, cut into `pieces`, and hangs up. Whatever the bytes are, the client ends with a coded
 * error, in a bounded number of turns, and its pixels are opaque.
 */
export async function playCase(
  stream: Uint8Array,
  { types, pieces }: { readonly types: readonly string[]; readonly pieces: number },
): Promise<CaseOutcome> {
  const pipe = new FakePipe();
  let ended: { readonly error: unknown } | undefined;
  let updates = 0;
  const seen = { opaque: true };
  const connecting = connectRfb({
    pipe,
    credentials: { username: 'user', password: 'secret12' },
    security: { ...fuzzSecurity, types },
  });
  void connecting.then(
    (client) => {
      // Pictures that are kept must end as well as those that are decoded when they come.
      client.framebuffer.defersPictures = stream.length % 2 === 0;
      client.onUpdate(() => {
        updates += 1;
        if (updates % 3 === 0) readPixels(client);
        client.requestUpdate(wholeOf(client.framebuffer), { incremental: true });
      });
      client.onClose((error) => {
        const { words } = client.framebuffer;
        // A sample is enough to see a decoder that forgets the alpha channel.
        for (let at = 0; at < words.length; at += 61) seen.opaque &&= (words[at] ?? 0) >>> 24 === 255;
        ended = { error };
      });
    },
    (error: unknown) => (ended = { error }),
  );
  const piece = Math.ceil(stream.length / pieces);
  for (let turn = 0; ended === undefined && turn < PATIENCE_TURNS + SLOW_TURNS; turn++) {
    if (turn < pieces) pipe.send(stream.slice(turn * piece, (turn + 1) * piece));
    if (turn === pieces + 2) pipe.end();
    await new Promise((resolve) => (turn < PATIENCE_TURNS ? setImmediate(resolve) : setTimeout(resolve, 10)));
  }
  const outcome = (code: string, complaint?: string): CaseOutcome => ({ code, updates, complaint });
  if (ended === undefined) {
    pipe.end();
    return outcome('none', 'it has not ended');
  }
  const { error } = ended;
  if (!(error instanceof VncError)) return outcome('none', `it ended with ${String(error)}`);
  if (error.data['what'] === 'internal') return outcome(error.code, `internal: ${describe(error.cause)}`);
  if (!pipe.closed) return outcome(error.code, 'the pipe is still open');
  if (!seen.opaque) return outcome(error.code, 'a pixel is not opaque');
  const kind = error.kind;
  if (kind === 'input' || kind === 'state' || kind === 'timeout')
    return outcome(error.code, `an error of kind ${kind}`);
  return outcome(error.code);
}

/** A connection that lets every type of security be spoken, also in the clear and with whomever. */
const fuzzSecurity = {
  allowUnencrypted: true,
  tls: { verify: false },
  endpoint: { host: '127.0.0.1', port: 5900 },
};

/** The most that one client may hold: its framebuffer, what it has not read yet, and one run of pixels. */
export const mostBytesOfOneClient =
  limits.framebufferPixels * 4 + limits.receiveBufferBytes + 4 * limits.compressedBytes;

function describe(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
