import { mostSeconds } from '../../core/recording/recording.ts';
import type { RecordSessionOptions } from '../../core/recording/recordSession.ts';
import { mostFps } from '../../core/recording/video/createVideoWriter.ts';
import { readSetting } from '../settings.ts';

/** How videos are made. What is out of range counts as the nearest that is in it, here and below. */
export function readVideoSettings(): { readonly fps: number; readonly quality: number } {
  return {
    fps: within(readSetting('recording.framesPerSecond'), 1, mostFps),
    quality: within(readSetting('recording.videoQuality'), 1, 100),
  };
}

/** How sessions are recorded, and when a recording ends by itself. */
export function readRecordingSettings(): Omit<RecordSessionOptions, 'file'> {
  const maxWidth = readSetting('recording.maxWidth');
  return {
    ...readVideoSettings(),
    maxSeconds: within(readSetting('recording.maxMinutes') * 60, 1, mostSeconds),
    maxBytes: within(readSetting('recording.maxMegabytes') * 1e6, 1e6, 1e12),
    ...(maxWidth > 0 ? { maxWidth: within(maxWidth, 16, 16_384) } : {}),
  };
}

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Number.isFinite(value) ? value : least));
}
