import * as vscode from 'vscode';
import type { VncError } from '../../core/base/errors.ts';
import { fetchServerCertificate } from '../../core/transport/serverCertificate.ts';
import { withDelayedProgress } from '../delayedProgress.ts';
import type { Connection } from './connection.ts';
import type { ConnectionStore } from './connectionStore.ts';

/**
 * Shows the certificate that a server presents and, if the person says it is the right one, makes it the one
 * that the connection trusts.
 *
 * @param error the error that said it is not trusted; it knows where the server is.
 * @returns whether it is trusted now.
 */
export async function trustCertificate(
  connection: Connection,
  error: VncError,
  store: ConnectionStore,
): Promise<boolean> {
  const { host, port } = error.data;
  if (typeof host !== 'string' || typeof port !== 'number') return false;
  const certificate = await withDelayedProgress(
    vscode.l10n.t('Asking {0} for its certificate…', host),
    async (signal) => await fetchServerCertificate({ host, port }, signal),
  );
  const trust = vscode.l10n.t('Trust');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Trust this certificate for “{0}”?', connection.profile.name),
    {
      modal: true,
      detail: [
        vscode.l10n.t('Compare the fingerprint with the one that the server’s owner gives you.'),
        '',
        vscode.l10n.t('SHA-256: {0}', certificate.fingerprint),
        vscode.l10n.t('Issued to: {0}', oneLine(certificate.subject)),
        vscode.l10n.t('Issued by: {0}', oneLine(certificate.issuer)),
        vscode.l10n.t('Valid: {0} – {1}', certificate.validFrom, certificate.validTo),
      ].join('\n'),
    },
    trust,
  );
  if (chosen !== trust) return false;
  await store.change(connection, { certificate: certificate.pem });
  return true;
}

function oneLine(name: string): string {
  return name.replaceAll('\n', ', ');
}
