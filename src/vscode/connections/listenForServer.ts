import * as vscode from 'vscode';
import { vncError } from '../../core/base/errors.ts';
import type { ListenTarget } from '../../core/transport/target.ts';
import { isRecord } from '../record.ts';
import { checkListenHost, checkPort } from './fieldChecks.ts';

/** Where to wait for a server when a person does not say: nobody but programs of this machine gets in. */
const usual = { host: '127.0.0.1', port: 5500 } as const;

/**
 * Where to wait for a server that dials us.
 *
 * @param given `{ host, port }`, of which each may be left out; else a person is asked.
 * @returns `undefined` when the question was closed.
 * @throws `VNC_ARGUMENT_INVALID`
 */
export async function askListenTarget(given: unknown): Promise<ListenTarget | undefined> {
  if (isRecord(given)) {
    const { host = usual.host, port = usual.port } = given;
    if (typeof host === 'string' && typeof port === 'number') return { transport: 'listen', host, port };
    throw vncError('VNC_ARGUMENT_INVALID', { argument: 'listen', value: JSON.stringify(given) });
  }
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Listen for a Server'),
    prompt: vscode.l10n.t(
      'Address of this machine and port to wait on. {0} lets in programs of this machine only, {1} the whole network.',
      '127.0.0.1',
      '0.0.0.0',
    ),
    value: `${usual.host}:${usual.port}`,
    ignoreFocusOut: true,
    validateInput: (value) => {
      const { host, port } = split(value);
      return checkListenHost(host) ?? checkPort(port);
    },
  });
  if (text === undefined) return undefined;
  const { host, port } = split(text);
  return { transport: 'listen', host, port: Number(port) };
}

/** `host:port`, IPv6 in brackets. */
function split(text: string): { readonly host: string; readonly port: string } {
  const match = /^(.*?)(?::(\d*))?$/u.exec(text.trim());
  const bracketed = /^\[(.*)\](?::(\d*))?$/u.exec(text.trim());
  const [, host = '', port = String(usual.port)] = bracketed ?? match ?? [];
  return { host, port };
}
