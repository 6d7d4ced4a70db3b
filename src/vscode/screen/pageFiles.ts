import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { PageFiles } from './pageHtml.ts';

/** The folder of the pages' files, below the extension. */
export function pageFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

/** The font of the icons, as a webview reaches it. */
export function fontUri(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  return webview.asWebviewUri(vscode.Uri.joinPath(pageFolder(extensionUri), 'codicon.ttf')).toString();
}

/** The files of one page, as its webview reaches them, with a nonce of their own. */
export function pageFiles(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  page: 'screen' | 'player' | 'wall',
): PageFiles {
  const file = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(pageFolder(extensionUri), name)).toString();
  return {
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('base64url'),
    scriptUri: file(`${page}.js`),
    styleUri: file(`${page}-style.css`),
    language: vscode.env.language,
    l10n: vscode.l10n,
  };
}
