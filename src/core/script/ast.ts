/**
 * The syntax tree of a `.vncscript` file.
 *
 * Every node has a `type` and the `span` of its source. Offsets count UTF-16 code units from the start of the
 * text that was parsed. Optional parts are always present and `undefined` when left out. A tree with `invalid`
 * or `missing` nodes always comes with an error diagnostic and is never run.
 */

import type {
  CallExpression,
  Expression,
  Identifier,
  KeyLiteral,
  Node,
  NumberLiteral,
  Span,
  StringExpression,
  TypeReference,
} from './astExpressions.ts';

export type * from './astExpressions.ts';
export { unrefined } from './astExpressions.ts';

/** A statement or declaration: `keyword` is where it begins to be one, for marks and hovers. */
interface CommandNode extends Node {
  readonly keyword: Span;
}

// Simple statements

/** `let` and `const`. */
export interface LetStatement extends CommandNode {
  readonly type: 'let';
  readonly constant: boolean;
  readonly name: Identifier;
  readonly declaredType: TypeReference | undefined;
  readonly value: Expression;
}

export interface AssignStatement extends CommandNode {
  readonly type: 'assign';
  readonly name: Identifier;
  readonly value: Expression;
}

export interface CallStatement extends CommandNode {
  readonly type: 'call';
  readonly call: CallExpression;
}

/** `set drag.steps 8`: `setting` is `drag.steps`. */
export interface SetStatement extends CommandNode {
  readonly type: 'set';
  readonly setting: string;
  readonly settingSpan: Span;
  readonly value: Expression;
}

export interface WaitStatement extends CommandNode {
  readonly type: 'wait';
  readonly duration: Expression;
}

export interface WaitForStatement extends CommandNode {
  readonly type: 'waitFor';
  readonly condition: Expression;
  readonly timeout: Expression | undefined;
}

export interface ExpectStatement extends CommandNode {
  readonly type: 'expect';
  readonly soft: boolean;
  readonly condition: Expression;
  readonly within: Expression | undefined;
  readonly message: Expression | undefined;
}

export type ClickVerb =
  | 'click'
  | 'doubleclick'
  | 'tripleclick'
  | 'rightclick'
  | 'middleclick'
  | 'move'
  | 'hover';

export interface ClickStatement extends CommandNode {
  readonly type: 'click';
  readonly verb: ClickVerb;
  /** Where; the pointer stays where it is when left out. */
  readonly at: Expression | undefined;
  readonly holding: Expression | undefined;
  /** How long the button stays down. */
  readonly duration: Expression | undefined;
  readonly timeout: Expression | undefined;
}

export interface DragStatement extends CommandNode {
  readonly type: 'drag';
  readonly from: Expression;
  readonly via: readonly Expression[];
  readonly to: Expression;
  readonly over: Expression | undefined;
  /** The button's name. */
  readonly button: Identifier | undefined;
  readonly holding: Expression | undefined;
  readonly timeout: Expression | undefined;
}

export type ScrollDirection = 'up' | 'down' | 'left' | 'right';

export interface ScrollStatement extends CommandNode {
  readonly type: 'scroll';
  readonly direction: ScrollDirection;
  readonly amount: Expression | undefined;
  readonly at: Expression | undefined;
}

/** `press`, `keydown`, `keyup`. */
export interface PressStatement extends CommandNode {
  readonly type: 'press';
  readonly verb: 'press' | 'keydown' | 'keyup';
  readonly keys: readonly Expression[];
  readonly times: Expression | undefined;
  readonly every: Expression | undefined;
}

/** `hold KEY for D`. */
export interface HoldForStatement extends CommandNode {
  readonly type: 'holdFor';
  readonly key: Expression;
  readonly duration: Expression;
}

/** `mousedown`, `mouseup`; the left button when none is named. */
export interface MouseButtonStatement extends CommandNode {
  readonly type: 'mouseButton';
  readonly verb: 'mousedown' | 'mouseup';
  readonly button: Identifier | undefined;
}

export interface TypeStatement extends CommandNode {
  readonly type: 'typeText';
  readonly text: Expression;
  readonly every: Expression | undefined;
  /** Keys pressed afterwards, in order. */
  readonly then: readonly Expression[];
}

export type SendPart =
  | { readonly type: 'text'; readonly value: string; readonly span: Span }
  | { readonly type: 'key'; readonly key: KeyLiteral; readonly span: Span }
  | { readonly type: 'wait'; readonly milliseconds: number; readonly span: Span }
  /** `${…}`: its value is typed as it is and never read for marks. */
  | { readonly type: 'value'; readonly expression: Expression; readonly span: Span };

