import type { Duplex } from 'node:stream';
import { type TLSSocket, rootCertificates } from 'node:tls';
import type { Endpoint } from './networkErrors.ts';
import { parsePemCertificates } from './pemCertificates.ts';
import { type Doubt, judgeServer, settleDoubt } from './serverJudgement.ts';
import { systemAuthorities } from './systemAuthorities.ts';
import type { TlsOptions } from './target.ts';
import { tlsHandshake } from './tlsHandshake.ts';

/** What is to be secured, and by what it is measured. */
export interface SecureRequest {
  /** The server as the person named it: its certificate must be for this, unless `tls` names another. */
  readonly endpoint: Endpoint;
  readonly tls: TlsOptions;
  readonly signal?: AbortSignal | undefined;
  /** The authorities of the system, which take a while to load; asked for only when needed. */
  readonly moreAuthorities?: (() => readonly string[]) | undefined;
}

/** A stream under TLS, and what speaks against the server at its other end. */
export interface SecuredStream {
  readonly socket: TLSSocket;
  readonly doubt: Doubt | undefined;
}

/**
 * Does the handshake on a stream that cannot be opened anew, and makes sure that the server is the right one. The
 * system's authorities are loaded beforehand, unless something else decides.
 *
 * @throws `VNC_TLS_…`, `VNC_SERVER_CHANGED`, `VNC_CLIENT_CERTIFICATE`, `VNC_CERTIFICATE_INVALID` or
 *   `VNC_CANCELLED`; then the stream is destroyed.
 */
export async function secureStream(
  stream: Duplex,
  request: SecureRequest & { readonly inBand?: boolean },
): Promise<TLSSocket> {
  const { tls, inBand, moreAuthorities = systemAuthorities } = request;
  const needed = tls.verify && tls.certificate === undefined && (tls.fingerprints ?? []).length === 0;
  const system = needed ? moreAuthorities() : [];
  const authorities = system.length === 0 ? undefined : [...rootCertificates, ...system];
  return await settle(await handshakeOn(stream, request, { authorities, inBand }), request);
}

/** Does the handshake and judges. @throws as `tlsHandshake` and `judgeServer`; then the stream is destroyed. */
export async function handshakeOn(
  stream: Duplex,
  { endpoint, tls, signal }: SecureRequest,
  more: { readonly authorities?: readonly string[] | undefined; readonly inBand?: boolean | undefined },
): Promise<SecuredStream> {
  try {
    const given = tls.certificate === undefined ? [] : parsePemCertificates(tls.certificate);
    const socket = await tlsHandshake({ stream, endpoint, tls, given, signal, ...more });
    return { socket, doubt: judgeServer({ secured: socket, endpoint, tls, given }) };
  } catch (error) {
    discard(stream);
    throw error;
  }
}

/** Has the doubt about a server settled. @throws as `settleDoubt`; then the stream is destroyed. */
export async function settle(
  { socket, doubt }: SecuredStream,
  { tls, signal }: SecureRequest,
): Promise<TLSSocket> {
  if (doubt === undefined) return socket;
  // While a person thinks the server may hang up; what fails then is what is read first.
  socket.on('error', ignore);
  try {
    await settleDoubt(doubt, tls, signal);
    return socket;
  } catch (error) {
    discard(socket);
    throw error;
  } finally {
    if (!socket.destroyed) socket.off('error', ignore);
  }
}

/** Gives a stream up. */
export function discard(stream: Duplex): void {
  stream.on('error', ignore);
  stream.destroy();
}

function ignore(): void {
  // What happens to a stream that is given up interests nobody.
}
