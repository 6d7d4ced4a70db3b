import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposables.ts';
import { readSetting } from '../settings.ts';
import type { PanelPartFactory } from './panelPart.ts';

/** Milliseconds in which a server that rings again and again is heard once. */
const quietTime = 1000;

/** Passes the server's bell on to the page. */
export const bellPart: PanelPartFactory = (host) => {
  let rings: Disposable | undefined;
  let last = -Infinity;

  const ring = (): void => {
    const setting = readSetting('screen.bell');
    const now = performance.now();
    if (setting === 'off' || !host.visible || now - last < quietTime) return;
    last = now;
    const text = vscode.l10n.t('Bell of {0}', host.subject.name);
    host.post({ type: 'bell', text, sound: setting === 'sound' });
  };

  return {
    sessionChanged: (session) => {
      rings?.dispose();
      rings = session?.screen.onBell(ring);
    },
    dispose: () => rings?.dispose(),
  };
};
