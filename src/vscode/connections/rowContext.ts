import type { ConnectionState } from './connector.ts';

/** What the menus of a row of the tree depend on. */
export interface RowFacts {
  readonly state: ConnectionState;
  readonly viewOnly: boolean;
  /** Of connections that have one: their secrets can be forgotten. */
  readonly hasId?: boolean;
  /** Its session is being recorded. */
  readonly recorded: boolean;
}

/** The words that the manifest's `viewItem` conditions look for. */
export function rowContext(
  kind: 'connection' | 'session',
  { state, viewOnly, hasId = false, recorded }: RowFacts,
): string {
  const marks = { viewOnly, hasId, recorded };
  return [kind, state, ...Object.entries(marks).flatMap(([mark, is]) => (is ? [mark] : []))].join('.');
}
