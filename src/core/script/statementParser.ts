import {
  type Block,
  type Expression,
  type Identifier,
  type IfStatement,
  type Parameter,
  type Span,
  type Statement,
  type StringExpression,
  type TestDeclaration,
  type TopLevel,
  type WaitCase,
  isDeclaration,
} from './ast.ts';
import { replaceFix } from './diagnosticBag.ts';
import { SimpleStatementParser } from './simpleStatementParser.ts';
import { commandWords, findStatement } from './statements.ts';
import { didYouMean, suggestions } from './suggest.ts';
import type { Token } from './token.ts';
import { reservedWords } from './words.ts';
import type { ParseContext } from './tokenCursor.ts';

/** Words that only follow a block of something else. */
const followers: ReadonlyMap<string, string> = new Map([
  ['else', 'an `if` or `wait any`'],
  ['catch', 'a `try`'],
  ['finally', 'a `try`'],
  ['case', 'a `wait any`'],
]);

interface OpenBlock {
  readonly brace: Token;
  /** Blanks before the first word of the line of the brace. */
  readonly indent: number;
}

type NodeParts = () => { readonly keyword: Span; readonly span: Span };

/** Reads blocks, compound statements and declarations. */
export class StatementParser extends SimpleStatementParser {
  readonly #blocks: OpenBlock[] = [];
  /** Declarations inside blocks: reported, and kept so that their names are known. */
  protected readonly misplaced: TopLevel[] = [];
  /** How many closing braces the file lacks, or has too many of: only then is indentation asked. */
  #missing = 0;
  #surplus = 0;
  /** Whether the statement before was an `else`, `case`, … without its beginning. */
  #afterFollower = false;

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

  /** A declaration or statement at the top of the file. */
  protected topLevel(): TopLevel | undefined {
    return this.#item(true);
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

  #item(top: boolean): TopLevel | undefined {
    const outer = this.frame;
    this.frame = { start: this.current.start, reported: false };
    this.expectedWords = [];
    try {
      return this.nested(
        () => this.#read(top),
        () => {
          this.#skipBlock();
          return undefined;
        },
      );
    } finally {
      this.frame = outer;
    }
  }

