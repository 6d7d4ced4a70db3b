import type { Span } from './ast.ts';

export type TokenKind =
  | 'word'
  | 'number'
  | 'percent'
  | 'duration'
  | 'string'
  | 'raw'
  | 'regex'
  | 'key'
  | 'symbol'
  | 'newline'
  | 'comment'
  | 'join'
  | 'end';

/** A stretch of a string token between its quotes. */
export type StringPiece =
  | { readonly type: 'chars'; readonly value: string; readonly span: Span }
  /** `tokens` are those between the braces, closed by an `end`. */
  | { readonly type: 'tokens'; readonly tokens: readonly Token[]; readonly span: Span };

/** One word of a script. Comments are kept for the formatter; the parser leaves them out. */
export interface Token extends Span {
  readonly kind: TokenKind;
  /** The source as written. */
  readonly text: string;
  /** The number of a number or percent, the milliseconds of a duration. */
  readonly value?: number;
  /** What a string or raw string is made of. */
  readonly pieces?: readonly StringPiece[];
  /** Whether blanks, a comment or the start of the file precede it. */
  readonly spaced: boolean;
  /** Whether the lexer already reported that something is wrong with it. */
  readonly broken?: boolean;
}
