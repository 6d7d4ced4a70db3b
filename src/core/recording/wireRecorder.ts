import { type Disposable, DisposableValue } from '../base/disposables.ts';
import { type Point, type Size, isEmpty } from '../base/geometry.ts';
import type { ScreenFeed } from '../session/session.ts';
import { OpWriter } from './opWriter.ts';
import {
  type RecordedSession,
  type Recording,
  type RecordingEnd,
  type RecordingResult,
  defaultLimits,
} from './recording.ts';
import { RecordingFile } from './recordingFile.ts';
import { RecordingLife, type RecordingLifeOptions } from './recordingLife.ts';
import { blockKinds, recordingVersion } from './recordingFormat.ts';
import { ScreenDelta } from './screenDelta.ts';

/** Milliseconds after which what was recorded goes into the file, so that a crash costs no more. */
const blockTime = 500;
/** Bytes of moments that do not wait for that. */
const blockBytes = 512 * 1024;
/** Bytes that wait to be written above which updates are merged, and the server is asked for no more. */
const mostQueued = 32 * 1024 * 1024;
/** Milliseconds between two looks at where the pointer is. */
const pointerTime = 50;
/** Milliseconds after which a recording without changes says that it is alive. */
const beatTime = 1000;
/** Milliseconds between two whole pictures, for whoever seeks; more where one is large beside what changes. */
const keyTime = 10_000;
/** So many times the bytes of a whole picture come between two of them. */
const keyRatio = 4;

/** How to record. */
export interface WireRecorderOptions extends RecordingLifeOptions {
  /** When it begins, for its header. */
  readonly now?: Date | undefined;
}

/**
 * Records a session into a `.vncrec` file: after each of its moments a player has exactly the pixels that the session
 * had. Of the input it knows where the pointer is and nothing else: no key, no button, no clipboard.
 *
 * @throws `VNC_FILE_NOT_WRITTEN`
 */
export async function recordWire(session: RecordedSession, options: WireRecorderOptions): Promise<Recording> {
  const { maxBytes = defaultLimits.maxBytes, now = new Date() } = options;
  const { width, height } = session.size;
  const early: { act?: (end: RecordingEnd, error?: unknown) => void } = {};
  const file = await RecordingFile.create(
    options.file,
    {
      format: 'vncrec',
      version: recordingVersion,
      name: session.name,
      started: now.toISOString(),
      width,
      height,
      pixels: 'rgb888',
    },
    {
      maxBytes,
      full: () => early.act?.('maxBytes'),
      failed: (error) => early.act?.('failed', error),
    },
  );
  const recorder = new WireRecorder(session, file, options);
  early.act = (end, error) => recorder.end(end, error);
  recorder.start();
  return recorder;
}

class WireRecorder implements Recording {
  readonly format = 'vncrec';
  readonly file: string;
  readonly #session: RecordedSession;
  readonly #out: RecordingFile;
  readonly #life: RecordingLife;
  readonly #sealTimer = new DisposableValue<Disposable>();
  readonly #beatTimer = new DisposableValue<Disposable>();
  readonly #lookTimer = new DisposableValue<Disposable>();
  #ops = new OpWriter();
  #feed: ScreenFeed | undefined;
  #delta: ScreenDelta | undefined;
  /** The moments that wait in {@link #ops}. */
  #first = 0;
  #last = 0;
  #kind: string = blockKinds.moments;
  /** When the last block was sealed. */
  #sealedAt = 0;
  #keyAt = 0;
  #keyBytes = 0;
  #bytesSinceKey = 0;
  #pointer: Point | undefined;
  /** The index could not be written: the rest of the file plays. */
  #lateFailure: unknown;

