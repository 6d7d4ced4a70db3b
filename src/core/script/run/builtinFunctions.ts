import { randomUUID } from 'node:crypto';
import { type Rect, type Size, intersect, wholeOf } from '../../base/geometry.ts';
import type { Span } from '../ast.ts';
import { expectType, toCount, toPixels, toPoint, toText } from './coerce.ts';
import { ScriptFailure } from './runError.ts';
import { checkTextLength } from './textLimit.ts';
import { type Value, noneValue, numberValue, stringValue, typeWords, valueText } from './values.ts';

/** A value handed to a function, and where it stands. */
export interface Given {
  readonly value: Value;
  readonly span: Span;
}

/** What built-in functions may know of the world. */
export interface BuiltinWorld {
  /** The size of the screen now. */
  size(): Size;
  /** A variable of the environment. */
  environment(name: string): string | undefined;
  /** From 0 up to but not including 1. */
  random(): number;
  /** The time of day, in milliseconds since 1970. */
  wallClock(): number;
}

type Builtin = (args: readonly Given[], world: BuiltinWorld, span: Span) => Value;

/** The functions of the language that only compute; those that look at the screen are in `evaluator.ts`. */
const builtins: Readonly<Record<string, Builtin>> = {
  rect(args, world, span) {
    const { width: screenWidth, height: screenHeight } = world.size();
    return region(
      {
        x: side(args, 0, screenWidth, 'x', span),
        y: side(args, 1, screenHeight, 'y', span),
        width: side(args, 2, screenWidth, 'x', span),
        height: side(args, 3, screenHeight, 'y', span),
      },
      span,
    );
  },
  box(args, world, span) {
    const size = world.size();
    const x = side(args, 0, size.width, 'x', span);
    const y = side(args, 1, size.height, 'y', span);
    const right = side(args, 2, size.width, 'x', span);
    const bottom = side(args, 3, size.height, 'y', span);
    return region({ x, y, width: right - x, height: bottom - y }, span);
  },
  around(args, world, span) {
    const place = at(args, 0, span);
    const { x, y } = toPoint(place.value, place.span);
    const n = toCount(at(args, 1, span).value, 0, at(args, 1, span).span);
    const wanted = { x: x - n, y: y - n, width: 2 * n + 1, height: 2 * n + 1 };
    return region(intersect(wanted, wholeOf(world.size())), span);
  },
  env(args, world, span) {
    const name = toText(at(args, 0, span).value, at(args, 0, span).span);
    const value = world.environment(name);
    if (value !== undefined) return stringValue(value);
    const fallback = args[1];
    if (fallback !== undefined) return fallback.value;
    throw new ScriptFailure('VS5061', `the environment has no variable ${name}`, span);
  },
  now: (_args, world) => numberValue(world.wallClock()),
  timestamp: (_args, world) =>
    stringValue(new Date(world.wallClock()).toISOString().replace(/[:.]/gu, '-').replace('Z', '')),
  uuid: () => stringValue(randomUUID()),
  random(args, world, span) {
    const range = expectType(at(args, 0, span).value, 'range', at(args, 0, span).span);
    const count = Math.floor(range.to) - Math.ceil(range.from) + 1;
    if (count < 1) throw new ScriptFailure('VS5061', `the range ${valueText(range)} is empty`, span);
    return numberValue(Math.ceil(range.from) + Math.floor(world.random() * count));
  },
  len(args, _world, span) {
    const { value, span: place } = at(args, 0, span);
    if (value.type === 'list') return numberValue(value.items.length);
    if (value.type === 'record') return numberValue(value.fields.size);
    return numberValue(Array.from(toText(value, place)).length);
  },
  upper: (args, _world, span) => stringValue(text(args, 0, span).toUpperCase()),
  lower: (args, _world, span) => stringValue(text(args, 0, span).toLowerCase()),
  trim: (args, _world, span) => stringValue(text(args, 0, span).trim()),
  split(args, _world, span) {
    const parts = text(args, 0, span).split(args.length > 1 ? text(args, 1, span) : /\s+/u);
    return { type: 'list', items: parts.map(stringValue) };
  },
  join(args, _world, span) {
    const list = expectType(at(args, 0, span).value, 'list', at(args, 0, span).span);
    const texts = list.items.map(valueText);
    const between = args.length > 1 ? text(args, 1, span) : '';
    checkTextLength(
      texts.reduce((sum, { length }) => sum + length + between.length, -between.length),
      span,
    );
    return stringValue(texts.join(between));
  },
  replace(args, _world, span) {
    const pattern = at(args, 1, span);
    const replacement = text(args, 2, span);
    const what =
      pattern.value.type === 'regex'
        ? new RegExp(pattern.value.value.source, `${pattern.value.value.flags}g`)
        : toText(pattern.value, pattern.span);
    const before = text(args, 0, span);
    let { length } = before;
    const put = (found: string): string => {
      length += replacement.length - found.length;
      checkTextLength(length, span);
      return replacement;
    };
    return stringValue(before.replaceAll(what, put));
  },
  number(args, _world, span) {
    const { value, span: place } = at(args, 0, span);
    if (value.type === 'number') return value;
    if (value.type === 'percent') return numberValue(value.value);
    const written = toText(value, place).trim();
    const number = Number(written);
    if (written !== '' && Number.isFinite(number)) return numberValue(number);
    throw new ScriptFailure('VS5061', `"${written}" is not a number`, place);
  },
  string(args, _world, span) {
    const { value, span: place } = at(args, 0, span);
    if (value.type === 'secret') throw new ScriptFailure('VS5031', 'a Secret cannot become a String', place);
    return stringValue(valueText(value));
  },
};

/** The built-in function of that name. */
export function findBuiltin(name: string): Builtin | undefined {
  return Object.hasOwn(builtins, name) ? builtins[name] : undefined;
}

function at(args: readonly Given[], index: number, span: Span): Given {
  return args[index] ?? { value: noneValue, span };
}

function text(args: readonly Given[], index: number, span: Span): string {
  const given = at(args, index, span);
  return toText(given.value, given.span);
}

function side(args: readonly Given[], index: number, length: number, axis: 'x' | 'y', span: Span): number {
  const given = at(args, index, span);
  return toPixels(given.value, length, axis, given.span);
}

function region(rect: Rect, span: Span): Value {
  if (rect.width > 0 && rect.height > 0) return { type: 'region', value: rect };
  throw new ScriptFailure('VS5061', `a region of ${rect.width} x ${rect.height} pixels is empty`, span);
}

/** A field of a value that is not a record: the parts of places, regions and texts. */
export function memberOf(value: Value, name: string, span: Span): Value {
  if (value.type === 'point' && (name === 'x' || name === 'y')) return numberValue(value.value[name]);
  if (value.type === 'region') {
    const { value: rect } = value;
    if (name === 'x' || name === 'y' || name === 'width' || name === 'height') return numberValue(rect[name]);
    if (name === 'center') return { type: 'point', value: toPoint(value, span) };
  }
  if (value.type === 'color' && (name === 'red' || name === 'green' || name === 'blue'))
    return numberValue(value.value[name]);
  if (value.type === 'list' && name === 'length') return numberValue(value.items.length);
  if (value.type === 'record' && value.fields.has(name)) return value.fields.get(name) ?? noneValue;
  throw new ScriptFailure('VS5061', `${typeWords[value.type]} has no "${name}"`, span);
}

/** A generator of random numbers from 0 to 1 that gives the same ones for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
