import * as vscode from 'vscode';
import {
  type Disposable,
  DisposableStore,
  DisposableValue,
  toDisposable,
} from '../../core/base/disposables.ts';
import { Emitter } from '../../core/base/emitter.ts';
import type { Logger } from '../../core/base/logger.ts';
import type { ConnectionProfile } from '../../core/profile/profile.ts';
import type { Session } from '../../core/session/session.ts';
import { isViewToHost } from '../../protocol/messageGuards.ts';
import {
  type HostToView,
  type KeyboardSettings,
  type PageCommand,
  type PanelToHost,
  type ViewToHost,
  protocolVersion,
} from '../../protocol/messages.ts';
import type { SelectedArea } from '../../protocol/selectionMessages.ts';
import type { ZoomWish } from '../../protocol/viewMessages.ts';
import { extensionPrefix } from '../contributions.ts';
import type { PanelDoor } from './directDoor.ts';
import { type CarrierChoice, FrameChannel } from './frameChannel.ts';
import { LiveView } from './liveView.ts';
import type { InlineFiles } from './inlineFiles.ts';
import { PageRequests } from './pageRequests.ts';
import { PanelDocument } from './panelDocument.ts';
import type { PanelPart, PanelPartFactory, PanelPartHost } from './panelPart.ts';
import { PartChain } from './partChain.ts';
import { type PanelPhase, type PanelSubject, type WordedError, panelTitle, viewState } from './panelPhase.ts';
import { type SelectionRequest, SelectionRequests } from './selectionRequests.ts';

/** What a panel needs of the extension. */
export interface ScreenPanelServices {
  readonly extensionUri: vscode.Uri;
  readonly log: Logger;
  readonly keyboard: () => KeyboardSettings;
  /** What a panel is made of besides picture and input. */
  readonly parts: readonly PanelPartFactory[];
  /** The stored connection that a panel is about. */
  readonly profile: (subject: PanelSubject) => ConnectionProfile | undefined;
  /** What is remembered on this machine. */
  readonly memory: vscode.Memento;
  /** Which carrier of frames and input a person wants. */
  readonly carrier: () => CarrierChoice;
  /** Opens a door for the page of one panel, or says in the log why there is none. Never throws. */
  readonly openDoor: () => Promise<PanelDoor | undefined>;
  /** What stands in the page's document. */
  readonly pageFiles: () => Promise<InlineFiles>;
  /** Tells a person why what they did could not be done. */
  readonly showError: (error: unknown) => void;
  /** What a person should read of an error. Never rejects. */
  readonly wordError: (error: unknown) => Promise<WordedError>;
  /**
   * Opens a new session to where the panel led; `undefined` when the person called it off, as they do by `signal` when
   * they close the panel.
   */
  readonly reconnect: (subject: PanelSubject, signal: AbortSignal) => Promise<Session | undefined>;
  /** What buttons of the page ask of the extension. */
  readonly runCommand: (command: Extract<PageCommand, 'showLog'>) => void;
}

