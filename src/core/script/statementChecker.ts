import type { Block, ForStatement, Identifier, RepeatStatement, Statement, Expression } from './ast.ts';
import { caughtError } from './builtins.ts';
import { NameScope, type NamedSymbol } from './nameScope.ts';
import { SimpleStatementChecker, maximalRounds } from './simpleStatementChecker.ts';
import { keywordOf, rowOf } from './statements.ts';
import { type Type, commonType, describeType, typeOf } from './types.ts';

const bool = typeOf('bool');
const string = typeOf('string');

/** Checks statements and blocks. */
export abstract class StatementChecker extends SimpleStatementChecker {
  /** Checks a block in a scope of its own, which `prepare` may fill first. */
  protected block(block: Block, prepare: () => void = () => undefined): void {
    this.at({ scope: new NameScope(this.position.scope) }, () => {
      prepare();
      this.statements(block.statements);
      this.closeScope();
    });
  }

  /** Checks statements in the current scope. */
  protected statements(statements: readonly Statement[]): void {
    for (const statement of statements) {
      if (statement.type === 'let') this.position.scope.expect(statement.name);
    }
    let end: string | undefined;
    for (const statement of statements) {
      if (end !== undefined && statement.type !== 'invalid') {
        this.report('VS4005', statement.keyword, `This is never reached: it stands behind \`${end}\``);
        end = undefined;
        this.statement(statement);
        continue;
      }
      this.statement(statement);
      end ??= endsBlock(statement) ? keywordOf(statement) : undefined;
    }
  }

  /** Reports what the current scope declares and nothing uses. */
  protected closeScope(): void {
    for (const symbol of this.position.scope.symbols()) this.reportUnused(symbol, ['let', 'const']);
  }

  protected reportUnused(symbol: NamedSymbol, kinds: readonly NamedSymbol['kind'][]): void {
    if (symbol.used || !kinds.includes(symbol.kind) || symbol.name.startsWith('_')) return;
    if (this.doubtfulNames.has(symbol.name)) return;
    this.report('VS4004', symbol.span, `\`${symbol.name}\` is never used`);
  }

  protected statement(node: Statement): void {
    const row = rowOf(node);
    if (row?.available === false && !this.position.quiet) {
      this.notAvailable(node.keyword, row.keyword);
      this.#unavailable(node);
    } else this.#check(node);
  }

  /** Checks the blocks of a statement that cannot run yet, and lets its own values be. */
  #unavailable(node: Statement): void {
    switch (node.type) {
      case 'on':
        this.at({ quiet: true }, () => this.infer(node.connection));
        this.block(node.body);
        return;
      case 'onEach': {
        const list = this.at({ quiet: true }, () => this.infer(node.connections));
        this.#named(node.body, node.name, list.kind === 'list' ? list.item : typeOf('unknown'));
        return;
      }
      default:
        this.at({ quiet: true }, () => this.#check(node));
    }
  }

