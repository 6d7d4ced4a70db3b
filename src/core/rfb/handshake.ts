import { cancelError } from '../base/deadline.ts';
import { isVncError, vncError } from '../base/errors.ts';
import { type Logger, silentLogger } from '../base/logger.ts';
import type { ByteReader } from './byteReader.ts';
import { clientInit } from './clientMessages.ts';
import type { CredentialSource } from './credentials.ts';
import { PIXEL_FORMAT_BYTES, type PixelFormat, readPixelFormat } from './pixelFormat.ts';
import { type ProtocolVersion, protocolVersionMessage, readProtocolVersion } from './protocolVersion.ts';
import { readReason } from './reason.ts';
import { type TypeChoiceContext, chooseType } from './security/chooseType.ts';
import { describeCrypto, proveAnonymousTls } from './security/cryptoProbes.ts';
import { securityName } from './security/securityNames.ts';
import type { SecurityOptions } from './security/securityOptions.ts';
import type {
  SecuredChannel,
  SecurityContext,
  SecurityOutcome,
  SecurityType,
} from './security/securityType.ts';
import { securityTypes } from './security/securityTypes.ts';
import { skipTightCapabilities } from './security/tight.ts';
import { checkLimit, checkScreenSize } from './wireErrors.ts';
import { decodeWireText } from './wireText.ts';

/** What a handshake works with. */
export interface HandshakeContext extends SecuredChannel {
  readonly credentials: CredentialSource;
  readonly security: SecurityOptions;
  /** Whether other clients may stay connected. */
  readonly shared: boolean;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** A security type that has led nowhere: it counts as not offered where anything else is. */
  readonly avoid?: number | undefined;
  /** Hears of a chosen security type that leads nowhere where another one is offered, before that is thrown. */
  readonly onDeadEnd?: ((type: number) => void) | undefined;
  /** Hears of a channel that takes the place of the first: a cancel has to reach whoever reads. */
  readonly onChannel?: ((channel: SecuredChannel) => void) | undefined;
}

/** What the handshake found out. */
export interface ServerInit {
  readonly version: ProtocolVersion;
  /** What the server called itself, such as `3.889`. */
  readonly greeting: string;
  /** The whole way to log in, such as `VeNCrypt X509Plain`. */
  readonly security: string;
  /** Where the connection goes on. */
  readonly channel: SecuredChannel;
  readonly width: number;
  readonly height: number;
  readonly pixelFormat: PixelFormat;
  readonly name: string;
}

/**
 * Speaks everything from ProtocolVersion to ServerInit (RFC 6143, sections 7.1 to 7.3).
 *
 * @throws `VNC_NOT_VNC`, `VNC_VERSION_UNSUPPORTED`, `VNC_SERVER_REFUSED`; `VNC_SECURITY_UNSUPPORTED`,
 *   `VNC_SECURITY_UNAVAILABLE`, `VNC_UNENCRYPTED_REFUSED` where there is no common way to log in;
 *   `VNC_PASSWORD_REQUIRED`, `VNC_USERNAME_REQUIRED`, `VNC_AUTH_REJECTED`, `VNC_AUTH_TOO_MANY`;
 *   `VNC_TLS_…`, `VNC_KEY_UNTRUSTED`, `VNC_SERVER_CHANGED` where the server proves who it is;
 *   `VNC_LIMIT_EXCEEDED`, `VNC_BAD_DATA`, or what ends the connection
 */
export async function handshake(context: HandshakeContext): Promise<ServerInit> {
  const { reader, pipe, logger } = context;
  const { version, said } = await readProtocolVersion(reader);
  pipe.write(protocolVersionMessage(version));
  logger.log('debug', `handshake: version ${version}, the server says ${said}`);

  const chosen = version === '3.3' ? await readDecidedSecurity(context) : await negotiateSecurity(context);
  logger.log('debug', `handshake: security type ${chosen.type.name}`);
  const outcome = await authenticate(chosen, context, version);
  const channel = outcome.channel ?? { pipe, reader };
  // A connection that was lost before our answer went out says nothing about the answer.
  if (channel.reader.endSignal.aborted && channel.reader.available === 0) await channel.reader.need(1);
  if (version === '3.8' || outcome.alwaysHasResult) {
    await readSecurityResult(channel.reader, version, outcome);
  }
  if (context.signal.aborted) throw cancelError(context.signal);

  channel.pipe.write(clientInit(context.shared));
  const init = await readServerInit(channel.reader);
  if (outcome.capabilitiesFollow === true) await skipTightCapabilities(channel.reader);
  return { version, greeting: said, security: outcome.path, channel, ...init };
}

/** What was chosen of what the server offers. */
interface Chosen {
  readonly type: SecurityType;
  readonly offered: readonly number[];
}

