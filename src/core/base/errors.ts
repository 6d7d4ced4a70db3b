import { type VncErrorCode, type VncErrorKind, errorCodes } from './errorCodes.ts';

/** Facts that belong to an error. Never a secret: they reach logs and messages. */
export type VncErrorData = Readonly<Record<string, string | number | boolean>>;

/** What an error can carry beside its code. */
export interface VncErrorDetails {
  readonly data?: VncErrorData;
  readonly cause?: unknown;
}

/**
 * An expected failure: callers decide on {@link VncError.code} or {@link VncError.kind}, never on the message,
 * which is for logs only. Create one with {@link vncError}, which picks the class of the code's kind.
 */
export class VncError extends Error {
  /** The stable code. */
  readonly code: VncErrorCode;
  /** The group of the code. */
  readonly kind: VncErrorKind;
  /** Facts for the sentence that a person reads. */
  readonly data: VncErrorData;

  constructor(code: VncErrorCode, details: VncErrorDetails = {}) {
    const data = details.data ?? {};
    const facts = Object.entries(data).map(([key, value]) => `${key}=${String(value)}`);
    super([code, ...facts].join(' '), details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.kind = errorCodes[code];
    this.data = data;
  }
}

/** The server was not reached, refused us, or was lost: kinds `connection` and `authentication`. */
export class VncConnectionError extends VncError {}

/** The server did not let us in: kind `authentication`. */
export class VncAuthenticationError extends VncConnectionError {}

/** A deadline passed: kind `timeout`. */
export class VncTimeoutError extends VncError {}

/** The server does not speak RFB as the specification says: kind `protocol`. */
export class VncProtocolError extends VncError {}

/** Makes an error of the class that belongs to the code's kind. */
export function vncError(code: VncErrorCode, data: VncErrorData = {}, cause?: unknown): VncError {
  const details: VncErrorDetails = cause === undefined ? { data } : { data, cause };
  switch (errorCodes[code]) {
    case 'connection':
      return new VncConnectionError(code, details);
    case 'authentication':
      return new VncAuthenticationError(code, details);
    case 'timeout':
      return new VncTimeoutError(code, details);
    case 'protocol':
      return new VncProtocolError(code, details);
    case 'state':
    case 'input':
      return new VncError(code, details);
  }
}

/** Whether `error` is an expected failure, optionally of one of the given codes. */
export function isVncError(error: unknown, ...codes: readonly VncErrorCode[]): error is VncError {
  return error instanceof VncError && (codes.length === 0 || codes.includes(error.code));
}

/** Ends a `switch` over a union: does not type-check when a member is missing. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
}
