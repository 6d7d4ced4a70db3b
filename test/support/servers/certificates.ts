import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from '../programs.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

/** A certificate authority and a server certificate for `localhost` and 127.0.0.1. */
export interface Certificates {
  /** Folder with `ca-cert.pem`, `server-cert.pem`, `server-key.pem` and `server.pem` (key and certificate). */
  readonly folder: string;
  readonly caFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
  /** PEM text of the authority's certificate. */
  readonly ca: string;
  /** PEM text of the server's own certificate. */
  readonly certificate: string;
}

let shared: Promise<Certificates> | undefined;

/** Makes the certificates with openssl, once in a run. */
export async function makeCertificates(): Promise<Certificates> {
  shared ??= generate();
  return await shared;
}

/** Makes a certificate for `localhost` that has nothing to do with the others, and vouches for itself. */
export async function makeOtherCertificate(): Promise<
  Pick<Certificates, 'certificateFile' | 'keyFile' | 'certificate'>
> {
  const folder = temporaryFolder('vnc-certificate');
  const certificateFile = path.join(folder, 'cert.pem');
  const keyFile = path.join(folder, 'key.pem');
  await runProgram('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', keyFile, '-out', certificateFile],
    ...['-days', '30', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
  ]);
  return { certificateFile, keyFile, certificate: await readFile(certificateFile, 'utf8') };
}

async function generate(): Promise<Certificates> {
  const folder = temporaryFolder('vnc-certificates');
  const file = (name: string): string => path.join(folder, name);
  const key = (name: string): string[] => ['-newkey', 'rsa:2048', '-nodes', '-keyout', file(name)];
  await runProgram('openssl', [
    ...['req', '-x509', ...key('ca-key.pem'), '-days', '30', '-out', file('ca-cert.pem')],
    ...['-subj', '/CN=test authority', '-addext', 'basicConstraints=critical,CA:TRUE'],
  ]);
  await runProgram('openssl', [
    ...['req', ...key('server-key.pem'), '-out', file('server.csr'), '-subj', '/CN=localhost'],
  ]);
  await writeFile(file('names.cnf'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  await runProgram('openssl', [
    ...['x509', '-req', '-in', file('server.csr'), '-CA', file('ca-cert.pem'), '-CAkey', file('ca-key.pem')],
    ...['-CAcreateserial', '-days', '30', '-out', file('server-cert.pem'), '-extfile', file('names.cnf')],
  ]);
  const [ca, certificate, privateKey] = await Promise.all(
    ['ca-cert.pem', 'server-cert.pem', 'server-key.pem'].map(
      async (name) => await readFile(file(name), 'utf8'),
    ),
  );
  await writeFile(file('server.pem'), `${privateKey ?? ''}${certificate ?? ''}`, { mode: 0o600 });
  return {
    folder,
    caFile: file('ca-cert.pem'),
    certificateFile: file('server-cert.pem'),
    keyFile: file('server-key.pem'),
    ca: ca ?? '',
    certificate: certificate ?? '',
  };
}