  constructor(session: RecordedSession, out: RecordingFile, options: WireRecorderOptions) {
    this.#session = session;
    this.#out = out;
    this.file = options.file;
    this.#life = new RecordingLife(session, options);
    for (const timer of [this.#sealTimer, this.#beatTimer, this.#lookTimer]) this.#life.store.add(timer);
  }

  get bytes(): number {
    return this.#out.bytes;
  }

  get milliseconds(): number {
    return this.#life.milliseconds;
  }

  get ended(): Promise<RecordingResult> {
    return this.#life.ended;
  }

  start(): void {
    const session = this.#session;
    const { store } = this.#life;
    this.#feed = store.add(
      session.feed((damage) => this.#damaged(() => this.#delta?.add(damage)), {
        pictures: true,
        exact: true,
        settled: () => this.#damaged(() => undefined),
      }),
    );
    store.add(session.onCursor((cursor) => this.#tell((ops) => ops.cursor(cursor))));
    store.add(session.onDesktopName((name) => this.#tell((ops) => ops.name(name))));
    store.add(session.onLayout((layout) => this.#tell((ops) => ops.layout(layout))));
    store.add(
      session.onStateChange(({ phase }) => {
        if (phase !== 'closed') this.#tell((ops) => ops.connected(phase === 'open'));
      }),
    );
    this.#record();
    this.#feed.pull();
    this.#beat();
    this.#look();
    this.#life.watch((reason) => this.end(reason));
  }

  async stop(): Promise<RecordingResult> {
    this.end('stopped');
    return await this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** Ends it for the first reason that comes. */
  end(reason: RecordingEnd, error?: unknown): void {
    // What was painted and not recorded yet still belongs to it.
    if (reason === 'stopped' || reason === 'closed' || reason === 'maxSeconds') this.#record();
    if (this.#life.end(reason)) void this.#close(reason === 'failed' ? error : undefined);
    else if (reason === 'failed') this.#lateFailure = error;
  }

  async #close(failure: unknown): Promise<void> {
    this.#seal();
    await this.#out.close(this.milliseconds);
    const { format, bytes } = this;
    this.#life.finish({ format, bytes }, failure ?? this.#lateFailure);
  }

  /** An update has ended. */
  #damaged(take: () => void): void {
    if (!this.#life.goesOn) return;
    take();
    if (this.#out.queued > mostQueued) return;
    this.#record();
    this.#feed?.pull();
  }

  /** Something beside the pixels has changed. */
  #tell(write: (ops: OpWriter) => void): void {
    if (!this.#life.goesOn || this.#delta === undefined) return;
    this.#begin();
    write(this.#ops);
  }

  /** Records what has been painted, unless more of it is just being painted. */
  #record(): void {
    const { size } = this.#session;
    if (!this.#life.goesOn || this.#feed?.updating === true || isEmpty(size)) return;
    try {
      this.#recordScreen(size);
    } catch (error) {
      // A picture of the server that cannot be decoded: the session ends with the same error.
      this.end('failed', error);
    }
  }

  #recordScreen(size: Size): void {
    const delta = this.#delta;
    if (delta === undefined || delta.size.width !== size.width || delta.size.height !== size.height) {
      this.#delta = new ScreenDelta(size);
      this.#recordWhole(this.#delta, size);
      return;
    }
    if (!delta.pending) return;
    if (this.#keyIsDue()) {
      this.#recordWhole(delta, size);
      return;
    }
    const before = this.#ops.length;
    this.#begin();
    const empty = this.#ops.length;
    delta.write(this.#ops, this.#pixels());
    const written = this.#ops.length - before;
    // An update that changed no pixel is none.
    if (this.#ops.length === empty) this.#ops.cut(before);
    else this.#bytesSinceKey += written;
    if (this.#ops.length >= blockBytes) this.#seal();
  }

  /** A block of its own, which needs nothing before it. */
  #recordWhole(delta: ScreenDelta, size: Size): void {
    this.#seal();
    const { cursor, desktopName, layout, state } = this.#session;
    this.#kind = blockKinds.key;
    this.#begin();
    const ops = this.#ops;
    ops.size(size);
    delta.writeWhole(ops, this.#pixels());
    if (cursor !== undefined) ops.cursor(cursor);
    this.#pointer = this.#session.mouse.position;
    ops.pointer(this.#pointer);
    ops.name(desktopName);
    ops.layout(layout);
    ops.connected(state.phase === 'open');
    this.#keyAt = this.#last;
    this.#keyBytes = ops.length;
    this.#bytesSinceKey = 0;
    this.#seal();
  }

  #keyIsDue(): boolean {
    return this.milliseconds - this.#keyAt >= keyTime && this.#bytesSinceKey >= this.#keyBytes * keyRatio;
  }

  #pixels(): Parameters<ScreenDelta['write']>[1] {
    const session = this.#session;
    return {
      copyPixels: (region, target) => session.copyPixels(region, target),
      pictures: this.#feed?.pictures ?? [],
    };
  }

  /** Begins a moment. */
  #begin(): void {
    const time = Math.max(this.#last, this.milliseconds);
    if (this.#ops.length === 0) {
      this.#first = time;
      this.#sealTimer.value = this.#life.clock.after(blockTime, () => this.#seal());
    }
    this.#last = time;
    this.#ops.moment(time);
  }

  /** Hands the moments over to the file. */
  #seal(): void {
    this.#sealTimer.value = undefined;
    if (this.#ops.length === 0) return;
    this.#put(this.#kind, this.#first, this.#last, this.#ops.take());
    this.#kind = blockKinds.moments;
  }

  #put(kind: string, first: number, last: number, payload: Uint8Array): void {
    this.#sealedAt = this.milliseconds;
    void this.#out.add(kind, first, last, payload).then(() => {
      // What had to wait for room is told now.
      this.#damaged(() => undefined);
    });
  }

  /** Tells a player of a crashed recording that it went on without a change. */
  #beat(): void {
    this.#beatTimer.value = this.#life.clock.after(beatTime, () => {
      if (this.#ops.length === 0 && this.milliseconds - this.#sealedAt >= beatTime) {
        this.#last = this.milliseconds;
        this.#put(blockKinds.moments, this.#last, this.#last, new Uint8Array(0));
      }
      this.#beat();
    });
  }

  /** Looks where the pointer is: nobody tells when it moves. */
  #look(): void {
    this.#lookTimer.value = this.#life.clock.after(pointerTime, () => {
      const { x, y } = this.#session.mouse.position;
      if (x !== this.#pointer?.x || y !== this.#pointer.y) {
        this.#pointer = { x, y };
        this.#tell((ops) => ops.pointer({ x, y }));
      }
      this.#look();
    });
  }
}
