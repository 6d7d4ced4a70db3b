import { arch, platform, release } from 'node:os';
import process from 'node:process';
import * as vscode from 'vscode';
import { vncError } from '../../core/base/errors.ts';
import { redactReport } from '../redaction.ts';
import type { Services } from '../services.ts';
import type { ConnectionJournal } from './connectionJournal.ts';
import { connectionReport } from './connectionReport.ts';

/** Puts the report of a connection on the clipboard and answers with it. */
export async function copyReport(
  journal: ConnectionJournal,
  { context, log }: Pick<Services, 'context' | 'log'>,
): Promise<string> {
  const manifest: unknown = context.extension.packageJSON;
  const version = isVersioned(manifest) ? manifest.version : '?';
  const { appName, appHost, remoteName, uiKind } = vscode.env;
  const place = [appHost, remoteName, uiKind === vscode.UIKind.Web ? 'in a browser' : undefined];
  const surroundings = {
    version,
    editor: `${appName} ${vscode.version} (${place.filter((word) => word !== undefined).join(', ')})`,
    versions: process.versions,
    platform: `${platform()} ${release()} ${arch()}`,
  };
  const report = connectionReport(journal, surroundings, (text) => redactReport(log.redact(text)));
  await vscode.env.clipboard.writeText(report);
  void offerToShow(report, journal.name);
  return report;
}

/** The connection that a report is wanted of: the only one, else one that is picked. */
export async function pickJournal(journals: readonly ConnectionJournal[]): Promise<ConnectionJournal> {
  const [first] = journals;
  if (first === undefined) throw vncError('VNC_SESSION_CLOSED');
  if (journals.length === 1) return first;
  const chosen = await vscode.window.showQuickPick(
    journals.map((journal) => ({
      label: journal.name,
      description: stateOf(journal),
      detail: journal.began.toLocaleTimeString(vscode.env.language),
      journal,
    })),
    { placeHolder: vscode.l10n.t('Report on which connection?') },
  );
  if (chosen === undefined) throw vncError('VNC_CANCELLED');
  return chosen.journal;
}

function stateOf({ session, failure }: ConnectionJournal): string {
  if (session === undefined)
    return failure === undefined ? vscode.l10n.t('connecting') : vscode.l10n.t('failed');
  switch (session.state.phase) {
    case 'open':
      return vscode.l10n.t('connected');
    case 'reconnecting':
      return vscode.l10n.t('reconnecting');
    case 'closed':
      return vscode.l10n.t('not connected');
  }
}

async function offerToShow(report: string, name: string): Promise<void> {
  const show = vscode.l10n.t('Show');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      'Copied the report on “{0}”. Passwords, tickets and the queries of addresses are left out; host names and the name of the desktop are in it.',
      name,
    ),
    show,
  );
  if (chosen !== show) return;
  const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content: report });
  await vscode.window.showTextDocument(document);
}

function isVersioned(value: unknown): value is { readonly version: string } {
  return (
    typeof value === 'object' && value !== null && 'version' in value && typeof value.version === 'string'
  );
}
