import * as vscode from 'vscode';
import type { Session } from '../../core/session/session.ts';
import type { PanelPartFactory } from './panelPart.ts';

/** Milliseconds between two looks at the numbers. */
const interval = 1000;

/** Tells the page what comes over the wire, a line for each number, while somebody looks at it. */
export const statisticsPart: PanelPartFactory = (host) => {
  let wanted = false;
  let timer: ReturnType<typeof setInterval> | undefined;
  let before:
    | { readonly session: Session; readonly at: number; readonly statistics: Session['statistics'] }
    | undefined;

  const tell = async (): Promise<void> => {
    const { session } = host;
    if (session === undefined) return;
    const { overlayLines } = await import('../onDemand.ts');
    if (!wanted) return;
    const now = { session, at: performance.now(), statistics: session.statistics };
    const since = before?.session === session ? before : undefined;
    before = now;
    host.post({ type: 'statistics', lines: overlayLines(session, now, since, vscode.l10n) });
  };
  const look = (): void => {
    tell().catch((error: unknown) => host.log.log('error', `the statistics failed: ${String(error)}`));
  };
  const stop = (): void => {
    wanted = false;
    before = undefined;
    clearInterval(timer);
    timer = undefined;
  };

  return {
    receive: (message) => {
      if (message.type !== 'wantStatistics') return false;
      stop();
      if (message.wanted) {
        wanted = true;
        timer = setInterval(look, interval);
        look();
      }
      return true;
    },
    pageGone: stop,
    dispose: stop,
  };
};
