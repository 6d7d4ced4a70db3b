import { type Point, type Rect, type Size, intersect, isEmpty } from '../../base/geometry.ts';
import type { Color } from '../../session/bridge.ts';
import { colorFromHex } from '../../vision/compareColors.ts';
import type { Span, TypeReference } from '../ast.ts';
import { ScriptFailure } from './runError.ts';
import { SecretText } from './secretText.ts';
import { checkTextLength } from './textLimit.ts';
import { type Value, type ValueOf, type ValueType, typeWords, valueText } from './values.ts';

/** The failure of a value that is not what its place wants. */
export function unusable(value: Value, wanted: string, span: Span): ScriptFailure {
  const shown = value.type === 'none' ? 'none' : `${typeWords[value.type]} (${shorten(valueText(value))})`;
  return new ScriptFailure('VS5061', `${wanted} is needed here, not ${shown}`, span);
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}

/** The value, which must be of one type. */
export function expectType<T extends ValueType>(value: Value, type: T, span: Span): ValueOf<T> {
  if (isOfType(value, type)) return value;
  throw unusable(value, typeWords[type], span);
}

function isOfType<T extends ValueType>(value: Value, type: T): value is ValueOf<T> {
  return value.type === type;
}

export function toBool(value: Value, span: Span): boolean {
  return expectType(value, 'bool', span).value;
}

export function toNumber(value: Value, span: Span): number {
  return expectType(value, 'number', span).value;
}

/** A whole number that is at least `least`. */
export function toCount(value: Value, least: number, span: Span): number {
  const number = toNumber(value, span);
  if (Number.isInteger(number) && number >= least) return number;
  throw unusable(value, `a whole number of at least ${least}`, span);
}

export function toText(value: Value, span: Span): string {
  return expectType(value, 'string', span).value;
}

/** A String or a Secret, as it is to be typed. */
export function toTypedText(value: Value, span: Span): { readonly text: string; readonly secret: boolean } {
  if (value.type === 'secret') return { text: value.value.reveal(), secret: true };
  return { text: toText(value, span), secret: false };
}

/** Milliseconds; never negative. */
export function toMilliseconds(value: Value, span: Span): number {
  const { milliseconds } = expectType(value, 'duration', span);
  if (milliseconds >= 0) return milliseconds;
  throw unusable(value, 'a Duration of at least 0s', span);
}

export function toColor(value: Value, span: Span): Color {
  if (value.type === 'color') return value.value;
  const color = value.type === 'string' ? colorFromHex(value.value) : undefined;
  if (color === undefined) throw unusable(value, 'a Color such as "#1e90ff"', span);
  return color;
}

export function toKey(value: Value, span: Span): string {
  return expectType(value, 'key', span).name;
}

/** A channel tolerance, 0 to 255. */
export function toTolerance(value: Value, span: Span): number {
  const number = toNumber(value, span);
  if (number >= 0 && number <= 255) return number;
  throw unusable(value, 'a number from 0 to 255', span);
}

/** Pixels along a side of `length`: numbers as they are, percentages and anchors of the side. */
export function toPixels(value: Value, length: number, axis: 'x' | 'y', span: Span): number {
  switch (value.type) {
    case 'number':
      return value.value;
    case 'percent':
      return Math.round((value.value / 100) * length);
    case 'coord':
      if (value.value.axis !== undefined && value.value.axis !== axis)
        throw unusable(value, axis === 'x' ? 'a horizontal coordinate' : 'a vertical coordinate', span);
      return Math.round((value.value.percent / 100) * length + value.value.pixels);
    default:
      throw unusable(value, 'a coordinate', span);
  }
}

/**
 * A coordinate of a point. The far edge of the screen, `right` or `100%`, is its last pixel; for a region it is
 * the edge behind that.
 */
export function toCoordinate(value: Value, length: number, axis: 'x' | 'y', span: Span): number {
  const pixels = toPixels(value, length, axis, span);
  return value.type !== 'number' && pixels === length ? length - 1 : pixels;
}

/** A place: a point, or the centre of a region. */
export function toPoint(value: Value, span: Span): Point {
  if (value.type === 'point') return value.value;
  if (value.type !== 'region') throw unusable(value, 'a place', span);
  const { x, y, width, height } = value.value;
  return { x: Math.floor(x + width / 2), y: Math.floor(y + height / 2) };
}

/** Whole pixels, at least one, inside the screen; parts outside are a failure. */
export function toRegion(value: Value, size: Size, span: Span): Rect {
  const { x, y, width, height } = expectType(value, 'region', span).value;
  const rect = { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
  if (rect.width < 1 || rect.height < 1)
    throw new ScriptFailure('VS5061', `the region ${valueText(value)} holds no pixel`, span);
  if (rect.x < 0 || rect.y < 0 || rect.x + rect.width > size.width || rect.y + rect.height > size.height)
    throw new ScriptFailure(
      'VS5020',
      `the region ${valueText(value)} is not inside the screen of ${size.width} x ${size.height}`,
      span,
    );
  return rect;
}

/** Joins texts; with a secret among them the result is one. */
export function joinTexts(a: Value, b: Value, span: Span): Value | undefined {
  const text = (value: Value): string | undefined =>
    value.type === 'secret' ? value.value.reveal() : value.type === 'string' ? value.value : undefined;
  const left = text(a);
  const right = text(b);
  if (left === undefined || right === undefined) return undefined;
  checkTextLength(left.length + right.length, span);
  if (a.type === 'secret' || b.type === 'secret')
    return { type: 'secret', value: new SecretText(left + right) };
  return { type: 'string', value: left + right };
}

/** A value as the type wants it that a script declared: the coercions of the language, nothing else. */
export function asDeclared(value: Value, type: TypeReference | undefined, span: Span): Value {
  if (type === undefined || type.listDepth > 0) return value;
  if (type.name.name === 'Color' && value.type === 'string')
    return { type: 'color', value: toColor(value, span) };
  if (type.name.name === 'Point' && value.type === 'region')
    return { type: 'point', value: toPoint(value, span) };
  return value;
}

/** A region cut to the screen. @throws VS5061 for anything else, VS5020 when nothing of it is on the screen */
export function toArea(value: Value, screen: Rect, span: Span): Rect {
  if (value.type !== 'region') throw new ScriptFailure('VS5061', 'a Region is needed here', span);
  const part = intersect(
    {
      x: Math.round(value.value.x),
      y: Math.round(value.value.y),
      width: Math.round(value.value.width),
      height: Math.round(value.value.height),
    },
    screen,
  );
  if (isEmpty(part))
    throw new ScriptFailure('VS5020', `the region ${valueText(value)} is outside the screen`, span);
  return part;
}
