import type { Duplex } from 'node:stream';
import { type VncError, vncError } from '../base/errors.ts';
import { parseAddress } from './address.ts';
import { type Endpoint, errorCodeOf } from './networkErrors.ts';
import { readPrelude } from './prelude.ts';

/** Bytes in which a viewer names the server that it wants, filled up with zeros. */
const nameBytes = 250;

/** What a repeater greets viewers with in place of a version. */
const greeting = 'RFB 000.000\n';

/**
 * Has an UltraVNC repeater connect us to the server `id`, and waits until that server speaks.
 *
 * @throws `VNC_REPEATER_FAILED` when it is no repeater or hangs up, `VNC_ARGUMENT_INVALID` for an id that cannot
 *   be sent, or `VNC_CANCELLED`; then the socket is destroyed.
 */
export async function passRepeater(
  socket: Duplex,
  id: string,
  endpoint: Endpoint,
  signal: AbortSignal | undefined,
): Promise<void> {
  const failed = (reason: string, more: Readonly<Record<string, string>> = {}, cause?: unknown): VncError =>
    vncError('VNC_REPEATER_FAILED', { host: endpoint.host, port: endpoint.port, id, reason, ...more }, cause);
  const prelude = {
    socket,
    signal,
    failure: (error: unknown) => failed(errorCodeOf(error) || 'closed', {}, error),
  };
  const name = repeaterName(id);
  await readPrelude(prelude, (bytes) => {
    const text = bytes.toString('latin1', 0, greeting.length);
    if (!greeting.startsWith(text)) {
      throw failed('notRepeater', { greeting: text.replace(/[^\x20-\x7e]/g, ' ').trim() });
    }
    return text.length < greeting.length ? undefined : greeting.length;
  });
  socket.write(name);
  // The repeater is silent until it has the server. Nothing is taken: the first byte is the server's.
  await readPrelude(prelude, () => 0);
}

/** The 250 bytes for `id`. @throws `VNC_ARGUMENT_INVALID` */
export function repeaterName(id: string): Uint8Array {
  const text = repeaterText(id.trim());
  const bytes = Buffer.alloc(nameBytes);
  // The last byte stays zero: repeaters read a string.
  if (Buffer.byteLength(text) >= nameBytes)
    throw vncError('VNC_ARGUMENT_INVALID', { argument: 'repeaterId' });
  bytes.write(text);
  return bytes;
}

/** Mode II knows servers by number, `ID:123`; mode I dials `host:port`, where numbers below 100 are displays. */
function repeaterText(id: string): string {
  const number = /^(?:ID:)?(\d{1,10})$/i.exec(id)?.[1];
  if (number !== undefined) return `ID:${number}`;
  const address = parseAddress(id);
  if (address.transport !== 'tcp' || id === '')
    throw vncError('VNC_ARGUMENT_INVALID', { argument: 'repeaterId' });
  return address.port < 100 ? `${address.host}::${address.port}` : `${address.host}:${address.port}`;
}
