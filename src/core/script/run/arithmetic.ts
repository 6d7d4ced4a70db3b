import type { BinaryExpression, Span } from '../ast.ts';
import { joinTexts } from './coerce.ts';
import { ScriptFailure } from './runError.ts';
import {
  type Coord,
  type Value,
  durationValue,
  noneValue,
  numberValue,
  sameValue,
  typeWords,
  valueText,
} from './values.ts';

type ArithmeticOperator = '+' | '-' | '*' | '/';
type OrderOperator = '<' | '<=' | '>' | '>=';

/** `a + b` and its kin. Units stay: time is added to time, a place to a place. @throws VS5061 for anything else. */
export function calculate(operator: ArithmeticOperator, a: Value, b: Value, node: BinaryExpression): Value {
  const result = joined(operator, a, b, node) ?? timed(operator, a, b, node) ?? placed(operator, a, b);
  if (result !== undefined) return result;
  if (a.type === 'number' && b.type === 'number')
    return numberValue(compute(operator, a.value, b.value, node));
  if (a.type === 'percent' && b.type === 'percent' && (operator === '+' || operator === '-'))
    return { type: 'percent', value: compute(operator, a.value, b.value, node) };
  if (a.type === 'percent' && b.type === 'number' && (operator === '*' || operator === '/'))
    return { type: 'percent', value: compute(operator, a.value, b.value, node) };
  const words = `${typeWords[a.type]} ${operator} ${typeWords[b.type]}`;
  throw new ScriptFailure('VS5061', `${words} cannot be computed`, node.span);
}

function compute(operator: ArithmeticOperator, a: number, b: number, node: BinaryExpression): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      if (b === 0) throw new ScriptFailure('VS5061', 'this divides by zero', node.right.span);
      return a / b;
  }
}

function joined(operator: ArithmeticOperator, a: Value, b: Value, node: BinaryExpression): Value | undefined {
  return operator === '+' ? joinTexts(a, b, node.span) : undefined;
}

function timed(operator: ArithmeticOperator, a: Value, b: Value, node: BinaryExpression): Value | undefined {
  if (a.type === 'duration' && b.type === 'duration') {
    if (operator === '*') return undefined;
    const result = compute(operator, a.milliseconds, b.milliseconds, node);
    return operator === '/' ? numberValue(result) : durationValue(result);
  }
  if (a.type === 'duration' && b.type === 'number' && (operator === '*' || operator === '/'))
    return durationValue(compute(operator, a.milliseconds, b.value, node));
  if (a.type === 'number' && b.type === 'duration' && operator === '*')
    return durationValue(a.value * b.milliseconds);
  return undefined;
}

function placed(operator: ArithmeticOperator, a: Value, b: Value): Value | undefined {
  const sign = operator === '+' ? 1 : operator === '-' ? -1 : undefined;
  if (sign === undefined) return undefined;
  if (a.type === 'point' && b.type === 'point')
    return { type: 'point', value: { x: a.value.x + sign * b.value.x, y: a.value.y + sign * b.value.y } };
  if (a.type !== 'coord' && b.type !== 'coord' && a.type === b.type) return undefined;
  const left = coordOf(a);
  const right = coordOf(b);
  if (left === undefined || right === undefined) return undefined;
  return {
    type: 'coord',
    value: {
      percent: left.percent + sign * right.percent,
      pixels: left.pixels + sign * right.pixels,
      axis: left.axis ?? right.axis,
    },
  };
}

function coordOf(value: Value): Coord | undefined {
  if (value.type === 'coord') return value.value;
  if (value.type === 'percent') return { percent: value.value, pixels: 0, axis: undefined };
  if (value.type === 'number') return { percent: 0, pixels: value.value, axis: undefined };
  return undefined;
}

