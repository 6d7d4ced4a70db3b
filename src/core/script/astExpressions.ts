/** The values in the syntax tree; see `ast.ts`, through which they are imported. */

/** A half-open stretch of source: offsets of the first unit and of the unit after the last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Node {
  readonly span: Span;
}

/** A word that names something: a variable, a member, a setting's part, a button. */
export interface Identifier extends Node {
  readonly type: 'identifier';
  readonly name: string;
}

/** `String`, `Region[]`, `Number?`. */
export interface TypeReference extends Node {
  readonly type: 'typeReference';
  readonly name: Identifier;
  /** How many `[]` follow the name. */
  readonly listDepth: number;
  /** Whether `?` ends it. */
  readonly optional: boolean;
}

export interface NumberLiteral extends Node {
  readonly type: 'number';
  readonly value: number;
}

/** `95%`: `value` is 95. */
export interface PercentLiteral extends Node {
  readonly type: 'percent';
  readonly value: number;
}

export interface DurationLiteral extends Node {
  readonly type: 'duration';
  readonly milliseconds: number;
}

/** A stretch of a string with its escapes resolved. */
export interface StringChars extends Node {
  readonly type: 'chars';
  readonly value: string;
}

/** `${expression}` in a string. */
export interface StringInterpolation extends Node {
  readonly type: 'interpolation';
  readonly expression: Expression;
}

export type StringPart = StringChars | StringInterpolation;

/** `"…"` or, without escapes and interpolation, `` `…` ``. */
export interface StringExpression extends Node {
  readonly type: 'string';
  readonly raw: boolean;
  readonly parts: readonly StringPart[];
  /** The whole text when nothing is interpolated. */
  readonly literal: string | undefined;
}

/** `/source/flags`; compiled with the flags and `u` it is valid, or there is a diagnostic. */
export interface RegexLiteral extends Node {
  readonly type: 'regex';
  readonly source: string;
  /** Some of `i`, `m`, `s`, without the `u` that is always on. */
  readonly flags: string;
}

/** `<Ctrl+S>`: `text` is `Ctrl+S` as it was written. */
export interface KeyLiteral extends Node {
  readonly type: 'key';
  readonly text: string;
}

/** A variable, a declaration or a built-in: also `true`, `false`, `none`, `left`, `right`, `clipboard`, `change`. */
export interface NameExpression extends Node {
  readonly type: 'name';
  readonly name: string;
}

/** `text …`, `image …`, `still …`: something to look for on the screen. */
export interface LookExpression extends Node {
  readonly type: 'look';
  readonly what: 'text' | 'image' | 'still';
  readonly keyword: Span;
  readonly argument: Expression;
}

export interface UnaryExpression extends Node {
  readonly type: 'unary';
  readonly operator: '-' | 'not';
  readonly operand: Expression;
}

export type BinaryOperator = 'or' | 'and' | ComparisonOperator | '+' | '-' | '*' | '/';
export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'is' | 'contains' | 'matches';

export interface BinaryExpression extends Node {
  readonly type: 'binary';
  readonly operator: BinaryOperator;
  readonly operatorSpan: Span;
  readonly left: Expression;
  readonly right: Expression;
}

/** `from..to`, both included. */
export interface RangeExpression extends Node {
  readonly type: 'range';
  readonly from: Expression;
  readonly to: Expression;
}

export type RefinementKind = 'in' | 'similar' | 'offset' | 'nth' | 'tolerance' | 'ignoring';

/** One `in R`, `tolerance 8`, … behind a value; only `ignoring` has more than one value. */
export interface Refinement extends Node {
  readonly type: 'refinement';
  readonly kind: RefinementKind;
  readonly keyword: Span;
  readonly values: readonly Expression[];
}

/** `still 1s in R`, `"#fff" tolerance 8`: refinements bind to the nearest operand; see {@link unrefined}. */
export interface RefinedExpression extends Node {
  readonly type: 'refined';
  readonly subject: Expression;
  readonly refinements: readonly Refinement[];
}

export interface Argument extends Node {
  readonly type: 'argument';
  readonly name: Identifier | undefined;
  readonly value: Expression;
}

export interface CallExpression extends Node {
  readonly type: 'call';
  readonly callee: Expression;
  readonly args: readonly Argument[];
}

export interface MemberExpression extends Node {
  readonly type: 'member';
  readonly object: Expression;
  readonly property: Identifier;
}

export interface IndexExpression extends Node {
  readonly type: 'index';
  readonly object: Expression;
  readonly index: Expression;
}

export interface PointExpression extends Node {
  readonly type: 'point';
  readonly x: Expression;
  readonly y: Expression;
}

export interface ListExpression extends Node {
  readonly type: 'list';
  readonly items: readonly Expression[];
}

export interface RecordField extends Node {
  readonly type: 'field';
  readonly name: Identifier;
  readonly value: Expression;
}

export interface RecordExpression extends Node {
  readonly type: 'record';
  readonly fields: readonly RecordField[];
}

/** Stands where an expression was expected and none could be read. */
export interface MissingExpression extends Node {
  readonly type: 'missing';
}

export type Expression =
  | NumberLiteral
  | PercentLiteral
  | DurationLiteral
  | StringExpression
  | RegexLiteral
  | KeyLiteral
  | NameExpression
  | LookExpression
  | UnaryExpression
  | BinaryExpression
  | RangeExpression
  | RefinedExpression
  | CallExpression
  | MemberExpression
  | IndexExpression
  | PointExpression
  | ListExpression
  | RecordExpression
  | MissingExpression;

/** An expression without its refinements, and these, outermost last; none for an unrefined one. */
export function unrefined(expression: Expression): {
  readonly subject: Expression;
  readonly refinements: readonly Refinement[];
} {
  return expression.type === 'refined' ? expression : { subject: expression, refinements: [] };
}
