import * as vscode from 'vscode';
import { type Disposable, DisposableStore, toDisposable } from '../../core/base/disposables.ts';
import { type Event, Emitter } from '../../core/base/emitter.ts';
import type { Logger } from '../../core/base/logger.ts';
import type { ConnectionProfile } from '../../core/profile/profile.ts';
import type { Session } from '../../core/session/session.ts';
import { isPageState } from '../../protocol/messageGuards.ts';
import type { PageCommand } from '../../protocol/messages.ts';
import { commandId, screenViewType } from '../contributions.ts';
import { readSetting } from '../settings.ts';
import { type EditorPlace, openDirectDoor } from './directDoor.ts';
import { DoorAhead } from './doorAhead.ts';
import type { CarrierChoice } from './frameChannel.ts';
import { readKeyboardSettings } from './keyboardSettings.ts';
import { InlineFileReader } from './inlineFiles.ts';
import { pageFolder } from './pageFiles.ts';
import type { PanelPartFactory } from './panelPart.ts';
import { panelParts } from './panelParts.ts';
import type { PanelSubject, WordedError } from './panelPhase.ts';
import { toolPart } from './toolPart.ts';
import { ScreenPanel, type ScreenPanelServices } from './screenPanel.ts';

/** What the panels need of the extension. */
export interface ScreenPanelsOptions {
  readonly extensionUri: vscode.Uri;
  readonly log: Logger;
  /** What is remembered on this machine. */
  readonly memory: vscode.Memento;
  /** The stored connection that a panel is about. */
  readonly profile: (subject: PanelSubject) => ConnectionProfile | undefined;
  /** What panels are made of besides what needs nothing of the extension. */
  readonly parts: readonly PanelPartFactory[];
  /** Tells a person why what they did could not be done. */
  readonly showError: (error: unknown) => void;
  /** What a person should read of an error. Never rejects. */
  readonly wordError: (error: unknown) => Promise<WordedError>;
}

/** How to open a panel. */
export interface OpenScreenOptions {
  /** In the editor group beside the active one. */
  readonly beside?: boolean | undefined;
  readonly preserveFocus?: boolean | undefined;
  /** The stored connection's id: what a restored panel reconnects to. */
  readonly connection?: string | undefined;
}

const commands = {
  showLog: 'showLog',
} as const satisfies Partial<Record<PageCommand, string>>;

