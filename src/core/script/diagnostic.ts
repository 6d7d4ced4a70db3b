import type { Span } from './ast.ts';

/** `error` keeps a script from running; the others do not. */
export type DiagnosticSeverity = 'error' | 'warning' | 'information' | 'hint';

/** Where something is in a source: offsets, and line and column for people. */
export interface SourceSpan extends Span {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** UTF-16 code units; 0 where something is missing. */
  readonly length: number;
}

/** Another place that explains a diagnostic, such as the first of two declarations. */
export interface RelatedPlace {
  readonly message: string;
  readonly span: SourceSpan;
}

/** Replaces a stretch of the source; an empty stretch is an insertion. */
export interface TextEdit extends Span {
  readonly text: string;
}

/** One way to put a diagnostic right. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** One finding about a script. */
export interface Diagnostic {
  /** `VS1xxx` syntax, `VS2xxx` names and types, `VS3xxx` resources, `VS4xxx` lint; see `diagnosticCodes.ts`. */
  readonly code: string;
  readonly severity: DiagnosticSeverity;
  readonly message: string;
  readonly span: SourceSpan;
  readonly related?: readonly RelatedPlace[];
  /** At most three, the likeliest first. */
  readonly fixes?: readonly Fix[];
}

/** Finds lines and columns of one text. */
export class LineMap {
  readonly #starts: number[] = [0];
  readonly #length: number;

  constructor(source: string) {
    this.#length = source.length;
    for (const { index, 0: end } of source.matchAll(/\r\n|\r|\n/g)) this.#starts.push(index + end.length);
  }

  /** How many lines there are; at least one. */
  get count(): number {
    return this.#starts.length;
  }

  /** The line, from 1, that holds `offset`. */
  lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** The offset at which `line`, from 1, begins. */
  startOf(line: number): number {
    return this.#starts[line - 1] ?? this.#length;
  }

  /** Adds line and column to offsets. */
  place(span: Span): SourceSpan {
    const line = this.lineOf(span.start);
    return {
      start: span.start,
      end: span.end,
      line,
      column: span.start - this.startOf(line) + 1,
      length: span.end - span.start,
    };
  }
}
