import { productKeys } from './checkEnvironment.ts';
import { parse } from './parser.ts';
import type { Token } from './token.ts';
import { reservedWords, valueWords } from './words.ts';

const indentUnit = '  ';
/** Words behind which `{` opens a block; behind other words of the language it opens a record. */
const blockWords: ReadonlySet<string> = new Set([
  'else',
  'try',
  'catch',
  'finally',
  'setup',
  'teardown',
  'times',
  'any',
  'parallel',
  ...valueWords,
]);
/** Words that stay on the line of the brace before them. */
const followers: ReadonlySet<string> = new Set(['else', 'catch', 'finally']);

/**
 * The script in its one canonical form: two blanks an indent, one blank between words, chords in canonical
 * order, at most one empty line, comments kept. A script with syntax errors is given back as it is.
 */
export function format(source: string): string {
  const parsed = parse(source);
  if (parsed.diagnostics.length > 0) return source;
  return new Formatter(source, parsed.tokens).text();
}

interface Opened {
  readonly token: Token;
  /** The indent of the line on which it stands. */
  readonly indent: number;
  /** Whether it is a block with line ends inside, whose braces end and begin lines. */
  readonly spread: boolean;
  /** Whether it holds the cases of a `wait any`. */
  readonly cases: boolean;
}

class Formatter {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  readonly #lines: string[] = [];
  readonly #open: Opened[] = [];
  #line = '';
  #indent = 0;
  #previous: Token | undefined;
  #beforePrevious: Token | undefined;
  /** Whether the token before is a `-` that belongs to what follows. */
  #unary = false;
  /** Whether the line continues the one before by `\`. */
  #continued = false;
  /** Whether the statement being written is a `wait any` whose brace is still to come. */
  #waitAny = false;

  constructor(source: string, tokens: readonly Token[]) {
    this.#source = source;
    this.#tokens = tokens.filter(({ kind }) => kind !== 'end');
  }

  text(): string {
    let lineEnds = 0;
    for (const [index, token] of this.#tokens.entries()) {
      if (token.kind === 'newline') {
        lineEnds++;
        continue;
      }
      if (token.kind === 'join') {
        this.#line += ' \\';
        this.#endLine();
        this.#continued = true;
        continue;
      }
      this.#write(token, index, lineEnds);
      lineEnds = 0;
    }
    this.#endLine();
    const end = /\r\n/.test(this.#source) ? '\r\n' : '\n';
    const mark = this.#source.startsWith('\uFEFF') ? '\uFEFF' : '';
    return mark + this.#lines.map((line) => line + end).join('');
  }

  #endLine(): void {
    if (this.#line !== '') this.#lines.push(this.#line);
    this.#line = '';
  }

  #write(token: Token, index: number, lineEnds: number): void {
    const breaks = this.#breaksBefore(token, lineEnds);
    if (breaks > 0) {
      this.#endLine();
      this.#continued = false;
      const opened = this.#previous?.kind === 'symbol' && '([{'.includes(this.#previous.text);
      if (breaks > 1 && this.#lines.length > 0 && !opened && !isCloser(token)) this.#lines.push('');
    }
    if (breaks > 0 || this.#startsStatement()) this.#waitAny = false;
    if (token.kind === 'word' && token.text === 'any' && this.#previous?.text === 'wait')
      this.#waitAny = true;
    if (this.#line === '') {
      this.#indent = this.#indentFor(token);
      this.#line = indentUnit.repeat(this.#indent + (this.#continued ? 1 : 0));
    } else this.#line += this.#between(token, index);
    this.#unary = token.kind === 'symbol' && token.text === '-' && this.#valueMayBegin();
    this.#line += textOf(token);
    this.#nest(token, index);
    this.#beforePrevious = this.#previous;
    this.#previous = token;
  }

  #startsStatement(): boolean {
    const { kind, text } = this.#previous ?? { kind: 'newline', text: '' };
    return kind === 'symbol' && (text === '{' || text === '}');
  }

  /** How many line ends precede the token in the canonical form; 2 stands for an empty line. */
  #breaksBefore(token: Token, lineEnds: number): number {
    const previous = this.#previous;
    if (previous === undefined) return 0;
    const top = this.#open.at(-1);
    if (token.kind === 'comment' && lineEnds === 0) return 0;
    if (token.kind === 'word' && followers.has(token.text) && previous.text === '}' && top?.cases !== true)
      return 0;
    const forced =
      (top?.token === previous && top.spread) ||
      (top?.spread === true && token.text === '}' && token.kind === 'symbol');
    return forced ? Math.max(1, lineEnds) : lineEnds;
  }

  #indentFor(token: Token): number {
    const top = this.#open.at(-1);
    if (top === undefined) return 0;
    return isCloser(token) ? top.indent : top.indent + 1;
  }

