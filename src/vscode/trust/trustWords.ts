import type { VncErrorData } from '../../core/base/errors.ts';
import type { TrustQuestion } from '../../core/transport/trust.ts';
import { hostAndPort } from '../connections/connectionAddress.ts';
import type { Localizer } from '../screen/localizer.ts';
import type { KnownServer } from './knownServers.ts';

/** The question before a server is trusted for the first time. */
export interface TrustWords {
  readonly message: string;
  /** Who, the fingerprint, why it is not trusted, what to compare. */
  readonly detail: string;
}

/** Words the question. Names come from the server: they stay on one line each. */
export function wordTrustQuestion(question: TrustQuestion, l10n: Localizer): TrustWords {
  const { kind, host, port, fingerprint, subject, issuer, names, validFrom, validTo } = question;
  const where = hostAndPort(host, port);
  const lines =
    kind === 'rsa-key'
      ? [
          l10n.t('It is the first time that this server is met: nothing vouches for its key but you.'),
          '',
          // Eight bytes of SHA-1, as servers and other viewers show it.
          l10n.t('Fingerprint:'),
          fingerprint,
        ]
      : [
          wordReason(question.reason, host, l10n),
          '',
          l10n.t('Fingerprint (SHA-256):'),
          fingerprint,
          ...(subject === undefined ? [] : [l10n.t('Issued to: {0}', oneLine(subject))]),
          ...(issuer === undefined ? [] : [l10n.t('Issued by: {0}', oneLine(issuer))]),
          ...(names === undefined ? [] : [l10n.t('For: {0}', oneLine(names))]),
          ...(validFrom === undefined || validTo === undefined
            ? []
            : [l10n.t('Valid: {0} – {1}', validFrom, validTo)]),
        ];
  return {
    message:
      kind === 'rsa-key'
        ? l10n.t('Is this the key of the server {0}?', where)
        : l10n.t('Trust this certificate of {0}?', where),
    detail: [
      ...lines,
      '',
      l10n.t(
        'Compare the fingerprint with the one that whoever runs the server gives you. If they differ, somebody may be between you and the server.',
      ),
      l10n.t('What you trust is remembered on this machine. “VNC: Show Trusted Servers” lists it.'),
    ].join('\n'),
  };
}

/** What a person reads when a server proves itself with something else than before. */
export function wordServerChanged(data: VncErrorData, l10n: Localizer): TrustWords {
  const { host = '?', port, known = '?', fingerprint = '?' } = data;
  const where = typeof port === 'number' ? hostAndPort(String(host), port) : host;
  return {
    message: l10n.t('{0} is not the server that you trusted', where),
    detail: [
      l10n.t(
        'Nothing was sent to it. Somebody may be between you and the server, or the server was set up anew.',
      ),
      '',
      l10n.t('Trusted before:'),
      String(known),
      l10n.t('Presented now:'),
      String(fingerprint),
      '',
      l10n.t(
        'If whoever runs the server says that it has changed, remove the old fingerprint in “VNC: Show Trusted Servers” and connect again: then you are asked about the new one.',
      ),
    ].join('\n'),
  };
}

/** A trusted server as the list shows it. */
export function wordKnownServer(
  server: KnownServer,
  l10n: Localizer,
): { readonly label: string; readonly description: string; readonly detail: string } {
  const { kind, host, port, fingerprint, subject, since } = server;
  const what = kind === 'rsa-key' ? l10n.t('key') : l10n.t('certificate');
  return {
    label: hostAndPort(host, port),
    description: l10n.t(
      '{0}, trusted on {1}',
      subject === undefined ? what : oneLine(subject),
      since.slice(0, 10),
    ),
    detail: fingerprint,
  };
}

/** Why a certificate is not trusted, by the reason that OpenSSL or Node gives. */
function wordReason(reason: string, host: string, l10n: Localizer): string {
  switch (reason) {
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return l10n.t('The server signed it itself: no authority vouches for it.');
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return l10n.t('It comes from an authority that this machine does not know.');
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return l10n.t('This machine does not know the authority that issued it.');
    case 'CERT_HAS_EXPIRED':
      return l10n.t('It has expired.');
    case 'CERT_NOT_YET_VALID':
      return l10n.t('It is not valid yet.');
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return l10n.t('It was issued for another name than “{0}”.', host);
    default:
      return l10n.t('It could not be verified ({0}).', reason);
  }
}

/** Long enough to recognise it by, without lines of its own or characters that turn the direction of writing. */
function oneLine(text: string): string {
  const line = text
    .replaceAll(/\s*[\p{Cc}\u2028\u2029]+\s*/gu, ', ')
    .replaceAll(/[\u202a-\u202e\u2066-\u2069]/gu, '');
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
