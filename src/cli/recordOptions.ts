import { mostSeconds } from '../core/recording/recording.ts';
import { mostFps } from '../core/recording/video/createVideoWriter.ts';
import { limits } from '../core/base/limits.ts';
import { UsageError } from './usageError.ts';

/** The options of a recording as `parseArgs` takes them. */
export const recordOptions = {
  duration: { type: 'string' },
  fps: { type: 'string' },
  quality: { type: 'string' },
  'max-width': { type: 'string' },
  'max-size': { type: 'string' },
} as const;

/** How to record, or to make a video, and when to end. What is `undefined` was left out. */
export interface RecordChoices {
  readonly maxSeconds: number | undefined;
  readonly maxBytes: number | undefined;
  readonly fps: number | undefined;
  readonly quality: number | undefined;
  readonly maxWidth: number | undefined;
}

/** Reads the options of {@link recordOptions}. @throws {@link UsageError} */
export function readRecordOptions(
  values: {
    readonly [name in keyof typeof recordOptions]?: string | undefined;
  },
): RecordChoices {
  const megabytes = readNumber('--max-size', values['max-size'], { most: 1e6, what: 'megabytes' });
  return {
    maxSeconds: readNumber('--duration', values.duration, { most: mostSeconds, what: 'seconds' }),
    maxBytes: megabytes === undefined ? undefined : Math.round(megabytes * 1e6),
    fps: readNumber('--fps', values.fps, { most: mostFps, what: 'pictures a second' }),
    quality: readNumber('--quality', values.quality, { most: 100, what: 'a quality' }),
    maxWidth: readNumber('--max-width', values['max-width'], {
      most: limits.framebufferSide,
      what: 'pixels',
    }),
  };
}

function readNumber(
  option: string,
  text: string | undefined,
  { most, what }: { readonly most: number; readonly what: string },
): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (number <= 0 || number > most)
    throw new UsageError(`${option} ${text}: give ${what}, more than 0 and up to ${most}`);
  return number;
}
