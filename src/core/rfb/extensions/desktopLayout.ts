import type { Clock } from '../../base/clock.ts';
import { withDeadline } from '../../base/deadline.ts';
import { type Deferred, createDeferred } from '../../base/deferred.ts';
import { type VncError, vncError } from '../../base/errors.ts';
import { type Size, contains, intersect, isEmpty, wholeOf } from '../../base/geometry.ts';
import { limits } from '../../base/limits.ts';
import type { ResizeRequest, ScreenArea } from '../../session/wire.ts';
import { setDesktopSize } from '../clientMessages.ts';
import type { Capabilities } from './capabilities.ts';

/** What an ExtendedDesktopSize rectangle says. */
export interface DesktopSizeReport {
  readonly size: Size;
  readonly screens: readonly ScreenArea[];
  /** 0 for the server's own change, 1 for the answer to a request of ours, 2 for another client's. */
  readonly reason: number;
  readonly status: number;
}

const OWN_REQUEST = 1;
/** The server handed the wish on, to a virtual machine for example, and does not know what becomes of it. */
const FORWARDED = 4;
const refusals: Readonly<Record<number, string>> = { 1: 'prohibited', 2: 'resources', 3: 'layout' };

/** Milliseconds in which a server answers a request; the specification wants it at once. */
const answerTimeout = 10_000;

/** What the count of screens in a message can hold. */
const mostScreens = 255;

/** The screens of the desktop, and wishes for another size (rfbproto, SetDesktopSize and ExtendedDesktopSize). */
export class DesktopLayout {
  readonly #send: (message: Uint8Array) => void;
  readonly #capabilities: Capabilities;
  readonly #clock: Clock;
  readonly #size: () => Size;
  readonly #requestUpdate: () => void;
  readonly #onChange: (screens: readonly ScreenArea[]) => void;
  #screens: readonly ScreenArea[] = [];
  #inFlight: { readonly request: ResizeRequest; readonly deferred: Deferred<undefined> } | undefined;
  #last: Promise<unknown> = Promise.resolve();
  /** Numbers the requests: only the newest of those that wait is sent. */
  #newest = 0;

  constructor(parts: {
    readonly send: (message: Uint8Array) => void;
    readonly capabilities: Capabilities;
    readonly clock: Clock;
    readonly size: () => Size;
    /** Asks for an update of anything: TigerVNC answers within one, and sends none that nobody waits for. */
    readonly requestUpdate: () => void;
    readonly onChange: (screens: readonly ScreenArea[]) => void;
  }) {
    this.#send = parts.send;
    this.#capabilities = parts.capabilities;
    this.#clock = parts.clock;
    this.#size = parts.size;
    this.#requestUpdate = parts.requestUpdate;
    this.#onChange = parts.onChange;
  }

  get screens(): readonly ScreenArea[] {
    return this.#screens;
  }

