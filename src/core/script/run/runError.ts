import type { VncErrorCode } from '../../base/errorCodes.ts';
import { type VncError, isVncError } from '../../base/errors.ts';
import type { Span } from '../ast.ts';
import type { SourceSpan } from '../diagnostic.ts';

/** How a run can fail, with what each code stands for. Codes are public: they are added, never renamed. */
export const runErrorCodes = {
  /** A `wait for` was not met in time. */
  VS5001: 'not met in time',
  /** An `expect` was not met. */
  VS5002: 'expectation not met',
  /** The server cannot be reached, or refuses us. */
  VS5010: 'no connection',
  /** The server does not let us in. */
  VS5011: 'authentication failed',
  /** The connection ended during the run. */
  VS5012: 'connection lost',
  /** A place is not on the screen. */
  VS5020: 'outside the screen',
  /** A character that the keyboard cannot make, or the clipboard cannot take. */
  VS5021: 'untypable text',
  /** A secret has no value. */
  VS5030: 'secret unavailable',
  /** Something that a script may not do: names of files outside the run's folder, input to a view-only session. */
  VS5031: 'blocked by policy',
  /** A picture or another file could not be written. */
  VS5032: 'artefact not written',
  VS5040: 'cancelled',
  /** A person took over and stopped the script. */
  VS5041: 'taken over',
  /** The time limit of a test or a `within` has passed. */
  VS5043: 'time limit passed',
  /** The time limit of the run has passed. */
  VS5044: 'time limit of the run passed',
  /** The statement `fail`. */
  VS5050: 'failed by the script',
  /** A loop came to its bound. */
  VS5060: 'loop bound reached',
  /** A value that cannot be used where it is. */
  VS5061: 'value cannot be used',
  /** A parameter is missing, unknown or malformed. */
  VS5062: 'bad parameter',
  /** The server did something that an action cannot go on from. */
  VS5063: 'action failed',
} as const;

export type RunErrorCode = keyof typeof runErrorCodes;

/** Where a function was called. */
export interface CallSite {
  readonly name: string;
  readonly span: Span;
}

/** What explains a failure beyond its message. */
export interface FailureDetails {
  readonly cause?: unknown;
  /** One line that helps: what was seen instead, what to try. */
  readonly note?: string | undefined;
  /** Milliseconds that passed, and that were allowed. */
  readonly elapsed?: number | undefined;
  readonly limit?: number | undefined;
}

/** A failure on its way through the interpreter. */
export class ScriptFailure extends Error {
  readonly code: RunErrorCode;
  readonly span: Span;
  readonly details: FailureDetails;
  /** The functions it happened in, innermost first; filled in as it leaves them. */
  readonly calls: CallSite[] = [];
  /** Whether `calls` has been filled in. */
  located = false;
  /** The title of the innermost step it happened in. */
  step: string | undefined;

  constructor(code: RunErrorCode, message: string, span: Span, details: FailureDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'ScriptFailure';
    this.code = code;
    this.span = span;
    this.details = details;
  }
}

/** A failure as the world hears of it: no secret in any of its text. */
export interface RunError {
  /** A {@link RunErrorCode}, or the code of a diagnostic that kept the script from running. */
  readonly code: string;
  readonly message: string;
  readonly span: SourceSpan;
  /** The functions it happened in, innermost first. */
  readonly calls: readonly { readonly name: string; readonly span: SourceSpan }[];
  readonly test?: string | undefined;
  readonly step?: string | undefined;
  readonly note?: string | undefined;
  /** Milliseconds that passed, and that were allowed. */
  readonly elapsed?: number | undefined;
  readonly limit?: number | undefined;
  readonly connection?: string | undefined;
  /** The path of a picture of the screen at that moment. */
  readonly screenshot?: string | undefined;
  /** What the session or the transport reported. */
  readonly cause?: VncError | undefined;
}

