/** Messages about how the pointer is shown. */
import { isInteger, isRecord, maxCoordinate } from './checks.ts';

/** A cursor as the server drew it; 0 x 0 is a hidden one. */
export interface CursorPicture {
  readonly width: number;
  readonly height: number;
  readonly hotspotX: number;
  readonly hotspotY: number;
  /** RGBA, not premultiplied, row by row. */
  readonly pixels: Uint8Array;
}

/** Messages to the page. */
export type PointerToPage =
  /** The cursor's new shape; without one the server draws it into the picture, or nobody does. */
  | { readonly type: 'cursor'; readonly cursor?: CursorPicture | undefined }
  /** Whether a dot stands for a cursor that is hidden or unknown. */
  | { readonly type: 'dotCursor'; readonly shown: boolean };

/** Whether `value` is a message of the host about the pointer. */
export function isPointerToPage(value: unknown): value is PointerToPage {
  if (!isRecord(value)) return false;
  switch (value['type']) {
    case 'cursor':
      return value['cursor'] === undefined || isCursorPicture(value['cursor']);
    case 'dotCursor':
      return typeof value['shown'] === 'boolean';
    default:
      return false;
  }
}

function isCursorPicture(value: unknown): value is CursorPicture {
  if (!isRecord(value)) return false;
  const { width, height, hotspotX, hotspotY, pixels } = value;
  return (
    isInteger(width, 0, maxCoordinate) &&
    isInteger(height, 0, maxCoordinate) &&
    isInteger(hotspotX, 0, maxCoordinate) &&
    isInteger(hotspotY, 0, maxCoordinate) &&
    pixels instanceof Uint8Array &&
    pixels.length === width * height * 4
  );
}
