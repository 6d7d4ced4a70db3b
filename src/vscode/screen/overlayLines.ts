import type { Session } from '../../core/session/session.ts';
import type { SessionStatistics } from '../../core/session/statistics.ts';
import type { PictureQuality } from '../../core/session/pictureQuality.ts';
import type { StatisticsLine } from '../../protocol/aroundMessages.ts';
import { bytesText, milliseconds } from '../report/statisticsLines.ts';
import type { Localizer } from './localizer.ts';

/** The numbers of a session at one moment. */
export interface StatisticsSample {
  /** Milliseconds of any clock. */
  readonly at: number;
  readonly statistics: SessionStatistics;
}

/** What the lines tell of besides. */
export type StatisticsSubject = Pick<Session, 'pictureQuality'>;

/** The encodings that brought the most are named, and no more of them. */
const namedEncodings = 3;

/**
 * The lines of the statistics that lie over the picture: what came since the sample before.
 *
 * @param before an earlier sample of the same session; without one, rates are not known yet.
 */
export function overlayLines(
  session: StatisticsSubject,
  now: StatisticsSample,
  before: StatisticsSample | undefined,
  l10n: Localizer,
): readonly StatisticsLine[] {
  const { latency } = now.statistics;
  const seconds = before === undefined ? 0 : (now.at - before.at) / 1000;
  const perSecond = (count: (statistics: SessionStatistics) => number): number | undefined =>
    before === undefined || seconds <= 0
      ? undefined
      : (count(now.statistics) - count(before.statistics)) / seconds;
  const updates = perSecond((statistics) => statistics.updates);
  const received = perSecond((statistics) => statistics.bytesReceived);
  const sent = perSecond((statistics) => statistics.bytesSent);
  const none = '–';
  return [
    { label: l10n.t('Painted'), value: l10n.t('{0} /s', '{0}'), fill: 'painted' },
    { label: l10n.t('Updates'), value: updates === undefined ? none : l10n.t('{0} /s', rateText(updates)) },
    {
      label: l10n.t('Received'),
      value: received === undefined ? none : l10n.t('{0}/s', bytesText(Math.round(received))),
    },
    {
      label: l10n.t('Sent'),
      value: sent === undefined ? none : l10n.t('{0}/s', bytesText(Math.round(sent))),
    },
    { label: l10n.t('Latency'), value: latency === undefined ? none : milliseconds(latency.median) },
    { label: l10n.t('Encodings'), value: encodingText(now.statistics, before?.statistics) ?? none },
    { label: l10n.t('Carrier'), value: '{0}', fill: 'carrier' },
    { label: l10n.t('Quality'), value: qualityText(session.pictureQuality, l10n) },
  ];
}

function rateText(rate: number): string {
  return rate > 0 && rate < 9.95 ? rate.toFixed(1) : String(Math.round(rate));
}

/** In which encodings the bytes came, the most first, as shares. */
function encodingText(now: SessionStatistics, before: SessionStatistics | undefined): string | undefined {
  const counted = Object.entries(now.rectangles)
    .map(([name, { bytes, pixels }]) => ({
      name,
      bytes: pixels === 0 ? 0 : bytes - (before?.rectangles[name]?.bytes ?? 0),
    }))
    .filter(({ bytes }) => bytes > 0)
    .toSorted((a, b) => b.bytes - a.bytes);
  // Nothing came: what came so far tells more.
  if (counted.length === 0) return before === undefined ? undefined : encodingText(now, undefined);
  const total = counted.reduce((sum, { bytes }) => sum + bytes, 0);
  return counted
    .slice(0, namedEncodings)
    .map(({ name, bytes }) => `${name} ${Math.round((100 * bytes) / total)} %`)
    .join(', ');
}

function qualityText(
  { automatic, level, compression, colorDepth, exact }: PictureQuality,
  l10n: Localizer,
): string {
  const parts = [
    level === undefined ? l10n.t('lossless') : l10n.t('JPEG {0}', level),
    ...(compression === undefined ? [] : [l10n.t('compression {0}', compression)]),
    ...(colorDepth === 24 ? [] : [l10n.t('{0}-bit colour', colorDepth)]),
    ...(exact && level !== undefined ? [l10n.t('exact now')] : []),
  ];
  const text = parts.join(', ');
  return automatic ? l10n.t('automatic: {0}', text) : text;
}
