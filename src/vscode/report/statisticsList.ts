import * as vscode from 'vscode';
import type { Session } from '../../core/session/session.ts';
import { bytesText, milliseconds } from './statisticsLines.ts';

/** Milliseconds between two looks at the numbers. */
const interval = 1000;

/** Shows what goes over the wire, as it changes, until the list is closed or the session ends. */
export async function showStatistics(session: Session): Promise<void> {
  // It may have ended while this was being loaded: nothing would close the list any more.
  if (session.state.phase === 'closed') return;
  const list = vscode.window.createQuickPick();
  list.title = vscode.l10n.t('Statistics of {0}', session.name);
  list.placeholder = vscode.l10n.t('Since the session began. The numbers change as you look.');
  let before = {
    at: performance.now(),
    updates: session.statistics.updates,
    bytes: session.statistics.bytesReceived,
  };
  const update = (): void => {
    const now = performance.now();
    const { updates, bytesReceived } = session.statistics;
    const seconds = (now - before.at) / 1000;
    const rate =
      seconds < 0.1
        ? undefined
        : { updates: (updates - before.updates) / seconds, bytes: (bytesReceived - before.bytes) / seconds };
    before = { at: now, updates, bytes: bytesReceived };
    list.items = statisticsItems(session, rate);
  };
  update();
  const timer = setInterval(update, interval);
  const ended = session.onStateChange(({ phase }) => {
    if (phase === 'closed') list.hide();
  });
  await new Promise<void>((resolve) => {
    list.onDidAccept(() => list.hide());
    list.onDidHide(() => {
      clearInterval(timer);
      ended.dispose();
      list.dispose();
      resolve();
    });
    list.show();
  });
}

function statisticsItems(
  { statistics }: Session,
  rate: { readonly updates: number; readonly bytes: number } | undefined,
): vscode.QuickPickItem[] {
  const { bytesReceived, bytesSent, updates, rectangles, latency, reconnects } = statistics;
  const row = (label: string, description: string, detail?: string): vscode.QuickPickItem => ({
    label,
    description,
    alwaysShow: true,
    ...(detail === undefined ? {} : { detail }),
  });
  return [
    row(
      vscode.l10n.t('Received'),
      rate === undefined
        ? bytesText(bytesReceived)
        : vscode.l10n.t('{0}, now {1}/s', bytesText(bytesReceived), bytesText(Math.round(rate.bytes))),
    ),
    row(vscode.l10n.t('Sent'), bytesText(bytesSent)),
    row(
      vscode.l10n.t('Updates'),
      rate === undefined
        ? String(updates)
        : vscode.l10n.t('{0}, now {1}/s', updates, rate.updates.toFixed(1)),
    ),
    row(
      vscode.l10n.t('Latency'),
      latency === undefined
        ? vscode.l10n.t('not known: the server has no fences')
        : vscode.l10n.t('{0} (last {1})', milliseconds(latency.median), milliseconds(latency.last)),
    ),
    ...(reconnects === 0 ? [] : [row(vscode.l10n.t('Reconnects'), String(reconnects))]),
    ...Object.entries(rectangles).map(([name, { rectangles: count, pixels, bytes }]) =>
      row(
        name,
        vscode.l10n.t('rectangles: {0}, {1}', count, bytesText(bytes)),
        pixels === 0 ? undefined : vscode.l10n.t('pixels: {0}', pixels),
      ),
    ),
  ];
}
