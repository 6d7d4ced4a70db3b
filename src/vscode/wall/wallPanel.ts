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
  maxThumbnailSide,
  wallProtocolVersion,
} from '../../protocol/wallMessages.ts';
import { connect } from '../commands/sessionCommands.ts';
import { commandId } from '../contributions.ts';
import { pageFiles, pageFolder } from '../screen/pageFiles.ts';
import type { Services } from '../services.ts';
import { ThumbnailFeed } from './thumbnailFeed.ts';
import { type WallItem, wallItems, wallState } from './wallCards.ts';
import { wallHtml } from './wallHtml.ts';
import { WallPace } from './wallPace.ts';

/**
 * The tab with the wall. Only cards that a person can see have a feed, and none has while the tab is hidden: then the
 * servers are asked for nothing.
 */
export class WallPanel implements Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #services: Services;
  readonly #store = new DisposableStore();
  readonly #pace = this.#store.add(new WallPace(systemClock));
  readonly #feeds = new Map<string, ThumbnailFeed>();
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
    this.#stopFeeds();
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
        this.#feeds.get(message.id)?.painted(message.sequence, message.failed);
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
    this.#stopFeeds();
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
    this.#stopFeeds();
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
    const wanted = new Map<string, { readonly session: Session; readonly card: ShownCard }>();
    for (const card of this.#pageReady ? this.#shown : []) {
      const session = this.#items.find(({ id }) => id === card.id)?.session;
      if (session !== undefined) wanted.set(card.id, { session, card });
    }
    for (const [id, feed] of [...this.#feeds]) {
      const next = wanted.get(id);
      if (next !== undefined && feed.fits(next.session, boxOf(next.card))) continue;
      this.#feeds.delete(id);
      feed.dispose();
    }
    for (const [id, { session, card }] of wanted) {
      if (this.#feeds.has(id)) continue;
      const feed = new ThumbnailFeed(session, boxOf(card), {
        used: usedTime,
        pace: this.#pace,
        send: (picture) => this.#post({ type: 'thumbnail', id, ...picture }),
        failed: (error) => this.#services.log.failure('A picture of the wall could not be made', error),
      });
      this.#feeds.set(id, feed);
    }
  }

  #stopFeeds(): void {
    for (const feed of this.#feeds.values()) feed.dispose();
    this.#feeds.clear();
  }
}

/** Milliseconds of processor time of the extension host. */
function usedTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function boxOf({ width, height }: ShownCard): { readonly width: number; readonly height: number } {
  return { width: Math.min(width, maxThumbnailSide), height: Math.min(height, maxThumbnailSide) };
}
