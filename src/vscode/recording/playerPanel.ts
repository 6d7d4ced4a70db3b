import * as vscode from 'vscode';
import { systemClock } from '../../core/base/clock.ts';
import { type Disposable, DisposableStore, DisposableValue } from '../../core/base/disposables.ts';
import { encodePng } from '../../core/image/pngEncoder.ts';
import { openRecording } from '../../core/recording/openRecording.ts';
import type { RecordingPlayer } from '../../core/recording/recordingPlayer.ts';
import type { CursorImage } from '../../core/image/cursorImage.ts';
import {
  type ExportKind,
  type PlayerState,
  type PlayerToHost,
  type PlayerToPage,
  isPlayerToHost,
  playerProtocolVersion,
} from '../../protocol/playerMessages.ts';
import type { WordedError } from '../screen/panelPhase.ts';
import { FrameSender } from '../screen/frameSender.ts';
import { pageFiles, pageFolder } from '../screen/pageFiles.ts';
import type { Services } from '../services.ts';
import { exportRecording, readRecording } from './exportRecording.ts';
import { playerHtml } from './playerHtml.ts';
import { failedState, playerState, unreadableState } from './playerWords.ts';
import { saveRecordedPicture } from './saveRecordedPicture.ts';

/** Milliseconds between two looks at the time while it plays. */
const tellTime = 66;

/** What one tab plays: reads the file, sends the page its pictures, and does what a person presses there. */
export class PlayerPanel implements Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #source: vscode.Uri;
  readonly #services: Services;
  readonly #store = new DisposableStore();
  readonly #player = this.#store.add(new DisposableValue<RecordingPlayer>());
  readonly #frames = this.#store.add(new DisposableValue<FrameSender>());
  readonly #later = this.#store.add(new DisposableValue<Disposable>());
  #failure: WordedError | undefined;
  #damage: WordedError | undefined;
  #cursor: CursorImage | undefined;
  #told = '';
  #pageReady = false;
  /** The page could read nothing of the picture. */
  #unreadable = false;

  constructor(panel: vscode.WebviewPanel, source: vscode.Uri, services: Services) {
    this.#panel = panel;
    this.#source = source;
    this.#services = services;
    const { webview } = panel;
    const { extensionUri } = services.context;
    this.#store.add(webview.onDidReceiveMessage((message) => this.#receive(message)));
    this.#store.add(panel.onDidChangeViewState(() => this.#viewStateChanged()));
    webview.options = { enableScripts: true, localResourceRoots: [pageFolder(extensionUri)] };
    webview.html = playerHtml(pageFiles(webview, extensionUri, 'player'));
  }

  /** Reads the file. What is wrong with it stands in the tab. */
  async open(): Promise<void> {
    try {
      const player = await openRecording(await readRecording(this.#source));
      this.#player.value = player;
      if (this.#store.disposed) return;
      this.#frames.value = new FrameSender(player, (data) => this.#post({ type: 'frame', data }));
      this.#store.add(
        player.onChange(() => {
          this.#changed(player).catch((error: unknown) => this.#services.errors.show(error));
        }),
      );
    } catch (error) {
      this.#services.log.failure('A recording could not be opened', error);
      this.#failure = await this.#services.errors.word(error);
    }
    if (this.#pageReady) this.#showAll();
  }

  dispose(): void {
    this.#store.dispose();
  }

  #post(message: PlayerToPage): void {
    if (this.#store.disposed || !this.#panel.visible) return;
    void this.#panel.webview.postMessage(message);
  }

  #receive(message: unknown): void {
    if (!isPlayerToHost(message)) {
      this.#services.log.log('warn', 'the page of a recording sent a message that is none');
      return;
    }
    if (message.type === 'ready') {
      if (message.version !== playerProtocolVersion) {
        this.#services.log.log('error', `the page of a recording speaks version ${message.version}`);
        return;
      }
      this.#pageReady = true;
      this.#showAll();
      return;
    }
    const player = this.#player.value;
    if (player !== undefined) this.#control(player, message);
  }

  #control(player: RecordingPlayer, message: Exclude<PlayerToHost, { type: 'ready' }>): void {
    switch (message.type) {
      case 'painted':
        this.#frames.value?.painted(message.sequence);
        break;
      case 'badFrame':
        this.#services.log.log('error', `the page of a recording could not read a frame: ${message.reason}`);
        if (this.#frames.value?.unreadable() === false) this.#giveUp(player);
        break;
      case 'play':
        player.play();
        break;
      case 'pause':
        player.pause();
        break;
      case 'seek':
        void player.seek(message.time);
        break;
      case 'step':
        void player.step(message.direction);
        break;
      case 'speed':
        player.speed = message.speed;
        break;
      case 'skipIdle':
        player.skipsIdle = message.on;
        break;
      case 'export':
        void this.#export(player, message.kind).catch((error: unknown) => this.#services.errors.show(error));
        break;
    }
  }

  async #export(player: RecordingPlayer, kind: ExportKind): Promise<void> {
    if (kind !== 'png') {
      player.pause();
      await exportRecording(this.#source, { format: kind });
      return;
    }
    const picture = await player.picture();
    await saveRecordedPicture(this.#source, picture.time, await encodePng(picture));
  }

  #viewStateChanged(): void {
    if (this.#panel.visible) {
      // A page that was hidden has been replaced and says `ready` by itself; one that was not answers this.
      if (!this.#pageReady) this.#post({ type: 'hello' });
      return;
    }
    this.#pageReady = false;
    this.#frames.value?.hidden();
    // Nobody would see what it plays.
    this.#player.value?.pause();
  }

  /** The page cannot show anything of it; another one may, which comes when the tab is opened anew. */
  #giveUp(player: RecordingPlayer): void {
    this.#unreadable = true;
    player.pause();
    this.#showState(player);
  }

  /** A page that knows nothing gets everything. */
  #showAll(): void {
    this.#told = '';
    this.#unreadable = false;
    this.#cursor = undefined;
    const player = this.#player.value;
    if (player !== undefined) this.#showState(player);
    else if (this.#failure !== undefined) this.#tell(failedState(this.#failure, vscode.l10n));
    this.#frames.value?.ready();
  }

  async #changed(player: RecordingPlayer): Promise<void> {
    const { error } = player;
    this.#damage = error === undefined ? undefined : await this.#services.errors.word(error);
    if (!player.playing) this.#showState(player);
    else if (this.#later.value === undefined)
      this.#later.value = systemClock.after(tellTime, () => {
        this.#later.value = undefined;
        this.#showState(player);
      });
  }

  #showState(player: RecordingPlayer): void {
    if (!this.#pageReady || this.#store.disposed) return;
    if (player.cursor !== this.#cursor) {
      this.#cursor = player.cursor;
      this.#postCursor(player.cursor);
    }
    if (this.#unreadable) this.#tell(unreadableState(vscode.l10n));
    else this.#tell(playerState(player, vscode.env.language, vscode.l10n, this.#damage));
  }

  #tell(state: PlayerState): void {
    const told = JSON.stringify(state);
    if (told === this.#told) return;
    this.#told = told;
    this.#post({ type: 'player', state });
  }

  #postCursor(cursor: CursorImage | undefined): void {
    if (cursor === undefined) {
      this.#post({ type: 'cursor' });
      return;
    }
    const { width, height, hotspotX, hotspotY } = cursor;
    // A copy: a view of a larger buffer would be posted with the whole buffer behind it.
    const pixels = Uint8Array.from(cursor.pixels);
    this.#post({ type: 'cursor', cursor: { width, height, hotspotX, hotspotY, pixels } });
  }
}