  /** Goes behind everything up to the brace that closes the block we are in. */
  #skipBlock(): void {
    this.brackets = [];
    for (let depth = 0; this.current.kind !== 'end'; this.take()) {
      if (this.isSymbol('{')) depth++;
      else if (this.isSymbol('}') && --depth < 0) return;
    }
  }

  #read(top: boolean): TopLevel | undefined {
    const token = this.current;
    const { kind, text } = token;
    if (kind === 'word' && (!reservedWords.has(text) || text === 'clipboard')) {
      if (text !== 'clipboard' || !this.isWord('set', this.next)) {
        const statement = this.assignOrCall();
        if (statement !== undefined || this.frame.reported) {
          this.endStatement();
          return statement ?? this.#invalid(token);
        }
      }
    }
    if (kind === 'word' && commandWords.has(text)) {
      this.#afterFollower = false;
      return this.#command(text, top);
    }
    return this.#unknown(top);
  }

  #unknown(top: boolean): TopLevel {
    const token = this.current;
    if (token.kind !== 'word') {
      this.error('VS1010', token, `Expected a command, found ${this.describe()}`);
    } else {
      const owner = followers.get(token.text);
      const meant = owner === undefined ? suggestions(token.text, commandWords) : [];
      const [first] = meant;
      if (owner !== undefined) {
        // Several in a row lost the same beginning: one error.
        if (!this.#afterFollower) {
          this.error('VS1031', token, `\`${token.text}\` belongs behind the block of ${owner}`);
        }
        this.#skipJunk();
        this.#afterFollower = true;
        return this.#invalid(token);
      }
      this.error('VS1010', token, `\`${token.text}\` is not a command${didYouMean(meant)}`, {
        fixes: meant.map((word) => replaceFix(token, word)),
      });
      // Read as what was meant, the rest of the line can still be checked and its names are known.
      if (first !== undefined) return this.#command(first, top) ?? this.#invalid(token);
    }
    this.#skipJunk();
    return this.#invalid(token);
  }

  /** Skips the rest of a line that cannot be read, and its block when one opens at its end. */
  #skipJunk(): void {
    this.brackets = [];
    for (;;) {
      const { kind } = this.current;
      if (kind === 'end' || kind === 'newline' || this.isSymbol('}')) return;
      if (this.isSymbol('{')) {
        this.#body();
        continue;
      }
      this.take();
    }
  }

  #invalid(first: Token): Statement {
    const span = this.spanFrom(first);
    return { type: 'invalid', keyword: { start: first.start, end: first.end }, span };
  }

  #command(word: string, top: boolean): TopLevel | undefined {
    const keyword = this.take();
    const node: NodeParts = () => ({
      keyword: { start: keyword.start, end: keyword.end },
      span: this.spanFrom(keyword),
    });
    if (findStatement(word)?.topOnly === true && !top) {
      this.error('VS1030', keyword, `\`${word}\` belongs to the top of the file, not into a block`);
    }
    const compound = this.#compound(word, node) ?? this.#declaration(word, node);
    if (compound !== undefined) return compound;
    if (word === 'vncscript') return undefined;
    const statement = this.#waitOrHold(word, node) ?? this.simple(word, keyword);
    if (statement === undefined) {
      this.#skipJunk();
      return this.#invalid(keyword);
    }
    if ('body' in statement || statement.type === 'waitAny') return statement;
    this.endStatement();
    return statement;
  }

  /** Statements that come with and without a block. */
  #waitOrHold(word: string, node: NodeParts): Statement | undefined {
    switch (word) {
      case 'wait':
        return this.#wait(node);
      case 'hold': {
        const key = this.expression('a key');
        if (this.takeWord('for'))
          return { type: 'holdFor', key, duration: this.expression('a duration'), ...node() };
        this.expectedWords = ['for'];
        return { type: 'holdBlock', key, body: this.#body(), ...node() };
      }
      case 'record': {
        if (this.takeWord('stop')) return { type: 'word', verb: 'recordStop', ...node() };
        const start = this.takeWord('start');
        const file = this.expression('a file');
        let fps: Expression | undefined;
        this.clauses({ fps: () => (fps = this.expression('a number')) });
        if (start) return { type: 'recordStart', file, fps, ...node() };
        return { type: 'recordBlock', file, fps, body: this.#body(), ...node() };
      }
      default:
        return undefined;
    }
  }

  #wait(node: NodeParts): Statement {
    let timeout: Expression | undefined;
    const clauses = { timeout: () => (timeout = this.expression('a duration')) };
    if (this.takeWord('for')) {
      const condition = this.expression('a condition');
      this.clauses(clauses);
      return { type: 'waitFor', condition, timeout, ...node() };
    }
    if (!this.takeWord('any')) return { type: 'wait', duration: this.expression('a duration'), ...node() };
    this.clauses(clauses);
    const cases: WaitCase[] = [];
    let otherwise: Block | undefined;
    this.#braced(() => {
      const first = this.current;
      const keyword = { start: first.start, end: first.end };
      if (this.takeWord('else')) {
        if (otherwise !== undefined) this.error('VS1014', first, '`else` is given twice');
        otherwise = this.#body();
      } else if (this.takeWord('case')) {
        const condition = this.expression('a condition');
        cases.push({ type: 'case', condition, body: this.#body(), keyword, span: this.spanFrom(first) });
      } else {
        this.error('VS1012', first, `Expected \`case\` or \`else\`, found ${this.describe()}`);
        this.#skipJunk();
      }
    });
    return { type: 'waitAny', timeout, cases, otherwise, ...node() };
  }

  #compound(word: string, node: NodeParts): Statement | undefined {
    switch (word) {
      case 'if':
        return this.#if(node);
      case 'repeat':
        return this.#repeat(node);
      case 'for': {
        const name = this.newName('a name');
        const second = this.takeSymbol(',') ? this.newName('a name') : undefined;
        const iterable = this.expectWord('in') ? this.expression('a list') : this.missingValue();
        return { type: 'for', name, second, iterable, body: this.#body(), ...node() };
      }
      case 'retry': {
        const times = this.sum('a number');
        this.expectWord('times');
        let every: Expression | undefined;
        this.clauses({ every: () => (every = this.expression('a duration')) });
        return { type: 'retry', times, every, body: this.#body(), ...node() };
      }
      case 'within':
        return { type: 'within', duration: this.expression('a duration'), body: this.#body(), ...node() };
      case 'try':
        return this.#try(node);
      case 'step':
        return { type: 'step', title: this.expectString('a title'), body: this.#body(), ...node() };
      case 'on':
        return this.#on(node);
      default:
        return undefined;
    }
  }

  #if(node: NodeParts): IfStatement {
    const condition = this.expression('a condition');
    const then = this.#body();
    let otherwise: Block | IfStatement | undefined;
    if (this.#follows('else')) {
      this.take();
      const keyword = this.current;
      if (this.takeWord('if')) {
        const inner: NodeParts = () => ({
          keyword: { start: keyword.start, end: keyword.end },
          span: this.spanFrom(keyword),
        });
        otherwise = this.nested(
          () => this.#if(inner),
          () => {
            this.#skipJunk();
            return undefined;
          },
        );
      } else otherwise = this.#body();
    }
    return { type: 'if', condition, then, otherwise, ...node() };
  }

  /** Whether `word` continues the statement whose block just ended; it may stand on the next line. */
  #follows(word: string): boolean {
    if (this.isWord(word)) return true;
    if (this.current.kind !== 'newline' || !this.isWord(word, this.next)) return false;
    this.take();
    return true;
  }

  #repeat(node: NodeParts): Statement {
    const mode = this.takeWord('until') ? 'until' : this.takeWord('while') ? 'while' : 'times';
    const subject =
      mode === 'times' ? this.sum('a number, `until` or `while`') : this.expression('a condition');
    if (mode === 'times') this.expectWord('times');
    let max: Expression | undefined;
    let every: Expression | undefined;
    let timeout: Expression | undefined;
    this.clauses({
      max: () => {
        max = this.sum('a number');
        this.takeWord('times');
      },
      every: () => (every = this.expression('a duration')),
      timeout: () => (timeout = this.expression('a duration')),
    });
    return { type: 'repeat', mode, subject, max, every, timeout, body: this.#body(), ...node() };
  }

  #try(node: NodeParts): Statement {
    const body = this.#body();
    let error: Identifier | undefined;
    let handler: Block | undefined;
    let cleanup: Block | undefined;
    if (this.#follows('catch')) {
      this.take();
      if (this.current.kind === 'word') error = this.newName('a name');
      handler = this.#body();
    }
    if (this.#follows('finally')) {
      this.take();
      cleanup = this.#body();
    }
    if (handler === undefined && cleanup === undefined) {
      this.error('VS1012', this.gap(), 'A `try` needs `catch` or `finally`');
    }
    return { type: 'try', body, error, handler, cleanup, ...node() };
  }

  #on(node: NodeParts): Statement {
    if (!this.takeWord('each')) {
      return { type: 'on', connection: this.expression('a connection'), body: this.#body(), ...node() };
    }
    const name = this.newName('a name');
    const connections = this.expectWord('in') ? this.expression('connections') : this.missingValue();
    const parallel = this.takeWord('parallel');
    const limit = parallel && this.beginsValue() ? this.expression('a number') : undefined;
    return { type: 'onEach', name, connections, parallel, limit, body: this.#body(), ...node() };
  }

  #declaration(word: string, node: NodeParts): TopLevel | undefined {
    switch (word) {
      case 'import': {
        const file = this.expectString('a file');
        const alias = this.takeWord('as') ? this.newName('a name') : undefined;
        return this.#ended({ type: 'import', file, alias, ...node() });
      }
      case 'use': {
        const all = this.takeWord('all');
        const connection = this.expectString('a connection');
        if (!all) {
          const alias = this.takeWord('as') ? this.newName('a name') : undefined;
          return this.#ended({ type: 'use', connection, alias, ...node() });
        }
        this.expectWord('as');
        return this.#ended({ type: 'useAll', pattern: connection, alias: this.newName('a name'), ...node() });
      }
      case 'param': {
        const { name, declaredType, value } = this.#parameter();
        const help = this.#optionalString();
        return this.#ended({ type: 'param', name, declaredType, value, help, ...node() });
      }
      case 'secret': {
        const name = this.newName('a name');
        const from = this.takeWord('from') ? this.expectString('where it is stored') : undefined;
        return this.#ended({ type: 'secret', name, from, ...node() });
      }
      case 'target': {
        const name = this.newName('a name');
        const parameters = this.isSymbol('(') ? this.#parameters() : undefined;
        const value = this.expectSymbol('=') ? this.expression('a target') : this.missingValue();
        return this.#ended({ type: 'target', name, parameters, value, ...node() });
      }
      case 'func': {
        const name = this.newName('a name');
        const parameters = this.isSymbol('(') || !this.expectSymbol('(') ? this.#parameters() : [];
        const returns = this.takeSymbol(':') ? this.typeReference() : undefined;
        return { type: 'func', name, parameters, returns, body: this.#body(), ...node() };
      }
      case 'test':
        return this.#test(node);
      case 'setup':
      case 'teardown':
        return { type: 'fixture', when: word, body: this.#body(), ...node() };
      default:
        return undefined;
    }
  }

  #ended<T extends TopLevel>(node: T): T {
    this.endStatement();
    return node;
  }

  #optionalString(): StringExpression | undefined {
    return this.current.kind === 'string' || this.current.kind === 'raw' ? this.string() : undefined;
  }

  #parameter(): Parameter {
    const first = this.current;
    const name = this.newName('a name');
    this.expectSymbol(':');
    const declaredType = this.typeReference();
    const value = this.takeSymbol('=') ? this.expression() : undefined;
    return { type: 'parameter', name, declaredType, value, span: this.spanFrom(first) };
  }

  #parameters(): readonly Parameter[] {
    if (!this.isSymbol('(')) return [];
    return this.bracketed(() => {
      const parameters: Parameter[] = [];
      while (!this.isSymbol(')')) {
        parameters.push(this.#parameter());
        if (!this.takeSymbol(',')) break;
      }
      return parameters;
    });
  }

  #test(node: NodeParts): TestDeclaration {
    const title = this.expectString('a title');
    const tags: StringExpression[] = [];
    let rows: TestDeclaration['rows'];
    let timeout: Expression | undefined;
    for (;;) {
      if (this.takeWord('tag')) tags.push(this.expectString('a tag'));
      else if (this.isWord('for') && rows === undefined) {
        this.take();
        const name = this.newName('a name');
        const iterable = this.expectWord('in') ? this.expression('a list') : this.missingValue();
        rows = { name, iterable };
      } else if (this.isWord('timeout') && timeout === undefined) {
        this.take();
        timeout = this.expression('a duration');
      } else break;
    }
    this.expectedWords = ['tag', 'for', 'timeout'];
    return { type: 'test', title, tags, rows, timeout, body: this.#body(), ...node() };
  }

  /** The block of a statement. */
  #body(): Block {
    const statements: Statement[] = [];
    const span = this.#braced(() => {
      const statement = this.#item(false);
      if (statement === undefined) return;
      if (isDeclaration(statement)) this.misplaced.push(statement);
      else statements.push(statement);
    });
    return { type: 'block', statements, span };
  }

  /** Reads `{`, items until the matching `}`, and that; gives the span of all. */
  #braced(item: () => void): Span {
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
