import type {
  Argument,
  BinaryOperator,
  Expression,
  RecordField,
  Refinement,
  RefinementKind,
  RegexLiteral,
  Span,
  StringExpression,
  StringPart,
} from './ast.ts';
import { replaceFix } from './diagnosticBag.ts';
import type { Token } from './token.ts';
import { TokenCursor, maximalNesting } from './tokenCursor.ts';
import { durationUnits, lookWords, reservedWords, valueWords } from './words.ts';

const refinementKinds: ReadonlySet<string> = new Set<RefinementKind>([
  'in',
  'similar',
  'offset',
  'nth',
  'tolerance',
  'ignoring',
]);

const comparisons: ReadonlySet<string> = new Set<BinaryOperator>([
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'is',
  'contains',
  'matches',
]);

const literalKinds: ReadonlySet<string> = new Set([
  'number',
  'percent',
  'duration',
  'string',
  'raw',
  'regex',
  'key',
]);

function isComparison(text: string): text is BinaryOperator {
  return comparisons.has(text);
}

function isRefinementKind(text: string): text is RefinementKind {
  return refinementKinds.has(text);
}

/** Reads values. */
export class ExpressionParser extends TokenCursor {
  /** How high the trees of composite values are; leaves count 0. */
  readonly #heights = new WeakMap<Expression, number>();
  /** Inside the value of a refinement: the next refinement belongs to the whole, not to that value. */
  #refining = false;

  /** Whether a value begins at `token`. */
  protected beginsValue(token: Token = this.current): boolean {
    if (literalKinds.has(token.kind)) return true;
    const { kind, text } = token;
    if (kind === 'word') {
      return !reservedWords.has(text) || valueWords.has(text) || lookWords.has(text) || text === 'not';
    }
    return kind === 'symbol' && (text === '(' || text === '[' || text === '-');
  }

  /** A value; `what` names it when it is missing. */
  protected expression(what = 'a value'): Expression {
    return this.#limited(() => this.#with(false, () => this.#or(what)));
  }