  #check(node: Statement): void {
    switch (node.type) {
      case 'if':
        this.check(node.condition, bool);
        this.block(node.then);
        if (node.otherwise?.type === 'block') this.block(node.otherwise);
        else if (node.otherwise !== undefined) this.#check(node.otherwise);
        return;
      case 'repeat':
        this.#repeat(node);
        return;
      case 'for':
        this.#for(node);
        return;
      case 'retry':
        this.checkCount(node.times, 1, maximalRounds);
        this.durations(node.every);
        this.block(node.body);
        return;
      case 'within':
        this.durations(node.duration);
        this.block(node.body);
        return;
      case 'try':
        this.block(node.body);
        if (node.handler !== undefined) {
          const { error } = node;
          this.block(node.handler, () => {
            if (error !== undefined) this.declare(error, 'error', caughtError);
          });
        }
        if (node.cleanup !== undefined) this.block(node.cleanup);
        return;
      case 'step':
        this.infer(node.title);
        this.block(node.body);
        return;
      case 'on':
        this.check(node.connection, typeOf('connection'));
        this.block(node.body);
        return;
      case 'onEach': {
        this.check(node.connections, { kind: 'list', item: typeOf('connection') });
        if (node.limit !== undefined) this.checkCount(node.limit, 1, 100);
        this.#named(node.body, node.name, typeOf('connection'));
        return;
      }
      case 'holdBlock':
        this.check(node.key, typeOf('key'));
        this.block(node.body);
        return;
      case 'recordBlock':
        this.check(node.file, string);
        if (node.fps !== undefined) this.checkCount(node.fps, 1, 30);
        this.block(node.body);
        return;
      case 'waitAny':
        this.durations(node.timeout);
        for (const one of node.cases) {
          this.check(one.condition, bool);
          this.block(one.body);
        }
        if (node.otherwise !== undefined) this.block(node.otherwise);
        return;
      default:
        this.checkSimple(node);
    }
  }

  /** Checks a block in which one more name is known. */
  #named(block: Block, name: Identifier, type: Type): void {
    this.at({ loops: this.position.loops + 1 }, () =>
      this.block(block, () => {
        this.declare(name, 'loop', type);
      }),
    );
  }

  #repeat(node: RepeatStatement): void {
    if (node.mode === 'times') this.checkCount(node.subject, 0, maximalRounds);
    else {
      this.check(node.subject, bool);
      if (node.max === undefined && node.timeout === undefined) {
        const at = { start: node.subject.span.end, end: node.subject.span.end };
        this.report('VS2030', node.keyword, `\`repeat ${node.mode}\` needs \`max\` or \`timeout\``, {
          fixes: [{ title: 'Add `max 100 times`', edits: [{ ...at, text: ' max 100 times' }] }],
        });
      }
    }
    if (node.max !== undefined) this.checkCount(node.max, 0, maximalRounds);
    this.durations(node.every, node.timeout);
    this.at({ loops: this.position.loops + 1 }, () => this.block(node.body));
  }

  #for(node: ForStatement): void {
    const type = this.infer(node.iterable);
    const [first, second] = this.#itemTypes(type, node);
    this.at({ loops: this.position.loops + 1 }, () =>
      this.block(node.body, () => {
        this.declare(node.name, 'loop', first);
        if (node.second !== undefined) this.declare(node.second, 'loop', second);
      }),
    );
  }

  #itemTypes(type: Type, node: ForStatement): readonly [Type, Type] {
    const unknown = typeOf('unknown');
    const item = this.itemType(type, node.iterable, node.second !== undefined);
    if (type.kind === 'record') return [string, item];
    return node.second === undefined ? [item, unknown] : [typeOf('number'), item];
  }

  /** What a list gives for each round. */
  protected itemType(type: Type, node: Expression, records: boolean): Type {
    const unknown = typeOf('unknown');
    switch (type.kind) {
      case 'list':
        return type.item;
      case 'range':
        return typeOf('number');
      case 'unknown':
        return unknown;
      case 'optional':
        return this.itemType(type.inner, node, records);
      case 'record':
        if (records) return [...(type.fields?.values() ?? [])].reduce(commonType, unknown);
        break;
      default:
    }
    const hint = type.kind === 'number' ? '; a range is written `1..3`' : '';
    this.report('VS2010', node.span, `Expected a list or a range, found ${describeType(type)}${hint}`);
    return unknown;
  }
}

function endsBlock(node: Statement): boolean {
  return (
    node.type === 'return' ||
    node.type === 'outcome' ||
    (node.type === 'word' && node.verb !== 'breakpoint' && node.verb !== 'recordStop')
  );
}

/** Whether a block ends by `return`, `fail`, `skip` or `stop` on every way through it. */
export function alwaysEnds(block: Block): boolean {
  return block.statements.some((node) => {
    switch (node.type) {
      case 'return':
      case 'outcome':
        return true;
      case 'word':
        return node.verb === 'stop';
      case 'if': {
        let rest: Block | typeof node | undefined = node;
        while (rest?.type === 'if') {
          if (!alwaysEnds(rest.then)) return false;
          rest = rest.otherwise;
        }
        return rest !== undefined && alwaysEnds(rest);
      }
      case 'step':
      case 'within':
      case 'retry':
      case 'holdBlock':
      case 'recordBlock':
      case 'on':
        return alwaysEnds(node.body);
      case 'waitAny':
        return (
          node.cases.every((one) => alwaysEnds(one.body)) &&
          (node.otherwise === undefined || alwaysEnds(node.otherwise))
        );
      case 'try':
        return (
          (node.cleanup !== undefined && alwaysEnds(node.cleanup)) ||
          (alwaysEnds(node.body) && (node.handler === undefined || alwaysEnds(node.handler)))
        );
      default:
        return false;
    }
  });
}
