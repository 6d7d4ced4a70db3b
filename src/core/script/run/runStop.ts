import type { Span } from '../ast.ts';
import { type RunErrorCode, ScriptFailure } from './runError.ts';

/** Why everything that is under way in a run ends: the reason of its abort signal. */
export class RunStop extends Error {
  readonly code: RunErrorCode;

  constructor(code: RunErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'RunStop';
    this.code = code;
  }

  /** The failure of the statement at `span` that was under way. */
  failureAt(span: Span): ScriptFailure {
    return new ScriptFailure(this.code, this.message, span, { cause: this.cause });
  }
}
