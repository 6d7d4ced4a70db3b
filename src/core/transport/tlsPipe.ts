import { throwIfCancelled } from '../base/deadline.ts';
import type { BytePipe } from './bytePipe.ts';
import { clientCertificateError } from './clientCertificate.ts';
import { type Endpoint, lossError } from './networkErrors.ts';
import { PipeStream } from './pipeStream.ts';
import { secureStream } from './secureStream.ts';
import { StreamPipe } from './streamPipe.ts';
import type { TlsOptions } from './target.ts';
import { tlsHandshake } from './tlsHandshake.ts';

/** A connection in the middle of its handshake, to be continued under TLS. */
export interface ByteChannel {
  readonly pipe: BytePipe;
  /** What has been read from the pipe and belongs to the TLS handshake already. */
  readonly leftover: Uint8Array;
}

/** How a connection in use is secured. */
export interface ChannelTlsOptions extends TlsOptions {
  /** Without certificates (VeNCrypt TLSNone, TLSVnc, TLSPlain; type 18): nobody proves anything, TLS 1.2 at most. */
  readonly anonymous?: boolean | undefined;
}

/**
 * Continues a connection under TLS, as VeNCrypt and security type 18 do after they were chosen. The channel's pipe
 * gets a new sink and belongs to the returned pipe from then on: closing that closes it.
 *
 * @throws `VNC_TLS_…`, `VNC_SERVER_CHANGED`, `VNC_CLIENT_CERTIFICATE`, `VNC_CERTIFICATE_INVALID`, what ended the
 *   channel's pipe, or `VNC_CANCELLED`; then the pipe is closed.
 */
export async function secureByteChannel(
  channel: ByteChannel,
  endpoint: Endpoint,
  tls: ChannelTlsOptions,
  signal?: AbortSignal,
): Promise<BytePipe> {
  throwIfCancelled(signal);
  const { pipe, leftover } = channel;
  const stream = new PipeStream(pipe, leftover);
  const request = { endpoint, tls, signal, inBand: true };
  try {
    const secured =
      tls.anonymous === true
        ? await tlsHandshake({ ...request, stream, given: [], anonymous: true })
        : await secureStream(stream, request);
    return new StreamPipe(secured, {
      description: pipe.description,
      confidential: true,
      bufferedBelow: () => pipe.bufferedBytes,
      errorOf: (error) => {
        if (error === undefined) return stream.pipeError;
        return stream.pipeError ?? clientCertificateError(error, endpoint, tls) ?? lossError(error, endpoint);
      },
      ...(pipe.ping === undefined ? {} : { ping: () => pipe.ping?.() }),
    });
  } catch (error) {
    stream.on('error', () => undefined);
    stream.destroy();
    throw stream.pipeError ?? error;
  }
}
