import type { Value } from './values.ts';

/** Variables and settings of a block. Each is looked for outwards; what a block sets ends with it. */
export class Scope {
  readonly #names = new Map<string, Value>();
  readonly #settings = new Map<string, Value>();
  readonly #outer: Scope | undefined;
  readonly #settingsOuter: Scope | undefined;

  /**
   * @param outer where names are looked for next.
   * @param settingsOuter where settings are looked for next: a function takes those of its caller, so that a
   *   test can slow down or hurry what it calls. `outer` when left out.
   */
  constructor(outer?: Scope, settingsOuter: Scope | undefined = outer) {
    this.#outer = outer;
    this.#settingsOuter = settingsOuter;
  }

  /** Declares a name in this block. */
  define(name: string, value: Value): void {
    this.#names.set(name, value);
  }

  /** Gives a name that is declared here or further out another value; false when there is none. */
  assign(name: string, value: Value): boolean {
    if (this.#names.has(name)) {
      this.#names.set(name, value);
      return true;
    }
    return this.#outer?.assign(name, value) ?? false;
  }

  lookup(name: string): Value | undefined {
    return this.#names.get(name) ?? this.#outer?.lookup(name);
  }

  /** Sets something from here to the end of this block. */
  set(setting: string, value: Value): void {
    this.#settings.set(setting, value);
  }

  setting(name: string): Value | undefined {
    return this.#settings.get(name) ?? this.#settingsOuter?.setting(name);
  }
}
