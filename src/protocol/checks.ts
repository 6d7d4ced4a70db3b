/** Small checks of which the guards of messages are made: what arrives is `unknown` until they accept it. */

/** Sides of a screen are 16 bits on the wire. */
export const maxCoordinate = 0xffff;

/** No text of a message is longer, unless its guard says so. */
export const maxText = 1000;

/** Whether `value` is an object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Whether `value` is a whole number within `least` and `most`, both included. */
export function isInteger(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

/** Whether `value` counts something. */
export function isCount(value: unknown): value is number {
  return isInteger(value, 0, Number.MAX_SAFE_INTEGER);
}

/** Whether `value` is a text of at most `longest` characters. */
export function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value.length <= longest;
}

/** Whether `value` is a text of the usual length, or nothing. */
export function isOptionalText(value: unknown): boolean {
  return value === undefined || isText(value, maxText);
}

/** Whether `value` has a place on a screen as `x` and `y`. */
export function isPlace(value: Record<string, unknown>): boolean {
  return isInteger(value['x'], 0, maxCoordinate) && isInteger(value['y'], 0, maxCoordinate);
}
