import { isIP } from 'node:net';
import * as vscode from 'vscode';
import { isVncError } from '../../core/base/errors.ts';
import { expandTemplate, placeholdersOf } from '../../core/transport/urlTemplate.ts';

/** What is wrong with a connection's name. */
export function checkName(text: string, taken: readonly string[]): string | undefined {
  const name = text.trim();
  if (name === '') return vscode.l10n.t('Enter a name.');
  if (taken.includes(name)) return vscode.l10n.t('Another connection has this name.');
  return undefined;
}

/** What is wrong with a host name or address. */
export function checkHost(text: string): string | undefined {
  const host = text.trim();
  if (host === '') return vscode.l10n.t('Enter a host name or an address.');
  if (/[\s/?#@\\]/u.test(host)) {
    return vscode.l10n.t('A host name or an address has no spaces, slashes or “@”.');
  }
  return undefined;
}

/** What is wrong with a port. */
export function checkPort(text: string): string | undefined {
  const port = Number(text);
  return /^\d+$/u.test(text.trim()) && port >= 1 && port <= 65_535
    ? undefined
    : vscode.l10n.t('A port is a whole number from 1 to 65535.');
}

/** What is wrong with a number of seconds. */
export function checkTimeout(text: string): string | undefined {
  const seconds = Number(text);
  return text.trim() !== '' && seconds >= 1 && seconds <= 600
    ? undefined
    : vscode.l10n.t('A timeout is a number of seconds from 1 to 600.');
}

/** What is wrong with a WebSocket template. */
export function checkTemplate(text: string): string | undefined {
  try {
    const values = placeholdersOf(text.trim()).map(({ name }) => [name, name === 'port' ? '443' : 'x']);
    expandTemplate(text.trim(), Object.fromEntries(values) as Record<string, string>);
    return undefined;
  } catch (error) {
    if (!isVncError(error)) throw error;
    return vscode.l10n.t(
      'Enter a ws:// or wss:// address. Placeholders: {0}, and names of your own.',
      '${host}, ${port}, ${ticket}, ${password}',
    );
  }
}

/** What is wrong with an address to listen on. */
export function checkListenHost(text: string): string | undefined {
  return isIP(text.trim()) === 0 ? vscode.l10n.t('Enter an IP address of this machine.') : undefined;
}

/** What is wrong with a user of Proxmox VE. */
export function checkProxmoxUser(text: string): string | undefined {
  return /^[^\s:/@!]+(?:@[A-Za-z][A-Za-z0-9._-]+)?$/u.test(text.trim())
    ? undefined
    : vscode.l10n.t('Enter a user with its realm, such as {0}.', 'root@pam');
}

/** What is wrong with the id of an API token: a secret there would end up in the settings. */
export function checkTokenId(text: string): string | undefined {
  const id = text.trim();
  return /^[A-Za-z][A-Za-z0-9._-]+$/u.test(id) && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(id)
    ? undefined
    : vscode.l10n.t('Enter the id of the token alone, such as {0}. Its secret comes next.', 'vnc');
}
