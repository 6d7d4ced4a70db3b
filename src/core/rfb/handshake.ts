import { cancelError } from '../base/deadline.ts';
import { VncError, isVncError, vncError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import type { ByteReader } from './byteReader.ts';
import { clientInit } from './clientMessages.ts';
import type { CredentialSource } from './credentials.ts';
import { PIXEL_FORMAT_BYTES, type PixelFormat, readPixelFormat } from './pixelFormat.ts';
import { type ProtocolVersion, protocolVersionMessage, readProtocolVersion } from './protocolVersion.ts';
import { chooseSecurity, securityName } from './security/chooseSecurity.ts';
import type { SecurityType } from './security/securityType.ts';
import { checkLimit, checkScreenSize } from './wireErrors.ts';
import { decodeWireText } from './wireText.ts';

/** What a handshake works with. */
export interface HandshakeContext {
  readonly reader: ByteReader;
  readonly credentials: CredentialSource;
  /** Whether other clients may stay connected. */
  readonly shared: boolean;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  write(bytes: Uint8Array): void;
}

/** What the handshake found out. */
export interface ServerInit {
  readonly version: ProtocolVersion;
  readonly security: string;
  readonly width: number;
  readonly height: number;
  readonly pixelFormat: PixelFormat;
  readonly name: string;
}

/**
 * Speaks everything from ProtocolVersion to ServerInit (RFC 6143, sections 7.1 to 7.3).
 *
 * @throws `VNC_NOT_VNC`, `VNC_VERSION_UNSUPPORTED`, `VNC_SERVER_REFUSED`, `VNC_SECURITY_UNSUPPORTED`,
 *   `VNC_PASSWORD_REQUIRED`, `VNC_AUTH_REJECTED`, `VNC_AUTH_TOO_MANY`, `VNC_LIMIT_EXCEEDED`, or what ends the
 *   connection
 */
export async function handshake(context: HandshakeContext): Promise<ServerInit> {
  const { reader, logger } = context;
  const version = await readProtocolVersion(reader);
  context.write(protocolVersionMessage(version));
  logger.log('debug', `handshake: version ${version}`);

  const security = version === '3.3' ? await readDecidedSecurity(context) : await negotiateSecurity(context);
  logger.log('debug', `handshake: security type ${security.name}`);
  await security.authenticate(context);
  // A connection that was lost before our answer went out says nothing about the answer.
  if (reader.endSignal.aborted && reader.available === 0) await reader.need(1);
  if (version === '3.8' || security.alwaysHasResult) await readSecurityResult(reader, version, security);
  if (context.signal.aborted) throw cancelError(context.signal);

  context.write(clientInit(context.shared));
  return { version, security: security.name, ...(await readServerInit(reader)) };
}

/** Version 3.3: the server decides and tells. */
async function readDecidedSecurity(context: HandshakeContext): Promise<SecurityType> {
  const { reader } = context;
  await reader.need(4);
  const number = reader.u32();
  if (number === 0) throw vncError('VNC_SERVER_REFUSED', { reason: await readReason(reader) });
  return pick([number], context.credentials);
}

/** Version 3.7 and later: the server lists, we choose. */
async function negotiateSecurity(context: HandshakeContext): Promise<SecurityType> {
  const { reader } = context;
  await reader.need(1);
  const count = reader.u8();
  if (count === 0) throw vncError('VNC_SERVER_REFUSED', { reason: await readReason(reader) });
  await reader.need(count);
  const offered = Array.from(reader.bytes(count));
  context.logger.log('debug', `handshake: offered ${offered.map(securityName).join(', ')}`);
  const security = pick(offered, context.credentials);
  context.write(Uint8Array.of(security.number));
  return security;
}

function pick(offered: readonly number[], credentials: CredentialSource): SecurityType {
  const security = chooseSecurity(offered, credentials);
  if (security !== undefined) return security;
  throw vncError('VNC_SECURITY_UNSUPPORTED', { offered: offered.map(securityName).join(', ') });
}

/** SecurityResult (RFC 6143, section 7.1.3): only 3.8 sends a reason with a failure. */
async function readSecurityResult(
  reader: ByteReader,
  version: ProtocolVersion,
  security: SecurityType,
): Promise<void> {
  const securityType = security.name;
  try {
    await reader.need(4);
  } catch (error) {
    // Some servers hang up instead of saying no.
    if (!isVncError(error, 'VNC_CONNECTION_LOST') || !security.alwaysHasResult) throw error;
    throw vncError('VNC_AUTH_REJECTED', { securityType, reason: '' }, error);
  }
  const result = reader.u32();
  if (result === 0) return;
  const reason = version === '3.8' ? await readReason(reader) : '';
  throw vncError(result === 2 ? 'VNC_AUTH_TOO_MANY' : 'VNC_AUTH_REJECTED', { securityType, reason });
}

/** The reason that a server gives; empty when it hangs up before. @throws `VNC_LIMIT_EXCEEDED` */
async function readReason(reader: ByteReader): Promise<string> {
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

async function readServerInit(
  reader: ByteReader,
): Promise<Pick<ServerInit, 'width' | 'height' | 'pixelFormat' | 'name'>> {
  await reader.need(4 + PIXEL_FORMAT_BYTES + 4);
  const width = reader.u16();
  const height = reader.u16();
  checkScreenSize(reader, width, height);
  const at = reader.take(PIXEL_FORMAT_BYTES);
  const pixelFormat = readPixelFormat(reader.view, at);
  const nameBytes = reader.u32();
  checkLimit(reader, 'desktopNameBytes', nameBytes);
  await reader.need(nameBytes);
  return { width, height, pixelFormat, name: decodeWireText(reader.bytes(nameBytes)) };
}
