import type { VncError } from '../base/errors.ts';
import type { Session } from '../session/session.ts';

/** What a recording can be: everything exactly, or a video for others. */
export type RecordingFormat = 'vncrec' | 'webm' | 'gif';

/** What is recorded of a session. */
export type RecordedSession = Pick<
  Session,
  | 'name'
  | 'size'
  | 'desktopName'
  | 'onDesktopName'
  | 'cursor'
  | 'onCursor'
  | 'layout'
  | 'onLayout'
  | 'state'
  | 'onStateChange'
  | 'feed'
  | 'copyPixels'
> & {
  readonly screen: Pick<Session['screen'], 'onResize'>;
  readonly mouse: Pick<Session['mouse'], 'position'>;
};

/** Why a recording has ended: `closed` with its session, `failed` with an error. */
export type RecordingEnd = 'stopped' | 'maxBytes' | 'maxSeconds' | 'closed' | 'failed';

/** A recording that has ended. */
export interface RecordingResult {
  readonly file: string;
  readonly format: RecordingFormat;
  readonly reason: RecordingEnd;
  /** With `failed`: why. What was written until then can be played. */
  readonly error?: VncError | undefined;
  readonly bytes: number;
  /** From its start to its end. */
  readonly milliseconds: number;
}

/** A recording that goes on. */
export interface Recording extends AsyncDisposable {
  readonly file: string;
  readonly format: RecordingFormat;
  /** Bytes in the file so far. */
  readonly bytes: number;
  /** Since its start. */
  readonly milliseconds: number;
  /** Resolves when it has ended, for whatever reason; never rejects. */
  readonly ended: Promise<RecordingResult>;
  /** Ends it: the file is whole when this resolves. One that has ended already tells its result again. */
  stop(): Promise<RecordingResult>;
}

/** What every way of recording takes. */
export interface RecordingLimits {
  /** Bytes that the file may have; {@link defaultLimits} when left out. The first picture is always written. */
  readonly maxBytes?: number | undefined;
  /** Seconds after which it ends by itself. */
  readonly maxSeconds?: number | undefined;
}

/** Where nobody says otherwise: a forgotten recording must not fill a disk. */
export const defaultLimits = { maxBytes: 2 * 1024 ** 3, maxSeconds: 4 * 3600 } as const;

/** The longest that a recording may be told to last: a week. */
export const mostSeconds = 7 * 24 * 3600;
