/** What host and page say to each other about what stands around the picture. */
import { isRecord, isText, maxText } from './checks.ts';

/** Lines of the statistics; a server uses few encodings at a time. */
const maxLines = 40;

/** What the page keeps over a reload of what stands around its picture. */
export interface KeptAround {
  /** The person has switched their input off. */
  readonly viewOnly?: true | undefined;
  /** Statistics lie over the picture. */
  readonly statistics?: true | undefined;
}

/** A line of the statistics that lie over the picture, worded. */
export interface StatisticsLine {
  readonly label: string;
  /** With `{0}` for what the page knows itself. */
  readonly value: string;
  /** What that is: how many times a second it has painted, or what carries its frames. */
  readonly fill?: 'painted' | 'carrier' | undefined;
}

/** Messages to the page. */
export type AroundToPage =
  /** The answer to a wish for statistics, again and again while it stands. */
  | { readonly type: 'statistics'; readonly lines: readonly StatisticsLine[] }
  /** The server rang: it is shown, read out as `text`, and heard where `sound` is wanted. */
  | { readonly type: 'bell'; readonly text: string; readonly sound: boolean }
  /** Tells once how the keyboard comes back; `{0}` stands for the keys. `hintSeen` answers when it was read. */
  | { readonly type: 'firstHint'; readonly text: string };

/** Messages from the page. */
export type AroundToHost =
  /** The person has switched their input off or on. Sent by every new page. */
  | { readonly type: 'viewOnly'; readonly on: boolean }
  | { readonly type: 'wantStatistics'; readonly wanted: boolean }
  | { readonly type: 'hintSeen' };

/** Whether `value` is a message about the panel to the page. */
export function isAroundToPage(value: unknown): value is AroundToPage {
  if (!isRecord(value)) return false;
  switch (value['type']) {
    case 'statistics':
      return (
        Array.isArray(value['lines']) && value['lines'].length <= maxLines && value['lines'].every(isLine)
      );
    case 'bell':
      return isText(value['text'], maxText) && typeof value['sound'] === 'boolean';
    case 'firstHint':
      return isText(value['text'], maxText);
    default:
      return false;
  }
}

/** Whether `value` is a message about the panel from the page. */
export function isAroundToHost(value: unknown): value is AroundToHost {
  if (!isRecord(value)) return false;
  switch (value['type']) {
    case 'viewOnly':
      return typeof value['on'] === 'boolean';
    case 'wantStatistics':
      return typeof value['wanted'] === 'boolean';
    case 'hintSeen':
      return true;
    default:
      return false;
  }
}

/** Whether `value` has what was kept, or nothing, in the fields of {@link KeptAround}. */
export function isKeptAround(value: Record<string, unknown>): boolean {
  return ['viewOnly', 'statistics'].every((name) => value[name] === undefined || value[name] === true);
}

function isLine(value: unknown): value is StatisticsLine {
  return (
    isRecord(value) &&
    isText(value['label'], maxText) &&
    isText(value['value'], maxText) &&
    (value['fill'] === undefined || value['fill'] === 'painted' || value['fill'] === 'carrier')
  );
}
