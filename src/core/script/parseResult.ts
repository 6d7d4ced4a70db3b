import type { Script } from './ast.ts';
import type { Diagnostic, LineMap } from './diagnostic.ts';
import type { Token } from './token.ts';

/** What `parse(source)` of `parser.ts` makes of a text; it never throws. */
export interface ParseResult {
  readonly source: string;
  readonly script: Script;
  /** Syntax errors only, in order of their place. */
  readonly diagnostics: readonly Diagnostic[];
  /** All tokens, comments included. */
  readonly tokens: readonly Token[];
  readonly lines: LineMap;
}
