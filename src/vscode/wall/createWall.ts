import * as vscode from 'vscode';
import { type Disposable, toDisposable } from '../../core/base/disposables.ts';
import { wallViewType } from '../contributions.ts';
import { pageFolder } from '../screen/pageFiles.ts';
import type { Services } from '../services.ts';
import { WallPanel } from './wallPanel.ts';

/** The one wall of the window. */
export interface Wall extends Disposable {
  /** Opens it, or brings it to the front. */
  show(): void;
  /** Takes back a tab of the window's last life. */
  restore(panel: vscode.WebviewPanel): void;
}

/** Makes the wall; nothing is open until it is shown. */
export function createWall(services: Services): Wall {
  let current: WallPanel | undefined;
  const adopt = (webview: vscode.WebviewPanel): void => {
    const panel = new WallPanel(webview, services);
    current = panel;
    webview.onDidDispose(() => {
      panel.dispose();
      if (current === panel) current = undefined;
    });
  };
  return {
    ...toDisposable(() => current?.dispose()),
    show() {
      if (current !== undefined) {
        current.reveal();
        return;
      }
      adopt(
        vscode.window.createWebviewPanel(
          wallViewType,
          vscode.l10n.t('Wall of Sessions'),
          vscode.ViewColumn.Active,
          { enableScripts: true, localResourceRoots: [pageFolder(services.context.extensionUri)] },
        ),
      );
    },
    restore(panel) {
      // A second one would show the same.
      if (current === undefined) adopt(panel);
      else panel.dispose();
    },
  };
}
