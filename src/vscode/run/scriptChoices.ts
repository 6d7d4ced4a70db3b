import type { ParamDeclaration, Script } from '../../core/script/ast.ts';

/** What a script can be run on. */
export interface Runnable<C, S> {
  /** The stored connection of a name. */
  readonly find: (name: string) => C | undefined;
  /** What is connected. */
  readonly sessions: readonly S[];
  /** What the active panel shows, while it is connected. */
  readonly active: S | undefined;
}

/** Where a script runs, or what has to be done to know it. */
export type TargetChoice<C, S> =
  | { readonly kind: 'connection'; readonly connection: C }
  | { readonly kind: 'session'; readonly session: S }
  | { readonly kind: 'unknown'; readonly name: string }
  | { readonly kind: 'ask' };

/**
 * What a script drives: the connection that its first `use` names, else what the active panel shows, else the only
 * session that there is. A stored connection comes before a session that bears its name.
 */
export function chooseTarget<C, S extends { readonly name: string }>(
  script: Script,
  { find, sessions, active }: Runnable<C, S>,
): TargetChoice<C, S> {
  const name = script.body.find((item) => item.type === 'use')?.connection.literal;
  if (name !== undefined) {
    const connection = find(name);
    if (connection !== undefined) return { kind: 'connection', connection };
    const session = sessions.find((one) => one.name === name);
    return session === undefined ? { kind: 'unknown', name } : { kind: 'session', session };
  }
  const [first, second] = sessions;
  const session = active ?? (second === undefined ? first : undefined);
  return session === undefined ? { kind: 'ask' } : { kind: 'session', session };
}

/** The parameters that a person has to be asked for: without a default and without a value from the caller. */
export function missingParams(
  script: Script,
  given: Readonly<Record<string, string>>,
): readonly ParamDeclaration[] {
  return script.body.flatMap((item) =>
    item.type === 'param' && item.value === undefined && !Object.hasOwn(given, item.name.name) ? [item] : [],
  );
}