async function authenticate(
  { type, offered }: Chosen,
  context: HandshakeContext,
  version: ProtocolVersion,
): Promise<SecurityOutcome> {
  try {
    return await type.authenticate(securityContext(context, context, version));
  } catch (error) {
    const others = offered.filter((number) => number !== type.number);
    if (!isVncError(error, ...deadEnds)) throw error;
    const other = otherWay(others, context);
    if (other === undefined) throw error;
    // Whoever was asked for a user name and gave none wants no other question.
    if (error.code !== 'VNC_USERNAME_REQUIRED' || context.credentials.ask === undefined)
      context.onDeadEnd?.(type.number);
    throw vncError(error.code, { ...error.data, other }, error.cause);
  }
}

/** What shows only after VeNCrypt or Tight was chosen, when it is too late to choose again. */
const deadEnds = [
  'VNC_SECURITY_UNSUPPORTED',
  'VNC_SECURITY_UNAVAILABLE',
  'VNC_UNENCRYPTED_REFUSED',
  'VNC_USERNAME_REQUIRED',
] as const;

/** The names of another way that there would have been: the connection can ask for it. */
function otherWay(others: readonly number[], context: HandshakeContext): string | undefined {
  try {
    const type = chooseType(others, securityTypes, { ...choiceContext(context), logger: silentLogger });
    return (type.ways ?? [type.name]).join(', ');
  } catch {
    return undefined;
  }
}

function choiceContext({ credentials, security, pipe, logger }: HandshakeContext): TypeChoiceContext {
  return { credentials, options: security, pipe, logger };
}

function securityContext(
  context: HandshakeContext,
  channel: SecuredChannel,
  version: ProtocolVersion,
): SecurityContext {
  const { credentials, logger, signal, security } = context;
  const { reader, pipe } = channel;
  return {
    reader,
    pipe,
    version,
    credentials,
    options: security,
    logger,
    signal,
    write: (bytes) => pipe.write(bytes),
    replace: (replacement) => {
      context.onChannel?.(replacement);
      return securityContext(context, replacement, version);
    },
  };
}

/** Version 3.3: the server decides and tells. */
async function readDecidedSecurity(context: HandshakeContext): Promise<Chosen> {
  const { reader } = context;
  await reader.need(4);
  const number = reader.u32();
  if (number === 0) throw vncError('VNC_SERVER_REFUSED', { reason: await readReason(reader) });
  const offered = [number];
  await probeCrypto(offered, context.logger);
  return { type: chooseType(offered, securityTypes, choiceContext(context)), offered };
}

/** Version 3.7 and later: the server lists, we choose. */
async function negotiateSecurity(context: HandshakeContext): Promise<Chosen> {
  const { reader } = context;
  await reader.need(1);
  const count = reader.u8();
  if (count === 0) throw vncError('VNC_SERVER_REFUSED', { reason: await readReason(reader) });
  await reader.need(count);
  const offered = Array.from(reader.bytes(count));
  context.logger.log('debug', `handshake: offered ${offered.map(securityName).join(', ')}`);
  await probeCrypto(offered, context.logger);
  const others = offered.filter((number) => number !== context.avoid);
  const possible = others.length === 0 ? offered : others;
  const type = chooseType(possible, securityTypes, choiceContext(context));
  context.pipe.write(Uint8Array.of(type.number));
  return { type, offered };
}

/** The types that may need TLS without certificates: TLS and VeNCrypt. */
const perhapsAnonymous: readonly number[] = [18, 19];

/** Finds out what this program can do before it chooses, and tells the log. */
async function probeCrypto(offered: readonly number[], logger: Logger): Promise<void> {
  if (offered.some((number) => perhapsAnonymous.includes(number))) await proveAnonymousTls();
  if (logger.enabled('debug')) logger.log('debug', `handshake: cryptography: ${describeCrypto()}`);
}

/** SecurityResult (RFC 6143, section 7.1.3): only 3.8 sends a reason with a failure. */
async function readSecurityResult(
  reader: ByteReader,
  version: ProtocolVersion,
  outcome: SecurityOutcome,
): Promise<void> {
  const { path: securityType, login } = outcome;
  try {
    await reader.need(4);
  } catch (error) {
    // Some servers hang up instead of saying no.
    if (!isVncError(error, 'VNC_CONNECTION_LOST') || !outcome.alwaysHasResult) throw error;
    throw vncError('VNC_AUTH_REJECTED', { securityType, login, reason: '' }, error);
  }
  const result = reader.u32();
  if (result === 0) return;
  const reason = version === '3.8' ? await readReason(reader) : '';
  throw vncError(result === 2 ? 'VNC_AUTH_TOO_MANY' : 'VNC_AUTH_REJECTED', { securityType, login, reason });
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
