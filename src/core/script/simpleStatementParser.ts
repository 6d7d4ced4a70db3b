import type {
  CallExpression,
  ClickVerb,
  Expression,
  Identifier,
  ScrollDirection,
  SimpleStatement,
  Span,
  TypeReference,
} from './ast.ts';
import { ExpressionParser } from './expressionParser.ts';
import { sendParts } from './sendMarks.ts';
import { replaceFix } from './diagnosticBag.ts';
import { didYouMean, suggestions } from './suggest.ts';
import type { Token } from './token.ts';
import { durationUnits } from './words.ts';

const clickVerbs: ReadonlySet<string> = new Set<ClickVerb>([
  'click',
  'doubleclick',
  'tripleclick',
  'rightclick',
  'middleclick',
  'move',
  'hover',
]);
const directions: readonly ScrollDirection[] = ['up', 'down', 'left', 'right'];

export function isClickVerb(word: string): word is ClickVerb {
  return clickVerbs.has(word);
}

/** Reads the statements that have no block. */
export class SimpleStatementParser extends ExpressionParser {
  /** The clauses that the statement being read may still have; for suggestions. */
  protected expectedWords: readonly string[] = [];

  /** Reads clauses in any order; each handler runs behind its keyword. */
  protected clauses(handlers: Readonly<Record<string, () => void>>): void {
    const seen = new Set<string>();
    this.expectedWords = Object.keys(handlers);
    while (this.current.kind === 'word') {
      const keyword = this.current;
      const handler = Object.hasOwn(handlers, keyword.text) ? handlers[keyword.text] : undefined;
      if (handler === undefined) return;
      if (seen.has(keyword.text)) this.error('VS1014', keyword, `\`${keyword.text}\` is given twice`);
      seen.add(keyword.text);
      this.take();
      handler();
      this.expectedWords = Object.keys(handlers);
    }
  }

  /** Reads to the end of the statement; what is left over is reported. */
  protected endStatement(): void {
    if (!this.atEnd()) this.#leftOver();
    this.skipLine();
  }

