import * as vscode from 'vscode';
import { vncError } from '../../core/base/errors.ts';
import { withToken } from '../cancellation.ts';

/** What a person is asked for. */
export interface SecretQuestion {
  /** The connection's name. */
  readonly connection: string;
  /** `password`, `ticket` or the name of a placeholder. */
  readonly secret: string;
  /** The server has just refused what it was given. */
  readonly rejected: boolean;
}

/** How a connection gets what only a person knows. */
export interface SecretPrompts {
  /** @throws `VNC_CANCELLED` when the person closes the question. */
  askSecret(question: SecretQuestion, signal: AbortSignal): Promise<string>;
  /** @throws `VNC_CANCELLED` when the person closes the question. */
  askUsername(connection: string, signal: AbortSignal): Promise<string>;
  /** Whether to keep what was given, now that the server has taken it. */
  offerToRemember(connection: string, secrets: readonly string[]): Promise<boolean>;
}

/** Asks in input boxes. */
export const inputBoxPrompts: SecretPrompts = {
  async askSecret({ connection, secret, rejected }, signal) {
    const answer = await withToken(signal, (token) =>
      vscode.window.showInputBox(
        {
          title: connection,
          prompt: rejected ? rejectedPrompt(secret) : secretPrompt(secret),
          password: true,
          ignoreFocusOut: true,
          validateInput: (value) => (value === '' ? vscode.l10n.t('Enter a value.') : undefined),
        },
        token,
      ),
    );
    if (answer === undefined) throw vncError('VNC_CANCELLED');
    return answer;
  },

  async askUsername(connection, signal) {
    const answer = await withToken(signal, (token) =>
      vscode.window.showInputBox(
        {
          title: connection,
          prompt: vscode.l10n.t('User name for the remote screen'),
          ignoreFocusOut: true,
          validateInput: (value) => (value === '' ? vscode.l10n.t('Enter a user name.') : undefined),
        },
        token,
      ),
    );
    if (answer === undefined) throw vncError('VNC_CANCELLED');
    return answer;
  },

  async offerToRemember(connection, secrets) {
    const remember = vscode.l10n.t('Remember');
    const names = secrets.map(secretLabel).join(', ');
    const answer = await vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Remember for “{0}”: {1}? It is kept in the secret storage of this machine.',
        connection,
        names,
      ),
      remember,
      vscode.l10n.t('Not Now'),
    );
    return answer === remember;
  },
};

/** What people call a secret. */
export function secretLabel(secret: string): string {
  if (secret === 'password') return vscode.l10n.t('password');
  if (secret === 'ticket') return vscode.l10n.t('ticket');
  if (secret === 'username') return vscode.l10n.t('user name');
  if (secret === 'apiToken') return vscode.l10n.t('API token');
  if (secret === 'apiPassword') return vscode.l10n.t('API password');
  if (secret === 'proxyPassword') return vscode.l10n.t('password of the proxy');
  if (secret === 'passphrase') return vscode.l10n.t('passphrase');
  return secret;
}

function secretPrompt(secret: string): string {
  switch (secret) {
    case 'password':
      return vscode.l10n.t('Password of the remote screen');
    case 'ticket':
      return vscode.l10n.t('Ticket for the WebSocket address');
    case 'apiToken':
      return vscode.l10n.t('Secret of the API token of Proxmox VE');
    case 'apiPassword':
      return vscode.l10n.t('Password of the user of Proxmox VE');
    case 'proxyPassword':
      return vscode.l10n.t('Password for the proxy');
    case 'passphrase':
      return vscode.l10n.t('Passphrase of the key of the client certificate');
    default:
      return vscode.l10n.t('Value of the secret “{0}” in the WebSocket address', secret);
  }
}

function rejectedPrompt(secret: string): string {
  switch (secret) {
    case 'password':
      return vscode.l10n.t('The server rejected the password. Enter the right one.');
    case 'ticket':
      return vscode.l10n.t('The server rejected the ticket. Enter a new one.');
    case 'apiToken':
      return vscode.l10n.t('Proxmox VE rejected the API token. Enter its right secret.');
    case 'apiPassword':
      return vscode.l10n.t('Proxmox VE rejected the password. Enter the right one.');
    case 'proxyPassword':
      return vscode.l10n.t('The proxy rejected the password. Enter the right one.');
    default:
      return vscode.l10n.t('The server rejected the secret “{0}”. Enter the right one.', secret);
  }
}
