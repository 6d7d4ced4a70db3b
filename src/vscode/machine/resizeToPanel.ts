import type { Clock } from '../../core/base/clock.ts';
import { type Disposable, DisposableStore, DisposableValue } from '../../core/base/disposables.ts';
import { VncError } from '../../core/base/errors.ts';
import type { Size } from '../../core/base/geometry.ts';
import type { Session } from '../../core/session/session.ts';
import type { ResizeRequest, ScreenArea } from '../../core/session/wire.ts';
import { resizedScreens } from './resizedScreens.ts';

/** What of a session has its desktop follow the panel. */
export type ResizableSession = Pick<
  Session,
  'size' | 'layout' | 'capabilities' | 'onCapabilities' | 'viewOnly' | 'resize'
> & { readonly arbiter: Pick<Session['arbiter'], 'state' | 'onChange'> };

/**
 * Whether the remote desktop follows the panel, or why not: the server cannot, or does not let us; the session is only
 * viewed; or the panel shows several screens, none of which is meant.
 */
export type ResizeState = 'off' | 'on' | 'unsupported' | 'refused' | 'viewOnly' | 'several';

/** What hears of it. */
export interface ResizeToPanelEvents {
  changed(state: ResizeState): void;
  /** The server did not grant a size. */
  refused(error: unknown): void;
}

/** Milliseconds that the panel keeps its size before the desktop follows: a dragged edge has many. */
const restTime = 400;

/** A panel that is nearly closed is no wish for a desktop that nothing can be seen on. */
const smallest: Size = { width: 320, height: 200 };

/**
 * Has the remote desktop take the panel's size while it is wanted, and its own again once it is not. It asks when the
 * panel changes, not when the desktop does: whoever gives that another size meanwhile means it. A script that drives
 * is not disturbed.
 */
export class ResizeToPanel implements Disposable {
  readonly #clock: Clock;
  readonly #events: ResizeToPanelEvents;
  readonly #timer = new DisposableValue<Disposable>();
  readonly #watch = new DisposableValue<Disposable>();
  #session: ResizableSession | undefined;
  #wanted = false;
  #panel: Size | undefined;
  /** The id of the screen that the panel shows alone. */
  #screen: number | undefined;
  /** What of the panel was asked for last, whatever was answered. */
  #asked: string | undefined;
  #asking = false;
  #again = false;
  #state: ResizeState = 'off';
  /** The server does not change sizes at all: it is not asked once more. */
  #prohibited = false;
  #before: ResizeRequest | undefined;
  #granted: Size | undefined;

  constructor(clock: Clock, events: ResizeToPanelEvents) {
    this.#clock = clock;
    this.#events = events;
  }

  get state(): ResizeState {
    return this.#state;
  }

  get wanted(): boolean {
    return this.#wanted;
  }

  /** Whether the desktop shall follow. Switched off it has the size again that it had before. */
  set wanted(wanted: boolean) {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#prohibited = false;
    this.#asked = undefined;
    if (wanted) {
      this.#ask();
      return;
    }
    this.#timer.value = undefined;
    this.#become('off');
    void this.#restore();
  }