  #with<T>(refining: boolean, read: () => T): T {
    const saved = this.#refining;
    this.#refining = refining;
    const value = read();
    this.#refining = saved;
    return value;
  }

  /** A value without comparison, `and`, `or` or a range: what a refinement or a count is. */
  protected sum(what = 'a value'): Expression {
    return this.#limited(() => this.#sum(what));
  }

  #limited(read: () => Expression): Expression {
    return this.nested(read, () => this.#missing());
  }

  #missing(): Expression {
    const at = this.gap().start;
    return { type: 'missing', span: { start: at, end: at } };
  }

  /** Limits how high a tree grows by chains such as `a + b + c …`, which need no nesting. */
  #grown(node: Expression, ...children: readonly Expression[]): Expression {
    let height = 0;
    for (const child of children) height = Math.max(height, this.#heights.get(child) ?? 0);
    if (height >= 2 * maximalNesting) {
      this.error('VS1041', node.span, 'This value has too many parts');
      return { type: 'missing', span: node.span };
    }
    this.#heights.set(node, height + 1);
    return node;
  }

  #binary(
    left: Expression,
    operator: BinaryOperator,
    token: Token,
    right: Expression,
    first: Span,
  ): Expression {
    const operatorSpan = { start: token.start, end: token.end };
    const span = this.spanFrom(first);
    return this.#grown({ type: 'binary', operator, operatorSpan, left, right, span }, left, right);
  }

  #or(what: string): Expression {
    const first = this.current;
    let left = this.#and(what);
    while (this.isWord('or')) {
      const token = this.take();
      left = this.#binary(left, 'or', token, this.#and('a condition'), first);
    }
    return left;
  }

  #and(what: string): Expression {
    const first = this.current;
    let left = this.#not(what);
    while (this.isWord('and')) {
      const token = this.take();
      left = this.#binary(left, 'and', token, this.#not('a condition'), first);
    }
    return left;
  }

  #not(what: string): Expression {
    const first = this.current;
    if (!this.takeWord('not')) return this.#comparison(what);
    const operand = this.#limited(() => this.#not('a condition'));
    return this.#grown({ type: 'unary', operator: 'not', operand, span: this.spanFrom(first) }, operand);
  }

  #comparison(what: string): Expression {
    const first = this.current;
    const left = this.#range(what);
    const token = this.current;
    if (!this.#atComparison()) return left;
    this.take();
    const operator = isComparison(token.text) ? token.text : '==';
    const comparison = this.#binary(left, operator, token, this.#range('a value'), first);
    if (this.#atComparison()) {
      this.error('VS1013', this.current, 'A comparison has two sides; join two comparisons with `and`');
    }
    return comparison;
  }

  #atComparison(): boolean {
    const { kind, text } = this.current;
    if (kind === 'symbol' && text === '=') {
      this.error('VS1012', this.current, 'A comparison is written `==`', {
        fixes: [replaceFix(this.current, '==')],
      });
      return true;
    }
    return (kind === 'symbol' || kind === 'word') && isComparison(text);
  }

  #range(what: string): Expression {
    const first = this.current;
    const from = this.#sum(what);
    if (!this.takeSymbol('..')) return from;
    const to = this.#sum('the end of the range');
    return this.#grown({ type: 'range', from, to, span: this.spanFrom(first) }, from, to);
  }

  #sum(what: string): Expression {
    const first = this.current;
    let left = this.#term(what);
    for (;;) {
      const token = this.current;
      const operator = this.isSymbol('+') ? '+' : this.isSymbol('-') ? '-' : undefined;
      if (operator === undefined) return left;
      this.take();
      left = this.#binary(left, operator, token, this.#term('a value'), first);
    }
  }

  #term(what: string): Expression {
    const first = this.current;
    let left = this.#unary(what);
    for (;;) {
      const token = this.current;
      const operator = this.isSymbol('*') ? '*' : this.isSymbol('/') ? '/' : undefined;
      if (operator === undefined) return left;
      this.take();
      left = this.#binary(left, operator, token, this.#unary('a value'), first);
    }
  }

  #unary(what: string): Expression {
    const first = this.current;
    if (!this.takeSymbol('-')) return this.#refined(what);
    const operand = this.#limited(() => this.#unary('a value'));
    return this.#grown({ type: 'unary', operator: '-', operand, span: this.spanFrom(first) }, operand);
  }

  #refined(what: string): Expression {
    const first = this.current;
    const subject = this.postfix(what);
    if (this.#refining) return subject;
    const refinements: Refinement[] = [];
    while (this.current.kind === 'word' && isRefinementKind(this.current.text)) {
      const keyword = this.take();
      const kind = isRefinementKind(keyword.text) ? keyword.text : 'in';
      if (refinements.some((other) => other.kind === kind)) {
        this.error('VS1014', keyword, `\`${kind}\` is given twice`);
      }
      const values = [this.#with(true, () => this.sum(`a value behind \`${kind}\``))];
      while (kind === 'ignoring' && this.takeSymbol(',')) {
        values.push(this.#with(true, () => this.sum('a region')));
      }
      const { start, end } = keyword;
      refinements.push({
        type: 'refinement',
        kind,
        keyword: { start, end },
        values,
        span: this.spanFrom(keyword),
      });
    }
    if (refinements.length === 0) return subject;
    const values = refinements.flatMap((refinement) => refinement.values);
    return this.#grown(
      { type: 'refined', subject, refinements, span: this.spanFrom(first) },
      subject,
      ...values,
    );
  }

  protected postfix(what: string): Expression {
    const first = this.current;
    let value = this.#primary(what);
    for (;;) {
      if (this.isSymbol('.')) {
        this.take();
        if (this.current.kind !== 'word') {
          this.error('VS1012', this.gap(), `Expected a name behind \`.\`, found ${this.describe()}`);
          return value;
        }
        const property = this.identifier();
        value = this.#grown({ type: 'member', object: value, property, span: this.spanFrom(first) }, value);
      } else if (this.isSymbol('(') && !this.current.spaced) {
        const args = this.#args();
        const values = args.map((arg) => arg.value);
        value = this.#grown(
          { type: 'call', callee: value, args, span: this.spanFrom(first) },
          value,
          ...values,
        );
      } else if (this.isSymbol('[') && !this.current.spaced) {
        const index = this.bracketed(() => this.expression('an index'));
        value = this.#grown(
          { type: 'index', object: value, index, span: this.spanFrom(first) },
          value,
          index,
        );
      } else {
        return value;
      }
    }
  }

  /** Values between the current bracket and its counterpart, separated by commas; one at the end is allowed. */
  #listed<T>(closing: string, read: () => T): readonly T[] {
    return this.bracketed(() => {
      const items: T[] = [];
      while (!this.isSymbol(closing)) {
        items.push(read());
        if (!this.takeSymbol(',')) break;
      }
      return items;
    });
  }

  #args(): readonly Argument[] {
    return this.#listed(')', () => {
      const first = this.current;
      const named = first.kind === 'word' && this.isSymbol(':', this.next);
      const name = named ? this.identifier() : undefined;
      if (named) this.take();
      const value = this.expression('an argument');
      return { type: 'argument', name, value, span: this.spanFrom(first) };
    });
  }

  #primary(what: string): Expression {
    const token = this.current;
    const span: Span = { start: token.start, end: token.end };
    switch (token.kind) {
      case 'number':
      case 'percent':
        this.take();
        return { type: token.kind, value: token.value ?? 0, span };
      case 'duration':
        this.take();
        return { type: 'duration', milliseconds: token.value ?? 0, span };
      case 'string':
      case 'raw':
        return this.string();
      case 'regex':
        this.take();
        return regexOf(token, span);
      case 'key':
        this.take();
        return { type: 'key', text: token.text.slice(1, -1), span };
      case 'word':
        return this.#word(token, span, what);
      case 'symbol':
        if (token.text === '(') return this.#parenthesis();
        if (token.text === '[') {
          const items = this.#listed(']', () => this.expression());
          return this.#grown({ type: 'list', items, span: this.spanFrom(token) }, ...items);
        }
        if (token.text === '{') return this.#record();
        return this.#noValue(what);
      default:
        return this.#noValue(what);
    }
  }

  #noValue(what: string): Expression {
    const before = this.previous;
    const unit =
      this.current.kind === 'word' && durationUnits.has(this.current.text) && before.kind === 'number';
    this.error(
      'VS1011',
      this.gap(),
      unit ? 'A duration is written without a blank' : `Expected ${what}, found ${this.describe()}`,
    );
    return this.#missing();
  }

  #word(token: Token, span: Span, what: string): Expression {
    const { text } = token;
    if (text === 'text' || text === 'image' || text === 'still') {
      this.take();
      const wanted = { text: 'a text or pattern', image: 'a file', still: 'a duration' }[text];
      const argument = this.#limited(() => this.postfix(wanted));
      return this.#grown(
        { type: 'look', what: text, keyword: span, argument, span: this.spanFrom(token) },
        argument,
      );
    }
    const known = !reservedWords.has(text) || valueWords.has(text) || this.wrongNames.has(text);
    if (!known) return this.#noValue(what);
    this.take();
    return { type: 'name', name: text, span };
  }

  #parenthesis(): Expression {
    const open = this.current;
    const values = this.bracketed(() => {
      const x = this.expression();
      if (!this.takeSymbol(',')) return [x];
      const y = this.expression('the second coordinate');
      if (this.isSymbol(',')) this.error('VS1013', this.current, 'A point has two coordinates');
      return [x, y];
    });
    const [x = this.#missing(), y] = values;
    if (y === undefined) return x;
    return this.#grown({ type: 'point', x, y, span: this.spanFrom(open) }, x, y);
  }

  #record(): Expression {
    const open = this.current;
    const fields = this.#listed('}', (): RecordField => {
      const first = this.current;
      const name = this.current.kind === 'word' ? this.identifier() : this.newName('a field');
      this.expectSymbol(':');
      return { type: 'field', name, value: this.expression(), span: this.spanFrom(first) };
    });
    const values = fields.map((field) => field.value);
    return this.#grown({ type: 'record', fields, span: this.spanFrom(open) }, ...values);
  }

  /** The string or raw string that is the current token. */
  protected string(): StringExpression {
    const token = this.take();
    const parts: StringPart[] = [];
    for (const piece of token.pieces ?? []) {
      if (piece.type === 'chars') parts.push({ type: 'chars', value: piece.value, span: piece.span });
      else parts.push({ type: 'interpolation', expression: this.#within(piece.tokens), span: piece.span });
    }
    let literal: string | undefined = '';
    for (const part of parts) {
      literal = literal === undefined || part.type !== 'chars' ? undefined : literal + part.value;
    }
    return {
      type: 'string',
      raw: token.kind === 'raw',
      parts,
      literal,
      span: { start: token.start, end: token.end },
    };
  }

  /** The value of a `${}`. */
  #within(tokens: readonly Token[]): Expression {
    const saved = [this.tokens, this.index, this.brackets, this.isInterpolation] as const;
    [this.tokens, this.index, this.brackets, this.isInterpolation] = [tokens, 0, [], true];
    const value = this.expression();
    if (this.current.kind !== 'end') {
      this.error('VS1013', this.current, `Expected \`}\`, found ${this.describe()}`);
    }
    [this.tokens, this.index, this.brackets, this.isInterpolation] = saved;
    return value;
  }

  /** A string literal where nothing else may stand, such as a title. */
  protected expectString(what: string): StringExpression {
    if (this.current.kind === 'string' || this.current.kind === 'raw') return this.string();
    this.error('VS1012', this.gap(), `Expected ${what} in double quotes, found ${this.describe()}`);
    const at = this.gap().start;
    return { type: 'string', raw: false, parts: [], literal: '', span: { start: at, end: at } };
  }
}

function regexOf(token: Token, span: Span): RegexLiteral {
  const end = token.text.lastIndexOf('/');
  if (end <= 0) return { type: 'regex', source: token.text.slice(1), flags: '', span };
  return { type: 'regex', source: token.text.slice(1, end), flags: token.text.slice(end + 1), span };
}