export interface SendStatement extends CommandNode {
  readonly type: 'send';
  readonly text: Expression;
  /** What to do in order: the marks of `text`, which is a string literal unless a diagnostic says otherwise. */
  readonly parts: readonly SendPart[];
  readonly every: Expression | undefined;
  readonly then: readonly Expression[];
}

export interface PasteStatement extends CommandNode {
  readonly type: 'paste';
  readonly text: Expression;
  /** The key that pastes; Ctrl+V when left out. */
  readonly key: Expression | undefined;
}

export interface ClipboardSetStatement extends CommandNode {
  readonly type: 'clipboardSet';
  readonly text: Expression;
}

export interface ScreenshotStatement extends CommandNode {
  readonly type: 'screenshot';
  readonly name: Expression | undefined;
  readonly region: Expression | undefined;
}

export interface RecordStartStatement extends CommandNode {
  readonly type: 'recordStart';
  readonly file: Expression;
  readonly fps: Expression | undefined;
}

export interface LogStatement extends CommandNode {
  readonly type: 'log';
  readonly level: 'info' | 'warn' | 'error';
  readonly value: Expression;
}

export interface AttachStatement extends CommandNode {
  readonly type: 'attach';
  readonly value: Expression;
  readonly name: Expression | undefined;
}

/** `connect`, `disconnect`, `reconnect`, `pause`. */
export interface ConnectionStatement extends CommandNode {
  readonly type: 'connection';
  readonly verb: 'connect' | 'disconnect' | 'reconnect' | 'pause';
  readonly argument: Expression | undefined;
  readonly timeout: Expression | undefined;
}

export interface ResizeStatement extends CommandNode {
  readonly type: 'resize';
  readonly size: Expression;
}

/** `fail` and `skip`: `value` is the reason. */
export interface OutcomeStatement extends CommandNode {
  readonly type: 'outcome';
  readonly verb: 'fail' | 'skip';
  readonly value: Expression;
}

export interface ReturnStatement extends CommandNode {
  readonly type: 'return';
  readonly value: Expression | undefined;
}

/** Statements of one word (`record stop` counts as one). */
export interface WordStatement extends CommandNode {
  readonly type: 'word';
  readonly verb: 'break' | 'continue' | 'stop' | 'breakpoint' | 'recordStop';
}

/** A line that could not be read as a statement. */
export interface InvalidStatement extends CommandNode {
  readonly type: 'invalid';
}

export type SimpleStatement =
  | LetStatement
  | AssignStatement
  | CallStatement
  | SetStatement
  | WaitStatement
  | WaitForStatement
  | ExpectStatement
  | ClickStatement
  | DragStatement
  | ScrollStatement
  | PressStatement
  | HoldForStatement
  | MouseButtonStatement
  | TypeStatement
  | SendStatement
  | PasteStatement
  | ClipboardSetStatement
  | ScreenshotStatement
  | RecordStartStatement
  | LogStatement
  | AttachStatement
  | ConnectionStatement
  | ResizeStatement
  | OutcomeStatement
  | ReturnStatement
  | WordStatement
  | InvalidStatement;

// Compound statements

/** `{ … }`: the span includes the braces. */
export interface Block extends Node {
  readonly type: 'block';
  readonly statements: readonly Statement[];
}

export interface IfStatement extends CommandNode {
  readonly type: 'if';
  readonly condition: Expression;
  readonly then: Block;
  /** The `else`: a block, or the statement of `else if`. */
  readonly otherwise: Block | IfStatement | undefined;
}

export interface RepeatStatement extends CommandNode {
  readonly type: 'repeat';
  readonly mode: 'times' | 'until' | 'while';
  /** The count of `times`, or the condition of `until` and `while`. */
  readonly subject: Expression;
  readonly max: Expression | undefined;
  readonly every: Expression | undefined;
  readonly timeout: Expression | undefined;
  readonly body: Block;
}

/** `for item in list` and `for index, item in list` (index from 0) and `for key, value in record`. */
export interface ForStatement extends CommandNode {
  readonly type: 'for';
  readonly name: Identifier;
  readonly second: Identifier | undefined;
  readonly iterable: Expression;
  readonly body: Block;
}

export interface RetryStatement extends CommandNode {
  readonly type: 'retry';
  readonly times: Expression;
  readonly every: Expression | undefined;
  readonly body: Block;
}

export interface WithinStatement extends CommandNode {
  readonly type: 'within';
  readonly duration: Expression;
  readonly body: Block;
}

export interface TryStatement extends CommandNode {
  readonly type: 'try';
  readonly body: Block;
  readonly error: Identifier | undefined;
  readonly handler: Block | undefined;
  readonly cleanup: Block | undefined;
}

