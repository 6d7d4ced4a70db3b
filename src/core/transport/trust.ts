import { cancelError, throwIfCancelled } from '../base/deadline.ts';
import { type VncErrorData, vncError } from '../base/errors.ts';

/** Which server it is that has to be trusted: what is remembered of it is remembered under this. */
export interface ServerName {
  /** `certificate`: of TLS; `rsa-key`: the key of RealVNC's RSA-AES security types. */
  readonly kind: 'certificate' | 'rsa-key';
  readonly host: string;
  readonly port: number;
}

/** What a server shows of itself. */
export interface ServerIdentity extends ServerName {
  /**
   * Pairs of hexadecimal digits in capitals with colons between: of a certificate its SHA-256, of an RSA key the
   * eight bytes that servers show: the start of SHA-1 over all of the key.
   */
  readonly fingerprint: string;
  readonly subject?: string | undefined;
  readonly issuer?: string | undefined;
  /** The names and addresses that a certificate is for. */
  readonly names?: string | undefined;
  readonly validFrom?: string | undefined;
  readonly validTo?: string | undefined;
}

/** A server that nobody vouches for, put to a person. */
export interface TrustQuestion extends ServerIdentity {
  /** Why it is not trusted: OpenSSL's code such as `DEPTH_ZERO_SELF_SIGNED_CERT`, or `newKey`. */
  readonly reason: string;
}

/** Who decides about servers that nobody vouches for. */
export interface TrustPolicy {
  /** Fingerprints that a person trusted before; empty for a server that is new. */
  known(server: ServerName): readonly string[];
  /**
   * Puts the question to a person. Whoever asks also remembers the answer. Left out where nobody can be asked.
   * The signal aborts when the connection is no longer wanted.
   */
  ask?(question: TrustQuestion, signal: AbortSignal): Promise<boolean>;
}

/** A fingerprint as it is compared: hexadecimal digits in capitals, with a colon between pairs. */
export function normalFingerprint(text: string): string {
  const digits = text.replace(/^sha-?256[:=\s]/i, '').replace(/[^0-9a-f]/gi, '');
  return (digits.toUpperCase().match(/.{1,2}/g) ?? []).join(':');
}

/** Whether `fingerprint` is one of `known`, however they are written. */
export function isKnownFingerprint(fingerprint: string, known: readonly string[]): boolean {
  const wanted = normalFingerprint(fingerprint);
  return known.some((one) => normalFingerprint(one) === wanted);
}

/**
 * Decides about a server that nobody vouches for: one that was trusted before is fine, one that shows another
 * key than before never is, and about a new one a person is asked, if there is any.
 *
 * @throws `VNC_SERVER_CHANGED` for another key than before, `VNC_TLS_UNTRUSTED` or `VNC_KEY_UNTRUSTED` for one
 *   that is not trusted, `VNC_CANCELLED`.
 */
export async function decideTrust(
  policy: TrustPolicy | undefined,
  question: TrustQuestion,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { kind, host, port, fingerprint } = question;
  const known = policy?.known({ kind, host, port }) ?? [];
  if (isKnownFingerprint(fingerprint, known)) return;
  if (known.length > 0) {
    throw vncError('VNC_SERVER_CHANGED', {
      ...factsOf(question),
      known: known.map(normalFingerprint).join(', '),
    });
  }
  if (policy?.ask !== undefined) {
    throwIfCancelled(signal);
    const trusted = await abortable(
      policy.ask.bind(policy),
      question,
      signal ?? new AbortController().signal,
    );
    if (trusted) return;
  }
  throw vncError(kind === 'certificate' ? 'VNC_TLS_UNTRUSTED' : 'VNC_KEY_UNTRUSTED', factsOf(question));
}

/** A dialog that stays open must not keep a connection that was given up. */
async function abortable(
  ask: NonNullable<TrustPolicy['ask']>,
  question: TrustQuestion,
  signal: AbortSignal,
): Promise<boolean> {
  return await new Promise<boolean>((resolve, reject) => {
    const cancelled = (): void => reject(cancelError(signal));
    signal.addEventListener('abort', cancelled, { once: true });
    ask(question, signal)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', cancelled));
  });
}

/** What an error tells of a server's key. */
export function factsOf(question: TrustQuestion): VncErrorData {
  const { host, port, reason, fingerprint, names, validFrom, validTo } = question;
  return {
    host,
    port,
    reason,
    fingerprint,
    ...(names === undefined ? {} : { names }),
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validTo === undefined ? {} : { validTo }),
  };
}
