import type { Session } from '../../core/session/session.ts';

/** What went over the wire, a line for each number; for developers, in the language of the code. */
export function statisticsLines({ statistics }: Pick<Session, 'statistics'>): string[] {
  const { bytesReceived, bytesSent, updates, rectangles, latency, reconnects } = statistics;
  return [
    `received: ${bytesText(bytesReceived)}, sent: ${bytesText(bytesSent)}, updates: ${updates}`,
    ...Object.entries(rectangles).map(
      ([name, { rectangles: count, pixels, bytes }]) =>
        `${name}: ${count} rectangles, ${pixels} pixels, ${bytesText(bytes)}`,
    ),
    latency === undefined
      ? 'latency: not measured'
      : `latency: ${milliseconds(latency.median)} median of ${latency.count}, ${milliseconds(latency.last)} last`,
    `reconnects: ${reconnects}`,
  ];
}

/** A number of bytes in the unit that fits. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'] as const;
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit] ?? ''}`;
}

/** A duration with a decimal where it is short. */
export function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}
