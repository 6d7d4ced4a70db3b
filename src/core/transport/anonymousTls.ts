import { Duplex } from 'node:stream';
import { TLSSocket, connect, createSecureContext } from 'node:tls';

/**
 * The suites without certificates, which OpenSSL offers at its lowest level of security only, and TLS 1.3 not at
 * all.
 */
export const anonymousCiphers = {
  ciphers: 'aNULL:@SECLEVEL=0',
  minVersion: 'TLSv1',
  maxVersion: 'TLSv1.2',
} as const;

/**
 * Whether this runtime takes the names of the suites for TLS without certificates (VeNCrypt TLSNone, TLSVnc and
 * TLSPlain, and type 18). Editors built with BoringSSL do not: there the types are not to be chosen. Whether the
 * suites work as well, {@link provesAnonymousTls} finds out.
 */
export function hasAnonymousTls(): boolean {
  try {
    createSecureContext(anonymousCiphers);
    return true;
  } catch {
    return false;
  }
}

/** Milliseconds after which a handshake within this process will not come to an end any more. */
const PATIENCE = 2000;

/** Has both ends of TLS without certificates shake hands within this process, and a text arrive as it was sent. */
export async function provesAnonymousTls(): Promise<boolean> {
  if (!hasAnonymousTls()) return false;
  const text = 'Now is t';
  const [near, far] = pairOfStreams();
  const server = new TLSSocket(far, {
    isServer: true,
    secureContext: createSecureContext(anonymousCiphers),
  });
  const client = connect({ ...anonymousCiphers, socket: near, rejectUnauthorized: false });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<boolean>((resolve) => {
      const fails = (): void => resolve(false);
      timer = setTimeout(fails, PATIENCE);
      for (const end of [server, client]) end.once('error', fails).once('close', fails);
      server.once('data', (bytes: Buffer) => resolve(bytes.toString('latin1') === text));
      client.once('secureConnect', () => client.write(text));
    });
  } finally {
    clearTimeout(timer);
    for (const end of [server, client]) end.on('error', () => undefined).destroy();
  }
}

/** Two streams of which each reads what the other writes. */
function pairOfStreams(): readonly [Duplex, Duplex] {
  const end = (other: () => Duplex): Duplex =>
    new Duplex({
      read: () => undefined,
      write(chunk: unknown, _encoding, done) {
        other().push(chunk);
        done();
      },
      final(done) {
        other().push(null);
        done();
      },
    });
  const near: Duplex = end(() => far);
  const far: Duplex = end(() => near);
  return [near, far];
}
