import { type Type, listOf, typeOf } from './types.ts';

/** A name that every script knows. */
export interface BuiltinName {
  readonly name: string;
  readonly type: Type;
  readonly summary: string;
  readonly available: boolean;
}

/** One parameter of a built-in function. */
export interface BuiltinParameter {
  readonly name: string;
  readonly type: Type;
  readonly optional: boolean;
}

/** A function that every script knows. */
export interface BuiltinFunction {
  readonly name: string;
  readonly parameters: readonly BuiltinParameter[];
  readonly returns: Type;
  readonly summary: string;
  readonly available: boolean;
}

const bool = typeOf('bool');
const number = typeOf('number');
const string = typeOf('string');
const point = typeOf('point');
const region = typeOf('region');
const horizontal = typeOf('horizontal');
const vertical = typeOf('vertical');
const unknown = typeOf('unknown');

function name(word: string, type: Type, summary: string): BuiltinName {
  return { name: word, type, summary, available: true };
}

/** Names of values, in the order of the reference page. */
export const builtinNames: readonly BuiltinName[] = [
  name('true', bool, 'Yes.'),
  name('false', bool, 'No.'),
  name('none', typeOf('none'), 'No value.'),
  name('left', horizontal, 'The left edge of the screen.'),
  name('center', horizontal, 'The middle between left and right.'),
  name('right', horizontal, 'The right edge of the screen.'),
  name('top', vertical, 'The upper edge of the screen.'),
  name('middle', vertical, 'The middle between top and bottom.'),
  name('bottom', vertical, 'The lower edge of the screen.'),
  name('screen', region, 'The whole screen as it is now.'),
  name('cursor', point, 'Where the pointer is.'),
  name('clipboard', string, 'The text that the remote machine copied last.'),
  name(
    'change',
    bool,
    'Whether something on the screen, or `in` a region, has changed since the wait began.',
  ),
  name('bell', bool, 'Whether the remote machine rang its bell since the wait began.'),
  name('connected', bool, 'Whether the connection is open.'),
  name('disconnected', bool, 'Whether the connection is closed.'),
  name('resized', bool, 'Whether the screen changed its size since the wait began.'),
];

/** Parameters by name; `?` ends the name of one that may be left out. */
function fn(
  word: string,
  parameters: Readonly<Record<string, Type>>,
  returns: Type,
  summary: string,
  available = true,
): BuiltinFunction {
  const list = Object.entries(parameters).map(([written, type]) => ({
    name: written.replace('?', ''),
    type,
    optional: written.endsWith('?'),
  }));
  return { name: word, parameters: list, returns, summary, available };
}

/** Functions, in the order of the reference page. */
export const builtinFunctions: readonly BuiltinFunction[] = [
  fn('pixel', { x: horizontal, y: vertical }, typeOf('color'), 'The colour of a pixel.'),
  fn(
    'rect',
    { x: horizontal, y: vertical, width: horizontal, height: vertical },
    region,
    'A region by its corner and size.',
  ),
  fn(
    'box',
    { left: horizontal, top: vertical, right: horizontal, bottom: vertical },
    region,
    'A region by its edges.',
  ),
  fn('around', { place: point, n: number }, region, 'The region `n` pixels around a place.'),
  fn('env', { name: string, 'default?': string }, string, 'A variable of the environment of the runner.'),
  fn('now', {}, number, 'The time in milliseconds since 1970.'),
  fn('timestamp', {}, string, 'The time as text that can be part of a file name.'),
  fn('uuid', {}, string, 'A text that no other call gives.'),
  fn('random', { range: typeOf('range') }, number, 'A whole number of the range.'),
  fn('len', { value: unknown }, number, 'How many characters or items there are.'),
  fn('upper', { text: string }, string, 'The text in capital letters.'),
  fn('lower', { text: string }, string, 'The text in small letters.'),
  fn('trim', { text: string }, string, 'The text without blanks around it.'),
  fn('split', { text: string, 'separator?': string }, listOf(string), 'The parts of a text.'),
  fn('join', { list: listOf(unknown), 'separator?': string }, string, 'The items as one text.'),
  fn(
    'replace',
    { text: string, what: unknown, by: string },
    string,
    'The text with each `what`, a text or pattern, replaced.',
  ),
  fn('number', { value: unknown }, number, 'The number that a text shows.'),
  fn('string', { value: unknown }, string, 'The value as text.'),
  fn('read', { region, 'pattern?': typeOf('regex') }, string, 'The text on a part of the screen.', false),
  fn('find', { target: typeOf('target') }, typeOf('match'), 'Where a target is.', false),
  fn('count', { target: typeOf('target') }, number, 'How often a target is on the screen.', false),
  fn('csv', { file: string }, listOf({ kind: 'record', fields: undefined }), 'The rows of a file.', false),
  fn('json', { file: string }, unknown, 'The value in a file.', false),
];

const namesByWord = new Map(builtinNames.map((entry) => [entry.name, entry]));
const functionsByWord = new Map(builtinFunctions.map((entry) => [entry.name, entry]));

export function findBuiltinName(word: string): BuiltinName | undefined {
  return namesByWord.get(word);
}

export function findBuiltinFunction(word: string): BuiltinFunction | undefined {
  return functionsByWord.get(word);
}

const members: ReadonlyMap<Type['kind'], ReadonlyMap<string, Type>> = new Map([
  [
    'point',
    new Map([
      ['x', number],
      ['y', number],
    ]),
  ],
  [
    'region',
    new Map([
      ['x', number],
      ['y', number],
      ['width', number],
      ['height', number],
      ['center', point],
    ]),
  ],
  [
    'match',
    new Map([
      ['x', number],
      ['y', number],
      ['width', number],
      ['height', number],
      ['center', point],
      ['score', number],
      ['text', string],
    ]),
  ],
  [
    'color',
    new Map([
      ['red', number],
      ['green', number],
      ['blue', number],
    ]),
  ],
  ['list', new Map([['length', number]])],
  [
    'connection',
    new Map([
      ['name', string],
      ['host', string],
      ['width', number],
      ['height', number],
      ['tags', listOf(string)],
    ]),
  ],
]);

/** What can follow the dot behind a value of this type. */
export function membersOf(type: Type): ReadonlyMap<string, Type> | undefined {
  if (type.kind === 'record') return type.fields;
  if (type.kind === 'optional') return membersOf(type.inner);
  return members.get(type.kind);
}

/** The record that `catch` gives. */
export const caughtError: Type = {
  kind: 'record',
  fields: new Map([
    ['code', string],
    ['message', string],
    ['line', number],
  ]),
};