export interface StepStatement extends CommandNode {
  readonly type: 'step';
  readonly title: StringExpression;
  readonly body: Block;
}

export interface OnStatement extends CommandNode {
  readonly type: 'on';
  readonly connection: Expression;
  readonly body: Block;
}

export interface OnEachStatement extends CommandNode {
  readonly type: 'onEach';
  readonly name: Identifier;
  readonly connections: Expression;
  readonly parallel: boolean;
  readonly limit: Expression | undefined;
  readonly body: Block;
}

/** `hold KEY { … }`. */
export interface HoldBlockStatement extends CommandNode {
  readonly type: 'holdBlock';
  readonly key: Expression;
  readonly body: Block;
}

export interface RecordBlockStatement extends CommandNode {
  readonly type: 'recordBlock';
  readonly file: Expression;
  readonly fps: Expression | undefined;
  readonly body: Block;
}

export interface WaitCase extends CommandNode {
  readonly type: 'case';
  readonly condition: Expression;
  readonly body: Block;
}

export interface WaitAnyStatement extends CommandNode {
  readonly type: 'waitAny';
  readonly timeout: Expression | undefined;
  readonly cases: readonly WaitCase[];
  readonly otherwise: Block | undefined;
}

export type CompoundStatement =
  | IfStatement
  | RepeatStatement
  | ForStatement
  | RetryStatement
  | WithinStatement
  | TryStatement
  | StepStatement
  | OnStatement
  | OnEachStatement
  | HoldBlockStatement
  | RecordBlockStatement
  | WaitAnyStatement;

export type Statement = SimpleStatement | CompoundStatement;

// Declarations

export interface ImportDeclaration extends CommandNode {
  readonly type: 'import';
  readonly file: StringExpression;
  readonly alias: Identifier | undefined;
}

export interface UseDeclaration extends CommandNode {
  readonly type: 'use';
  readonly connection: StringExpression;
  readonly alias: Identifier | undefined;
}

export interface UseAllDeclaration extends CommandNode {
  readonly type: 'useAll';
  readonly pattern: StringExpression;
  readonly alias: Identifier;
}

export interface ParamDeclaration extends CommandNode {
  readonly type: 'param';
  readonly name: Identifier;
  readonly declaredType: TypeReference;
  readonly value: Expression | undefined;
  readonly help: StringExpression | undefined;
}

export interface SecretDeclaration extends CommandNode {
  readonly type: 'secret';
  readonly name: Identifier;
  readonly from: StringExpression | undefined;
}

/** One parameter of a `func` or a `target`. */
export interface Parameter extends Node {
  readonly type: 'parameter';
  readonly name: Identifier;
  readonly declaredType: TypeReference;
  readonly value: Expression | undefined;
}

export interface TargetDeclaration extends CommandNode {
  readonly type: 'target';
  readonly name: Identifier;
  /** `undefined` when the target takes none and is used without brackets. */
  readonly parameters: readonly Parameter[] | undefined;
  readonly value: Expression;
}

export interface FuncDeclaration extends CommandNode {
  readonly type: 'func';
  readonly name: Identifier;
  readonly parameters: readonly Parameter[];
  readonly returns: TypeReference | undefined;
  readonly body: Block;
}

export interface TestDeclaration extends CommandNode {
  readonly type: 'test';
  readonly title: StringExpression;
  readonly tags: readonly StringExpression[];
  /** `for name in list`: the test runs once for each row. */
  readonly rows: { readonly name: Identifier; readonly iterable: Expression } | undefined;
  readonly timeout: Expression | undefined;
  readonly body: Block;
}

/** `setup` and `teardown`. */
export interface FixtureDeclaration extends CommandNode {
  readonly type: 'fixture';
  readonly when: 'setup' | 'teardown';
  readonly body: Block;
}

export type Declaration =
  | ImportDeclaration
  | UseDeclaration
  | UseAllDeclaration
  | ParamDeclaration
  | SecretDeclaration
  | TargetDeclaration
  | FuncDeclaration
  | TestDeclaration
  | FixtureDeclaration;

/** What may stand at the top of a file; statements there form the implicit test `main`. */
export type TopLevel = Declaration | Statement;

export interface Script extends Node {
  readonly type: 'script';
  /** The number behind `vncscript` in the first line. */
  readonly version: NumberLiteral | undefined;
  readonly body: readonly TopLevel[];
}

const declarationTypes: ReadonlySet<TopLevel['type']> = new Set<Declaration['type']>([
  'import',
  'use',
  'useAll',
  'param',
  'secret',
  'target',
  'func',
  'test',
  'fixture',
]);

/** Whether `node` may stand at the top of a file only. */
export function isDeclaration(node: TopLevel): node is Declaration {
  return declarationTypes.has(node.type);
}
