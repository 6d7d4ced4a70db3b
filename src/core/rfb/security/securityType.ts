import type { ByteReader } from '../byteReader.ts';
import type { CredentialSource } from '../credentials.ts';

/** What a security type works with. */
export interface SecurityContext {
  readonly reader: ByteReader;
  readonly credentials: CredentialSource;
  readonly signal: AbortSignal;
  write(bytes: Uint8Array): void;
}

/** One way to prove who we are. */
export interface SecurityType {
  /** The number on the wire. */
  readonly number: number;
  /** The usual name. */
  readonly name: string;
  /** Whether SecurityResult follows before version 3.8, too (RFC 6143 gives None none). */
  readonly alwaysHasResult: boolean;
  /** Speaks the type's part of the handshake, up to SecurityResult. */
  authenticate(context: SecurityContext): Promise<void>;
}