/** A tab that shows a session. It outlives the session: a reconnect shows in the same tab. */
export class ScreenPanel implements Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #services: ScreenPanelServices;
  readonly #store = new DisposableStore();
  readonly #view = this.#store.add(new DisposableValue<LiveView>());
  readonly #changed = this.#store.add(new Emitter<void>());
  readonly #requests: PageRequests;
  readonly #channel: FrameChannel;
  readonly #document: PanelDocument;
  readonly #selections: SelectionRequests;
  readonly #chain: PartChain;
  /** Aborts when the panel is closed. */
  readonly #closing = new AbortController();
  #subject: PanelSubject;
  #phase: PanelPhase;
  #pageReady = false;
  /** The document of the panel's first page is on its way to the editor. */
  #pageLoading = false;
  #grabbed = false;
  #icon = '';
  #disposed = false;

  /** The panel has another session, another state, or is active or not any more. */
  readonly onChange = this.#changed.event;

  constructor(panel: vscode.WebviewPanel, subject: PanelSubject, services: ScreenPanelServices) {
    this.#panel = panel;
    this.#subject = subject;
    this.#services = services;
    this.#phase = { kind: 'restored' };
    this.#requests = this.#store.add(new PageRequests((message) => this.#post(message)));
    this.#channel = this.#store.add(
      new FrameChannel({
        post: (message) => this.#post(message),
        deliver: (message) => this.#chain.deliver(message),
        // In a browser the editor compresses them.
        packsMessages: vscode.env.remoteName !== undefined && vscode.env.uiKind === vscode.UIKind.Desktop,
        log: services.log,
      }),
    );
    this.#selections = new SelectionRequests((message) => this.#post(message));
    this.#chain = new PartChain(
      [...services.parts, () => this.#selections],
      (deliver) => this.#partHost(deliver),
      (message) => this.#handOn(message),
    );
    for (const part of this.#parts) this.#store.add(part);
    this.#store.add(panel.webview.onDidReceiveMessage((message) => this.#receive(message)));
    this.#store.add(panel.onDidChangeViewState(() => this.#viewStateChanged()));
    this.#store.add(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(`${extensionPrefix}.screen.carrier`))
          this.#channel.choose(services.carrier());
      }),
    );
    this.#document = this.#store.add(
      new PanelDocument({
        webview: panel.webview,
        extensionUri: services.extensionUri,
        openDoor: services.openDoor,
        inline: services.pageFiles,
        opened: (door) => this.#channel.open(door),
        loading: () => {
          this.#pageLoading = this.#panel.visible;
          if (this.#pageLoading) this.#view.value?.loading();
        },
        failed: (error) => services.showError(error),
      }),
    );
    this.#channel.choose(services.carrier());
    this.#showDocument();
    this.#showPhase();
  }

  get #parts(): readonly PanelPart[] {
    return this.#chain.parts;
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
        post: (message) => {
          if (message.type === 'frame') this.#channel.send(message.data);
          else this.#post(message);
        },
        changed: () => this.#showPhase(),
        closed: () => this.#closed(session),
        refused: (error) => this.#services.showError(error),
        unreadable: () => this.#showSession(session, true),
      },
      this.#view.value?.sequence ?? 0,
    );
    this.#view.value = view;
    this.#showSession(session);
    for (const part of this.#parts) part.sessionChanged?.(session);
    if (!this.#panel.visible) return;
    if (this.#pageReady) view.ready();
    else if (this.#pageLoading) view.loading();
  }

  /** Says that a session is on its way. @returns says again what it said before, unless the session has come */
  expectSession(): Disposable {
    const before = this.#phase;
    const connecting: PanelPhase = { kind: 'connecting' };
    this.#phase = connecting;
    this.#showPhase();
    return toDisposable(() => {
      if (this.#phase !== connecting) return;
      this.#phase = before;
      this.#showPhase();
    });
  }

  /** Brings the tab to the front and the keyboard to the remote screen. */
  reveal(options: { readonly beside?: boolean; readonly preserveFocus?: boolean } = {}): void {
    const column = options.beside === true ? vscode.ViewColumn.Beside : undefined;
    this.#panel.reveal(column, options.preserveFocus);
  }

  setZoom(zoom: ZoomWish): void {
    this.#post({ type: 'zoom', zoom });
  }

  /** Shows one of the desktop's screens alone; without its number all of them. */
  showScreen(screen: number | undefined): void {
    this.#post({ type: 'showScreen', screen });
  }

  /** Lets a person pick a place or a region of the picture; `undefined` when they called it off. */
  async select(request: SelectionRequest): Promise<SelectedArea | undefined> {
    this.#panel.reveal(undefined, false);
    return await this.#selections.select(request);
  }

  /** Does what a press of a tool of the page does. */
  pressTool(tool: string): void {
    this.#post({ type: 'pressTool', tool });
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
    this.#closing.abort();
    this.#store.dispose();
    this.#panel.dispose();
  }

  #showDocument(): void {
    this.#document.show(this.#services.carrier() !== 'messages');
  }

  /** @param unreadable whether the page can read nothing of its picture. */
  #showSession(session: Session, unreadable = false): void {
    this.#phase = { kind: 'live', session, unreadable };
    this.#showPhase();
  }

  /** What the parts see of their panel: always as it is now. */
  #partHost(deliver: PanelPartHost['deliver']): PanelPartHost {
    const panel = (): ScreenPanel => this;
    return {
      post: (message) => panel().#post(message),
      deliver,
      get session() {
        return panel().session;
      },
      get subject() {
        return panel().subject;
      },
      get profile() {
        return panel().#services.profile(panel().subject);
      },
      get visible() {
        return panel().visible;
      },
      get active() {
        return panel().active;
      },
      get keyboardGrabbed() {
        return panel().keyboardGrabbed;
      },
      showState: () => panel().#showPhase(),
      showError: (error) => panel().#services.showError(error),
      memory: panel().#services.memory,
      log: panel().#services.log,
    };
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
    this.#channel.receive(message);
  }

  #handOn(message: PanelToHost): void {
    if (this.#view.value?.receive(message) === true) return;
    if (this.#parts.some((part) => part.receive?.(message) === true)) return;
    switch (message.type) {
      case 'ready':
        this.#ready(message);
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
      default:
        // Input without a session, or for a part that is not there.
        break;
    }
  }

  #ready({ version, origin }: Extract<ViewToHost, { type: 'ready' }>): void {
    if (version !== protocolVersion) {
      this.#services.log.log('error', `the screen page speaks version ${version}, not ${protocolVersion}`);
      return;
    }
    // Nothing is posted to a page that nobody sees: it is asked again when it is shown.
    if (!this.#panel.visible) return;
    this.#pageReady = true;
    this.#pageLoading = false;
    if (this.session !== undefined) this.#phase = { kind: 'live', session: this.session };
    this.#post({ type: 'setup', version: protocolVersion, keyboard: this.#services.keyboard() });
    this.#post({ type: 'state', state: viewState(this.#subject, this.#phase, vscode.l10n) });
    this.#channel.pageReady(origin);
    this.#view.value?.ready();
    this.#requests.pageReady();
    for (const part of this.#parts) part.pageReady?.();
  }

  /** Commands to a session lead nowhere while there is none. */
  #command(command: PageCommand): void {
    if (command === 'reconnect') this.#reconnect().catch(this.#services.showError);
    else if (command === 'showAgain') this.#showAgain();
    else if (command === 'showLog') this.#services.runCommand(command);
  }

  /** Another page in place of the one that can read nothing. */
  #showAgain(): void {
    this.#pageGone();
    this.#showDocument();
  }

  async #reconnect(): Promise<void> {
    if (this.#phase.kind === 'live' || this.#phase.kind === 'connecting') return;
    const before = this.#phase;
    const connecting: PanelPhase = { kind: 'connecting' };
    this.#phase = connecting;
    this.#showPhase();
    const next = await this.#services.reconnect(this.#subject, this.#closing.signal).then(
      (session) => ({ session }),
      async (error: unknown) => ({ reason: await this.#services.wordError(error) }),
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
    const closed: PanelPhase = { kind: 'closed' };
    this.#phase = closed;
    this.#showPhase();
    for (const part of this.#parts) part.sessionChanged?.(undefined);
    if (error !== undefined) this.#tellWhy(closed, error).catch(this.#services.showError);
  }

  async #tellWhy(closed: PanelPhase, error: unknown): Promise<void> {
    const reason = await this.#services.wordError(error);
    if (this.#disposed || this.#phase !== closed) return;
    this.#phase = { kind: 'closed', reason };
    this.#showPhase();
  }

  #viewStateChanged(): void {
    if (this.#panel.visible) {
      // A page that was hidden has been replaced and says `ready` by itself; one that was not answers this.
      if (!this.#pageReady) this.#post({ type: 'hello' });
    } else {
      this.#pageGone();
    }
    for (const part of this.#parts) part.activeChanged?.(this.#panel.active);
    this.#changed.fire();
  }

  #pageGone(): void {
    this.#pageReady = false;
    this.#pageLoading = false;
    this.#grabbed = false;
    this.#view.value?.hidden();
    this.#channel.pageGone();
    for (const part of this.#parts) part.pageGone?.();
  }

  /** @param name of the pictures in `media`, one for each kind of theme. */
  #showIcon(name: string): void {
    if (name === this.#icon) return;
    this.#icon = name;
    const media = vscode.Uri.joinPath(this.#services.extensionUri, 'media');
    this.#panel.iconPath = {
      light: vscode.Uri.joinPath(media, `${name}-light.svg`),
      dark: vscode.Uri.joinPath(media, `${name}-dark.svg`),
    };
  }

  #showPhase(): void {
    if (this.#disposed) return;
    const recording = this.#parts.some((part) => part.recording === true);
    this.#panel.title = panelTitle(this.#subject, this.#phase, vscode.l10n, { recording });
    this.#showIcon(recording ? 'screen-recording' : 'screen');
    if (this.#pageReady)
      this.#post({ type: 'state', state: viewState(this.#subject, this.#phase, vscode.l10n) });
    this.#changed.fire();
  }
}
