import type { FuncDeclaration, Identifier, Span, TargetDeclaration } from './ast.ts';
import type { Type } from './types.ts';

export type SymbolKind =
  | 'let'
  | 'const'
  | 'param'
  | 'secret'
  | 'func'
  | 'target'
  | 'connection'
  | 'module'
  | 'parameter'
  | 'loop'
  | 'error';

/** Something that a script named. */
export interface NamedSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  readonly span: Span;
  /** Of a function or target: see `declaration`. */
  type: Type;
  used: boolean;
  readonly declaration?: FuncDeclaration | TargetDeclaration;
  /** Finds out the type when it is first asked for: constants at the top may be used above their line. */
  resolve?: (() => Type) | undefined;
}

/** The names of one block, and those around it. */
export class NameScope {
  readonly outer: NameScope | undefined;
  readonly #names = new Map<string, NamedSymbol>();
  /** Names that the block declares somewhere: tells "unknown" from "not yet". */
  readonly #coming = new Map<string, Identifier>();

  constructor(outer?: NameScope) {
    this.outer = outer;
  }

  own(name: string): NamedSymbol | undefined {
    return this.#names.get(name);
  }

  find(name: string): NamedSymbol | undefined {
    return this.#names.get(name) ?? this.outer?.find(name);
  }

  add(symbol: NamedSymbol): void {
    this.#names.set(symbol.name, symbol);
  }

  expect(name: Identifier): void {
    if (!this.#coming.has(name.name)) this.#coming.set(name.name, name);
  }

  /** Where `name` will be declared, here or around. */
  comingAt(name: string): Span | undefined {
    return this.#coming.get(name)?.span ?? this.outer?.comingAt(name);
  }

  symbols(): Iterable<NamedSymbol> {
    return this.#names.values();
  }

  /** Every name in reach, for suggestions. */
  reachable(): readonly string[] {
    return [...this.#names.keys(), ...(this.outer?.reachable() ?? [])];
  }
}
