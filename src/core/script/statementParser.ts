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
import { BlockParser } from './blockParser.ts';
import { findSetting } from './settings.ts';
import { commandWords, findStatement } from './statements.ts';
import { didYouMean, suggestions } from './suggest.ts';
import type { Token } from './token.ts';
import { reservedWords } from './words.ts';

/** Words that only follow a block of something else. */
const followers: ReadonlyMap<string, string> = new Map([
  ['else', 'an `if` or `wait any`'],
  ['catch', 'a `try`'],
  ['finally', 'a `try`'],
  ['case', 'a `wait any`'],
]);

type NodeParts = () => { readonly keyword: Span; readonly span: Span };

/** Reads blocks, compound statements and declarations. */
export class StatementParser extends BlockParser {
  /** Declarations inside blocks: reported, and kept so that their names are known. */
  protected readonly misplaced: TopLevel[] = [];
  /** Whether the statement before was an `else`, `case`, … without its beginning. */
  #afterFollower = false;

  /** A declaration or statement at the top of the file. */
  protected topLevel(): TopLevel | undefined {
    return this.#item(true);
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
      const comparable = owner === undefined && !reservedWords.has(token.text) && !this.context.bag.full;
      const meant = comparable ? suggestions(token.text, commandWords) : [];
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
      const hint =
        findSetting(token.text) === undefined
          ? didYouMean(meant)
          : `; a setting is changed by \`set ${token.text} …\``;
      this.error('VS1010', token, `\`${token.text}\` is not a command${hint}`, {
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
    this.braced(() => {
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
    const span = this.braced(() => {
      const statement = this.#item(false);
      if (statement === undefined) return;
      if (isDeclaration(statement)) this.misplaced.push(statement);
      else statements.push(statement);
    });
    return { type: 'block', statements, span };
  }
}
