import type { TopLevel } from './ast.ts';
import { statementRows } from './statementRows.ts';

/** What may be written in a slot: decides what completion offers there. */
export type SlotKind =
  | 'place'
  | 'region'
  | 'key'
  | 'duration'
  | 'text'
  | 'secretText'
  | 'number'
  | 'condition'
  | 'setting'
  | 'value'
  | 'type'
  | 'connection'
  | 'file'
  | 'direction'
  | 'button'
  | 'newName'
  | 'variable'
  | 'list';

/** A value that follows the keyword, in order. */
export interface Slot {
  readonly name: string;
  readonly kind: SlotKind;
  readonly optional: boolean;
}

/** A word that introduces a value behind the slots; clauses come in any order, each once. */
export interface Clause {
  readonly keyword: string;
  readonly kind: SlotKind;
  readonly summary: string;
}

export type StatementGroup =
  | 'declaration'
  | 'mouse'
  | 'keyboard'
  | 'screen'
  | 'flow'
  | 'connection'
  | 'report';

/**
 * One statement of the language. The checker, completion, hovers and the reference page are made of these
 * rows; a test checks that the parser's command words are theirs.
 */
export interface StatementRow {
  /** The words it begins with, such as `click` or `wait for`. */
  readonly keyword: string;
  readonly group: StatementGroup;
  /** How it is written: `[…]` may be left out, `…` repeats. */
  readonly signature: string;
  /** One line of documentation. */
  readonly summary: string;
  readonly slots: readonly Slot[];
  readonly clauses: readonly Clause[];
  /** Whether a block in braces belongs to it. */
  readonly block: boolean;
  /** Whether it may stand at the top of a file only. */
  readonly topOnly: boolean;
  /** Whether the runner knows it; the others are checked and reported as VS2090. */
  readonly available: boolean;
  readonly example: string;
}

const byKeyword = new Map(statementRows.map((row) => [row.keyword, row]));

/** The row of `keyword`, such as `wait for`. */
export function findStatement(keyword: string): StatementRow | undefined {
  return byKeyword.get(keyword);
}

/** Every first word of a statement or declaration. */
export const commandWords: ReadonlySet<string> = new Set(
  statementRows.map((row) => row.keyword.split(' ')[0] ?? row.keyword),
);

/** The keyword of the row that describes `node`; `undefined` for assignments, calls and unreadable lines. */
export function keywordOf(node: TopLevel): string | undefined {
  switch (node.type) {
    case 'let':
      return node.constant ? 'const' : 'let';
    case 'waitFor':
      return 'wait for';
    case 'waitAny':
      return 'wait any';
    case 'click':
    case 'press':
    case 'mouseButton':
    case 'connection':
    case 'outcome':
      return node.verb;
    case 'word':
      return node.verb === 'recordStop' ? 'record stop' : node.verb;
    case 'holdFor':
    case 'holdBlock':
      return 'hold';
    case 'typeText':
      return 'type';
    case 'clipboardSet':
      return 'clipboard set';
    case 'recordStart':
      return 'record start';
    case 'recordBlock':
      return 'record';
    case 'onEach':
      return 'on each';
    case 'useAll':
      return 'use all';
    case 'fixture':
      return node.when;
    case 'assign':
    case 'call':
    case 'invalid':
      return undefined;
    default:
      return node.type;
  }
}

/** The row that describes `node`; `undefined` for assignments, calls and unreadable lines. */
export function rowOf(node: TopLevel): StatementRow | undefined {
  const keyword = keywordOf(node);
  return keyword === undefined ? undefined : findStatement(keyword);
}
