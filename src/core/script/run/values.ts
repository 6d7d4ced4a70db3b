import type { Point, Rect } from '../../base/geometry.ts';
import type { Color } from '../../session/bridge.ts';
import { colorToHex } from '../../vision/compareColors.ts';
import { durationText } from './durationText.ts';
import type { SecretText } from './secretText.ts';

/** A position along one side of the screen: a share of the side and pixels from there. */
export interface Coord {
  readonly percent: number;
  readonly pixels: number;
  /** `x` for left, center, right; `y` for top, middle, bottom; neither for a bare percentage. */
  readonly axis: 'x' | 'y' | undefined;
}

/** What an expression can be worth. */
export type Value =
  | { readonly type: 'none' }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'secret'; readonly value: SecretText }
  | { readonly type: 'duration'; readonly milliseconds: number }
  | { readonly type: 'percent'; readonly value: number }
  | { readonly type: 'coord'; readonly value: Coord }
  | { readonly type: 'point'; readonly value: Point }
  | { readonly type: 'region'; readonly value: Rect }
  | { readonly type: 'color'; readonly value: Color }
  | { readonly type: 'key'; readonly name: string }
  | { readonly type: 'regex'; readonly value: RegExp }
  | { readonly type: 'range'; readonly from: number; readonly to: number }
  | { readonly type: 'list'; readonly items: readonly Value[] }
  | { readonly type: 'record'; readonly fields: ReadonlyMap<string, Value> };

/** The name of a type of values. */
export type ValueType = Value['type'];

/** The value of one type. */
export type ValueOf<T extends ValueType> = Extract<Value, { readonly type: T }>;

export const noneValue: Value = { type: 'none' };

export function boolValue(value: boolean): Value {
  return { type: 'bool', value };
}

export function numberValue(value: number): Value {
  return { type: 'number', value };
}

export function stringValue(value: string): Value {
  return { type: 'string', value };
}

export function durationValue(milliseconds: number): Value {
  return { type: 'duration', milliseconds };
}

/** What people call a value of this type, with its article. */
export const typeWords: Readonly<Record<ValueType, string>> = {
  none: 'none',
  bool: 'a Bool',
  number: 'a Number',
  string: 'a String',
  secret: 'a Secret',
  duration: 'a Duration',
  percent: 'a Percent',
  coord: 'a Coord',
  point: 'a Point',
  region: 'a Region',
  color: 'a Color',
  key: 'a Key',
  regex: 'a Regex',
  range: 'a range',
  list: 'a list',
  record: 'a Record',
};

/** A value as text: for `log`, for `${…}` and for messages. A secret gives its mask. */
export function valueText(value: Value): string {
  switch (value.type) {
    case 'none':
      return 'none';
    case 'bool':
    case 'number':
      return String(value.value);
    case 'string':
      return value.value;
    case 'secret':
      return value.value.toString();
    case 'duration':
      return durationText(value.milliseconds);
    case 'percent':
      return `${value.value}%`;
    case 'coord':
      return coordText(value.value);
    case 'point':
      return `(${value.value.x}, ${value.value.y})`;
    case 'region':
      return `rect(${value.value.x}, ${value.value.y}, ${value.value.width}, ${value.value.height})`;
    case 'color':
      return colorToHex(value.value);
    case 'key':
      return `<${value.name}>`;
    case 'regex':
      return `/${value.value.source}/${value.value.flags.replace('u', '')}`;
    case 'range':
      return `${value.from}..${value.to}`;
    case 'list':
      return `[${value.items.map(quoted).join(', ')}]`;
    case 'record':
      return `{ ${[...value.fields].map(([name, field]) => `${name}: ${quoted(field)}`).join(', ')} }`;
  }
}

function quoted(value: Value): string {
  return value.type === 'string' ? JSON.stringify(value.value) : valueText(value);
}

function coordText(coord: Coord): string {
  if (coord.pixels === 0) return `${coord.percent}%`;
  return `${coord.percent}% ${coord.pixels < 0 ? '-' : '+'} ${Math.abs(coord.pixels)}`;
}

/** Whether two values are the same by content. A secret equals nothing, so that it cannot be guessed. */
export function sameValue(a: Value, b: Value): boolean {
  if (a.type === 'secret' || b.type === 'secret') return false;
  if (a.type === 'list' && b.type === 'list')
    return (
      a.items.length === b.items.length &&
      a.items.every((item, i) => sameValue(item, b.items[i] ?? noneValue))
    );
  if (a.type === 'record' && b.type === 'record')
    return (
      a.fields.size === b.fields.size &&
      [...a.fields].every(([name, field]) => sameValue(field, b.fields.get(name) ?? noneValue))
    );
  if (a.type === 'duration' && b.type === 'duration') return a.milliseconds === b.milliseconds;
  return a.type === b.type && valueText(a) === valueText(b);
}