  #nest(token: Token, index: number): void {
    if (token.kind !== 'symbol') return;
    if (isCloser(token)) this.#open.pop();
    else if (token.text === '(' || token.text === '[' || token.text === '{') {
      const block = token.text === '{' && !this.#opensRecord();
      const spread = block && this.#isSpread(index);
      this.#open.push({ token, indent: this.#indent, spread, cases: block && this.#waitAny });
      if (block) this.#waitAny = false;
    }
  }

  #opensRecord(): boolean {
    const previous = this.#previous;
    if (previous?.kind === 'symbol') return !isCloser(previous);
    return previous?.kind === 'word' && reservedWords.has(previous.text) && !blockWords.has(previous.text);
  }

  /** Whether the block that opens at `index` holds a line end. */
  #isSpread(index: number): boolean {
    let depth = 0;
    for (let at = index; at < this.#tokens.length; at++) {
      const token = this.#tokens[at];
      if (token?.kind === 'newline') return true;
      if (token?.kind !== 'symbol') continue;
      if (token.text === '{') depth++;
      else if (token.text === '}' && --depth === 0) return false;
    }
    return false;
  }

  /** Whether a value may begin behind the token before: then `-` is a sign. */
  #valueMayBegin(): boolean {
    const previous = this.#previous;
    if (previous?.kind === 'symbol') return !isCloser(previous);
    if (previous?.kind !== 'word') return previous === undefined;
    return reservedWords.has(previous.text) && !valueWords.has(previous.text) && !isDot(this.#beforePrevious);
  }

  #between(token: Token, index: number): string {
    const previous = this.#previous;
    if (token.kind === 'comment') return indentUnit;
    if (previous === undefined || this.#unary) return '';
    const before = previous.kind === 'symbol' ? previous.text : '';
    const next = token.kind === 'symbol' ? token.text : '';
    if (before === '{' || next === '}') return before === '{' && next === '}' ? '' : ' ';
    if (['(', '[', '.', '..'].includes(before) || [')', ']', ',', ':', '?', '.', '..'].includes(next))
      return '';
    // Behind a name `[]` can only make a type a list.
    const list = next === '[' && previous.kind === 'word' && !reservedWords.has(previous.text);
    if (list && this.#tokens[index + 1]?.text === ']') return '';
    if (next === '(' || next === '[') return this.#touches(previous, token) ? '' : ' ';
    return ' ';
  }

  /** Whether a bracket belongs to the word before it: a call, an index, the parameters of a declaration. */
  #touches(previous: Token, token: Token): boolean {
    const declares = this.#beforePrevious?.text === 'func' || this.#beforePrevious?.text === 'target';
    if (declares && previous.kind === 'word' && token.text === '(') return true;
    if (token.spaced) return false;
    if (previous.kind === 'symbol') return isCloser(previous) && previous.text !== '}';
    if (previous.kind !== 'word') return previous.kind !== 'comment';
    const keyword = reservedWords.has(previous.text) && !valueWords.has(previous.text);
    return !keyword || isDot(this.#beforePrevious);
  }
}

function isCloser(token: Token): boolean {
  return token.kind === 'symbol' && (token.text === ')' || token.text === ']' || token.text === '}');
}

function isDot(token: Token | undefined): boolean {
  return token?.kind === 'symbol' && token.text === '.';
}

function textOf(token: Token): string {
  switch (token.kind) {
    case 'key':
      return `<${productKeys.canonical(token.text.slice(1, -1))}>`;
    case 'comment':
      return token.text.trimEnd();
    default:
      return token.text;
  }
}
