import { vncError } from '../../base/errors.ts';

/**
 * A user name or password in UTF-8 that fits a field of the wire. Cut short it would never be right.
 *
 * @param argument what it is
 * @param limit the longest that the field takes, in bytes
 * @throws `VNC_ARGUMENT_INVALID`
 */
export function fieldBytes(
  text: string,
  argument: 'username' | 'password',
  limit: number,
  securityType: string,
): Uint8Array {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > limit) throw vncError('VNC_ARGUMENT_INVALID', { argument, limit, securityType });
  return bytes;
}
