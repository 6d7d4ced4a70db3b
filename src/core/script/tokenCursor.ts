import type { Identifier, Span } from './ast.ts';
import type { LineMap } from './diagnostic.ts';
import type { DiagnosticBag, DiagnosticExtras } from './diagnosticBag.ts';
import type { DiagnosticCode } from './diagnosticCodes.ts';
import { commandWords } from './statements.ts';
import type { Token } from './token.ts';
import { reservedWords } from './words.ts';

/** How deep values and blocks may be nested, so that no walk over a tree overflows the stack. */
export const maximalNesting = 100;

/** How far a lost closing bracket is looked for. */
const closingSearchTokens = 200;

const closers: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

/** What one parse shares between its parts. */
export interface ParseContext {
  readonly source: string;
  readonly lines: LineMap;
  readonly bag: DiagnosticBag;
  /** Where the lexer reported something, ascending. */
  readonly lexerErrors: readonly number[];
}

/** The statement whose words are being read: it reports one error at most. */
export interface Frame {
  start: number;
  reported: boolean;
}

/** Walks over the tokens of a script and reports what is missing. */
export class TokenCursor {
  protected readonly context: ParseContext;
  protected tokens: readonly Token[];
  protected index = 0;
  protected frame: Frame = { start: 0, reported: false };
  /** Open brackets and record braces: inside, line ends count as blanks. */
  protected brackets: string[] = [];
  #depth = 0;
  /** Whether something was nested too deeply, so that braces in the rest of the line cannot be told apart. */
  protected lost = false;

  constructor(context: ParseContext, tokens: readonly Token[]) {
    this.context = context;
    this.tokens = tokens;
  }

  protected get current(): Token {
    return this.#at(this.index);
  }

  protected get next(): Token {
    return this.#at(this.index + 1);
  }

  /** The token taken last. */
  protected get previous(): Token {
    return this.#at(this.index - 1);
  }

