import type { FuncDeclaration, Identifier, Span, TypeReference } from './ast.ts';
import { findBuiltinFunction, findBuiltinName } from './builtins.ts';
import { type CheckEnvironment, type KeyTable, productKeys } from './checkEnvironment.ts';
import { type DiagnosticBag, type DiagnosticExtras, replaceFix } from './diagnosticBag.ts';
import type { DiagnosticCode } from './diagnosticCodes.ts';
import { NameScope, type NamedSymbol, type SymbolKind } from './nameScope.ts';
import { didYouMean, suggestions } from './suggest.ts';
import { type Type, listOf, typeNames, typeOf } from './types.ts';

/** A function whose body is being checked. */
export interface FunctionState {
  readonly declaration: FuncDeclaration;
  readonly declared: Type | undefined;
  returned: Type | undefined;
}

/** Where in the script the checker is. */
export interface Position {
  readonly scope: NameScope;
  readonly func: FunctionState | undefined;
  readonly loops: number;
  /** Inside something that was reported as not available: that its parts are not either is not repeated. */
  readonly quiet: boolean;
}

/** What all parts of the checker share: names in reach and how findings are reported. */
export class CheckerState {
  protected readonly bag: DiagnosticBag;
  protected readonly keys: KeyTable;
  protected readonly environment: CheckEnvironment;
  protected readonly fileScope = new NameScope();
  protected position: Position = { scope: this.fileScope, func: undefined, loops: 0, quiet: false };
  /** Names that a line declares that could not be read: not reported as unknown. */
  protected readonly doubtfulNames: ReadonlySet<string>;

  constructor(bag: DiagnosticBag, environment: CheckEnvironment, doubtfulNames: ReadonlySet<string>) {
    this.bag = bag;
    this.environment = environment;
    this.keys = environment.keys ?? productKeys;
    this.doubtfulNames = doubtfulNames;
  }

  protected report(code: DiagnosticCode, span: Span, message: string, extras: DiagnosticExtras = {}): void {
    this.bag.add(code, span, message, extras);
  }

  /** Reports once that `what` is part of the language but cannot run yet. */
  protected notAvailable(span: Span, what: string): void {
    if (!this.position.quiet) this.report('VS2090', span, `\`${what}\` is not available yet`);
  }

  /** Runs `work` somewhere else and comes back. */
  protected at<T>(change: Partial<Position>, work: () => T): T {
    const saved = this.position;
    this.position = { ...saved, ...change };
    try {
      return work();
    } finally {
      this.position = saved;
    }
  }

  /** Reports a word that is none of `candidates`, with the likeliest ones. */
  protected unknownWord(
    code: DiagnosticCode,
    span: Span,
    message: string,
    word: string,
    candidates: Iterable<string>,
  ): void {
    if (this.bag.full) return;
    const meant = suggestions(word, candidates);
    this.report(code, span, message + didYouMean(meant), {
      fixes: meant.map((candidate) => replaceFix(span, candidate)),
    });
  }

  /** The symbol of that name; `undefined` after it was reported as unknown. */
  protected lookUp(name: string, span: Span, kind: 'name' | 'function'): NamedSymbol | undefined {
    const symbol = this.position.scope.find(name);
    if (symbol !== undefined) {
      symbol.used = true;
      return symbol;
    }
    if (this.doubtfulNames.has(name)) return undefined;
    const coming = this.position.scope.comingAt(name);
    if (coming !== undefined) {
      this.report('VS2006', span, `\`${name}\` is used before it is declared`, {
        related: [{ message: 'declared here', span: coming }],
      });
      return undefined;
    }
    if (this.bag.full) return undefined;
    const candidates = [...this.position.scope.reachable(), ...this.builtinWords(kind)];
    const what = kind === 'function' ? 'There is no function' : 'Unknown name';
    this.unknownWord('VS2001', span, `${what} \`${name}\``, name, candidates);
    return undefined;
  }

  /** The built-in words for suggestions. */
  protected builtinWords(_kind: 'name' | 'function'): readonly string[] {
    return [];
  }

  /** Declares a name in the current block. */
  protected declare(
    name: Identifier,
    kind: SymbolKind,
    type: Type,
    extras: Partial<Pick<NamedSymbol, 'declaration' | 'resolve' | 'used'>> = {},
  ): NamedSymbol | undefined {
    if (name.name === '') return undefined;
    const { scope } = this.position;
    if (findBuiltinName(name.name) !== undefined || findBuiltinFunction(name.name) !== undefined) {
      this.report('VS2004', name.span, `\`${name.name}\` is built in and cannot be declared`);
    }
    const own = scope.own(name.name);
    if (own !== undefined) {
      this.report('VS2002', name.span, `\`${name.name}\` is declared twice`, {
        related: [{ message: 'first declared here', span: own.span }],
      });
      return undefined;
    }
    const outer = scope.outer?.find(name.name);
    if (outer !== undefined) {
      this.report('VS2007', name.span, `\`${name.name}\` hides a name of an outer block`, {
        related: [{ message: 'the hidden name', span: outer.span }],
      });
    }
    const symbol: NamedSymbol = { name: name.name, kind, span: name.span, type, used: false, ...extras };
    scope.add(symbol);
    return symbol;
  }

  /** The type that a script wrote. */
  protected typeFrom(reference: TypeReference): Type {
    const { name } = reference.name;
    let type = typeNames.get(name);
    if (type === undefined) {
      if (name !== '') {
        this.unknownWord('VS2011', reference.name.span, `Unknown type \`${name}\``, name, typeNames.keys());
      }
      type = typeOf('unknown');
    }
    for (let depth = 0; depth < reference.listDepth; depth++) type = listOf(type);
    return reference.optional ? { kind: 'optional', inner: type } : type;
  }
}
