import * as vscode from 'vscode';
import type { VncErrorData } from '../../core/base/errors.ts';
import type { TrustQuestion } from '../../core/transport/trust.ts';
import { commandId } from '../contributions.ts';
import { wordServerChanged, wordTrustQuestion } from './trustWords.ts';

/** Asks a person whether a server is the right one. */
export async function askToTrust(question: TrustQuestion): Promise<boolean> {
  const { message, detail } = wordTrustQuestion(question, vscode.l10n);
  const trust = vscode.l10n.t('Trust');
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, trust)) === trust;
}

/** Says that a server proves itself with something else than before: nobody shall overlook it. */
export async function showServerChanged(data: VncErrorData): Promise<void> {
  const { message, detail } = wordServerChanged(data, vscode.l10n);
  const show = vscode.l10n.t('Show Trusted Servers');
  const chosen = await vscode.window.showErrorMessage(message, { modal: true, detail }, show);
  if (chosen === show) await vscode.commands.executeCommand(commandId('showTrustedServers'));
}
