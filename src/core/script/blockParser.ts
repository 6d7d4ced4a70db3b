import type { Span } from './ast.ts';
import { replaceFix } from './diagnosticBag.ts';
import { SimpleStatementParser } from './simpleStatementParser.ts';
import { commandWords, findStatement } from './statements.ts';
import { didYouMean, suggestions } from './suggest.ts';
import type { Token } from './token.ts';
import type { ParseContext } from './tokenCursor.ts';

interface OpenBlock {
  readonly brace: Token;
  /** Blanks before the first word of the line of the brace. */
  readonly indent: number;
}

/** Reads what stands in braces, and finds out which brace is missing when the file has too few or too many. */
export class BlockParser extends SimpleStatementParser {
  readonly #blocks: OpenBlock[] = [];
  /** How many closing braces the file lacks, or has too many of: only then is indentation asked. */
  #missing = 0;
  #surplus = 0;
  constructor(context: ParseContext, tokens: readonly Token[]) {
    super(context, tokens);
    let balance = 0;
    for (const token of tokens) {
      if (token.kind !== 'symbol') continue;
      if (token.text === '{') balance++;
      else if (token.text === '}') balance--;
    }
    if (balance > 0) this.#missing = balance;
    else this.#surplus = -balance;
  }
  /** A `}` that closes nothing. */
  protected strayBrace(): void {
    this.frame = { start: this.current.start, reported: false };
    this.error('VS1022', this.current, 'This `}` closes nothing', {
      fixes: [replaceFix(this.current, '', 'Remove it')],
    });
    this.#surplus = Math.max(0, this.#surplus - 1);
    this.take();
  }

  /** Reads `{`, items until the matching `}`, and that; gives the span of all. */
  protected braced(item: () => void): Span {
    const first = this.current;
    const opened = this.#open();
    if (opened === undefined) return { start: first.start, end: first.start };
    this.#blocks.push(opened);
    // What is wrong inside is reported there; behind the block this statement may report again.
    const { frame } = this;
    const { reported } = frame;
    for (;;) {
      const before = this.index;
      if (this.current.kind === 'newline') this.take();
      else if (this.current.kind === 'end') {
        this.#unclosed(opened);
        this.#missing = 0;
        break;
      } else if (this.isSymbol('}')) {
        if (this.#belongsOutside(opened)) {
          this.#unclosed(opened);
          break;
        }
        if (this.#isSurplus(opened)) this.strayBrace();
        else {
          this.take();
          break;
        }
      } else if (this.#beginsDeclaration(opened)) {
        this.#unclosed(opened);
        break;
      } else item();
      if (this.index === before) this.take();
    }
    this.#blocks.pop();
    this.frame = { start: this.current.start, reported };
    return this.spanFrom(first);
  }

  #open(): OpenBlock | undefined {
    if (!this.isSymbol('{')) {
      const meant = this.current.kind === 'word' ? suggestions(this.current.text, this.expectedWords) : [];
      this.error('VS1023', this.gap(), `Expected \`{\`, found ${this.describe()}${didYouMean(meant)}`);
      const indent = this.#indentOf(this.previous);
      this.brackets = [];
      while (!this.atEnd() && !this.isSymbol('{') && !commandWords.has(this.current.text)) this.take();
      if (!this.isSymbol('{')) {
        // The brace alone was forgotten when a deeper line follows and a closing brace is left over.
        const deeper = this.current.kind !== 'newline' || this.#indentOf(this.next) > indent;
        if (this.#surplus === 0 || this.atEnd() !== (this.current.kind === 'newline') || !deeper)
          return undefined;
        this.#surplus--;
        return { brace: this.previous, indent };
      }
    }
    this.brackets = [];
    const brace = this.take();
    return { brace, indent: this.#indentOf(brace) };
  }

  #unclosed(block: OpenBlock): void {
    if (this.#missing <= 0) return;
    this.#missing--;
    this.context.bag.add('VS1021', block.brace, 'This `{` is not closed');
  }

  /** Whether the `}` here is indented like the end of an outer block while one is missing. */
  #belongsOutside(block: OpenBlock): boolean {
    if (this.#missing === 0 || !this.isFirstOnLine()) return false;
    const indent = this.#indentOf(this.current);
    const outer = this.#blocks.at(-2);
    return outer !== undefined && indent < block.indent && indent <= outer.indent;
  }

  #isSurplus(block: OpenBlock): boolean {
    return this.#surplus > 0 && this.isFirstOnLine() && this.#indentOf(this.current) > block.indent;
  }

  /** Whether a line begins here that can only stand at the top, no deeper than the block, while a `}` is missing. */
  #beginsDeclaration(block: OpenBlock): boolean {
    const { kind, text } = this.current;
    if (this.#missing === 0 || kind !== 'word' || !this.isFirstOnLine()) return false;
    return findStatement(text)?.topOnly === true && this.#indentOf(this.current) <= block.indent;
  }

  #indentOf(token: Token): number {
    const { lines, source } = this.context;
    const start = lines.startOf(lines.lineOf(token.start));
    let at = start;
    while (source[at] === ' ' || source[at] === '\t') at++;
    return at - start;
  }
}
