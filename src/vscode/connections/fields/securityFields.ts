import * as vscode from 'vscode';
import type { ConnectionProfile } from '../../../core/profile/profile.ts';
import { securityTypeNames } from '../../../core/rfb/security/securityNames.ts';
import { profileCheck } from '../profileChecks.ts';
import { type FieldGroup, list, orNone, text } from './editableField.ts';

/** How we log in, and how the server proves who it is. The password has a row of its own. */
export function securityGroup(profile: ConnectionProfile): FieldGroup {
  return {
    title: vscode.l10n.t('Security'),
    fields: [
      text({
        label: vscode.l10n.t('User name'),
        prompt: vscode.l10n.t('User name, for servers that want one'),
        optional: true,
        read: ({ username }) => username ?? '',
        empty: vscode.l10n.t('asked for when the server wants one'),
        write: (username) => ({ username: orNone(username) }),
      }),
      text({
        label: vscode.l10n.t('Security types'),
        prompt: vscode.l10n.t(
          'Allowed types, the preferred one first, separated by commas: {0}',
          securityTypeNames.join(', '),
        ),
        optional: true,
        read: ({ security }) => (security ?? []).join(', '),
        empty: vscode.l10n.t('the safest that fits'),
        check: profileCheck('security', list),
        write: (security) => ({ security: list(security) }),
      }),
      text({
        label: vscode.l10n.t('Certificate'),
        prompt: vscode.l10n.t('Path of a PEM file: a custom authority or the own certificate of the server'),
        optional: true,
        read: ({ certificate }) => certificate ?? '',
        write: (certificate) => ({ certificate: orNone(certificate) }),
      }),
      text({
        label: vscode.l10n.t('Fingerprints'),
        prompt: vscode.l10n.t(
          'SHA-256 fingerprints, separated by commas: the server must have one of them, and nothing else counts',
        ),
        optional: true,
        read: ({ fingerprints }) => (fingerprints ?? []).join(', '),
        check: profileCheck('fingerprints', list),
        write: (fingerprints) => ({ fingerprints: list(fingerprints) }),
      }),
      text({
        label: vscode.l10n.t('Name in the certificate'),
        prompt: vscode.l10n.t(
          'The name that the certificate of the server must be for, where it is not the host',
        ),
        optional: true,
        read: ({ serverName }) => serverName ?? '',
        empty: vscode.l10n.t('the host'),
        write: (serverName) => ({ serverName: orNone(serverName) }),
      }),
      {
        kind: 'machineSwitch',
        name: 'verifyCertificate',
        label: vscode.l10n.t('Verify certificate'),
        dangerous: false,
      },
      ...(profile.url?.startsWith('wss:') === true
        ? []
        : [
            {
              kind: 'machineSwitch',
              name: 'allowUnencrypted',
              label: vscode.l10n.t('Send credentials unencrypted'),
              dangerous: true,
            } as const,
          ]),
    ],
  };
}
