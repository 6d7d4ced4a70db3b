import { type Disposable, DisposableStore } from '../../core/base/disposables.ts';
import type { CursorImage } from '../../core/image/cursorImage.ts';
import type { Session } from '../../core/session/session.ts';
import type { HostToView, PanelToHost, ViewToHost } from '../../protocol/messages.ts';
import { FrameSender } from './frameSender.ts';
import { InputForwarder } from './inputForwarder.ts';

/** What a live view needs of its panel. */
export interface LiveViewHost {
  /** Sends a message to the page. */
  post(message: HostToView): void;
  /** Title, banner or status may have changed. */
  changed(): void;
  /** The session ended. */
  closed(): void;
  /** What a person typed could not be. */
  refused?(error: unknown): void;
  /** The page reads nothing of the picture: it is sent nothing more until it is ready anew. */
  unreadable?(): void;
}

/**
 * Binds one session to one page: pictures and cursor out, input in. After the session's end it still has the
 * last picture for a page that is ready.
 */
export class LiveView implements Disposable {
  readonly session: Session;
  readonly #host: LiveViewHost;
  readonly #store = new DisposableStore();
  readonly #frames: FrameSender;
  readonly #input: InputForwarder;

  /** @param firstSequence the number of the first frame, past those of the session that the page showed before. */
  constructor(session: Session, host: LiveViewHost, firstSequence = 0) {
    this.session = session;
    this.#host = host;
    this.#frames = this.#store.add(
      new FrameSender(session, (data) => host.post({ type: 'frame', data }), firstSequence),
    );
    this.#input = this.#store.add(new InputForwarder(session, 'panel', (error) => host.refused?.(error)));
    this.#store.add(session.onCursor((cursor) => this.#postCursor(cursor)));
    this.#store.add(session.arbiter.onChange(() => host.changed()));
    this.#store.add(session.onDesktopName(() => host.changed()));
    this.#store.add(session.onLockState(() => host.changed()));
    this.#store.add(session.onPointerMode(() => host.changed()));
    this.#store.add(session.screen.onResize(() => host.changed()));
    this.#store.add(
      session.onStateChange((state) => {
        if (state.phase === 'closed') host.closed();
        else host.changed();
      }),
    );
  }

  /** The number of the next frame. */
  get sequence(): number {
    return this.#frames.sequence;
  }

  /** A page is being loaded: the picture is sent ahead. */
  loading(): void {
    this.#frames.loading();
  }

  /** The page is there and visible, and knows nothing yet. */
  ready(): void {
    this.#postCursor(this.session.cursor);
    this.#frames.ready();
  }

  /** Nobody sees the page: nothing is sent, and nothing stays held down. */
  hidden(): void {
    this.#frames.hidden();
    this.#input.releaseAll();
  }

  /** Takes a message of the page; `false` when it is not for the session. */
  receive(message: PanelToHost): boolean {
    switch (message.type) {
      case 'painted':
        this.#frames.painted(message.sequence);
        return true;
      case 'badFrame':
        if (!this.#frames.unreadable()) this.#host.unreadable?.();
        return false;
      case 'key':
      case 'text':
      case 'modifier':
      case 'pointer':
      case 'movement':
      case 'wheel':
      case 'releaseAll':
        this.#input.forward(message);
        return true;
      case 'command':
        return this.#command(message.command);
      default:
        return false;
    }
  }

  dispose(): void {
    this.#store.dispose();
  }

  #command(command: Extract<ViewToHost, { type: 'command' }>['command']): boolean {
    const { arbiter } = this.session;
    switch (command) {
      case 'takeOver':
        arbiter.takeOver();
        return true;
      case 'resume':
        arbiter.resume();
        return true;
      case 'stopDriver':
        arbiter.stopDriver();
        return true;
      case 'reconnectNow':
        this.session.reconnectNow();
        return true;
      case 'stopReconnecting':
        this.session.stopReconnecting();
        return true;
      case 'reconnect':
      case 'showAgain':
      case 'showLog':
        return false;
    }
  }

  #postCursor(cursor: CursorImage | undefined): void {
    if (cursor === undefined) {
      this.#host.post({ type: 'cursor' });
      return;
    }
    const { width, height, hotspotX, hotspotY } = cursor;
    // A copy: a view of a larger buffer would be posted with the whole buffer behind it.
    const pixels = Uint8Array.from(cursor.pixels);
    this.#host.post({ type: 'cursor', cursor: { width, height, hotspotX, hotspotY, pixels } });
  }
}
