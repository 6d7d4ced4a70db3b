import process from 'node:process';
import * as vscode from 'vscode';
import { systemClock } from '../../core/base/clock.ts';
import { type Disposable, DisposableStore } from '../../core/base/disposables.ts';
import type { Session } from '../../core/session/session.ts';
import {
  type ShownCard,
  type WallToHost,
  type WallToPage,
  isWallToHost,
  wallProtocolVersion,
} from '../../protocol/wallMessages.ts';
import { connect } from '../commands/sessionCommands.ts';
import { commandId } from '../contributions.ts';
import { pageFiles, pageFolder } from '../screen/pageFiles.ts';
import type { Services } from '../services.ts';
import { type WallItem, wallItems, wallState } from './wallCards.ts';
import { type FedCard, WallFeeds } from './wallFeeds.ts';
import { wallHtml } from './wallHtml.ts';

/**
 * The tab with the wall. Only cards that a person can see have a feed, and none has while the tab is hidden: then the
 * servers are asked for nothing.
 */
export class WallPanel implements Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #services: Services;
  readonly #store = new DisposableStore();
  readonly #feeds: WallFeeds;
  /** What is watched for changes of the cards. */
  readonly #sessions = new Map<Session, Disposable>();
  #items: readonly WallItem[] = [];
  #shown: readonly ShownCard[] = [];
  #pageReady = false;
  #updating = false;
  #disposed = false;

  constructor(panel: vscode.WebviewPanel, services: Services) {
    this.#panel = panel;
    this.#services = services;
    const { registry, connector, store, recordings, context } = services;
    const media = vscode.Uri.joinPath(context.extensionUri, 'media');
    panel.iconPath = {
      light: vscode.Uri.joinPath(media, 'wall-light.svg'),
      dark: vscode.Uri.joinPath(media, 'wall-dark.svg'),
    };
    this.#feeds = this.#store.add(
      new WallFeeds({
        clock: systemClock,
        used: usedTime,
        send: (picture) => this.#post({ type: 'thumbnail', ...picture }),
        failed: (error) => services.log.failure('A picture of the wall could not be made', error),
      }),
    );
    this.#store.add(panel.webview.onDidReceiveMessage((message) => this.#receive(message)));
    this.#store.add(panel.onDidChangeViewState(() => this.#viewStateChanged()));
    for (const event of [registry.onChange, connector.onChange, store.onChange, recordings.onChange])
      this.#store.add(event(() => this.#changed()));
    panel.webview.options = { enableScripts: true, localResourceRoots: [pageFolder(context.extensionUri)] };
    panel.webview.html = wallHtml(pageFiles(panel.webview, context.extensionUri, 'wall'));
  }

  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    for (const watching of this.#sessions.values()) watching.dispose();
    this.#store.dispose();
    this.#panel.dispose();
  }

  #post(message: WallToPage): void {
    if (this.#disposed || !this.#panel.visible) return;
    void this.#panel.webview.postMessage(message);
  }

  #receive(message: unknown): void {
    if (!isWallToHost(message)) {
      this.#services.log.log('warn', 'the wall page sent a message that is none');
      return;
    }
    switch (message.type) {
      case 'ready':
        this.#ready(message.version);
        break;
      case 'shown':
        this.#shown = message.cards;
        this.#feedShown();
        break;
      case 'painted':
        this.#feeds.painted(message.id, message.sequence, message.failed);
        break;
      case 'use':
        this.#use(message);
        break;
      case 'command':
        void vscode.commands.executeCommand(commandId(message.command));
        break;
    }
  }

  #ready(version: number): void {
    if (version !== wallProtocolVersion) {
      this.#services.log.log('error', `the wall page speaks version ${version}, not ${wallProtocolVersion}`);
      return;
    }
    this.#pageReady = true;
    this.#feeds.show([]);
    this.#shown = [];
    this.#update();
  }

  #use({ id, action, beside }: Extract<WallToHost, { type: 'use' }>): void {
    const item = this.#items.find((candidate) => candidate.id === id);
    if (item === undefined) return;
    // The card may have changed since the page was told.
    if (item.session !== undefined) {
      if (action !== 'open') return;
      const command = beside ? 'openScreenToSide' : 'openScreen';
      void vscode.commands.executeCommand(commandId(command), item.session.id);
    } else if (action === 'connect') {
      void connect(this.#services, item.connection);
    } else if (action === 'cancel') {
      this.#services.connector.cancel(item.connection);
    }
  }

  #viewStateChanged(): void {
    if (this.#panel.visible) {
      // A page that was hidden has been replaced and says `ready` by itself; one that was not answers this.
      if (!this.#pageReady) this.#post({ type: 'hello' });
      return;
    }
    this.#pageReady = false;
    this.#feeds.show([]);
  }

  /** Many changes come together. */
  #changed(): void {
    if (this.#updating) return;
    this.#updating = true;
    setImmediate(() => {
      this.#updating = false;
      if (!this.#disposed && this.#pageReady) this.#update();
    });
  }

  #update(): void {
    const { recordings } = this.#services;
    this.#items = wallItems({
      ...this.#services,
      isRecording: (session) => recordings.of(session) !== undefined,
    });
    this.#watchSessions();
    this.#post({ type: 'state', state: wallState(this.#items, vscode.l10n) });
    this.#feedShown();
  }

  #watchSessions(): void {
    const live = new Set(this.#items.flatMap(({ session }) => session ?? []));
    for (const [session, watching] of [...this.#sessions]) {
      if (live.has(session)) continue;
      this.#sessions.delete(session);
      watching.dispose();
    }
    for (const session of live) {
      if (this.#sessions.has(session)) continue;
      const store = new DisposableStore();
      store.add(session.arbiter.onChange(() => this.#changed()));
      store.add(session.onStateChange(() => this.#changed()));
      store.add(session.screen.onResize(() => this.#changed()));
      this.#sessions.set(session, store);
    }
  }

  /** Every live card that is shown has a feed, and no other. */
  #feedShown(): void {
    const cards = (this.#pageReady ? this.#shown : []).flatMap((card): FedCard[] => {
      const source = this.#items.find(({ id }) => id === card.id)?.session;
      return source === undefined ? [] : [{ card, source }];
    });
    this.#feeds.show(cards);
  }
}

/** Milliseconds of processor time of the extension host. */
function usedTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
