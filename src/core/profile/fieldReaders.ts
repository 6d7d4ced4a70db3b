import { suggestions } from '../script/suggest.ts';
import { type ProfileProblemCode, severityOf } from './profileProblem.ts';
import { reportUnknown } from './unknownProperty.ts';

/** Hears of a problem with a field, or with `inner` of it. */
export type Report = (code: ProfileProblemCode, data?: Record<string, string>, inner?: string) => void;

/** Reads one field: its value, or `undefined` after a report. */
export type FieldReader<T> = (value: unknown, report: Report) => T | undefined;

/** Whether `value` is an object with named members. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Any text that is not empty. */
export function readText(value: unknown, report: Report): string | undefined {
  if (typeof value === 'string' && value.trim() !== '') return value;
  report('wrongType', { expected: 'text' });
  return undefined;
}

/**
 * A text of one line. Control characters and those that turn the direction of writing would let a connection look like another one
 * where it is shown, and write lines of its own into the log.
 */
export function readLine(value: unknown, report: Report): string | undefined {
  const text = readText(value, report);
  if (text === undefined || !/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(text)) return text;
  report('wrongType', { expected: 'text on one line, without control characters' });
  return undefined;
}

/** `true` or `false`. */
export function readBoolean(value: unknown, report: Report): boolean | undefined {
  if (typeof value === 'boolean') return value;
  report('wrongType', { expected: 'true or false' });
  return undefined;
}

/** A number within bounds. */
export function readNumber(
  value: unknown,
  report: Report,
  bounds: { readonly least: number; readonly most: number; readonly whole: boolean },
): number | undefined {
  const { least, most, whole } = bounds;
  if (typeof value !== 'number') {
    report('wrongType', { expected: 'number' });
    return undefined;
  }
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
  report('outOfRange', { least: String(least), most: String(most) });
  return undefined;
}

/** A list of texts, none of them empty. */
export function readTexts(value: unknown, report: Report): readonly string[] | undefined {
  if (Array.isArray(value) && value.every((one): one is string => typeof one === 'string' && one !== '')) {
    return value;
  }
  report('wrongType', { expected: 'list of texts' });
  return undefined;
}

/** One of some words, whatever the case it is written in; data holds the nearest one. */
export function readChoice<T extends string>(
  value: unknown,
  report: Report,
  choices: readonly T[],
): T | undefined {
  if (typeof value !== 'string') {
    report('wrongType', { expected: choices.join(', ') });
    return undefined;
  }
  const found = choices.find((choice) => choice.toLowerCase() === value.toLowerCase());
  if (found !== undefined) return found;
  const [suggestion] = suggestions(value, choices);
  report('notAChoice', {
    value: shortened(value),
    choices: choices.join(', '),
    ...(suggestion === undefined ? {} : { suggestion }),
  });
  return undefined;
}

/**
 * The members of an object, each by its reader; `undefined` when it is none or when any is wrong. A problem's
 * place is the member's name.
 */
export function readMembers<T extends object>(
  value: unknown,
  report: Report,
  readers: { readonly [K in keyof T]-?: FieldReader<T[K]> },
): Partial<T> | undefined {
  if (!isRecord(value)) {
    report('wrongType', { expected: 'object' });
    return undefined;
  }
  const wrong: string[] = [];
  const inside =
    (name: string): Report =>
    (code, data = {}, inner) => {
      if (severityOf(code) === 'error') wrong.push(name);
      report(code, data, inner === undefined ? name : `${name}.${inner}`);
    };
  const read: Partial<T> = {};
  for (const [name, one] of Object.entries(value)) {
    if (isMember(readers, name)) {
      const member = readers[name](one, inside(name));
      if (member !== undefined) read[name] = member;
    } else reportUnknown(name, Object.keys(readers), inside(name));
  }
  return wrong.length === 0 ? read : undefined;
}

function isMember<T extends object>(readers: T, name: PropertyKey): name is keyof T {
  return Object.hasOwn(readers, name);
}

/** Enough of what was written to find it by. */
function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
