import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { type Disposable, DisposableStore, DisposableValue } from '../../core/base/disposables.ts';
import { Emitter } from '../../core/base/emitter.ts';
import type { Logger } from '../../core/base/logger.ts';
import type { Session } from '../../core/session/session.ts';
import {
  type HostToView,
  type KeyboardSettings,
  type PageCommand,
  type ViewToHost,
  type Zoom,
  isViewToHost,
  protocolVersion,
} from '../../protocol/messages.ts';
import { LiveView } from './liveView.ts';
import { PageRequests } from './pageRequests.ts';
import { type PanelPhase, type PanelSubject, type WordedError, panelTitle, viewState } from './panelPhase.ts';
import { screenHtml } from './screenHtml.ts';

/** What a panel needs of the extension. */
export interface ScreenPanelServices {
  readonly extensionUri: vscode.Uri;
  readonly log: Logger;
  readonly keyboard: () => KeyboardSettings;
  /** What a person should read of an error. */
  readonly wordError: (error: unknown) => WordedError;
  /** Opens a new session to where the panel led; `undefined` when the person called it off. */
  readonly reconnect: (subject: PanelSubject) => Promise<Session | undefined>;
  /** What buttons of the page ask of the extension. */
  readonly runCommand: (command: Extract<PageCommand, 'paste' | 'screenshot' | 'showLog'>) => void;
}

/** The folder of the page's files, below the extension. */
export function pageFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

