import { throwIfCancelled } from '../../base/deadline.ts';
import { secureByteChannel } from '../../transport/tlsPipe.ts';
import { ByteReader } from '../byteReader.ts';
import type { SecurityContext } from './securityType.ts';

/**
 * The bytes that a reader has taken from its pipe and nobody has read, so that another sink can go on.
 *
 * @throws what ended the pipe: another sink would not hear of that any more
 */
export function channelEnd(reader: ByteReader): Uint8Array {
  if (reader.endSignal.aborted) {
    const reason: unknown = reader.endSignal.reason;
    throw reason instanceof Error ? reason : new Error('the pipe has ended');
  }
  return Uint8Array.from(reader.bytes(reader.available));
}

/**
 * Goes on under TLS.
 *
 * @returns the context to go on with: its reader and its writes are those within TLS
 * @throws what `secureByteChannel` throws
 */
export async function underTls(
  context: SecurityContext,
  { anonymous }: { readonly anonymous: boolean },
): Promise<SecurityContext> {
  const { pipe, reader, options, signal } = context;
  const { tls, endpoint } = options;
  const leftover = channelEnd(reader);
  const secured = await secureByteChannel({ pipe, leftover }, endpoint, { ...tls, anonymous }, signal);
  throwIfCancelled(signal);
  return context.replace({ pipe: secured, reader: new ByteReader(secured) });
}
