import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { VncErrorCode } from '../base/errorCodes.ts';
import { isVncError, vncError } from '../base/errors.ts';
import { type Endpoint, errorCodeOf } from './networkErrors.ts';
import type { TlsOptions } from './target.ts';
import { type TrustQuestion, decideTrust, factsOf, isKnownFingerprint, normalFingerprint } from './trust.ts';

/** A server after the handshake, and what it is to be measured by. */
export interface JudgementRequest {
  readonly secured: TLSSocket;
  readonly endpoint: Endpoint;
  readonly tls: TlsOptions;
  /** The certificates of `tls.certificate`. */
  readonly given: readonly X509Certificate[];
}

/** Why nothing vouches for a server. */
export interface Doubt {
  /** What it means when nobody says otherwise. */
  readonly code: VncErrorCode;
  readonly question: TrustQuestion;
}

/**
 * What speaks against a server: `undefined` when it has proven who it is, or need not. A pinned fingerprint alone
 * decides. Otherwise an authority must vouch for the name; a server that presents exactly a given certificate
 * has proven that it holds its key, and then the name is not compared, since self-signed certificates of
 * appliances seldom carry the address under which they are reached.
 *
 * @throws `VNC_SERVER_CHANGED` for another certificate than the pinned ones.
 */
export function judgeServer({ secured, endpoint, tls, given }: JudgementRequest): Doubt | undefined {
  const presented = secured.getPeerX509Certificate();
  if (tls.fingerprints !== undefined && tls.fingerprints.length > 0) {
    if (isKnownFingerprint(presented?.fingerprint256 ?? 'none', tls.fingerprints)) return undefined;
    const known = tls.fingerprints.map(normalFingerprint).join(', ');
    const facts = factsOf(questionOf(presented, endpoint, 'pinned'));
    throw vncError('VNC_SERVER_CHANGED', { ...facts, known });
  }
  if (!tls.verify || secured.authorized) return undefined;
  const pinned = presented !== undefined && given.some((one) => one.raw.equals(presented.raw));
  // Node's types promise an Error here; it is the code as a string.
  const failure: unknown = secured.authorizationError;
  const reason = typeof failure === 'string' ? failure : errorCodeOf(failure) || 'unknown';
  if (pinned && isCurrent(presented)) return undefined;
  return { code: codeOfVerification(reason, pinned), question: questionOf(presented, endpoint, reason) };
}

/**
 * Settles a doubt: by what a person trusted before, or says now. Where a certificate was given, nothing else is
 * trusted and nobody asked.
 *
 * @throws `VNC_TLS_…`, `VNC_SERVER_CHANGED` or `VNC_CANCELLED`.
 */
export async function settleDoubt(
  { code, question }: Doubt,
  tls: TlsOptions,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await decideTrust(tls.certificate === undefined ? tls.trust : undefined, question, signal);
  } catch (error) {
    if (isVncError(error, 'VNC_TLS_UNTRUSTED')) throw vncError(code, factsOf(question));
    throw error;
  }
}

function isCurrent(certificate: X509Certificate): boolean {
  const now = Date.now();
  return Date.parse(certificate.validFrom) <= now && now <= Date.parse(certificate.validTo);
}

function codeOfVerification(reason: string, pinned: boolean): VncErrorCode {
  if (pinned || reason === 'CERT_HAS_EXPIRED' || reason === 'CERT_NOT_YET_VALID') return 'VNC_TLS_EXPIRED';
  if (reason === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'VNC_TLS_HOST_MISMATCH';
  return 'VNC_TLS_UNTRUSTED';
}

function questionOf(
  presented: X509Certificate | undefined,
  endpoint: Endpoint,
  reason: string,
): TrustQuestion {
  const server = { kind: 'certificate', host: endpoint.host, port: endpoint.port, reason } as const;
  if (presented === undefined) return { ...server, fingerprint: '' };
  return {
    ...server,
    fingerprint: presented.fingerprint256,
    subject: oneLine(presented.subject),
    issuer: oneLine(presented.issuer),
    names: oneLine(presented.subjectAltName ?? presented.subject),
    validFrom: presented.validFrom,
    validTo: presented.validTo,
  };
}

/** Enough to recognise a certificate by; lists of names can be long. */
function oneLine(text: string): string {
  const line = text.replaceAll('\n', ', ');
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