  /** The session whose desktop follows; another one has given no size away yet. */
  set session(session: ResizableSession | undefined) {
    if (session === this.#session) return;
    this.#session = session;
    this.#before = undefined;
    this.#granted = undefined;
    this.#asked = undefined;
    this.#prohibited = false;
    this.#timer.value = undefined;
    const store = new DisposableStore();
    this.#watch.value = store;
    if (session === undefined) return;
    store.add(session.onCapabilities(() => this.#later()));
    store.add(session.arbiter.onChange(() => this.#later()));
    this.#later();
  }

  /**
   * The panel's room, and the screen that it shows alone.
   *
   * @param panel in remote pixels.
   */
  fit(panel: Size | undefined, screen: number | undefined): void {
    if (panel === undefined) return;
    const isSame =
      panel.width === this.#panel?.width && panel.height === this.#panel.height && screen === this.#screen;
    if (isSame) return;
    this.#panel = panel;
    this.#screen = screen;
    this.#later();
  }

  dispose(): void {
    this.#wanted = false;
    this.#timer.dispose();
    this.#watch.dispose();
  }

  #later(): void {
    if (!this.#wanted || this.#session === undefined) return;
    this.#timer.value = this.#clock.after(restTime, () => this.#ask());
  }

  /** Asks for the panel's size, unless it is the desktop's or nothing may be asked now. */
  #ask(): void {
    this.#timer.value = undefined;
    const session = this.#session;
    const panel = this.#panel;
    if (!this.#wanted || session === undefined || panel === undefined || this.#prohibited) return;
    // A server shows that it can with its first pictures.
    const obstacle = session.viewOnly
      ? 'viewOnly'
      : session.capabilities.desktopResize
        ? undefined
        : 'unsupported';
    if (obstacle !== undefined) {
      this.#become(obstacle);
      return;
    }
    const { driver, paused } = session.arbiter.state;
    if (driver !== undefined && !paused) return;
    if (this.#asking) {
      this.#again = true;
      return;
    }
    const request = this.#requestFor(session, panel);
    if (request === undefined) {
      this.#become('several');
      return;
    }
    const asked = `${panel.width} x ${panel.height} of ${this.#screen ?? 'all'}`;
    if (asked === this.#asked) return;
    this.#asked = asked;
    if (isSize(request, session.size)) this.#become('on');
    else void this.#request(session, request);
  }

  #requestFor(session: ResizableSession, { width, height }: Size): ResizeRequest | undefined {
    const size = { width: Math.max(width, smallest.width), height: Math.max(height, smallest.height) };
    if (session.layout.length <= 1) return size;
    const shown = session.layout.find(({ id }) => id === this.#screen);
    return shown === undefined ? undefined : resizedScreens(session.layout, shown, size);
  }

  async #request(session: ResizableSession, request: ResizeRequest): Promise<void> {
    const before = whole(session);
    this.#asking = true;
    try {
      await session.resize(request);
      if (this.#session !== session) return;
      this.#before ??= before;
      this.#granted = request;
      if (this.#wanted) this.#become('on');
      else void this.#restore();
    } catch (error) {
      if (this.#session === session) this.#failed(error);
    } finally {
      this.#asking = false;
      const again = this.#again;
      this.#again = false;
      if (again) this.#ask();
    }
  }

  #failed(error: unknown): void {
    const { code, data } = error instanceof VncError ? error : { code: undefined, data: undefined };
    // A later wish of somebody else took its place.
    if (data?.['reason'] === 'newer') return;
    this.#prohibited = code === 'VNC_RESIZE_UNSUPPORTED' || data?.['reason'] === 'prohibited';
    if (!this.#wanted) return;
    this.#become('refused');
    this.#events.refused(error);
  }

  /** Gives the desktop its own size again, unless somebody has given it another one since. */
  async #restore(): Promise<void> {
    const session = this.#session;
    const before = this.#before;
    const granted = this.#granted;
    if (this.#asking || session === undefined || before === undefined || granted === undefined) return;
    this.#before = undefined;
    this.#granted = undefined;
    if (!isSize(session.size, granted)) return;
    try {
      await session.resize(before);
    } catch (error) {
      this.#events.refused(error);
    }
  }

  #become(state: ResizeState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#events.changed(state);
  }
}

/** The desktop as it is, to be asked for again. */
function whole({ size: { width, height }, layout }: ResizableSession): ResizeRequest {
  const screens: readonly ScreenArea[] | undefined = layout.length > 1 ? layout : undefined;
  return { width, height, screens };
}

function isSize(a: Size, b: Size | undefined): boolean {
  return a.width === b?.width && a.height === b.height;
}
