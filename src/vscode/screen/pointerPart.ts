import * as vscode from 'vscode';
import { extensionPrefix } from '../contributions.ts';
import { readSetting } from '../settings.ts';
import type { PanelPartFactory } from './panelPart.ts';

/** Tells the page how a person wants to see the pointer. */
export const pointerPart: PanelPartFactory = (host) => {
  const tell = (): void => host.post({ type: 'dotCursor', shown: readSetting('screen.dotCursor') });
  const watch = vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(`${extensionPrefix}.screen.dotCursor`)) tell();
  });
  return { pageReady: tell, dispose: () => void watch.dispose() };
};
