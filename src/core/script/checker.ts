import type {
  Declaration,
  FuncDeclaration,
  Parameter,
  Script,
  Span,
  Statement,
  StringExpression,
  TestDeclaration,
  TopLevel,
} from './ast.ts';
import { isDeclaration } from './ast.ts';
import type { CheckEnvironment } from './checkEnvironment.ts';
import type { FunctionState, Position } from './checkerState.ts';
import type { Diagnostic } from './diagnostic.ts';
import { DiagnosticBag, maximalErrors } from './diagnosticBag.ts';
import { NameScope } from './nameScope.ts';
import type { ParseResult } from './parseResult.ts';
import { inferredType } from './simpleStatementChecker.ts';
import { StatementChecker, alwaysEnds } from './statementChecker.ts';
import { rowOf } from './statements.ts';
import { type Type, listOf, nameOfType, typeOf } from './types.ts';

export type { CheckEnvironment } from './checkEnvironment.ts';

/** How many functions are looked into, one from the other, to find out what they return. */
const maximalInference = 30;
const callerTypes: ReadonlySet<Type['kind']> = new Set([
  'string',
  'number',
  'bool',
  'duration',
  'percent',
  'regex',
  'color',
  'key',
  'unknown',
]);

/**
 * Everything that is wrong with a script, syntax included, in order of its place.
 *
 * The interpreter needs no types from here: where a text stands for a colour or a tuple for a place, the value
 * is converted when it is used, and this has made sure that it can be.
 */
export function check(parsed: ParseResult, environment: CheckEnvironment = {}): readonly Diagnostic[] {
  const bag = new DiagnosticBag(parsed.lines);
  new Checker(bag, environment, doubtfulNames(parsed)).script(parsed.script);
  const all = [...parsed.diagnostics, ...bag.sorted()];
  all.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return all.slice(0, maximalErrors);
}

/** Names that may be declared in lines that could not be read. */
function doubtfulNames(parsed: ParseResult): ReadonlySet<string> {
  const names = new Set<string>();
  if (parsed.diagnostics.length === 0) return names;
  const { lines, tokens } = parsed;
  const wrongLines = new Set(parsed.diagnostics.map((diagnostic) => diagnostic.span.line));
  // Where blocks begin and end is in doubt, so is where names are known.
  const shaky = parsed.diagnostics.some(({ code }) => /^VS10[23]/.test(code));
  for (const token of tokens) {
    if (token.kind !== 'word') continue;
    if (shaky || wrongLines.has(lines.lineOf(token.start))) names.add(token.text);
  }
  return names;
}

interface Call {
  readonly to: FuncDeclaration;
  readonly span: Span;
}

class Checker extends StatementChecker {
  readonly #calls = new Map<FuncDeclaration, Call[]>();
  readonly #checked = new Map<FuncDeclaration, Type>();
  /** Functions whose body is being checked. */
  readonly #active: FuncDeclaration[] = [];

  script(script: Script): void {
    for (const item of script.body) this.#hoist(item);
    const main: Statement[] = [];
    for (const item of script.body) {
      if (isDeclaration(item)) this.#declaration(item);
      else if (item.type === 'let' && item.constant) this.fileScope.find(item.name.name)?.resolve?.();
      else main.push(item);
    }
    this.at({ scope: new NameScope(this.fileScope) }, () => {
      this.statements(main);
      this.closeScope();
    });
    this.#recursion();
    this.#unused(script, main);
  }