/** Opens, finds and restores the panels of remote screens: one a session. */
export class ScreenPanels implements Disposable {
  readonly #services: ScreenPanelServices;
  readonly #panels = new Map<ScreenPanel, Disposable>();
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new Emitter<void>());
  readonly #doors: DoorAhead;
  readonly #files: InlineFileReader;
  readonly #calledOff = this.#store.add(new Emitter<PanelSubject>());
  #reconnect: ScreenPanelServices['reconnect'] = () => Promise.resolve(undefined);

  /** A panel was opened or closed, became active or not, or shows another session or state. */
  readonly onChange: Event<void> = this.#changed.event;

  constructor(options: ScreenPanelsOptions) {
    this.#doors = this.#store.add(
      new DoorAhead(async () => await openDirectDoor(options.log, editorPlace())),
    );
    this.#files = new InlineFileReader(pageFolder(options.extensionUri).fsPath);
    this.#services = {
      ...options,
      keyboard: readKeyboardSettings,
      // The last one takes what the others leave.
      parts: [...panelParts, ...options.parts, toolPart],
      carrier: readCarrierChoice,
      openDoor: async () => await this.#doors.take(),
      pageFiles: async () => await this.#files.read(),
      reconnect: (subject, signal) => this.#reconnect(subject, signal),
      runCommand: (command) => void vscode.commands.executeCommand(commandId(commands[command])),
    };
  }

  /** The panel that is the active editor. */
  get active(): ScreenPanel | undefined {
    return this.all.find((panel) => panel.active);
  }

  /** All panels, in the order in which they were opened. */
  get all(): readonly ScreenPanel[] {
    return [...this.#panels.keys()];
  }

  /** The panel that shows `session`. */
  of(session: Session): ScreenPanel | undefined {
    return this.all.find((panel) => panel.session === session);
  }

  /** A panel is wanted soon: what it would wait for is begun, while its session is being made. */
  prepare(): void {
    if (readCarrierChoice() !== 'messages') this.#doors.prepare();
    // Whoever needs them hears of what went wrong.
    this.#files.read().catch(() => undefined);
  }

  /**
   * Shows `session`: in the panel that shows it already, else in one that lost its session to the same place,
   * else in a new one.
   */
  open(session: Session, options: OpenScreenOptions = {}): ScreenPanel {
    const { beside = false, preserveFocus = false, connection } = options;
    const subject = { name: session.name, address: session.address, connection };
    const known = this.of(session) ?? this.all.find((panel) => isFreeFor(panel, subject));
    if (known !== undefined) {
      known.attach(session, { ...subject, connection: connection ?? known.subject.connection });
      known.reveal({ beside, preserveFocus });
      return known;
    }
    const panel = this.#create(subject, { beside, preserveFocus });
    panel.attach(session);
    return panel;
  }

  /**
   * Has a panel for a session that is about to be there: its page is read meanwhile. Where one is free, or waits
   * already, that one serves.
   *
   * @returns closes it again, or has it as it was before, unless {@link open} has given it the session
   */
  expect(subject: PanelSubject, { beside = false }: { readonly beside?: boolean } = {}): Disposable {
    const free = this.all.find((panel) => isFreeFor(panel, subject));
    if (free?.phase === 'connecting') return toDisposable(() => undefined);
    if (free !== undefined) return free.expectSession();
    const panel = this.#create(subject, { beside, preserveFocus: false });
    panel.expectSession();
    return toDisposable(() => {
      if (panel.phase === 'connecting') panel.dispose();
    });
  }

  /** Hears when the panel that waits for a session to `subject` is closed before that is there. */
  onCalledOff(subject: PanelSubject, listener: () => void): Disposable {
    return this.#calledOff.event((closed) => {
      if (isSamePlace(closed, subject)) listener();
    });
  }

  /**
   * Takes back the panels of the window's last life. They say so and offer to reconnect; nothing connects by
   * itself.
   *
   * @param reconnect opens a new session to where a panel led; `undefined` when the person called it off.
   */
  registerSerializer(reconnect: ScreenPanelServices['reconnect']): vscode.Disposable {
    this.#reconnect = reconnect;
    return vscode.window.registerWebviewPanelSerializer(screenViewType, {
      deserializeWebviewPanel: (webview, state: unknown) => {
        if (isPageState(state)) {
          const { name, address, connection } = state;
          this.#adopt(webview, { name, address, connection });
        } else {
          // Nothing tells where this one led: an empty tab would serve nobody.
          webview.dispose();
        }
        return Promise.resolve();
      },
    });
  }

  dispose(): void {
    for (const panel of this.all) panel.dispose();
    this.#store.dispose();
  }

  #create(
    subject: PanelSubject,
    { beside, preserveFocus }: { readonly beside: boolean; readonly preserveFocus: boolean },
  ): ScreenPanel {
    const webview = vscode.window.createWebviewPanel(
      screenViewType,
      subject.name,
      { viewColumn: beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active, preserveFocus },
      { enableScripts: true, localResourceRoots: [pageFolder(this.#services.extensionUri)] },
    );
    return this.#adopt(webview, subject);
  }

  #adopt(webview: vscode.WebviewPanel, subject: PanelSubject): ScreenPanel {
    const panel = new ScreenPanel(webview, subject, this.#services);
    const store = new DisposableStore();
    this.#panels.set(panel, store);
    store.add(panel.onChange(() => this.#changed.fire()));
    store.add(
      webview.onDidDispose(() => {
        this.#panels.delete(panel);
        panel.dispose();
        store.dispose();
        if (panel.phase === 'connecting') this.#calledOff.fire(panel.subject);
        this.#changed.fire();
      }),
    );
    this.#changed.fire();
    return panel;
  }
}

/** The person's choice; what is written in the settings otherwise counts as none. */
function readCarrierChoice(): CarrierChoice {
  const choice = readSetting('screen.carrier');
  return choice === 'messages' || choice === 'direct' ? choice : 'auto';
}

/** Whether a panel has no session now and led to the same place. */
function isFreeFor(panel: ScreenPanel, subject: PanelSubject): boolean {
  return panel.phase !== 'live' && isSamePlace(panel.subject, subject);
}

function isSamePlace(one: PanelSubject, other: PanelSubject): boolean {
  if (one.connection !== undefined && one.connection === other.connection) return true;
  // A connection may have been given its id since.
  return one.name === other.name && one.address === other.address;
}

/** Where the editor's window is. */
function editorPlace(): EditorPlace {
  const { remoteName, uiKind } = vscode.env;
  return {
    remoteName,
    isBrowser: uiKind === vscode.UIKind.Web,
    external: async (address) => (await vscode.env.asExternalUri(vscode.Uri.parse(address))).toString(true),
  };
}
