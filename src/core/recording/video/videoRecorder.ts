import { type Disposable, DisposableValue } from '../../base/disposables.ts';
import { isEmpty } from '../../base/geometry.ts';
import type { ScreenFeed } from '../../session/session.ts';
import {
  type RecordedSession,
  type Recording,
  type RecordingEnd,
  type RecordingResult,
  defaultLimits,
} from '../recording.ts';
import { RecordingLife, type RecordingLifeOptions } from '../recordingLife.ts';
import { type VideoOptions, createVideoWriter, videoDefaults } from './createVideoWriter.ts';
import { videoPicture, videoSize } from './videoPicture.ts';
import type { VideoWriter } from './videoWriter.ts';

/**
 * Milliseconds after which a screen that is still is written down as such: should the program crash, the video is as
 * long as it was recorded, to within a second.
 */
const beatTime = 500;

/** How to record a video. */
export interface VideoRecorderOptions extends RecordingLifeOptions, VideoOptions {
  readonly format: 'webm' | 'gif';
}

/** Records a session as a video: what it shows and its pointer, no more. @throws `VNC_FILE_NOT_WRITTEN` */
export async function recordVideo(
  session: RecordedSession,
  options: VideoRecorderOptions,
): Promise<Recording> {
  const { file, format, quality, maxBytes = defaultLimits.maxBytes } = options;
  const widest = format === 'gif' ? videoDefaults.gifWidth : videoDefaults.webmWidth;
  const size = videoSize(session.size, options.maxWidth ?? widest);
  const writer = await createVideoWriter(format, { file, maxBytes, size, quality });
  const recorder = new VideoRecorder(session, writer, options);
  recorder.start();
  return recorder;
}

class VideoRecorder implements Recording {
  readonly format: 'webm' | 'gif';
  readonly file: string;
  readonly #session: RecordedSession;
  readonly #writer: VideoWriter;
  readonly #life: RecordingLife;
  readonly #interval: number;
  readonly #timer = new DisposableValue<Disposable>();
  readonly #beatTimer = new DisposableValue<Disposable>();
  #feed: ScreenFeed | undefined;
  /** What is shown differs from the last picture. */
  #changed = true;
  /** A picture is due as soon as the update that is being painted has ended. */
  #due = false;
  #encoding: Promise<void> | undefined;
  #lastTime = -1;
  #pointer = { x: -1, y: -1 };

  constructor(session: RecordedSession, writer: VideoWriter, options: VideoRecorderOptions) {
    const { fps = videoDefaults.fps } = options;
    this.#session = session;
    this.#writer = writer;
    this.format = options.format;
    this.file = options.file;
    this.#interval = 1000 / fps;
    this.#life = new RecordingLife(session, options);
    for (const timer of [this.#timer, this.#beatTimer]) this.#life.store.add(timer);
  }

  get bytes(): number {
    return this.#writer.bytes;
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
      session.feed(
        () => {
          this.#changed = true;
          this.#feed?.pull();
          if (this.#due) this.#picture();
        },
        {
          pictures: true,
          settled: () => {
            if (this.#due) this.#picture();
          },
        },
      ),
    );
    store.add(session.onCursor(() => (this.#changed = true)));
    this.#feed.pull();
    this.#picture();
    this.#tick();
    this.#beat();
    this.#life.watch((reason) => this.#end(reason));
  }

  async stop(): Promise<RecordingResult> {
    this.#end('stopped');
    return await this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  #tick(): void {
    this.#timer.value = this.#life.clock.after(this.#interval, () => {
      this.#picture();
      this.#tick();
    });
  }

  /** Says in the file that what is shown is shown still, unless a picture is on its way there. */
  #beat(): void {
    this.#beatTimer.value = this.#life.clock.after(beatTime, () => {
      if (this.#encoding === undefined && this.milliseconds - this.#lastTime >= beatTime)
        this.#encoding = this.#hold().finally(() => (this.#encoding = undefined));
      this.#beat();
    });
  }

  async #hold(): Promise<void> {
    this.#lastTime = this.milliseconds;
    try {
      if (!(await this.#writer.hold(this.#lastTime))) this.#end('maxBytes');
    } catch (error) {
      this.#end('failed', error);
    }
  }

  /** Takes a picture when there is anything new, once the last one is written: what changes meanwhile is one picture. */
  #picture(): void {
    const { x, y } = this.#session.mouse.position;
    const { cursor } = this.#session;
    const hasMoved =
      cursor !== undefined && !isEmpty(cursor) && (x !== this.#pointer.x || y !== this.#pointer.y);
    if (!this.#changed && !hasMoved) return;
    if (this.#encoding !== undefined || !this.#life.goesOn || isEmpty(this.#session.size)) return;
    this.#due = this.#feed?.updating === true;
    if (this.#due) return;
    this.#encoding = this.#write().finally(() => (this.#encoding = undefined));
  }

  async #write(): Promise<void> {
    const session = this.#session;
    const { x, y } = session.mouse.position;
    this.#changed = false;
    this.#pointer = { x, y };
    try {
      const time = Math.max(this.#lastTime + 1, this.milliseconds);
      this.#lastTime = time;
      const scene = {
        size: session.size,
        cursor: session.cursor,
        pointer: { x, y },
        copyPixels: session.copyPixels.bind(session),
      };
      if (!(await this.#writer.add(videoPicture(scene), time))) this.#end('maxBytes');
    } catch (error) {
      this.#end('failed', error);
    }
  }

  #end(reason: RecordingEnd, error?: unknown): void {
    const isTorn = this.#feed?.updating === true;
    if (!this.#life.end(reason)) return;
    void this.#close(reason, error, isTorn);
  }

  async #close(reason: RecordingEnd, cause: unknown, isTorn: boolean): Promise<void> {
    let failure = cause;
    try {
      await this.#encoding;
      if (reason === 'failed') {
        await this.#writer.abandon();
      } else {
        // What changed since the last picture is the end of the story.
        if (this.#changed && !isTorn && reason !== 'maxBytes' && !isEmpty(this.#session.size))
          await this.#write();
        await this.#writer.finish(Math.max(this.milliseconds, this.#lastTime + 1));
      }
    } catch (error) {
      failure = error;
    }
    const { format, bytes } = this;
    this.#life.finish({ format, bytes }, failure);
  }
}