  /**
   * An ExtendedDesktopSize rectangle came.
   *
   * @returns the size that the screen has from now on; `undefined` when the server refused a change, and all else
   *   that the rectangle says means nothing
   */
  received(report: DesktopSizeReport): Size | undefined {
    this.#capabilities.confirm('desktopResize');
    if (report.reason === OWN_REQUEST) this.#answered(report.status);
    if (report.reason === OWN_REQUEST && report.status !== 0) return undefined;
    if (JSON.stringify(report.screens) !== JSON.stringify(this.#screens)) {
      this.#screens = report.screens;
      this.#onChange(report.screens);
    }
    return report.size;
  }

  /**
   * Asks for another size, after the requests before it. Of those that wait only the last is sent: a window that is
   * being dragged wishes for a size with every step.
   *
   * @throws `VNC_RESIZE_UNSUPPORTED`, `VNC_RESIZE_REFUSED` with `reason` and `status`, `VNC_ARGUMENT_INVALID`
   */
  async request(request: ResizeRequest): Promise<void> {
    if (!this.#capabilities.current.desktopResize) throw vncError('VNC_RESIZE_UNSUPPORTED');
    check(request);
    this.#newest += 1;
    const mine = this.#newest;
    const turn = this.#last.then(async () => {
      if (mine !== this.#newest)
        throw vncError('VNC_RESIZE_REFUSED', { ...sizeOf(request), reason: 'newer' });
      await this.#ask(request);
    });
    this.#last = turn.catch(() => undefined);
    await turn;
  }

  /** The connection has ended: so does the wait for an answer. */
  end(error: VncError): void {
    this.#inFlight?.deferred.reject(error);
    this.#inFlight = undefined;
  }

  async #ask(request: ResizeRequest): Promise<void> {
    const { width, height } = this.#size();
    const isAsWished = request.width === width && request.height === height;
    if (isAsWished && request.screens === undefined) return;
    const deferred = createDeferred<undefined>();
    this.#inFlight = { request, deferred };
    this.#send(setDesktopSize(request, request.screens ?? this.#scaledScreens(request)));
    this.#requestUpdate();
    try {
      await withDeadline(
        { timeout: answerTimeout, clock: this.#clock },
        () => vncError('VNC_RESIZE_REFUSED', { ...sizeOf(request), reason: 'unanswered' }),
        async () => await deferred.promise,
      );
    } finally {
      this.#inFlight = undefined;
    }
  }

  /**
   * The screens that there are, grown or shrunk with the desktop: each keeps its id, its flags and its share
   * (rfbproto, SetDesktopSize: a client that does not manage screens has to preserve them). One that would have no
   * pixel left goes.
   */
  #scaledScreens({ width, height }: Size): readonly ScreenArea[] {
    const now = this.#size();
    const { id, flags } = this.#screens[0] ?? { id: 0, flags: 0 };
    const only: ScreenArea = { id, flags, x: 0, y: 0, width, height };
    if (this.#screens.length <= 1) return [only];
    // Edges, not sizes, are rounded: what touches goes on touching.
    const across = (x: number): number => Math.round((x * width) / now.width);
    const down = (y: number): number => Math.round((y * height) / now.height);
    const scaled = this.#screens.map((screen) => {
      const [x, y] = [across(screen.x), down(screen.y)];
      const [right, bottom] = [across(screen.x + screen.width), down(screen.y + screen.height)];
      // Not even a server that told of screens beyond its desktop is told the like.
      return { ...screen, ...intersect({ x, y, width: right - x, height: bottom - y }, only) };
    });
    const shown = scaled.filter((screen) => !isEmpty(screen));
    return shown.length > 0 ? shown : [only];
  }

  #answered(status: number): void {
    const inFlight = this.#inFlight;
    if (inFlight === undefined) return;
    const { request, deferred } = inFlight;
    if (status === 0 || status === FORWARDED) deferred.resolve(undefined);
    else {
      const reason = refusals[status] ?? 'unknown';
      deferred.reject(vncError('VNC_RESIZE_REFUSED', { ...sizeOf(request), reason, status }));
    }
  }
}

function sizeOf({ width, height }: Size): { width: number; height: number } {
  return { width, height };
}

function check(request: ResizeRequest): void {
  const { width, height, screens } = request;
  for (const [argument, value] of [
    ['width', width],
    ['height', height],
  ] as const) {
    if (!Number.isInteger(value) || value < 1 || value > limits.framebufferSide)
      throw vncError('VNC_ARGUMENT_INVALID', { argument, value });
  }
  if (width * height > limits.framebufferPixels)
    throw vncError('VNC_ARGUMENT_INVALID', { argument: 'size', value: `${width} x ${height}` });
  if (screens === undefined) return;
  const ids = new Set(screens.map(({ id }) => id));
  const fit = screens.every((screen) => contains(wholeOf({ width, height }), screen));
  if (screens.length === 0 || screens.length > mostScreens || ids.size !== screens.length || !fit)
    throw vncError('VNC_ARGUMENT_INVALID', { argument: 'screens', value: screens.length });
}
