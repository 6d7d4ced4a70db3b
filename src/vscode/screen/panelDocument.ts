import type * as vscode from 'vscode';
import { type Disposable, DisposableValue } from '../../core/base/disposables.ts';
import type { PanelDoor } from './directDoor.ts';
import type { InlineFiles } from './inlineFiles.ts';
import { fontUri, pageFiles, pageFolder } from './pageFiles.ts';

/** What a document needs of its panel. */
export interface PanelDocumentParts {
  readonly webview: vscode.Webview;
  readonly extensionUri: vscode.Uri;
  /** Opens a door for the page of one panel, or says in the log why there is none. Never throws. */
  readonly openDoor: () => Promise<PanelDoor | undefined>;
  /** What stands in the document. */
  readonly inline: () => Promise<InlineFiles>;
  /** The page may come in by this door. */
  readonly opened: (door: PanelDoor) => void;
  /** A document is on its way to the editor. */
  readonly loading: () => void;
  /** There is nothing in the tab, and nothing will come. */
  readonly failed: (error: unknown) => void;
}

/**
 * The document in the tab of a remote screen, and the door of its direct carrier: the document's policy names its port,
 * so that it is opened first.
 */
export class PanelDocument implements Disposable {
  readonly #parts: PanelDocumentParts;
  readonly #door = new DisposableValue<PanelDoor>();
  #disposed = false;

  constructor(parts: PanelDocumentParts) {
    this.#parts = parts;
    const { webview, extensionUri } = parts;
    webview.options = { enableScripts: true, localResourceRoots: [pageFolder(extensionUri)] };
  }

  /** Shows a document, in place of the one that is there. @param withDoor whether the page gets a door if it has none. */
  show(withDoor: boolean): void {
    this.#load(withDoor).catch(this.#parts.failed);
  }

  dispose(): void {
    this.#disposed = true;
    this.#door.dispose();
  }

  async #load(withDoor: boolean): Promise<void> {
    const { openDoor, opened, webview, extensionUri } = this.#parts;
    const [{ screenHtml }, inline, door] = await Promise.all([
      import('./screenHtml.ts'),
      this.#parts.inline(),
      withDoor && this.#door.value === undefined ? openDoor() : undefined,
    ]);
    if (this.#disposed) {
      door?.dispose();
      return;
    }
    if (door !== undefined) {
      this.#door.value = door;
      opened(door);
    }
    const files = pageFiles(webview, extensionUri, 'screen');
    const font = fontUri(webview, extensionUri);
    webview.html = screenHtml({ ...files, inline, fontUri: font, connectSources: this.#door.value?.sources });
    this.#parts.loading();
  }
}
