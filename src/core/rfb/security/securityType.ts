import type { Logger } from '../../base/logger.ts';
import type { BytePipe } from '../../transport/bytePipe.ts';
import type { ByteReader } from '../byteReader.ts';
import type { CredentialSource } from '../credentials.ts';
import type { ProtocolVersion } from '../protocolVersion.ts';
import type { SecurityOptions } from './securityOptions.ts';

/** The two directions of a connection as they are now: under TLS or RSA-AES they are others than at first. */
export interface SecuredChannel {
  readonly pipe: BytePipe;
  readonly reader: ByteReader;
}

/** What a security type works with. */
export interface SecurityContext extends SecuredChannel {
  readonly version: ProtocolVersion;
  readonly credentials: CredentialSource;
  readonly options: SecurityOptions;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** Sends bytes over {@link SecuredChannel.pipe}. */
  write(bytes: Uint8Array): void;
  /** Goes on over another channel, from now on: a cancel has to reach whoever reads. */
  replace(channel: SecuredChannel): SecurityContext;
}

/** How a security type ended. */
export interface SecurityOutcome {
  /** The whole way, such as `VeNCrypt X509Plain`. */
  readonly path: string;
  /** Where SecurityResult and all that follows go, when it is not where the security type began. */
  readonly channel?: SecuredChannel | undefined;
  /** What was asked for, so that a refusal can say what to check. */
  readonly login: 'user' | 'password' | 'nothing';
  /** Whether SecurityResult follows before version 3.8, too (RFC 6143 gives None none). */
  readonly alwaysHasResult: boolean;
  /** Whether ServerInit is longer: Tight's lists of capabilities follow it. */
  readonly capabilitiesFollow?: boolean | undefined;
}

/** One way to prove who we are. */
export interface SecurityType {
  /** The number on the wire. */
  readonly number: number;
  /** Its name in {@link SecurityOutcome.path}. */
  readonly name: string;
  /** The ways to log in that it may lead to, by the names of `securityTypeNames`; its own name when left out. */
  readonly ways?: readonly string[] | undefined;
  /** Speaks the type's part of the handshake, up to SecurityResult. */
  authenticate(context: SecurityContext): Promise<SecurityOutcome>;
}
