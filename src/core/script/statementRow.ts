import type { Clause, Slot, SlotKind, StatementGroup, StatementRow } from './statements.ts';

type Traits = Partial<Pick<StatementRow, 'slots' | 'clauses' | 'block' | 'topOnly' | 'available'>>;

/** A row; what `traits` leave out is empty, or available. */
export function row(
  group: StatementGroup,
  keyword: string,
  signature: string,
  summary: string,
  example: string,
  traits: Traits = {},
): StatementRow {
  return {
    keyword,
    group,
    signature,
    summary,
    example,
    slots: traits.slots ?? [],
    clauses: traits.clauses ?? [],
    block: traits.block ?? false,
    topOnly: traits.topOnly ?? false,
    available: traits.available ?? true,
  };
}

/** `name: kind`, with `?` behind the name when it may be left out. */
export function slots(written: Readonly<Record<string, SlotKind>>): readonly Slot[] {
  return Object.entries(written).map(([name, kind]) => ({
    name: name.replace('?', ''),
    kind,
    optional: name.endsWith('?'),
  }));
}

export const clause = (keyword: string, kind: SlotKind, summary: string): Clause => ({
  keyword,
  kind,
  summary,
});

export const timeout = clause('timeout', 'duration', 'how long to try; the setting `timeout` when left out');
export const holding = clause('holding', 'key', 'key or chord that is down meanwhile');
export const every = clause('every', 'duration', 'pause between two');
export const then = clause('then', 'key', 'key to press afterwards');
export const fps = clause('fps', 'number', 'pictures a second');
export const block = { block: true } as const;
export const later = { available: false } as const;
export const top = { topOnly: true } as const;
