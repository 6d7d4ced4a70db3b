import { VncError } from '../base/errors.ts';
import type { ByteReader } from './byteReader.ts';
import { checkLimit } from './wireErrors.ts';
import { decodeWireText } from './wireText.ts';

/**
 * The reason that a server gives for refusing us; empty when it hangs up before.
 *
 * @throws `VNC_LIMIT_EXCEEDED`
 */
export async function readReason(reader: ByteReader): Promise<string> {
  try {
    await reader.need(4);
    const length = reader.u32();
    checkLimit(reader, 'reasonBytes', length);
    await reader.need(length);
    return decodeWireText(reader.bytes(length));
  } catch (error) {
    if (error instanceof VncError && error.kind === 'connection') return '';
    throw error;
  }
}