  #unused(script: Script, main: readonly Statement[]): void {
    // A file without tests and statements is there for others to import.
    const runs = main.length > 0 || script.body.some((item) => item.type === 'test');
    const kinds = runs ? (['param', 'secret', 'const', 'func'] as const) : (['secret'] as const);
    for (const symbol of this.fileScope.symbols()) this.reportUnused(symbol, kinds);
  }

  /** Makes the names of declarations and top-level constants known to the whole file. */
  #hoist(item: TopLevel): void {
    const unknown = typeOf('unknown');
    switch (item.type) {
      case 'use':
        if (item.alias !== undefined) this.declare(item.alias, 'connection', typeOf('connection'));
        return;
      case 'useAll':
        this.declare(item.alias, 'connection', listOf(typeOf('connection')));
        return;
      case 'import':
        if (item.alias !== undefined) this.declare(item.alias, 'module', unknown);
        return;
      case 'param':
        this.declare(item.name, 'param', this.#parameterType(item));
        return;
      case 'secret':
        this.declare(item.name, 'secret', typeOf('secret'));
        return;
      case 'target':
        this.declare(item.name, 'target', typeOf('target'), { declaration: item });
        return;
      case 'func':
        this.declare(item.name, 'func', unknown, {
          declaration: item,
          resolve: () => this.#returnType(item),
        });
        return;
      case 'let': {
        if (!item.constant) return;
        let type: Type | undefined;
        let active = false;
        const resolve = (): Type => {
          if (type !== undefined || active) return type ?? unknown;
          active = true;
          type = this.#outside(() => this.#constant(item));
          return type;
        };
        const symbol = this.declare(item.name, 'const', unknown, { resolve });
        if (symbol === undefined) resolve();
        return;
      }
      default:
    }
  }

  /** Runs `work` at the top of the file. */
  #outside<T>(work: () => T): T {
    return this.at({ scope: this.fileScope, func: undefined, loops: 0, quiet: false }, work);
  }

  #constant(item: Extract<Statement, { type: 'let' }>): Type {
    this.checkPassword(item.name, item.value, item.span);
    if (item.declaredType !== undefined) {
      const declared = this.typeFrom(item.declaredType);
      this.check(item.value, declared);
      return declared;
    }
    const type = inferredType(this.infer(item.value));
    if (type.kind !== 'nothing') return type;
    this.report('VS2010', item.value.span, 'This call gives no value');
    return typeOf('unknown');
  }

  readonly #parameterTypes = new Map<Parameter['declaredType'], Type>();

  #parameterType(parameter: Pick<Parameter, 'declaredType'>): Type {
    let type = this.#parameterTypes.get(parameter.declaredType);
    if (type === undefined) {
      type = this.typeFrom(parameter.declaredType);
      this.#parameterTypes.set(parameter.declaredType, type);
    }
    return type;
  }

  protected override parameterType(parameter: Parameter): Type {
    return this.#parameterType(parameter);
  }

  #declaration(item: Declaration): void {
    if (rowOf(item)?.available === false) {
      this.notAvailable(item.keyword, rowOf(item)?.keyword ?? item.type);
      if (item.type === 'target') {
        this.at({ quiet: true }, () =>
          this.#withParameters(item.parameters ?? [], () => this.infer(item.value)),
        );
      }
      return;
    }
    switch (item.type) {
      case 'use':
        this.#connection(item.connection);
        return;
      case 'param': {
        const type = this.#parameterType(item);
        if (item.value !== undefined) this.check(item.value, type);
        const inner = type.kind === 'optional' ? type.inner : type;
        if (inner.kind === 'secret') {
          this.report('VS2040', item.declaredType.span, 'A secret is declared with `secret`, not `param`');
        } else if (!callerTypes.has(inner.kind)) {
          const { span } = item.declaredType;
          this.report(
            'VS2010',
            span,
            `A \`param\` cannot be a ${nameOfType(inner)}: callers give it as text`,
          );
        }
        this.checkPassword(item.name, item.value, item.span);
        return;
      }
      case 'func':
        this.#returnType(item);
        return;
      case 'test':
        this.#test(item);
        return;
      case 'fixture':
        this.#once(item);
        this.#outside(() => this.block(item.body));
        return;
      default:
    }
  }

  readonly #fixtures = new Map<string, Span>();

  #once(item: Extract<Declaration, { type: 'fixture' }>): void {
    const first = this.#fixtures.get(item.when);
    if (first === undefined) this.#fixtures.set(item.when, item.keyword);
    else {
      this.report('VS2002', item.keyword, `A script has one \`${item.when}\``, {
        related: [{ message: 'the first one', span: first }],
      });
    }
  }

  #connection(name: StringExpression): void {
    this.infer(name);
    const { connections } = this.environment;
    const { literal } = name;
    if (literal === undefined) {
      this.report('VS2010', name.span, 'The name of a connection is a text without `${}`');
      return;
    }
    if (connections === undefined || connections.includes(literal)) return;
    const meant = connections.map((known) => JSON.stringify(known));
    this.unknownWord(
      'VS3002',
      name.span,
      `There is no connection "${literal}"`,
      JSON.stringify(literal),
      meant,
    );
  }

  #test(item: TestDeclaration): void {
    this.#outside(() => {
      this.infer(item.title);
      for (const tag of item.tags) this.infer(tag);
      if (item.timeout !== undefined) this.check(item.timeout, typeOf('duration'));
      const { rows } = item;
      const row =
        rows === undefined ? undefined : this.itemType(this.infer(rows.iterable), rows.iterable, false);
      this.block(item.body, () => {
        if (rows !== undefined && row !== undefined) this.declare(rows.name, 'loop', row);
      });
    });
  }

  #withParameters(parameters: readonly Parameter[], work: () => void): void {
    for (const parameter of parameters) {
      const type = this.#parameterType(parameter);
      if (parameter.value !== undefined) this.check(parameter.value, type);
    }
    this.at({ scope: new NameScope(this.fileScope) }, () => {
      for (const parameter of parameters)
        this.declare(parameter.name, 'parameter', this.#parameterType(parameter));
      work();
    });
  }

  /** What a function returns; checks its body when that was not done yet. */
  #returnType(item: FuncDeclaration): Type {
    const known = this.#checked.get(item);
    if (known !== undefined) return known;
    const declared =
      item.returns === undefined ? undefined : this.#parameterType({ declaredType: item.returns });
    if (this.#active.includes(item)) return declared ?? typeOf('unknown');
    if (this.#active.length >= maximalInference) return declared ?? typeOf('unknown');
    const func: FunctionState = { declaration: item, declared, returned: undefined };
    this.#active.push(item);
    const position: Position = { scope: this.fileScope, func, loops: 0, quiet: false };
    this.at(position, () => this.#withParameters(item.parameters, () => this.block(item.body)));
    this.#active.pop();
    if (declared !== undefined && declared.kind !== 'optional' && !alwaysEnds(item.body)) {
      const message = `\`${item.name.name}\` does not return a value on every way through it`;
      this.report('VS2032', item.name.span, message);
    }
    const type = declared ?? func.returned ?? typeOf('nothing');
    this.#checked.set(item, type);
    return type;
  }

  protected override called(declaration: FuncDeclaration, span: Span): void {
    const from = this.position.func?.declaration;
    if (from === undefined) return;
    const calls = this.#calls.get(from);
    if (calls === undefined) this.#calls.set(from, [{ to: declaration, span }]);
    else calls.push({ to: declaration, span });
  }

  /** Reports calls that lead back to the function that they stand in; walks without recursion of its own. */
  #recursion(): void {
    const done = new Set<FuncDeclaration>();
    for (const start of this.#calls.keys()) {
      if (done.has(start)) continue;
      const path: { readonly func: FuncDeclaration; next: number }[] = [{ func: start, next: 0 }];
      const open = new Set([start]);
      for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
        const call = this.#calls.get(top.func)?.[top.next++];
        if (call === undefined) {
          done.add(top.func);
          open.delete(top.func);
          path.pop();
        } else if (open.has(call.to))
          this.#reportRecursion(
            call,
            path.map(({ func }) => func),
          );
        else if (!done.has(call.to)) {
          open.add(call.to);
          path.push({ func: call.to, next: 0 });
        }
      }
    }
  }

  #reportRecursion(call: Call, path: readonly FuncDeclaration[]): void {
    if (this.bag.full) return;
    const names = path.slice(path.indexOf(call.to)).map((func) => `\`${func.name.name}\``);
    const shown = names.slice(1, 5).join(', ') + (names.length > 5 ? ', …' : '');
    const way = names.length === 1 ? '' : ` by way of ${shown}`;
    const message = `\`${call.to.name.name}\` calls itself${way}; every script has to end`;
    this.report('VS2008', call.span, message, {
      related: [{ message: 'declared here', span: call.to.name.span }],
    });
  }

  protected override lookUp(
    name: string,
    span: Span,
    kind: 'name' | 'function',
  ): ReturnType<StatementChecker['lookUp']> {
    const symbol = super.lookUp(name, span, kind);
    if (symbol?.kind === 'const' && this.#isEarly(symbol.span, span)) {
      this.report('VS2006', span, `\`${name}\` is used before it is declared`, {
        related: [{ message: 'declared here', span: symbol.span }],
      });
    }
    return symbol;
  }

  /** Whether a top-level statement or constant uses a constant of a line below it; blocks run later. */
  #isEarly(declared: Span, used: Span): boolean {
    return (
      used.start < declared.start &&
      this.position.func === undefined &&
      this.position.scope === this.fileScope
    );
  }
}
