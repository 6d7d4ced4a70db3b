import { type Clock, systemClock } from '../base/clock.ts';
import { type Disposable, DisposableValue } from '../base/disposables.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import { type VncError, isVncError, vncError } from '../base/errors.ts';
import { type Point, type Rect, type Size, wholeOf } from '../base/geometry.ts';
import type { PixelImage } from '../session/bridge.ts';
import type { CursorImage } from '../image/cursorImage.ts';
import type { FeedOptions, ScreenFeed } from '../session/session.ts';
import type { Damage, ScreenPicture } from '../session/wire.ts';
import type { RecordingHeader } from './recordingFormat.ts';
import type { RecordingReader } from './recordingReader.ts';
import { ReplayHead } from './replayHead.ts';

/** Milliseconds between two looks at the time while it plays: no screen shows more pictures. */
const shortestTick = 8;
/** Milliseconds after which somebody who shows the time is told of it at least. */
const longestTick = 250;

/** Milliseconds without anything to see that are passed over where that is wanted. */
const idleTime = 2000;
/** Milliseconds before what happens next in which a person sees that it begins. */
const leadTime = 500;

/** The speeds that a recording can play at. */
export const speedRange = { least: 0.25, most: 16 } as const;

/**
 * Plays a recording: a session as far as pictures go. After every seek, step or tick the pixels are exactly those that
 * the recorded session had at that time.
 */
export class RecordingPlayer implements Disposable {
  readonly header: RecordingHeader;
  /** Milliseconds. */
  readonly duration: number;
  /** Whether the recording was ended in order. */
  readonly isComplete: boolean;
  readonly screen: { readonly onResize: Event<Size> };
  /** Time, speed, pointer or whether it plays have changed, or it failed. */
  readonly onChange: Event<void>;
  readonly #reader: RecordingReader;
  readonly #clock: Clock;
  readonly #head: ReplayHead;
  readonly #changed = new Emitter<void>();
  readonly #feeds = new Set<(damage: readonly Damage[]) => void>();
  readonly #timer = new DisposableValue<Disposable>();
  #time = 0;
  #speed = 1;
  #skipsIdle = false;
  #playing: { readonly since: number; readonly from: number } | undefined;
  #error: VncError | undefined;
  #work: Promise<void> = Promise.resolve();
  /** Counts how often it began to play: what belongs to an earlier time stops. */
  #plays = 0;
  /** Counts the wishes: of those that wait, the last is done. */
  #wish = 0;
  #disposed = false;

