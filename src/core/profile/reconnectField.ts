import { type Report, isRecord, readMembers, readNumber } from './fieldReaders.ts';
import type { ReconnectProfile } from './profile.ts';

/** The bounds of `reconnect.maxAttempts`. */
export const reconnectAttemptBounds = { least: 1, most: 1000 } as const;

/** The bounds of `reconnect.maxDelay`, in seconds. */
export const reconnectDelayBounds = { least: 1, most: 3600 } as const;

/** Reads `reconnect`: whether, or how. */
export function readReconnect(value: unknown, report: Report): boolean | ReconnectProfile | undefined {
  if (typeof value === 'boolean') return value;
  if (!isRecord(value)) {
    report('wrongType', { expected: 'true, false or { "maxAttempts": …, "maxDelay": … }' });
    return undefined;
  }
  return readMembers<ReconnectProfile>(value, report, {
    maxAttempts: (one, inner) => readNumber(one, inner, { ...reconnectAttemptBounds, whole: true }),
    maxDelay: (one, inner) => readNumber(one, inner, { ...reconnectDelayBounds, whole: false }),
  });
}
