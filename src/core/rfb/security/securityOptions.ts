import type { Endpoint } from '../../transport/networkErrors.ts';
import type { TlsOptions } from '../../transport/target.ts';

/** What a connection allows its handshake to do. */
export interface SecurityOptions {
  /**
   * The ways to log in that are allowed, the preferred one first, by the names of `securityTypeNames`. By default
   * all that are known, in the order that fits the credentials held.
   */
  readonly types?: readonly string[] | undefined;
  /** Whether user names and passwords may go out in the clear where others can read along. */
  readonly allowUnencrypted?: boolean | undefined;
  /** How a server proves who it is where the security type lets it: VeNCrypt's X509 types and RSA-AES. */
  readonly tls: TlsOptions;
  /** The server as the person named it: what its certificate must be for, and under which its key is remembered. */
  readonly endpoint: Endpoint;
}