  private constructor(reader: RecordingReader, clock: Clock) {
    this.#reader = reader;
    this.#clock = clock;
    this.header = reader.header;
    this.duration = reader.duration;
    this.isComplete = reader.isComplete;
    this.#head = new ReplayHead(reader, (damage) => this.#tell(damage));
    this.screen = { onResize: this.#head.screen.onResize };
    this.onChange = this.#changed.event;
  }

  /** Shows the first picture. @throws what reading it throws; the reader is closed then */
  static async start(reader: RecordingReader, clock: Clock = systemClock): Promise<RecordingPlayer> {
    const player = new RecordingPlayer(reader, clock);
    try {
      await player.#head.goTo(0, () => true);
      return player;
    } catch (error) {
      player.dispose();
      throw error;
    }
  }

  get size(): Size {
    return this.#head.screen.size;
  }

  get cursor(): CursorImage | undefined {
    return this.#head.screen.cursor;
  }

  get pointer(): Point | undefined {
    return this.#head.screen.pointer;
  }

  get desktopName(): string {
    return this.#head.screen.desktopName;
  }

  /** Whether the session had its connection at that time. */
  get connected(): boolean {
    return this.#head.screen.connected;
  }

  /** Milliseconds from the start. */
  get time(): number {
    return this.#playing === undefined ? this.#time : Math.min(this.#now(), this.duration);
  }

  get playing(): boolean {
    return this.#playing !== undefined;
  }

  /** Why it cannot go on; it may play elsewhere. */
  get error(): VncError | undefined {
    return this.#error;
  }

  get speed(): number {
    return this.#speed;
  }

  /** Within {@link speedRange}. */
  set speed(speed: number) {
    if (!(speed >= speedRange.least && speed <= speedRange.most))
      throw vncError('VNC_ARGUMENT_INVALID', { argument: 'speed', value: speed });
    const { time } = this;
    this.#speed = speed;
    if (this.#playing !== undefined) this.#anchor(time);
    this.#changed.fire();
  }

  /** Whether it passes over times in which nothing is to be seen. */
  get skipsIdle(): boolean {
    return this.#skipsIdle;
  }

  set skipsIdle(skips: boolean) {
    this.#skipsIdle = skips;
    this.#changed.fire();
  }

  /** Hears of what is painted. A feed of a recording needs no credit. */
  feed(listener: (damage: readonly Damage[]) => void, _options?: FeedOptions): ScreenFeed {
    this.#feeds.add(listener);
    const isBusy = (): boolean => this.#head.busy;
    const pictures = (): readonly ScreenPicture[] => this.#head.screen.pictures;
    return {
      get updating(): boolean {
        return isBusy();
      },
      get pictures(): readonly ScreenPicture[] {
        return pictures();
      },
      pull: () => undefined,
      dispose: () => this.#feeds.delete(listener),
    };
  }

  copyPixels(region: Rect, target: Uint8Array): void {
    this.#head.screen.copyPixels(region, target);
  }

  /** Plays on, from the start when it is at its end. */
  play(): void {
    if (this.#playing !== undefined || this.#disposed) return;
    this.#error = undefined;
    const isAtEnd = this.#time >= this.duration;
    if (isAtEnd) void this.seek(0);
    this.#anchor(isAtEnd ? 0 : this.#time);
    this.#changed.fire();
    this.#plays += 1;
    this.#tick(this.#plays);
  }

  pause(): void {
    if (this.#playing === undefined) return;
    this.#time = this.time;
    this.#stop();
    this.#changed.fire();
  }

  /** Shows what was there at `time`, and plays on from there if it played. Resolves when it is shown. */
  async seek(time: number): Promise<void> {
    const target = Math.min(Math.max(0, Number.isFinite(time) ? Math.round(time) : 0), this.duration);
    if (this.#playing !== undefined) this.#anchor(target);
    this.#time = target;
    this.#changed.fire();
    const wish = (this.#wish += 1);
    await this.#do(async () => {
      if (wish === this.#wish) await this.#head.goTo(target, () => wish === this.#wish);
    });
  }

  /** Shows the next picture, or the one before, and stops there. */
  async step(direction: 1 | -1): Promise<void> {
    this.pause();
    this.#wish += 1;
    await this.#do(async () => {
      const head = this.#head;
      if (direction === 1) await head.stepOn();
      else await head.goTo(await head.timeBefore(head.pictureTime), () => true);
      this.#time = head.pictureTime;
    });
  }

  /**
   * The picture that a person means who asks for it now: it pauses, does what it was told before, and gives what was
   * there at the time where it stands then. Where it cannot be read, what is shown.
   */
  async picture(): Promise<PixelImage & { readonly time: number }> {
    this.pause();
    const taken = this.#work.then(async () => {
      // What it was told may have been given up on its way, by a pause as well.
      if (this.#error === undefined) await this.#head.goTo(this.#time, () => true).catch(() => undefined);
      const { size, time } = this;
      const pixels = new Uint8Array(size.width * size.height * 4);
      this.copyPixels(wholeOf(size), pixels);
      return { ...size, pixels, time };
    });
    this.#work = taken.then(
      () => undefined,
      () => undefined,
    );
    return await taken;
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#stop();
    this.#wish += 1;
    this.#feeds.clear();
    this.#changed.dispose();
    void this.#work.then(async () => await this.#reader.close()).catch(() => undefined);
  }

  #now(): number {
    const playing = this.#playing;
    return playing === undefined
      ? this.#time
      : playing.from + (this.#clock.now() - playing.since) * this.#speed;
  }

  #anchor(from: number): void {
    this.#playing = { since: this.#clock.now(), from };
  }

  #stop(): void {
    this.#playing = undefined;
    this.#timer.value = undefined;
  }

  /** Does one thing after the other. What fails stops it. */
  async #do(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(async () => {
      if (this.#disposed) return;
      try {
        await work();
        this.#error = undefined;
      } catch (error) {
        // Where it stands: what could not be read comes after that.
        this.#time = Math.min(this.time, this.#head.nextTime ?? this.duration);
        this.#stop();
        this.#error = isVncError(error) ? error : vncError('VNC_RECORDING_INVALID', {}, error);
      }
      this.#changed.fire();
    });
    await this.#work;
  }

  /** Paints what is due, then waits for what comes next. */
  #tick(play: number): void {
    const goesOn = (): boolean => this.#playing !== undefined && this.#plays === play && !this.#disposed;
    void this.#do(async () => {
      if (!goesOn()) return;
      const time = Math.min(this.#now(), this.duration);
      const wish = this.#wish;
      const isWanted = (): boolean => goesOn() && wish === this.#wish;
      await this.#head.goOn(time, isWanted);
      if (!isWanted()) return;
      this.#time = time;
      if (this.#skipsIdle) await this.#skip(time, isWanted);
      if (isWanted() && this.#time >= this.duration) this.#stop();
    }).then(() => {
      if (!goesOn()) return;
      const due = this.#head.nextTime ?? this.duration;
      const wait = Math.min(Math.max((due - this.#now()) / this.#speed, shortestTick), longestTick);
      this.#timer.value = this.#clock.after(wait, () => this.#tick(play));
    });
  }

  /** Goes to just before the next thing that happens, where that is far. */
  async #skip(time: number, isWanted: () => boolean): Promise<void> {
    const next = await this.#head.nextEvent(isWanted);
    if (!isWanted() || (next !== undefined && next - time <= idleTime)) return;
    const target = next === undefined ? this.duration : next - leadTime;
    if (target <= time) return;
    this.#anchor(target);
    this.#time = target;
  }

  #tell(damage: readonly Damage[]): void {
    for (const listener of [...this.#feeds]) listener(damage);
  }
}