/** A tab that shows a session. It outlives the session: a reconnect shows in the same tab. */
export class ScreenPanel implements Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #services: ScreenPanelServices;
  readonly #store = new DisposableStore();
  readonly #view = this.#store.add(new DisposableValue<LiveView>());
  readonly #changed = this.#store.add(new Emitter<void>());
  readonly #requests: PageRequests;
  #subject: PanelSubject;
  #phase: PanelPhase;
  #pageReady = false;
  #grabbed = false;
  #disposed = false;

  /** The panel has another session, another state, or is active or not any more. */
  readonly onChange = this.#changed.event;

  constructor(panel: vscode.WebviewPanel, subject: PanelSubject, services: ScreenPanelServices) {
    this.#panel = panel;
    this.#subject = subject;
    this.#services = services;
    this.#phase = { kind: 'restored' };
    this.#requests = this.#store.add(new PageRequests((message) => this.#post(message)));
    const media = vscode.Uri.joinPath(services.extensionUri, 'media');
    panel.iconPath = {
      light: vscode.Uri.joinPath(media, 'screen-light.svg'),
      dark: vscode.Uri.joinPath(media, 'screen-dark.svg'),
    };
    this.#store.add(panel.webview.onDidReceiveMessage((message) => this.#receive(message)));
    this.#store.add(panel.onDidChangeViewState(() => this.#viewStateChanged()));
    panel.webview.options = { enableScripts: true, localResourceRoots: [pageFolder(services.extensionUri)] };
    panel.webview.html = this.#html();
    this.#showPhase();
  }

  get subject(): PanelSubject {
    return this.#subject;
  }

  get phase(): PanelPhase['kind'] {
    return this.#phase.kind;
  }

  /** The live session that the panel shows. */
  get session(): Session | undefined {
    return this.#phase.kind === 'live' ? this.#phase.session : undefined;
  }

  /** Whether this is the active editor. */
  get active(): boolean {
    return this.#panel.active;
  }

  get visible(): boolean {
    return this.#panel.visible;
  }

  /** Whether keys go to the remote side now. */
  get keyboardGrabbed(): boolean {
    return this.#grabbed;
  }

  /** Shows a session in this tab. One that it showed before is let go of, not closed. */
  attach(session: Session, subject: PanelSubject = this.#subject): void {
    if (this.session === session) return;
    this.#subject = subject;
    if (session.state.phase === 'closed') {
      this.#closed(session);
      return;
    }
    const view = new LiveView(
      session,
      {
        post: (message) => this.#post(message),
        changed: () => this.#showPhase(),
        closed: () => this.#closed(session),
      },
      this.#view.value?.sequence ?? 0,
    );
    this.#view.value = view;
    this.#phase = { kind: 'live', session };
    this.#showPhase();
    if (this.#pageReady && this.#panel.visible) view.ready();
  }

  /** Brings the tab to the front and the keyboard to the remote screen. */
  reveal(options: { readonly beside?: boolean; readonly preserveFocus?: boolean } = {}): void {
    const column = options.beside === true ? vscode.ViewColumn.Beside : undefined;
    this.#panel.reveal(column, options.preserveFocus);
  }

  setZoom(zoom: Zoom | 'toggle'): void {
    this.#post({ type: 'zoom', zoom });
  }

  /** Gives the keyboard back to the editor. */
  releaseKeyboard(): void {
    this.#post({ type: 'focus', grab: false });
  }

  /**
   * Puts a PNG picture on the clipboard of the machine where the editor's window is: only the page can, and
   * only while it has the focus, which it is given.
   *
   * @throws Error with the browser's reason when it does not let the page, or when the page does not answer.
   */
  async copyScreenshot(png: Uint8Array): Promise<void> {
    this.#panel.reveal(undefined, false);
    // A copy: a Buffer or a view of a larger one does not arrive as what it is.
    await this.#requests.copy(Uint8Array.from(png));
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#store.dispose();
    this.#panel.dispose();
  }

  #html(): string {
    const { webview } = this.#panel;
    const folder = pageFolder(this.#services.extensionUri);
    return screenHtml({
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('base64url'),
      scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'screen.js')).toString(),
      styleUri: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'screen-style.css')).toString(),
      language: vscode.env.language,
      l10n: vscode.l10n,
    });
  }

  #post(message: HostToView): void {
    if (this.#disposed || !this.#panel.visible) return;
    void this.#panel.webview.postMessage(message);
  }

  #receive(message: unknown): void {
    if (!isViewToHost(message)) {
      this.#services.log.log('warn', 'the screen page sent a message that is none');
      return;
    }
    if (this.#view.value?.receive(message) === true) return;
    switch (message.type) {
      case 'ready':
        this.#ready(message.version);
        break;
      case 'badFrame':
        this.#services.log.log('error', `the screen page could not read a frame: ${message.reason}`);
        break;
      case 'grabbed':
        this.#grabbed = message.grabbed;
        this.#changed.fire();
        break;
      case 'copied':
        this.#requests.copied(message);
        break;
      case 'command':
        this.#command(message.command);
        break;
      case 'painted':
      case 'key':
      case 'pointer':
      case 'wheel':
      case 'releaseAll':
        break;
    }
  }

  #ready(version: number): void {
    if (version !== protocolVersion) {
      this.#services.log.log('error', `the screen page speaks version ${version}, not ${protocolVersion}`);
      return;
    }
    this.#pageReady = true;
    this.#post({ type: 'setup', version: protocolVersion, keyboard: this.#services.keyboard() });
    this.#post({ type: 'state', state: viewState(this.#subject, this.#phase, vscode.l10n) });
    if (this.#panel.visible) this.#view.value?.ready();
    this.#requests.pageReady();
  }

  #command(command: Extract<ViewToHost, { type: 'command' }>['command']): void {
    switch (command) {
      case 'reconnect':
        void this.#reconnect();
        break;
      case 'paste':
      case 'screenshot':
      case 'showLog':
        this.#services.runCommand(command);
        break;
      case 'takeOver':
      case 'resume':
      case 'stopDriver':
      case 'ctrlAltDelete':
        break;
    }
  }

  async #reconnect(): Promise<void> {
    if (this.#phase.kind === 'live' || this.#phase.kind === 'connecting') return;
    const before = this.#phase;
    const connecting: PanelPhase = { kind: 'connecting' };
    this.#phase = connecting;
    this.#showPhase();
    const next = await this.#services.reconnect(this.#subject).then(
      (session) => ({ session }),
      (error: unknown) => ({ reason: this.#services.wordError(error) }),
    );
    // The session may have been attached meanwhile, by whoever opened it.
    if (this.#disposed || this.#phase !== connecting) return;
    if ('session' in next && next.session !== undefined) {
      this.attach(next.session);
      return;
    }
    this.#phase = 'reason' in next ? { kind: 'closed', reason: next.reason } : before;
    this.#showPhase();
  }

  #closed(session: Session): void {
    const { state } = session;
    const error = state.phase === 'closed' ? state.error : undefined;
    // The view stays: a page that comes back still gets the last picture, dimmed behind what happened.
    this.#phase =
      error === undefined ? { kind: 'closed' } : { kind: 'closed', reason: this.#services.wordError(error) };
    this.#showPhase();
  }

  #viewStateChanged(): void {
    if (this.#panel.visible) {
      // A page that was hidden has been replaced and says `ready` by itself; one that was not answers this.
      if (!this.#pageReady) this.#post({ type: 'hello' });
    } else {
      this.#pageReady = false;
      this.#grabbed = false;
      this.#view.value?.hidden();
    }
    this.#changed.fire();
  }

  #showPhase(): void {
    if (this.#disposed) return;
    this.#panel.title = panelTitle(this.#subject, this.#phase, vscode.l10n);
    if (this.#pageReady)
      this.#post({ type: 'state', state: viewState(this.#subject, this.#phase, vscode.l10n) });
    this.#changed.fire();
  }
}
