import type { Span } from './ast.ts';
import { type Diagnostic, type Fix, type LineMap, type RelatedPlace } from './diagnostic.ts';
import { type DiagnosticCode, diagnosticCodes } from './diagnosticCodes.ts';

/** How many errors one pass reports: a person mends the first ones first. */
export const maximalErrors = 100;

/** What a diagnostic can carry beside its message. */
export interface DiagnosticExtras {
  readonly related?: readonly { readonly message: string; readonly span: Span }[];
  readonly fixes?: readonly Fix[];
}

/** Collects the findings of one pass, at most {@link maximalErrors}. */
export class DiagnosticBag {
  readonly #lines: LineMap;
  readonly #items: Diagnostic[] = [];

  constructor(lines: LineMap) {
    this.#lines = lines;
  }

  /** How many there are. */
  get size(): number {
    return this.#items.length;
  }

  /** Whether more are not kept: then nothing needs to be found out for them. */
  get full(): boolean {
    return this.#items.length >= maximalErrors;
  }

  add(code: DiagnosticCode, span: Span, message: string, extras: DiagnosticExtras = {}): void {
    if (this.full) return;
    const related: readonly RelatedPlace[] | undefined = extras.related?.map((place) => ({
      message: place.message,
      span: this.#lines.place(place.span),
    }));
    this.#items.push({
      code,
      severity: diagnosticCodes[code].severity,
      message,
      span: this.#lines.place(span),
      ...(related === undefined ? {} : { related }),
      ...(extras.fixes === undefined || extras.fixes.length === 0 ? {} : { fixes: extras.fixes.slice(0, 3) }),
    });
  }

  /** All, in order of their place. */
  sorted(): readonly Diagnostic[] {
    return [...this.#items].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  }
}

/** A fix that replaces `span` by `text`. */
export function replaceFix(span: Span, text: string, title = `Change to \`${text}\``): Fix {
  return { title, edits: [{ start: span.start, end: span.end, text }] };
}
