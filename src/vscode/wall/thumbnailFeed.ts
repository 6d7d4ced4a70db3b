import { deflateSync } from 'node:zlib';
import { type Disposable, DisposableStore, DisposableValue } from '../../core/base/disposables.ts';
import { type Rect, type Size, isEmpty } from '../../core/base/geometry.ts';
import type { ScreenFeed } from '../../core/session/session.ts';
import type { Damage } from '../../core/session/wire.ts';
import type { ThumbnailMessage } from '../../protocol/wallMessages.ts';
import type { FrameSource } from '../screen/frameSender.ts';
import { Thumbnail, thumbnailSize } from './thumbnail.ts';
import type { WallPace } from './wallPace.ts';

/** Bytes of pixels below which compressing them costs more than sending them. */
const smallEnough = 2048;
/** Quick: what is left of a thumbnail is a fifth at this level, and a sixth at the next that costs twice the time. */
const deflateLevel = 1;
/**
 * Milliseconds that a pixel of an update costs which only the wall has asked for, before anybody looks at it: it came
 * over the wire and was decoded. Between what Raw and what ZRLE cost (see `npm run bench decode`).
 */
const wireCost = 8e-6;

/** What a feed needs of its wall. */
export interface ThumbnailHost {
  /** Milliseconds of processor time that were used so far: on a busy machine less than passes. */
  readonly used: () => number;
  readonly pace: WallPace;
  /** The number of the next picture, higher than all before. */
  readonly nextSequence: () => number;
  send(picture: Omit<ThumbnailMessage, 'type' | 'id'>): void;
  /** The screen's pixels cannot be read. */
  failed(error: unknown): void;
}

/**
 * Keeps one card in step with a screen, at the wall's pace: a picture goes out only when something has changed, its
 * turn has come and the page has painted the one before. The server is asked for an update only where it is the
 * card's turn and nothing new has come by itself: for a screen that a panel or a script watches, never.
 */
export class ThumbnailFeed implements Disposable {
  readonly #source: FrameSource;
  readonly #box: Size;
  readonly #host: ThumbnailHost;
  readonly #store = new DisposableStore();
  readonly #waiting = this.#store.add(new DisposableValue<Disposable>());
  readonly #feed: ScreenFeed;
  #thumbnail: Thumbnail | undefined;
  #hasSent = false;
  /** The page has not painted this one yet. */
  #inFlight: number | undefined;
  #turn = true;
  #pulled = false;
  #disposed = false;

  /** @param box the page's room for the picture, in device pixels. */
  constructor(source: FrameSource, box: Size, host: ThumbnailHost) {
    this.#source = source;
    this.#box = box;
    this.#host = host;
    this.#feed = this.#store.add(
      source.feed((damage) => this.#damaged(damage), { pictures: true, settled: () => this.#step() }),
    );
    this.#store.add(source.screen.onResize(() => this.#step()));
    // What is known of the screen is seen at once, however old it is.
    this.#step();
  }

  /** Whether it goes on to show `source` in such a box; one that has failed does not. */
  fits(source: FrameSource, { width, height }: Size): boolean {
    const { width: ownWidth, height: ownHeight } = this.#box;
    return !this.#disposed && source === this.#source && width === ownWidth && height === ownHeight;
  }

  /** The page has painted a picture. @param failed whether it could not: then the next one is whole. */
  painted(sequence: number, failed = false): void {
    if (sequence !== this.#inFlight) return;
    this.#inFlight = undefined;
    if (failed) this.#thumbnail = undefined;
    this.#step();
  }

  dispose(): void {
    this.#disposed = true;
    this.#store.dispose();
  }

  #damaged(damage: readonly Damage[]): void {
    if (this.#pulled) {
      this.#pulled = false;
      this.#host.pace.spent(damage.reduce((sum, { width, height }) => sum + width * height, 0) * wireCost);
    }
    for (const rect of damage) this.#thumbnail?.damage(rect);
    this.#step();
  }

  /** Does what can be done now; whatever it waits for calls it again. */
  #step(): void {
    if (this.#disposed || this.#inFlight !== undefined || !this.#turn) return;
    const { size } = this.#source;
    if (isEmpty(size)) return;
    const known = this.#thumbnail?.screen;
    if (known?.width !== size.width || known.height !== size.height) this.#thumbnail = undefined;
    this.#thumbnail ??= new Thumbnail(size, thumbnailSize(size, this.#box));
    if (!this.#thumbnail.dirty) {
      this.#pull();
      return;
    }
    // The end of the update comes back here.
    if (this.#feed.updating && this.#hasSent) return;
    this.#show(this.#thumbnail);
  }

  #pull(): void {
    if (this.#pulled) return;
    this.#pulled = true;
    this.#feed.pull();
  }

  #show(thumbnail: Thumbnail): void {
    const { used, pace } = this.#host;
    const began = used();
    try {
      const changed = thumbnail.update((region, target) => this.#source.copyPixels(region, target));
      if (changed !== undefined) this.#send(thumbnail, changed);
    } catch (error) {
      this.dispose();
      this.#host.failed(error);
      return;
    }
    pace.spent(used() - began);
    this.#turn = false;
    this.#waiting.value = pace.turn(() => {
      this.#turn = true;
      this.#step();
    });
  }

  #send({ size, pixels }: Thumbnail, part: Rect): void {
    const { x, y, width: columns, height: rows } = part;
    const tight = cut(pixels, size, part);
    const raw = tight.length <= smallEnough;
    // A copy: a Buffer, or a view of a larger one, does not arrive as what it is.
    const data = raw ? tight : Uint8Array.from(deflateSync(tight, { level: deflateLevel }));
    const sequence = this.#host.nextSequence();
    this.#hasSent = true;
    this.#inFlight = sequence;
    this.#host.send({
      ...{ sequence, width: size.width, height: size.height },
      ...{ x, y, columns, rows, form: raw ? 'raw' : 'deflated', data },
    });
  }
}

/** The pixels of a part, row by row without gaps. */
function cut(pixels: Uint8Array, size: Size, part: Rect): Uint8Array {
  if (part.width === size.width && part.height === size.height) return pixels.slice();
  const bytes = part.width * 4;
  const target = new Uint8Array(bytes * part.height);
  for (let row = 0; row < part.height; row += 1) {
    const from = ((part.y + row) * size.width + part.x) * 4;
    target.set(pixels.subarray(from, from + bytes), row * bytes);
  }
  return target;
}
