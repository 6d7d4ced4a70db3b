import { throwIfCancelled } from '../base/deadline.ts';
import { vncError } from '../base/errors.ts';
import { isEmpty } from '../base/geometry.ts';
import { openReader } from './openRecording.ts';
import { type RecordingLimits, defaultLimits } from './recording.ts';
import { recordingFormatOf } from './recordSession.ts';
import { ReplayScreen } from './replayScreen.ts';
import { type VideoOptions, createVideoWriter, videoDefaults } from './video/createVideoWriter.ts';
import { videoPicture, videoSize } from './video/videoPicture.ts';

/** How to make a video of a recording. */
export interface ConvertOptions extends RecordingLimits, VideoOptions {
  /** Where to, by its extension: `.webm` or `.gif`. A file that is there is replaced. */
  readonly file: string;
  readonly signal?: AbortSignal | undefined;
  /** Hears how far it is, from 0 to 1. */
  readonly progress?: ((done: number) => void) | undefined;
}

/** What became of it. */
export interface ConvertResult {
  readonly bytes: number;
  /** Milliseconds of the video. */
  readonly milliseconds: number;
  /** Whether all of the recording is in it; otherwise a limit was reached. */
  readonly isComplete: boolean;
}

/**
 * Makes a video of a `.vncrec` recording.
 *
 * @param source a file's path, or its bytes.
 * @throws what `openRecording` throws; `VNC_ARGUMENT_INVALID`, `VNC_FILE_NOT_WRITTEN`, `VNC_CANCELLED`, which leave
 *   what was written until then
 */
export async function convertRecording(
  source: string | Uint8Array,
  options: ConvertOptions,
): Promise<ConvertResult> {
  const { file, signal, quality, progress = () => undefined } = options;
  const {
    fps = videoDefaults.fps,
    maxBytes = defaultLimits.maxBytes,
    maxSeconds = defaultLimits.maxSeconds,
  } = options;
  const format = recordingFormatOf(file);
  if (format === 'vncrec') throw vncError('VNC_ARGUMENT_INVALID', { argument: 'file', value: file });
  throwIfCancelled(signal);
  const reader = await openReader(source);
  try {
    const widest = format === 'gif' ? videoDefaults.gifWidth : videoDefaults.webmWidth;
    const size = videoSize(reader.header, options.maxWidth ?? widest);
    const writer = await createVideoWriter(format, { file, maxBytes, size, quality });
    const screen = new ReplayScreen(reader.header);
    const end = Math.min(reader.duration, maxSeconds * 1000);
    const interval = 1000 / fps;
    let last = Number.NEGATIVE_INFINITY;
    /** When the picture is due that shows what has changed since the last one. */
    let due: number | undefined;
    const room = { left: true };
    const paint = async (): Promise<void> => {
      throwIfCancelled(signal);
      if (due === undefined) return;
      if (!isEmpty(screen.size)) room.left = await writer.add(videoPicture(screen), due);
      last = due;
      due = undefined;
      progress(end === 0 ? 1 : Math.min(1, last / end));
    };
    try {
      for (const block of reader.blocks) {
        for (const moment of await reader.moments(block)) {
          if (due !== undefined && moment.time > due) await paint();
          if (!room.left || moment.time > end) break;
          const pointer = screen.pointer;
          const painted = screen.apply(moment);
          const hasMoved = screen.cursor !== undefined && screen.pointer !== pointer;
          if (painted.length > 0 || hasMoved) due ??= Math.round(Math.max(moment.time, last + interval));
        }
        if (!room.left || block.first > end) break;
      }
      if (room.left) await paint();
      const milliseconds = Math.round(room.left ? Math.max(end, last + 1) : last + interval);
      await writer.finish(milliseconds);
      return { bytes: writer.bytes, milliseconds, isComplete: room.left && end === reader.duration };
    } catch (error) {
      await writer.abandon();
      throw error;
    }
  } finally {
    await reader.close();
  }
}
