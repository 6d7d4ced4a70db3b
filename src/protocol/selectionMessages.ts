/** What host and page say to each other about places that a person picks on the screen. */
import { isCount, isInteger, isPlace, isRecord, isText, maxCoordinate, maxText } from './checks.ts';

/** What is picked: a pixel, or a rectangle of them. */
export type SelectionKind = 'point' | 'region';

/** A rectangle of remote pixels. */
export interface SelectedArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Messages to the page. */
export type SelectionToPage =
  /** Lets the person pick; `selected` answers with the same id. Another one that is under way ends. */
  | {
      readonly type: 'select';
      readonly id: number;
      readonly what: SelectionKind;
      /** What to do, as the person reads it. */
      readonly text: string;
    }
  | { readonly type: 'endSelection'; readonly id: number };

/** Messages from the page. */
export type SelectionToHost =
  /** What was picked, in remote pixels; nothing when the person called it off. A point is one by one. */
  { readonly type: 'selected'; readonly id: number; readonly area?: SelectedArea | undefined };

/** Whether `value` is a message about picking to the page. */
export function isSelectionToPage(value: unknown): value is SelectionToPage {
  if (!isRecord(value) || !isCount(value['id'])) return false;
  if (value['type'] === 'endSelection') return true;
  return (
    value['type'] === 'select' &&
    (value['what'] === 'point' || value['what'] === 'region') &&
    isText(value['text'], maxText)
  );
}

/** Whether `value` is a message about picking from the page. */
export function isSelectionToHost(value: unknown): value is SelectionToHost {
  if (!isRecord(value) || value['type'] !== 'selected' || !isCount(value['id'])) return false;
  const area = value['area'];
  return (
    area === undefined ||
    (isRecord(area) &&
      isPlace(area) &&
      isInteger(area['width'], 1, maxCoordinate) &&
      isInteger(area['height'], 1, maxCoordinate))
  );
}