  #leftOver(): void {
    const { current, previous } = this;
    if (previous.kind === 'number' && current.kind === 'word' && durationUnits.has(current.text)) {
      const written = { start: previous.start, end: current.end };
      const meant = `${previous.text}${current.text}`;
      this.error('VS1004', written, `A duration is written without a blank: \`${meant}\``, {
        fixes: [replaceFix(written, meant)],
      });
      return;
    }
    const meant = current.kind === 'word' ? suggestions(current.text, this.expectedWords) : [];
    this.error('VS1013', current, `The statement should end before ${this.describe()}${didYouMean(meant)}`, {
      fixes: meant.map((word) => replaceFix(current, word)),
    });
  }

  /** Goes to the end of the line, or to the brace that closes the block. */
  protected skipLine(): void {
    this.brackets = [];
    let depth = 0;
    for (;;) {
      const { kind, text } = this.current;
      if (kind === 'end' || kind === 'newline') {
        this.lost = false;
        return;
      }
      if (kind === 'symbol' && text === '{') depth++;
      if (kind === 'symbol' && text === '}' && --depth < 0 && !this.lost) return;
      this.take();
    }
  }

  /** The statement whose command `word` was just taken as `keyword`; `undefined` when it is none of these. */
  protected simple(word: string, keyword: Token): SimpleStatement | undefined {
    const start: Span = { start: keyword.start, end: keyword.end };
    const node = (): { readonly keyword: Span; readonly span: Span } => ({
      keyword: start,
      span: this.spanFrom(keyword),
    });
    if (isClickVerb(word)) return this.#click(word, node);
    switch (word) {
      case 'let':
      case 'const': {
        const name = this.newName('a name');
        const declaredType = this.takeSymbol(':') ? this.typeReference() : undefined;
        const value = this.expectSymbol('=') ? this.expression() : this.missingValue();
        return { type: 'let', constant: word === 'const', name, declaredType, value, ...node() };
      }
      case 'set':
        return this.#set(node);
      case 'expect':
        return this.#expect(node);
      case 'drag':
        return this.#drag(node);
      case 'scroll':
        return this.#scroll(node);
      case 'press':
      case 'keydown':
      case 'keyup':
        return this.#press(word, node);
      case 'mousedown':
      case 'mouseup': {
        const button = this.current.kind === 'word' ? this.identifier() : undefined;
        return { type: 'mouseButton', verb: word, button, ...node() };
      }
      case 'type': {
        const text = this.expression('what to type');
        const clauses = this.#typing();
        return { type: 'typeText', text, ...clauses, ...node() };
      }
      case 'send': {
        const text = this.expression('what to send');
        const clauses = this.#typing();
        const parts =
          text.type === 'string'
            ? sendParts(text, this.context.source, (span, message) => this.error('VS1007', span, message))
            : [];
        return { type: 'send', text, parts, ...clauses, ...node() };
      }
      case 'paste': {
        const text = this.expression('what to paste');
        let key: Expression | undefined;
        this.clauses({ with: () => (key = this.expression('a key')) });
        return { type: 'paste', text, key, ...node() };
      }
      case 'clipboard':
        this.expectWord('set');
        return { type: 'clipboardSet', text: this.expression('a text'), ...node() };
      case 'screenshot': {
        const name = this.beginsValue() ? this.expression('a name') : undefined;
        let region: Expression | undefined;
        this.clauses({ of: () => (region = this.expression('a region')) });
        return { type: 'screenshot', name, region, ...node() };
      }
      case 'log': {
        const level = this.takeWord('warn') ? 'warn' : this.takeWord('error') ? 'error' : 'info';
        if (level === 'info') this.takeWord('info');
        return { type: 'log', level, value: this.expression('what to log'), ...node() };
      }
      case 'attach': {
        const value = this.expression();
        let name: Expression | undefined;
        this.clauses({ as: () => (name = this.expression('a name')) });
        return { type: 'attach', value, name, ...node() };
      }
      case 'connect':
      case 'disconnect':
      case 'reconnect':
      case 'pause': {
        const argument = this.beginsValue() ? this.expression() : undefined;
        let timeout: Expression | undefined;
        this.clauses({ timeout: () => (timeout = this.expression('a duration')) });
        return { type: 'connection', verb: word, argument, timeout, ...node() };
      }
      case 'resize':
        return { type: 'resize', size: this.expression('a size'), ...node() };
      case 'fail':
      case 'skip':
        return { type: 'outcome', verb: word, value: this.expression('a reason'), ...node() };
      case 'return': {
        const value = this.atEnd() ? undefined : this.expression();
        return { type: 'return', value, ...node() };
      }
      case 'break':
      case 'continue':
      case 'stop':
      case 'breakpoint':
        return { type: 'word', verb: word, ...node() };
      default:
        return undefined;
    }
  }

  /** Stands for a value behind something that was itself missing and reported. */
  protected missingValue(): Expression {
    const { start } = this.gap();
    return { type: 'missing', span: { start, end: start } };
  }

  #click(verb: ClickVerb, node: () => { keyword: Span; span: Span }): SimpleStatement {
    const needsPlace = verb === 'move' || verb === 'hover';
    const at = needsPlace || this.beginsValue() ? this.expression('a place') : undefined;
    let holding: Expression | undefined;
    let duration: Expression | undefined;
    let timeout: Expression | undefined;
    this.clauses({
      holding: () => (holding = this.expression('a key')),
      for: () => (duration = this.expression('a duration')),
      timeout: () => (timeout = this.expression('a duration')),
    });
    return { type: 'click', verb, at, holding, duration, timeout, ...node() };
  }

  #set(node: () => { keyword: Span; span: Span }): SimpleStatement {
    const first = this.current;
    const words: string[] = [];
    if (this.current.kind !== 'word') {
      this.error('VS1012', this.gap(), `Expected a setting, found ${this.describe()}`);
    } else {
      words.push(this.take().text);
      while (this.isSymbol('.') && this.next.kind === 'word') {
        this.take();
        words.push(this.take().text);
      }
    }
    const settingSpan = words.length === 0 ? this.gap() : this.spanFrom(first);
    const value = this.expression('the value of the setting');
    return { type: 'set', setting: words.join('.'), settingSpan, value, ...node() };
  }

  #expect(node: () => { keyword: Span; span: Span }): SimpleStatement {
    const soft = this.takeWord('soft');
    const condition = this.expression('a condition');
    let within: Expression | undefined;
    let message: Expression | undefined;
    this.clauses({
      within: () => (within = this.expression('a duration')),
      message: () => (message = this.expression('a text')),
    });
    return { type: 'expect', soft, condition, within, message, ...node() };
  }

  #drag(node: () => { keyword: Span; span: Span }): SimpleStatement {
    const from = this.expression('a place');
    const via: Expression[] = [];
    if (this.takeWord('via')) {
      do via.push(this.expression('a place'));
      while (this.takeSymbol(','));
    }
    this.expectedWords = ['via', 'to'];
    const to = this.expectWord('to') ? this.expression('a place') : this.missingValue();
    let over: Expression | undefined;
    let button: Identifier | undefined;
    let holding: Expression | undefined;
    let timeout: Expression | undefined;
    this.clauses({
      over: () => (over = this.expression('a duration')),
      with: () => (button = this.#button()),
      holding: () => (holding = this.expression('a key')),
      timeout: () => (timeout = this.expression('a duration')),
    });
    return { type: 'drag', from, via, to, over, button, holding, timeout, ...node() };
  }

  #button(): Identifier | undefined {
    if (this.current.kind === 'word') return this.identifier();
    this.error('VS1012', this.gap(), `Expected \`left\`, \`middle\` or \`right\`, found ${this.describe()}`);
    return undefined;
  }

  #scroll(node: () => { keyword: Span; span: Span }): SimpleStatement {
    const { current } = this;
    const direction = directions.find((word) => this.isWord(word));
    if (direction === undefined) {
      const meant = current.kind === 'word' ? suggestions(current.text, directions) : [];
      const wanted = 'Expected `up`, `down`, `left` or `right`';
      this.error('VS1012', this.gap(), `${wanted}, found ${this.describe()}${didYouMean(meant)}`, {
        fixes: meant.map((word) => replaceFix(current, word)),
      });
    }
    if (direction !== undefined || current.kind === 'word') this.take();
    const amount = this.beginsValue() ? this.expression('a number') : undefined;
    let at: Expression | undefined;
    this.clauses({ at: () => (at = this.expression('a place')) });
    return { type: 'scroll', direction: direction ?? 'down', amount, at, ...node() };
  }

  #press(verb: 'press' | 'keydown' | 'keyup', node: () => { keyword: Span; span: Span }): SimpleStatement {
    const keys = this.keys();
    let times: Expression | undefined;
    if (this.beginsValue() && this.current.kind !== 'key' && !this.isWord('not')) {
      times = this.sum('a number');
      if (!this.takeWord('times')) {
        const at = { start: times.span.end, end: times.span.end };
        this.error('VS1012', this.atEnd() ? at : this.gap(), `\`times\` is missing behind the number`, {
          fixes: [{ title: 'Add `times`', edits: [{ ...at, text: ' times' }] }],
        });
      }
    }
    let every: Expression | undefined;
    this.clauses({ every: () => (every = this.expression('a duration')) });
    if (this.current.kind === 'key') {
      const at = { start: this.previous.end, end: this.previous.end };
      this.error('VS1012', this.current, 'Keys are separated by commas', {
        fixes: [{ title: 'Add a comma', edits: [{ ...at, text: ',' }] }],
      });
    }
    return { type: 'press', verb, keys, times, every, ...node() };
  }

  /** `KEY {, KEY}` */
  protected keys(): readonly Expression[] {
    const keys = [this.postfix('a key')];
    while (this.takeSymbol(',')) keys.push(this.postfix('a key'));
    return keys;
  }

  #typing(): { readonly every: Expression | undefined; readonly then: readonly Expression[] } {
    let every: Expression | undefined;
    let then: readonly Expression[] = [];
    this.clauses({
      every: () => (every = this.expression('a duration')),
      then: () => (then = this.keys()),
    });
    if (this.current.kind === 'key') {
      const at = { start: this.current.start, end: this.current.start };
      this.error('VS1012', this.current, 'A key behind a text needs `then`', {
        fixes: [{ title: 'Add `then`', edits: [{ ...at, text: 'then ' }] }],
      });
    }
    return { every, then };
  }

  protected typeReference(): TypeReference {
    const first = this.current;
    const name = this.newName('a type');
    let listDepth = 0;
    while (this.isSymbol('[') && this.isSymbol(']', this.next)) {
      this.take();
      this.take();
      listDepth++;
    }
    const optional = this.takeSymbol('?');
    return { type: 'typeReference', name, listDepth, optional, span: this.spanFrom(first) };
  }

  /** `name = value`, `name(…)` or `module.name(…)`; the current token is the name. */
  protected assignOrCall(): SimpleStatement | undefined {
    const first = this.current;
    const keyword: Span = { start: first.start, end: first.end };
    const { next } = this;
    if (this.isSymbol('=', next)) {
      const name = this.newName('a name');
      this.take();
      return { type: 'assign', name, value: this.expression(), keyword, span: this.spanFrom(first) };
    }
    const touching =
      !next.spaced && (this.isSymbol('(', next) || this.isSymbol('.', next) || this.isSymbol('[', next));
    if (!touching) return undefined;
    const value = this.postfix('a call');
    if (this.isSymbol('=')) {
      this.error('VS1015', value.span, 'Only a variable can be assigned');
      return undefined;
    }
    if (value.type !== 'call') {
      if (value.type !== 'missing')
        this.error('VS1015', value.span, 'Expected a command, an assignment or a call');
      return undefined;
    }
    return { type: 'call', call: asCall(value), keyword, span: value.span };
  }
}

function asCall(value: CallExpression): CallExpression {
  return value;
}