/** Failures that end the run, whatever tests are left. */
export function endsRun(code: RunErrorCode): boolean {
  return ['VS5010', 'VS5011', 'VS5012', 'VS5032', 'VS5040', 'VS5041', 'VS5044'].includes(code);
}

/** Failures that `retry` and `catch` leave alone: policy, secrets, and an end that somebody wants. */
export function isFinal(code: RunErrorCode): boolean {
  return ['VS5030', 'VS5031', 'VS5040', 'VS5041', 'VS5043', 'VS5044'].includes(code);
}

const messages: Partial<Record<VncErrorCode, readonly [RunErrorCode, string]>> = {
  VNC_CONNECTION_LOST: ['VS5012', 'the connection was lost'],
  VNC_SESSION_CLOSED: ['VS5012', 'the connection is closed'],
  VNC_OUTSIDE_SCREEN: ['VS5020', 'the place is outside the screen'],
  VNC_UNTYPABLE: ['VS5021', 'the text has a character that cannot be typed'],
  VNC_CLIPBOARD_UNSUPPORTED: ['VS5021', 'the text has a character that the remote clipboard cannot take'],
  VNC_CLIPBOARD_TOO_LARGE: ['VS5021', 'the text is too long for the remote clipboard'],
  VNC_KEY_UNKNOWN: ['VS5061', 'there is no such key'],
  VNC_VIEW_ONLY: ['VS5031', 'the connection is view-only: it takes no input'],
  VNC_CANCELLED: ['VS5040', 'the run was cancelled'],
  VNC_INPUT_TAKEN: ['VS5041', 'another driver holds the controls'],
  VNC_FILE_NOT_WRITTEN: ['VS5032', 'a file could not be written'],
  VNC_ACTION_TIMEOUT: ['VS5063', 'the server did not answer in time'],
};

/** The failure that stands for whatever an action threw at `span`. Bugs (not VncErrors) stay what they are. */
export function failureFrom(error: unknown, span: Span): unknown {
  if (!isVncError(error)) return error;
  const known = messages[error.code];
  if (known !== undefined)
    return new ScriptFailure(known[0], withFacts(known[1], error), span, { cause: error });
  switch (error.kind) {
    case 'authentication':
      return new ScriptFailure('VS5011', 'the server does not let us in', span, { cause: error });
    case 'connection':
    case 'timeout':
      return new ScriptFailure('VS5010', 'the server cannot be reached', span, { cause: error });
    case 'protocol':
      return new ScriptFailure('VS5012', 'the server broke the protocol', span, { cause: error });
    case 'state':
    case 'input':
      return new ScriptFailure('VS5063', 'the action failed', span, { cause: error });
  }
}

/** Adds the facts that tell which place, key or character it was. */
function withFacts(message: string, error: VncError): string {
  const facts = Object.entries(error.data).map(([name, value]) => `${name} ${String(value)}`);
  return facts.length === 0 ? message : `${message} (${facts.join(', ')})`;
}

/** The exit code of the command line for a run that ended with `error`: vncscript.md, "Errors". */
export function exitCodeOf(error: RunError | undefined): number {
  if (error === undefined) return 0;
  switch (error.code) {
    case 'VS5001':
    case 'VS5002':
    case 'VS5020':
    case 'VS5021':
    case 'VS5050':
    case 'VS5043':
    case 'VS5060':
    case 'VS5063':
      return 1;
    case 'VS5011':
      return 3;
    case 'VS5010':
      return connectExitCode(error.cause);
    case 'VS5012':
      return 11;
    case 'VS5032':
      return 30;
    case 'VS5044':
      return 40;
    case 'VS5040':
    case 'VS5041':
      return 130;
    default:
      return 2;
  }
}

function connectExitCode(cause: VncError | undefined): number {
  if (cause?.kind === 'timeout') return 40;
  // An address, a template or a profile that cannot be used is a mistake of the caller.
  return cause?.kind === 'input' ? 2 : 10;
}