/** `-a`. */
export function negate(value: Value, span: Span): Value {
  if (value.type === 'number') return numberValue(-value.value);
  if (value.type === 'duration') return durationValue(-value.milliseconds);
  if (value.type === 'percent') return { type: 'percent', value: -value.value };
  if (value.type === 'point') return { type: 'point', value: { x: -value.value.x, y: -value.value.y } };
  throw new ScriptFailure('VS5061', `there is no minus of ${typeWords[value.type]}`, span);
}

/** `a < b` and its kin: numbers, times and shares, each with its own kind. */
export function compareOrder(operator: OrderOperator, a: Value, b: Value, span: Span): boolean {
  const left = magnitude(a);
  const right = magnitude(b);
  if (a.type !== b.type || left === undefined || right === undefined)
    throw new ScriptFailure(
      'VS5061',
      `${typeWords[a.type]} cannot be compared with ${typeWords[b.type]}`,
      span,
    );
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}

function magnitude(value: Value): number | undefined {
  if (value.type === 'number' || value.type === 'percent') return value.value;
  if (value.type === 'duration') return value.milliseconds;
  return undefined;
}

/** `a contains b`: text in text, an item in a list, a field in a record, a number in a range. */
export function containsValue(a: Value, b: Value, span: Span): boolean {
  if (a.type === 'none') return false;
  if (a.type === 'string' && b.type === 'string') return a.value.includes(b.value);
  if (a.type === 'string' && b.type === 'regex') return b.value.test(a.value);
  if (a.type === 'list') return a.items.some((item) => sameValue(item, b));
  if (a.type === 'record' && b.type === 'string') return a.fields.has(b.value);
  if (a.type === 'range' && b.type === 'number') return b.value >= a.from && b.value <= a.to;
  throw new ScriptFailure('VS5061', `${typeWords[a.type]} cannot contain ${typeWords[b.type]}`, span);
}

/** `a matches b`: a pattern somewhere in a text, or the whole of another text. */
export function matchesPattern(a: Value, b: Value, span: Span): boolean {
  if (a.type === 'none') return false;
  if (a.type === 'string' && b.type === 'regex') return b.value.test(a.value);
  if (a.type === 'string' && b.type === 'string') return a.value === b.value;
  throw new ScriptFailure('VS5061', `${typeWords[a.type]} cannot match ${typeWords[b.type]}`, span);
}

/** The values that `for` goes through: of a list, or of a range of whole numbers. @throws VS5061 */
export function itemsOf(value: Value, span: Span): readonly Value[] {
  if (value.type === 'list') return value.items;
  if (value.type !== 'range') throw new ScriptFailure('VS5061', `${typeWords[value.type]} is no list`, span);
  const { from, to } = value;
  if (!Number.isInteger(from) || !Number.isInteger(to) || to - from >= longestRange)
    throw new ScriptFailure('VS5061', `the range ${valueText(value)} cannot be gone through`, span);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => numberValue(from + i));
}

/** Longer ranges are a mistake, and every loop has a bound. */
const longestRange = 1_000_000;

/** What stands at an index or under a name. @throws VS5061 when there is nothing */
export function elementAt(object: Value, index: Value, span: Span): Value {
  if (object.type === 'list' && index.type === 'number') {
    const item = object.items.at(index.value);
    if (item !== undefined && Number.isInteger(index.value)) return item;
    const { length } = object.items;
    throw new ScriptFailure('VS5061', `there is no item ${index.value} in a list of ${length}`, span);
  }
  if (object.type === 'record' && index.type === 'string') return fieldOf(object.fields, index.value, span);
  if (object.type === 'string' && index.type === 'number') {
    const character = Array.from(object.value).at(index.value);
    return character === undefined ? noneValue : { type: 'string', value: character };
  }
  throw new ScriptFailure('VS5061', `${typeWords[object.type]} has no items`, span);
}

/** A field of a record. @throws VS5061 when there is none */
export function fieldOf(fields: ReadonlyMap<string, Value>, name: string, span: Span): Value {
  const field = fields.get(name);
  if (field !== undefined) return field;
  throw new ScriptFailure('VS5061', `there is no field "${name}"`, span);
}
