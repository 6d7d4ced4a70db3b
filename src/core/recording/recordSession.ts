import path from 'node:path';
import type { Clock } from '../base/clock.ts';
import { vncError } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import {
  type RecordedSession,
  type Recording,
  type RecordingFormat,
  type RecordingLimits,
  mostSeconds,
} from './recording.ts';
import { type VideoOptions, mostFps } from './video/createVideoWriter.ts';
import { recordVideo } from './video/videoRecorder.ts';
import { recordWire } from './wireRecorder.ts';

/** How to record a session. */
export interface RecordSessionOptions extends RecordingLimits, VideoOptions {
  /** Where to, by its extension: `.vncrec`, `.webm` or `.gif`. A file that is there is replaced. */
  readonly file: string;
  readonly clock?: Clock | undefined;
}

/** The format that a file name asks for. @throws `VNC_ARGUMENT_INVALID` when its extension is none of a recording */
export function recordingFormatOf(file: string): RecordingFormat {
  const extension = path.extname(file).toLowerCase();
  if (extension === '.vncrec') return 'vncrec';
  if (extension === '.webm') return 'webm';
  if (extension === '.gif') return 'gif';
  throw vncError('VNC_ARGUMENT_INVALID', { argument: 'file', value: file });
}

/**
 * Begins to record a session. It goes on until it is stopped, a limit is reached or the session is closed, also while
 * that makes a lost connection again; keys and clipboards are never recorded.
 *
 * @example
 * ```ts
 * const recording = await recordSession(vnc, { file: 'install.vncrec', maxSeconds: 600 });
 * await vnc.keyboard.press('Enter');
 * const { milliseconds, bytes } = await recording.stop();
 * ```
 *
 * @throws `VNC_ARGUMENT_INVALID`, `VNC_FILE_NOT_WRITTEN`
 */
export async function recordSession(
  session: RecordedSession,
  options: RecordSessionOptions,
): Promise<Recording> {
  const { maxBytes, maxSeconds, fps, quality, maxWidth } = options;
  check('maxBytes', maxBytes, Number.MAX_SAFE_INTEGER);
  check('maxSeconds', maxSeconds, mostSeconds);
  check('fps', fps, mostFps);
  check('quality', quality, 100);
  check('maxWidth', maxWidth, limits.framebufferSide);
  const format = recordingFormatOf(options.file);
  if (format === 'vncrec') return await recordWire(session, options);
  return await recordVideo(session, { ...options, format });
}

function check(argument: string, value: number | undefined, most: number): void {
  if (value !== undefined && !(value > 0 && value <= most))
    throw vncError('VNC_ARGUMENT_INVALID', { argument, value });
}