  #at(index: number): Token {
    const token = this.tokens[Math.min(Math.max(index, 0), this.tokens.length - 1)];
    if (token === undefined) throw new Error('a token list ends in `end`');
    return token;
  }

  protected take(): Token {
    const token = this.current;
    if (token.kind !== 'end') this.index++;
    if (this.brackets.length > 0) this.#skipLineEnds();
    return token;
  }

  /** Inside brackets goes over line ends, unless what follows can only be a new statement. */
  #skipLineEnds(): void {
    let to = this.index;
    while (this.#at(to).kind === 'newline') to++;
    if (to === this.index) return;
    const token = this.#at(to);
    if (token.kind === 'end' || this.#beginsCommand(to)) return;
    if (token.text === '}' && token.kind === 'symbol' && this.brackets.at(-1) !== '{') return;
    this.index = to;
  }

  #beginsCommand(index: number): boolean {
    const token = this.#at(index);
    if (token.kind !== 'word' || !commandWords.has(token.text)) return false;
    const after = this.#at(index + 1);
    if (token.text === 'clipboard') return after.text === 'set';
    return !(after.kind === 'symbol' && after.text === ':');
  }

  protected isSymbol(text: string, token: Token = this.current): boolean {
    return token.kind === 'symbol' && token.text === text;
  }

  protected isWord(text: string, token: Token = this.current): boolean {
    return token.kind === 'word' && token.text === text;
  }

  protected takeSymbol(text: string): boolean {
    if (!this.isSymbol(text)) return false;
    this.take();
    return true;
  }

  protected takeWord(text: string): boolean {
    if (!this.isWord(text)) return false;
    this.take();
    return true;
  }

  /** Whether a statement may end here. */
  protected atEnd(): boolean {
    const { kind } = this.current;
    return kind === 'newline' || kind === 'end' || this.isSymbol('}');
  }

  protected isFirstOnLine(index: number = this.index): boolean {
    return index === 0 || this.#at(index - 1).kind === 'newline';
  }

  protected spanFrom(first: Span): Span {
    return { start: first.start, end: Math.max(first.start, this.previous.end) };
  }

  /** Where something is missing: the token in its place, or the end of the line before. */
  protected gap(): Span {
    const { kind, start, end } = this.current;
    if (kind !== 'newline' && kind !== 'end') return { start, end };
    const at = this.index === 0 ? start : this.previous.end;
    return { start: at, end: at };
  }

  protected describe(token: Token = this.current): string {
    if (token.kind === 'newline') return 'the end of the line';
    if (token.kind === 'end') return this.isInterpolation ? 'the end of `${}`' : 'the end of the file';
    const text = token.text.length > 24 ? `${token.text.slice(0, 24)}…` : token.text;
    return `\`${text.replace(/\s+/g, ' ')}\``;
  }

  /** Words of the language that were declared as names: where they are used is not reported again. */
  protected readonly wrongNames = new Set<string>();

  /** Whether the tokens are those of a `${}`. */
  protected isInterpolation = false;

  /** Reports, unless this statement already did: one wrong line costs one error. */
  protected error(code: DiagnosticCode, span: Span, message: string, extras: DiagnosticExtras = {}): void {
    if (this.frame.reported) return;
    this.frame.reported = true;
    const { start } = this.frame;
    const end = Math.max(span.end, this.current.kind === 'newline' ? this.current.start : this.current.end);
    if (this.context.lexerErrors.some((at) => at >= start && at <= end)) return;
    this.context.bag.add(code, span, message, extras);
  }

  /** Takes `text` or reports that it is missing. */
  protected expectSymbol(text: string): boolean {
    if (this.takeSymbol(text)) return true;
    this.error('VS1012', this.gap(), `Expected \`${text}\`, found ${this.describe()}`);
    return false;
  }

  protected expectWord(text: string): boolean {
    if (this.takeWord(text)) return true;
    this.error('VS1012', this.gap(), `Expected \`${text}\`, found ${this.describe()}`);
    return false;
  }

  /** A name that is being declared; a word of the language is reported and taken as the name. */
  protected newName(what: string): Identifier {
    const token = this.current;
    if (token.kind !== 'word') {
      this.error('VS1012', this.gap(), `Expected ${what}, found ${this.describe()}`);
      const at = this.gap().start;
      return { type: 'identifier', name: '', span: { start: at, end: at } };
    }
    if (reservedWords.has(token.text)) {
      this.wrongNames.add(token.text);
      this.error('VS2003', token, `\`${token.text}\` is a word of the language and cannot be a name`);
    }
    return this.identifier();
  }

  /** The word here, whatever it is. */
  protected identifier(): Identifier {
    const { text, start, end } = this.take();
    return { type: 'identifier', name: text, span: { start, end } };
  }

  /** Reads what stands between `open` and its counterpart; `open` is the current token. */
  protected bracketed<T>(read: () => T): T {
    const open = this.current;
    const closing = closers.get(open.text) ?? ')';
    const { length } = this.brackets;
    this.brackets.push(open.text);
    this.take();
    const value = read();
    this.#close(open, closing, length);
    return value;
  }

  #close(open: Token, closing: string, outer: number): void {
    if (this.isSymbol(closing)) {
      // The line end behind the last bracket ends the statement again.
      this.brackets.length = outer;
      this.take();
      return;
    }
    const found = this.#findClosing(closing);
    if (found !== undefined) {
      this.error('VS1012', this.gap(), `Expected \`,\` or \`${closing}\`, found ${this.describe()}`);
      this.index = found;
      this.brackets.length = outer;
      this.take();
      return;
    }
    this.brackets.length = 0;
    this.error('VS1020', open, `This \`${open.text}\` is not closed`);
    if (this.isFirstOnLine() && this.index > 0) this.index--;
  }

  /** The index of the bracket that closes the innermost open one, when it comes before the next statement. */
  #findClosing(closing: string): number | undefined {
    if (this.context.bag.full) return undefined;
    let depth = 0;
    const limit = Math.min(this.tokens.length, this.index + closingSearchTokens);
    for (let index = this.index; index < limit; index++) {
      const { kind, text } = this.#at(index);
      if (kind === 'newline' && this.#beginsCommand(index + 1)) return undefined;
      if (kind !== 'symbol') continue;
      if (closers.has(text)) depth++;
      else if (text === ')' || text === ']' || text === '}') {
        if (depth === 0) return text === closing ? index : undefined;
        depth--;
      }
    }
    return undefined;
  }

  /** Runs `work` one level deeper, or reports that this is too deep and gives `otherwise()`. */
  protected nested<T>(work: () => T, otherwise: () => T): T {
    if (this.#depth >= maximalNesting) {
      this.lost = true;
      this.error('VS1041', this.gap(), `Nested more than ${maximalNesting} levels deep`);
      return otherwise();
    }
    this.#depth++;
    try {
      return work();
    } finally {
      this.#depth--;
    }
  }
}
