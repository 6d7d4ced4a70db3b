import { isVncError, type VncError } from '../core/base/errors.ts';
import type { ErrorAction, ErrorEntry, Wording } from './errorEntry.ts';
import { errorTable } from './errorTable.ts';
import { type Translate, type TranslateArguments, inEnglish, placesOf } from './translate.ts';

/** An error as a person reads it. */
export interface WordedError {
  /** What happened: one sentence. */
  readonly message: string;
  /** What to do about it. Show it too: a message alone helps nobody. */
  readonly detail: string;
  /** What can be offered as a button, the best first. */
  readonly actions: readonly ErrorAction[];
}

/** Longer texts from servers tell nothing more. */
const longestFact = 300;

/**
 * Says an error. Expected failures have their sentences in the table, filled in with their data; anything else
 * is a fault of ours, of which the log tells more.
 */
export function wordError(error: unknown, translate: Translate = inEnglish): WordedError {
  if (!isVncError(error)) return wordUnexpected(error, translate);
  const entry = errorTable[error.code];
  const facts = factsOf(error);
  const { message, fix } = fittingWording(entry, facts);
  return { message: translate(message, facts), detail: translate(fix, facts), actions: entry.actions };
}

/** {@link wordError} as one text: what happened and what to do. */
export function wordErrorInOneLine(error: unknown, translate: Translate = inEnglish): string {
  const { message, detail } = wordError(error, translate);
  return `${message} ${detail}`;
}

function wordUnexpected(error: unknown, translate: Translate): WordedError {
  if (error instanceof Error && error.name === 'AbortError') {
    const { message, fix } = errorTable.VNC_CANCELLED.wordings[0];
    return { message: translate(message, {}), detail: translate(fix, {}), actions: [] };
  }
  const reason = printable(error instanceof Error ? error.message : String(error));
  return {
    message: translate('Something went wrong that should not: {reason}', { reason }),
    detail: translate('The log has the details; please report it.', {}),
    actions: ['showLog'],
  };
}

/** The first wording whose conditions and places the facts meet. */
function fittingWording(entry: ErrorEntry, facts: TranslateArguments): Wording {
  const fits = ({ when = {}, message, fix }: Wording): boolean =>
    Object.entries(when).every(([name, value]) => facts[name] === value) &&
    [...placesOf(message), ...placesOf(fix)].every((name) => Object.hasOwn(facts, name));
  const last = entry.wordings[entry.wordings.length - 1];
  return entry.wordings.find(fits) ?? last ?? entry.wordings[0];
}

/** The data of an error and what follows from it; what is empty counts as not there. */
function factsOf(error: VncError): TranslateArguments {
  const facts: Record<string, string> = {};
  for (const [name, value] of Object.entries(error.data)) {
    const text = printable(String(value));
    if (text !== '') facts[name] = text;
  }
  const { host, port, timeout } = error.data;
  if (host !== undefined && port !== undefined) {
    facts['address'] = String(host).includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  }
  if (typeof timeout === 'number') facts['seconds'] = String(Math.round(timeout / 100) / 10);
  // A template's own braces cannot stand in a text with places.
  facts['example'] = error.data['reason'] === 'modifier' ? '${name:raw}' : '${name}';
  return facts;
}

/** What a server says may hold anything; it becomes one plain line. */
function printable(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim();
  return line.length > longestFact ? `${line.slice(0, longestFact - 1)}…` : line;
}
