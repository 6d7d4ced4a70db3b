import type { Span } from './ast.ts';
import { type DiagnosticBag, replaceFix } from './diagnosticBag.ts';
import type { StringPiece, Token, TokenKind } from './token.ts';
import { durationUnits, reservedWords, valueWords } from './words.ts';

/** How deep strings may stand in the `${}` of strings. */
const maximalStringDepth = 8;

const wordPattern = /[\p{L}_][\p{L}\p{N}_]*/uy;
const numberPattern = /\d+(?:\.\d+)?/y;
const numberTailPattern = /[\p{L}\p{N}_]+(?:\.\d[\p{L}\p{N}_]*)*/uy;
const durationPattern = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/;
const durationPartPattern = /(\d+(?:\.\d+)?)(ms|s|m|h)/g;
/** A key name is a word or one printable character, so that `<+>`, `<<>` and `<Ctrl++>` are keys. */
const keyPattern = /<(?:[\p{L}\p{N}_]{1,40}|[^\s\p{C}])(?:\+(?:[\p{L}\p{N}_]{1,40}|[^\s\p{C}])){0,8}>/uy;
/** Something between angle brackets that was meant to be a key. */
const keyLikePattern = /<[^\s<>"]{0,400}>/y;
const regexPattern = /\/((?:[^\\/[\r\n]|\\[^\r\n]|\[(?:[^\]\\\r\n]|\\[^\r\n])*\])+)\/([\p{L}]*)/uy;
const blankPattern = /[^\S\r\n]+/uy;
const commentPattern = /#[^\r\n]*/y;
const joinPattern = /\\[^\S\r\n]*(?:\r\n|\r|\n)/y;
const strangePattern = /[^\s\p{L}\p{N}_"'`#()[\]{},.:=<>+\-*/?\\“”‘’&|;!]+/uy;
const twoSigns = new Set(['==', '!=', '<=', '>=', '..']);
const oneSign = new Set('()[]{},.:=<>+-*/?');
const openingQuotes = new Map([
  ["'", "'"],
  ['“', '”'],
  ['‘', '’'],
]);

/** Splits `source` into tokens, comments included, ending in one `end`. Never throws; trouble goes to `bag`. */
export function lex(source: string, bag: DiagnosticBag): readonly Token[] {
  return new Lexer(source, bag).all();
}

class Lexer {
  readonly #source: string;
  readonly #bag: DiagnosticBag;
  #at = 0;
  #spaced = true;
  /** Open `(` and `[`: inside, a line does not begin a statement. */
  #brackets = 0;
  /** Whether a value may begin here; decides what `/` means. */
  #valueMayBegin = true;
  /** Whether the next word is the first of a statement. */
  #statementStart = true;
  #afterDot = false;
  #stringDepth = 0;
  /** Whether a character without a meaning was reported in this line. */
  #strangeLine = false;

  constructor(source: string, bag: DiagnosticBag) {
    this.#source = source;
    this.#bag = bag;
  }

  all(): readonly Token[] {
    if (this.#source.startsWith('\uFEFF')) this.#at = 1;
    return this.#until(() => false);
  }

  /** Tokens up to the end of the source or the place where `stop` holds, and an `end` there. */
  #until(stop: (tokens: readonly Token[]) => boolean): readonly Token[] {
    const tokens: Token[] = [];
    while (this.#at < this.#source.length) {
      this.#skipBlanks();
      if (this.#at >= this.#source.length || stop(tokens)) break;
      const token = this.#next();
      if (token === undefined) continue;
      tokens.push(token);
      this.#spaced = token.kind === 'newline' || token.kind === 'join' || token.kind === 'comment';
      this.#remember(token);
    }
    tokens.push({ kind: 'end', text: '', start: this.#at, end: this.#at, spaced: this.#spaced });
    return tokens;
  }

  #remember(token: Token): void {
    if (token.kind === 'comment' || token.kind === 'join') return;
    const { kind, text } = token;
    if (kind === 'newline') this.#strangeLine = false;
    const first = this.#statementStart;
    if (kind === 'symbol') {
      if (text === '(' || text === '[') this.#brackets++;
      else if (text === ')' || text === ']') this.#brackets = Math.max(0, this.#brackets - 1);
      this.#valueMayBegin = text !== ')' && text !== ']';
    } else if (kind === 'word') {
      const value = !reservedWords.has(text) || valueWords.has(text);
      this.#valueMayBegin = !this.#afterDot && (!value || first);
    } else {
      this.#valueMayBegin = kind === 'newline';
    }
    this.#afterDot = kind === 'symbol' && text === '.';
    this.#statementStart =
      this.#brackets === 0 && (kind === 'newline' || (kind === 'symbol' && (text === '{' || text === '}')));
  }

  #skipBlanks(): void {
    if (this.#match(blankPattern) !== undefined) this.#spaced = true;
  }

  /** The text that `pattern` matches here, which is then behind us. */
  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#source);
    if (match === null) return undefined;
    this.#at = pattern.lastIndex;
    return match;
  }

  #token(kind: TokenKind, start: number, extras: Partial<Token> = {}): Token {
    const text = this.#source.slice(start, this.#at);
    return { kind, text, start, end: this.#at, spaced: this.#spaced, ...extras };
  }

  #next(): Token | undefined {
    const start = this.#at;
    const char = this.#source[start] ?? '';
    switch (char) {
      case '\n':
      case '\r':
        this.#at += this.#source.startsWith('\r\n', start) ? 2 : 1;
        return this.#token('newline', start);
      case '#':
        this.#match(commentPattern);
        return this.#token('comment', start);
      case '"':
        return this.#string(start);
      case '`':
        return this.#raw(start);
      case '\\':
        if (this.#match(joinPattern) !== undefined) return this.#token('join', start);
        break;
      case '/':
        if (this.#valueMayBegin) {
          const pattern = this.#regex(start);
          if (pattern !== undefined) return pattern;
        }
        break;
      case '<': {
        const key = this.#key(start);
        if (key !== undefined) return key;
        break;
      }
      default:
        if (oneSign.has(char)) return this.#sign(start, char);
        if (char >= '0' && char <= '9') return this.#number(start);
        if (this.#match(wordPattern) !== undefined) return this.#token('word', start);
    }
    return this.#sign(start, char);
  }

  #sign(start: number, char: string): Token | undefined {
    const two = this.#source.slice(start, start + 2);
    if (twoSigns.has(two)) {
      this.#at += 2;
      return this.#token('symbol', start);
    }
    if (oneSign.has(char)) {
      this.#at += 1;
      return this.#token('symbol', start);
    }
    return this.#unexpected(start, char, two);
  }

  /** Reports what has no meaning; where the meaning is plain, goes on as if it had been written right. */
  #unexpected(start: number, char: string, two: string): Token | undefined {
    const instead = { '&&': 'and', '||': 'or', '!': 'not' }[two === '&&' || two === '||' ? two : char];
    if (instead !== undefined) {
      this.#at += char === '!' ? 1 : 2;
      const span = { start, end: this.#at };
      this.#report(
        'VS1001',
        span,
        `Write \`${instead}\` instead of \`${this.#source.slice(start, this.#at)}\``,
        [replaceFix(span, instead)],
      );
      return { ...this.#token('word', start, { broken: true }), text: instead };
    }
    const closing = openingQuotes.get(char);
    if (closing !== undefined) {
      const end = this.#source.indexOf(closing, start + 1);
      const text = end < 0 ? '' : this.#source.slice(start + 1, end);
      if (end >= 0 && !/[\r\n]/.test(text)) {
        this.#at = end + 1;
        const span = { start, end: this.#at };
        this.#report('VS1001', span, 'A text stands in straight double quotes', [
          replaceFix(span, `"${text.replace(/["\\]/g, '\\$&')}"`),
        ]);
        const pieces: StringPiece[] = [{ type: 'chars', value: text, span: { start: start + 1, end } }];
        return this.#token('string', start, { pieces, broken: true });
      }
    }
    if (char === ';') {
      this.#at += 1;
      this.#report('VS1001', { start, end: this.#at }, 'A new line ends a statement, not `;`');
      return this.#token('newline', start, { broken: true });
    }
    if (this.#match(strangePattern) === undefined) this.#at += 1;
    const shown = JSON.stringify(this.#source.slice(start, Math.min(this.#at, start + 20)));
    this.#report('VS1001', { start, end: this.#at }, `Unexpected character ${shown}`);
    this.#spaced = true;
    return undefined;
  }

  #number(start: number): Token {
    this.#match(numberPattern);
    const value = Number(this.#source.slice(start, this.#at));
    if (this.#source[this.#at] === '%') {
      this.#at += 1;
      return this.#token('percent', start, { value });
    }
    if (this.#match(numberTailPattern) === undefined) return this.#token('number', start, { value });
    const text = this.#source.slice(start, this.#at);
    if (durationPattern.test(text)) return this.#token('duration', start, { value: durationOf(text) });
    const guess = /^([\d.]+)(milliseconds?|msecs?|seconds?|secs?|minutes?|mins?|hours?|hrs?|S|M|H|MS)$/.exec(
      text,
    );
    const unit = guess?.[2]
      ?.toLowerCase()
      .replace(/^(ms|s|m|h).*$/, (all, short: string) => (all.startsWith('mil') ? 'ms' : short));
    const meant = guess?.[1] === undefined || unit === undefined ? undefined : `${guess[1]}${unit}`;
    const span = { start, end: this.#at };
    this.#report(
      'VS1004',
      span,
      `\`${text.slice(0, 40)}\` is not a number or duration${meant === undefined ? '; durations end in ms, s, m or h' : `; did you mean \`${meant}\`?`}`,
      meant === undefined ? [] : [replaceFix(span, meant)],
    );
    return this.#token('duration', start, {
      value: meant === undefined ? value : durationOf(meant),
      broken: true,
    });
  }

  #key(start: number): Token | undefined {
    if (this.#match(keyPattern) !== undefined) return this.#token('key', start);
    if (!this.#valueMayBegin || this.#match(keyLikePattern) === undefined) return undefined;
    const text = this.#source.slice(start, this.#at);
    this.#report(
      'VS1005',
      { start, end: this.#at },
      `\`${text.slice(0, 40)}\` is not a key; write it like <Enter> or <Ctrl+S>`,
    );
    return this.#token('key', start, { broken: true });
  }

  #regex(start: number): Token | undefined {
    const match = this.#match(regexPattern);
    if (match === undefined) {
      // A lone `/` with blanks around is rather an operator whose left side is missing.
      if (/^\/(?:\s|$)/.test(this.#source.slice(start, start + 2))) return undefined;
      this.#toLineEnd();
      this.#report('VS1002', { start, end: start + 1 }, 'This pattern is not closed with `/`');
      return this.#token('regex', start, { broken: true });
    }
    const [, source = '', flags = ''] = match;
    const flagsSpan = { start: this.#at - flags.length, end: this.#at };
    if (/[^ims]/.test(flags) || new Set(flags).size !== flags.length) {
      this.#report(
        'VS1006',
        flagsSpan,
        `\`${flags}\` are not flags of a pattern; they are i, m and s, each once`,
      );
      return this.#token('regex', start, { broken: true });
    }
    try {
      new RegExp(source, `${flags}u`);
    } catch (error) {
      const reason = error instanceof Error ? error.message.replace(/^.*: /s, '') : '';
      this.#report('VS1006', { start, end: this.#at }, `This pattern is not valid: ${reason}`);
      return this.#token('regex', start, { broken: true });
    }
    return this.#token('regex', start);
  }

  #raw(start: number): Token {
    const end = this.#source.indexOf('`', start + 1);
    if (end < 0) {
      // Going on at the next line keeps the rest of the file readable while it is typed.
      this.#toLineEnd();
      this.#report('VS1002', { start, end: start + 1 }, 'This text is not closed with "`"');
    } else {
      this.#at = end + 1;
    }
    const span = { start: start + 1, end: end < 0 ? this.#at : end };
    const value = this.#source.slice(span.start, span.end).replace(/\r\n?/g, '\n');
    return this.#token('raw', start, {
      pieces: [{ type: 'chars', value, span }],
      ...(end < 0 ? { broken: true } : {}),
    });
  }

  #toLineEnd(): void {
    const rest = /[\r\n]/g;
    rest.lastIndex = this.#at;
    this.#at = rest.exec(this.#source)?.index ?? this.#source.length;
  }

  #string(start: number): Token {
    const spaced = this.#spaced;
    const errorsBefore = this.#bag.size;
    const pieces: StringPiece[] = [];
    let broken = false;
    let value = '';
    let from = start + 1;
    this.#at = from;
    const flush = (): void => {
      if (this.#at > from) pieces.push({ type: 'chars', value, span: { start: from, end: this.#at } });
      value = '';
    };
    for (;;) {
      const char = this.#source[this.#at];
      if (char === undefined || char === '\n' || char === '\r') {
        flush();
        // In `${}` rather its brace is missing, and the quote would have ended the outer text.
        if (this.#stringDepth === 0 && this.#bag.size === errorsBefore)
          this.#report('VS1002', { start, end: start + 1 }, 'This text is not closed with `"`');
        broken = true;
        break;
      }
      if (char === '"') {
        flush();
        this.#at += 1;
        break;
      }
      if (char === '\\') {
        const escaped = this.#escape();
        if (escaped === undefined) broken = true;
        value += escaped ?? '';
      } else if (char === '$' && this.#source[this.#at + 1] === '{') {
        flush();
        const piece = this.#interpolation();
        if (piece === undefined) broken = true;
        else pieces.push(piece);
        from = this.#at;
      } else {
        value += char;
        this.#at += 1;
      }
    }
    this.#spaced = spaced;
    return this.#token('string', start, { pieces, ...(broken ? { broken } : {}) });
  }

  /** The character that an escape stands for; `undefined` when there is no such escape. */
  #escape(): string | undefined {
    const start = this.#at;
    const char = this.#source[start + 1] ?? '';
    const simple = { n: '\n', t: '\t', '"': '"', '\\': '\\', $: '$' }[char];
    if (simple !== undefined) {
      this.#at += 2;
      return simple;
    }
    const unicode = /^\\u\{([0-9a-fA-F]{1,6})\}/.exec(this.#source.slice(start, start + 10));
    const codePoint = Number.parseInt(unicode?.[1] ?? '', 16);
    if (unicode !== null && codePoint <= 0x10ffff && !(codePoint >= 0xd800 && codePoint <= 0xdfff)) {
      this.#at += unicode[0].length;
      return String.fromCodePoint(codePoint);
    }
    const end = char === '' || char === '\n' || char === '\r' ? start + 1 : start + 2;
    this.#at = unicode === null ? end : start + unicode[0].length;
    const span = { start, end: this.#at };
    this.#report(
      'VS1003',
      span,
      `\`${this.#source.slice(start, this.#at)}\` is not an escape; there are \\n \\t \\" \\\\ \\$ and \\u{…}`,
      [replaceFix(span, `\\${this.#source.slice(start, this.#at)}`)],
    );
    return undefined;
  }

  /** `${…}`; `undefined` when it is not closed in its line, and then `${` alone is behind us. */
  #interpolation(): StringPiece | undefined {
    const start = this.#at;
    const saved = [this.#brackets, this.#valueMayBegin, this.#statementStart, this.#afterDot] as const;
    this.#at += 2;
    [this.#brackets, this.#valueMayBegin, this.#statementStart, this.#afterDot] = [1, true, false, false];
    this.#spaced = false;
    const errorsBefore = this.#bag.size;
    let piece: StringPiece | undefined;
    if (this.#stringDepth >= maximalStringDepth) {
      this.#report('VS1041', { start, end: start + 2 }, 'Texts are nested too deeply');
      this.#toLineEnd();
    } else {
      this.#stringDepth++;
      let depth = 0;
      let counted = 0;
      const tokens = this.#until((sofar) => {
        for (; counted < sofar.length; counted++) {
          const text = sofar[counted]?.kind === 'symbol' ? sofar[counted]?.text : '';
          if (text === '{') depth++;
          else if (text === '}') depth--;
        }
        const char = this.#source[this.#at];
        return char === '\n' || char === '\r' || char === '#' || (char === '}' && depth === 0);
      });
      this.#stringDepth--;
      if (this.#source[this.#at] === '}') {
        this.#at += 1;
        piece = { type: 'tokens', tokens, span: { start, end: this.#at } };
      } else {
        if (this.#bag.size === errorsBefore)
          this.#report('VS1002', { start, end: start + 2 }, 'This `${` is not closed with `}`');
        this.#toLineEnd();
      }
    }
    [this.#brackets, this.#valueMayBegin, this.#statementStart, this.#afterDot] = saved;
    return piece;
  }

  /** Reports, but of characters without a meaning only the first of a line. */
  #report(
    code: 'VS1001' | 'VS1002' | 'VS1003' | 'VS1004' | 'VS1005' | 'VS1006' | 'VS1041',
    span: Span,
    message: string,
    fixes: readonly ReturnType<typeof replaceFix>[] = [],
  ): void {
    if (code === 'VS1001' && this.#strangeLine) return;
    this.#strangeLine ||= code === 'VS1001';
    this.#bag.add(code, span, message, { fixes });
  }
}

/** Milliseconds of a duration such as `1m30s`. */
export function durationOf(text: string): number {
  let total = 0;
  for (const [, amount = '', unit = ''] of text.matchAll(durationPartPattern))
    total += Number(amount) * (durationUnits.get(unit) ?? 0);
  return total;
}
