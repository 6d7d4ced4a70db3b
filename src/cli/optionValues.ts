import type { Rect } from '../core/base/geometry.ts';
import type { LogLevel } from '../core/base/logger.ts';
import { UsageError } from './usageError.ts';

/** Seconds as milliseconds. @throws {@link UsageError} */
export function readSeconds(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (seconds <= 0 || seconds > 86_400)
    throw new UsageError(`${option} ${text}: give seconds, from 0.001 to 86400`);
  return Math.max(1, Math.round(seconds * 1000));
}

/** `X,Y,WIDTH,HEIGHT`. @throws {@link UsageError} */
export function readRegion(text: string | undefined): Rect | undefined {
  if (text === undefined) return undefined;
  const numbers = text.split(',').map((part) => (/^\d{1,5}$/.test(part.trim()) ? Number(part) : undefined));
  const [x, y, width, height, ...more] = numbers;
  if (x === undefined || y === undefined || more.length > 0 || !width || !height) {
    throw new UsageError(`--region ${text}: write X,Y,WIDTH,HEIGHT in pixels`);
  }
  return { x, y, width, height };
}

/** From 1 to 100. @throws {@link UsageError} */
export function readQuality(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const quality = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (quality < 1 || quality > 100) throw new UsageError(`--quality ${text}: give a number from 1 to 100`);
  return quality;
}

const logLevels: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error'];

/** `warn` when left out. @throws {@link UsageError} */
export function readLogLevel(text: string | undefined): LogLevel {
  if (text === undefined) return 'warn';
  const level = logLevels.find((one) => one === text);
  if (level === undefined) throw new UsageError(`--log ${text}: give one of ${logLevels.join(', ')}`);
  return level;
}
