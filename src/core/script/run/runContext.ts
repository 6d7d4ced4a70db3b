import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../base/clock.ts';
import { withDeadline } from '../../base/deadline.ts';
import { isVncError } from '../../base/errors.ts';
import type { FuncDeclaration, Span } from '../ast.ts';
import type { SourceSpan } from '../diagnostic.ts';
import type { ParseResult } from '../parseResult.ts';
import type { Frame } from './frame.ts';
import type { PausableClock } from './pausableClock.ts';
import { type RunError, ScriptFailure, failureFrom } from './runError.ts';
import type { RunEvent, RunHappening } from './runEvent.ts';
import { RunStop } from './runStop.ts';
import type { SecretVault } from './secretVault.ts';
import { limitText } from './timeLimit.ts';

/** What a run is made of, for all parts of the interpreter. */
export interface RunContextOptions {
  readonly parsed: ParseResult;
  readonly vault: SecretVault;
  /** Script time: stands still while a person holds the controls. */
  readonly clock: PausableClock;
  /** Real time. */
  readonly realClock: Clock;
  readonly onEvent: (event: RunEvent) => void;
  readonly environment: (name: string) => string | undefined;
  readonly random: () => number;
  readonly wallClock: () => number;
}

/** The services that every statement uses. */
export class RunContext {
  readonly parsed: ParseResult;
  readonly vault: SecretVault;
  readonly clock: PausableClock;
  readonly environment: (name: string) => string | undefined;
  readonly random: () => number;
  readonly wallClock: () => number;
  readonly functions: ReadonlyMap<string, FuncDeclaration>;
  readonly #options: RunContextOptions;
  readonly #begin: number;

  constructor(options: RunContextOptions) {
    this.#options = options;
    this.parsed = options.parsed;
    this.vault = options.vault;
    this.clock = options.clock;
    this.environment = options.environment;
    this.random = options.random;
    this.wallClock = options.wallClock;
    this.#begin = options.realClock.now();
    const functions = options.parsed.script.body.filter((item) => item.type === 'func');
    this.functions = new Map(functions.map((item) => [item.name.name, item]));
  }

  /** Real milliseconds since the run began. */
  get elapsed(): number {
    return this.#options.realClock.now() - this.#begin;
  }

  /** Tells of something that happened, without any secret. */
  emit(happening: RunHappening): void {
    this.#options.onEvent({ ...this.#masked(happening), time: this.elapsed });
  }

  place(span: Span): SourceSpan {
    return this.parsed.lines.place(span);
  }

  /** The source of `span` up to the end of its first line. */
  firstLine(span: Span): string {
    const text = this.parsed.source.slice(span.start, span.end);
    return (/^[^\r\n]*/u.exec(text)?.[0] ?? '').trimEnd();
  }

  /**
   * Does something with the outside world for the statement or expression at `span`: not before a person gave
   * the controls back, not beyond the frame's limit, and with every way to fail told as a `ScriptFailure`.
   */
  async perform<T>(frame: Frame, span: Span, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      if (frame.signal.aborted) throw frame.signal.reason;
      await frame.connection.whenResumed({ signal: frame.signal });
      const { limit } = frame;
      if (limit === undefined) return await withDeadline({ signal: frame.signal }, neverLate, work);
      const passed = (): Error => this.limitPassed(frame, span);
      const timeout = limit.at - this.clock.now();
      if (timeout <= 0) throw passed();
      return await withDeadline({ timeout, signal: frame.signal, clock: this.clock }, passed, work);
    } catch (error) {
      // Whether a person stopped the script or the session is closing is known a turn later.
      if (isVncError(error, 'VNC_INPUT_TAKEN')) await nextTurn();
      throw this.failureOf(error, frame, span);
    }
  }

  /** The failure for whatever was thrown at `span`; bugs stay what they are. */
  failureOf(error: unknown, frame: Frame, span: Span): unknown {
    if (error instanceof ScriptFailure) return error;
    const reason: unknown = frame.signal.aborted ? frame.signal.reason : undefined;
    if (error instanceof RunStop) return error.failureAt(span);
    // An action ends in its own way when the run is stopped: what counts is why it was.
    if (reason instanceof RunStop && isVncError(error)) return reason.failureAt(span);
    if (isVncError(error, 'VNC_INPUT_TAKEN') && frame.connection.paused)
      return new ScriptFailure('VS5041', 'a person took over in the middle of it', span, { cause: error });
    return failureFrom(error, span);
  }

  /** The failure of a frame whose limit has passed. */
  limitPassed(frame: Frame, span: Span): ScriptFailure {
    const { limit } = frame;
    if (limit === undefined) throw new Error('a limit passed that does not exist');
    const elapsed = this.clock.now() - (limit.at - limit.length);
    const code = limit.ofRun ? 'VS5044' : 'VS5043';
    return new ScriptFailure(code, `${limitText(limit)} has passed`, span, { elapsed, limit: limit.length });
  }

  /** A copy of `value` in which no text holds a secret. Paths stay: the names in them were masked before. */
  #masked<T>(value: T): T {
    return maskDeep(value, (text) => this.vault.mask(text)) as T;
  }
}

function neverLate(): Error {
  return new Error('a wait without a limit passed it');
}

/** Copies plain data with every text changed by `change`; errors, spans and paths stay as they are. */
function maskDeep(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item: unknown) => maskDeep(item, change));
  if (typeof value !== 'object' || value === null || value instanceof Error) return value;
  const entries = Object.entries(value).map(([key, item]: [string, unknown]) => [
    key,
    key === 'path' || key === 'screenshot' || key === 'type' ? item : maskDeep(item, change),
  ]);
  return Object.fromEntries(entries);
}

/** A failure as the world hears of it. */
export function describeFailure(
  context: RunContext,
  failure: ScriptFailure,
  where: { readonly test?: string | undefined; readonly connection?: string | undefined },
  screenshot?: string,
): RunError {
  const mask = (text: string): string => context.vault.mask(text);
  const cause: unknown = failure.details.cause;
  return {
    code: failure.code,
    message: mask(failure.message),
    span: context.place(failure.span),
    calls: failure.calls.map(({ name, span }) => ({ name, span: context.place(span) })),
    test: where.test === undefined ? undefined : mask(where.test),
    step: failure.step === undefined ? undefined : mask(failure.step),
    note: failure.details.note === undefined ? undefined : mask(failure.details.note),
    elapsed: failure.details.elapsed,
    limit: failure.details.limit,
    connection: where.connection,
    screenshot,
    cause: isVncError(cause) ? cause : undefined,
  };
}
