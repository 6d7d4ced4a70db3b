import { vncError } from '../base/errors.ts';
import type { ByteReader } from './byteReader.ts';

/** The versions that differ on the wire. */
export type ProtocolVersion = '3.3' | '3.7' | '3.8';

/** What a server calls itself, and what to speak with it. */
export interface Greeting {
  readonly version: ProtocolVersion;
  /** As the server says it, such as `3.889`, by which a Mac is known whatever way to log in it takes. */
  readonly said: string;
}

const VERSION_BYTES = 12;
const MAGIC = 'RFB ';
/** How much of something that is not RFB is kept for the error. */
const SHOWN_CHARACTERS = 24;

/**
 * Reads ProtocolVersion (RFC 6143, section 7.1.1) and tells which version to speak. Servers call themselves
 * many things (3.6 UltraVNC, 3.889 Apple, 4.1 and 5.0 RealVNC): below 3.7 they speak 3.3, above 3.7 3.8.
 *
 * @throws `VNC_NOT_VNC` at the first byte that cannot belong to a version, `VNC_VERSION_UNSUPPORTED` below 3.3
 */
export async function readProtocolVersion(reader: ByteReader): Promise<Greeting> {
  for (let bytes = 1; bytes <= MAGIC.length; bytes++) {
    await reader.need(bytes);
    const start = text(reader.peek(MAGIC.length));
    if (!MAGIC.startsWith(start)) throw notVnc(reader);
  }
  await reader.need(VERSION_BYTES);
  const match = /^RFB (\d{3})\.(\d{3})\n$/.exec(text(reader.peek(VERSION_BYTES)));
  if (match === null) throw notVnc(reader);
  reader.take(VERSION_BYTES);
  const major = Number(match[1]);
  const minor = Number(match[2]);
  if (major < 3 || (major === 3 && minor < 3)) {
    throw vncError('VNC_VERSION_UNSUPPORTED', { version: `${major}.${minor}` });
  }
  return { version: spoken(major, minor), said: `${major}.${minor}` };
}

function spoken(major: number, minor: number): ProtocolVersion {
  if (major > 3 || minor > 7) return '3.8';
  return minor === 7 ? '3.7' : '3.3';
}

/** ProtocolVersion as we send it. */
export function protocolVersionMessage(version: ProtocolVersion): Uint8Array {
  const [major = '', minor = ''] = version.split('.');
  return Buffer.from(`RFB ${major.padStart(3, '0')}.${minor.padStart(3, '0')}\n`, 'latin1');
}

function notVnc(reader: ByteReader): Error {
  const received = text(reader.peek(SHOWN_CHARACTERS)).replace(/[^ -~]/g, '.');
  return vncError('VNC_NOT_VNC', { address: reader.address, received });
}

function text(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
