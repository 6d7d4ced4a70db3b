import * as vscode from 'vscode';

/** Messages on their way at a time, as many as frames of the screen. */
const mostUnderWay = 2;

/** What the page asks for: an answer at once, or as many messages of a size as go through in a time. */
type Question =
  | { readonly type: 'echo' }
  | { readonly type: 'pace'; readonly bytes: number; readonly seconds: number }
  | { readonly type: 'credit' };

/** An extension that only shows a page, for what the editor takes for itself of everything that ours does. */
export function activate(context: vscode.ExtensionContext): void {
  const row = new vscode.TreeItem('bare webview');
  row.command = { command: 'bareWebview.open', title: 'Open' };
  const rows: vscode.TreeDataProvider<vscode.TreeItem> = {
    getChildren: () => [row],
    getTreeItem: (item) => item,
  };
  context.subscriptions.push(
    vscode.window.registerTreeDataProvider('bareWebview.rows', rows),
    vscode.commands.registerCommand('bareWebview.open', open),
  );
}

function open(): void {
  const { webview } = vscode.window.createWebviewPanel('bareWebview', 'Bare Webview', vscode.ViewColumn.One, {
    enableScripts: true,
  });
  let pace: Pace | undefined;
  webview.onDidReceiveMessage((question: Question) => {
    switch (question.type) {
      case 'echo':
        void webview.postMessage({ type: 'answer' });
        break;
      case 'pace':
        pace = new Pace(webview, question.bytes, question.seconds);
        break;
      case 'credit':
        pace?.credit();
        break;
    }
  });
  webview.html = page;
}

/** Sends messages as a screen's frames are sent: the next one when the page has had all but the last. */
class Pace {
  readonly #webview: vscode.Webview;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #begin = performance.now();
  readonly #milliseconds: number;
  #answered = 0;

  constructor(webview: vscode.Webview, bytes: number, seconds: number) {
    this.#webview = webview;
    // Half of a video's frame are pictures, which nothing makes smaller.
    this.#bytes = new Uint8Array(bytes);
    for (let at = 0; at < bytes / 2; at += 65_536)
      crypto.getRandomValues(this.#bytes.subarray(at, Math.min(at + 65_536, bytes / 2)));
    this.#milliseconds = seconds * 1000;
    for (let i = 0; i < mostUnderWay; i++) this.#send();
  }

  credit(): void {
    this.#answered += 1;
    const spent = performance.now() - this.#begin;
    if (spent < this.#milliseconds) this.#send();
    else void this.#webview.postMessage({ type: 'answer', rate: (this.#answered * 1000) / spent });
  }

  #send(): void {
    void this.#webview.postMessage({ type: 'frame', data: this.#bytes.slice() });
  }
}

/** A canvas of the screen's size that is full as soon as a script can run, and the other end of the questions. */
const page = `<!doctype html><meta charset="utf-8"><title>Bare</title>
<style>html,body{margin:0}</style><canvas id="screen" width="1920" height="1080"></canvas>
<script>
const context = document.getElementById('screen').getContext('2d', { alpha: false });
const picture = new ImageData(1920, 1080);
picture.data.fill(200);
context.putImageData(picture, 0, 0);
const editor = acquireVsCodeApi();
let answered;
window.addEventListener('message', ({ data }) => {
  if (data.type === 'frame') editor.postMessage({ type: 'credit' });
  else if (data.type === 'answer') answered?.(data);
});
window.ask = (question) =>
  new Promise((resolve) => {
    answered = resolve;
    editor.postMessage(question);
  });
</script>`;
