import { type Clock, systemClock } from '../../base/clock.ts';
import { type Logger, silentLogger } from '../../base/logger.ts';
import { throwIfCancelled } from '../../base/deadline.ts';
import { isVncError } from '../../base/errors.ts';
import { type Disposable, toDisposable } from '../../base/disposables.ts';
import type { Session } from '../../session/session.ts';
import type { ParamDeclaration, Script, Span, Statement, UseDeclaration } from '../ast.ts';
import { check } from '../checker.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { ParseResult } from '../parseResult.ts';
import { parse } from '../parser.ts';
import { Artefacts, type PlaceArtefact, type WriteArtefact } from './artefacts.ts';
import { asDeclared } from './coerce.ts';
import { seededRandom } from './builtinFunctions.ts';
import type { Frame } from './frame.ts';
import { Interpreter } from './interpreter.ts';
import { readParam } from './paramValues.ts';
import { PausableClock } from './pausableClock.ts';
import { RunConnection } from './runConnection.ts';
import { RunContext, describeFailure } from './runContext.ts';
import { type RunError, ScriptFailure, exitCodeOf, failureFrom } from './runError.ts';
import type { RunEvent, RunResult } from './runEvent.ts';
import { defineDefaults } from './runSettings.ts';
import { RunRecordings } from './runRecordings.ts';
import { RunStop } from './runStop.ts';
import { Scope } from './scope.ts';
import { SecretText } from './secretText.ts';
import { SecretVault } from './secretVault.ts';
import { TestRunner } from './testRunner.ts';
import type { TimeLimit } from './timeLimit.ts';
import type { Value } from './values.ts';

/** What a run needs. */
export interface RunOptions {
  readonly source: string;
  /** For events and for the panel, which shows who drives. */
  readonly fileName: string;
  /** The source as it was parsed before, to save doing so again. */
  readonly parsed?: ParseResult | undefined;
  /**
   * Gives the session of a named connection, or of the default one. The run drives it and leaves it open; one
   * that was opened for the run is closed by the caller.
   */
  connect(name: string | undefined, signal: AbortSignal): Promise<Session>;
  /** What was given for the script's parameters, as text. */
  readonly params?: Readonly<Record<string, string>> | undefined;
  /** The value of a secret; `undefined` when there is none. */
  secret(name: string, from: string | undefined): Promise<string | undefined>;
  /** Writes a file of the run as a whole; `name` may have folders, never leads out. @returns where it is */
  readonly writeArtefact: WriteArtefact;
  /**
   * Makes room for a recording; `name` may have folders, never leads out. Scripts record nothing when left out.
   *
   * @returns the path of a file that nothing else writes
   */
  readonly placeArtefact?: PlaceArtefact | undefined;
  /** Called when a secret is typed: until the result is disposed, recordings by others show what was there before. */
  readonly shield?: (() => Disposable) | undefined;
  onEvent(event: RunEvent): void;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
  readonly logger?: Logger | undefined;
  /** Settings over the defaults and under those of the script. */
  readonly settings?: Readonly<Record<string, Value>> | undefined;
  /** Titles of the only tests to run, as they stand in the script; all, and the statements outside, when left out. */
  readonly only?: readonly string[] | undefined;
  /** Milliseconds that the whole run may take; no limit when left out. */
  readonly timeout?: number | undefined;
  /** What `env(name)` gives; nothing when left out. */
  readonly environment?: ((name: string) => string | undefined) | undefined;
  /** The time of day in milliseconds since 1970. */
  readonly wallClock?: (() => number) | undefined;
}

/**
 * Runs a script against a session. Never throws for what a script, a person or a server does: that is told in
 * the result and, as it happens, in the events. Keys and buttons are up when it resolves.
 */
export async function runScript(options: RunOptions): Promise<RunResult> {
  return await new ScriptRun(options).run();
}

class ScriptRun {
  readonly #options: RunOptions;
  readonly #context: RunContext;
  readonly #artefacts: Artefacts;
  readonly #interpreter: Interpreter;
  readonly #tests: TestRunner;
  readonly #controller = new AbortController();
  readonly #fileScope = new Scope();
  readonly #logger: Logger;
  #connection: RunConnection | undefined;

  constructor(options: RunOptions) {
    this.#options = options;
    this.#logger = options.logger ?? silentLogger;
    const realClock = options.clock ?? systemClock;
    const seed = options.settings?.['seed'];
    this.#context = new RunContext({
      parsed: options.parsed ?? parse(options.source),
      vault: new SecretVault(),
      clock: new PausableClock(realClock),
      realClock,
      onEvent: (event) => options.onEvent(event),
      environment: options.environment ?? (() => undefined),
      random: seed?.type === 'number' ? seededRandom(seed.value) : Math.random,
      wallClock: options.wallClock ?? Date.now,
    });
    this.#artefacts = new Artefacts(options.writeArtefact, options.placeArtefact);
    const shieldOthers = options.shield ?? (() => toDisposable(() => undefined));
    const recordings = new RunRecordings(this.#artefacts, realClock, shieldOthers);
    this.#interpreter = new Interpreter(this.#context, this.#artefacts, recordings, (failure, frame) =>
      this.#tests.noteSoft(failure, frame),
    );
    this.#tests = new TestRunner(this.#interpreter);
  }

  async run(): Promise<RunResult> {
    const { signal } = this.#options;
    const cancelled = (): void => this.#controller.abort(new RunStop('VS5040', 'the run was cancelled'));
    signal?.addEventListener('abort', cancelled, { once: true });
    if (signal?.aborted === true) cancelled();
    try {
      const refused = check(this.#context.parsed).find((diagnostic) => diagnostic.severity === 'error');
      const error = refused === undefined ? await this.#guarded() : refusal(refused);
      return this.#finish(error);
    } finally {
      this.#connection?.dispose();
      signal?.removeEventListener('abort', cancelled);
    }
  }

  /** Runs everything. @returns the failure that was outside of all tests, if any */
  async #guarded(): Promise<RunError | undefined> {
    try {
      await this.#prepareAndRun();
      return undefined;
    } catch (error) {
      if (!(error instanceof ScriptFailure)) throw error;
      const described = describeFailure(this.#context, error, { connection: this.#connection?.session.name });
      this.#context.emit({ type: 'error', soft: false, error: described });
      return described;
    }
  }

  async #prepareAndRun(): Promise<void> {
    const { script } = this.#context.parsed;
    this.#context.emit({
      type: 'runStart',
      fileName: this.#options.fileName,
      tests: script.body.flatMap((item) => (item.type === 'test' ? [item.title.literal ?? 'test'] : [])),
    });
    defineDefaults(this.#fileScope, this.#options.settings);
    this.#readParams(script);
    await this.#readSecrets(script);
    const frame = await this.#connect(script);
    await this.#defineNames(script, frame);
    const { only } = this.#options;
    const statements = only === undefined ? mainStatements(script) : [];
    const hasTests = script.body.some((item) => item.type === 'test');
    // Settings alone make no test: each test takes those that stand above it.
    if (!hasTests || statements.some((item) => item.type !== 'set'))
      await this.#tests.runMain(statements, { ...frame, scope: new Scope(this.#fileScope) });
    for (const item of script.body)
      if (item.type === 'test' && !this.#tests.ended && (only?.includes(item.title.literal ?? '') ?? true))
        await this.#tests.runDeclared(item, frame);
  }

  #readParams(script: Script): void {
    const declared = new Map<string, ParamDeclaration>();
    for (const item of script.body) if (item.type === 'param') declared.set(item.name.name, item);
    for (const [name, text] of Object.entries(this.#options.params ?? {})) {
      const declaration = declared.get(name);
      if (declaration === undefined)
        throw new ScriptFailure('VS5062', `the script has no parameter ${name}`, { start: 0, end: 0 });
      this.#fileScope.define(name, readParam(declaration, text));
    }
    for (const [name, { value, name: place }] of declared)
      if (value === undefined && this.#fileScope.lookup(name) === undefined)
        throw new ScriptFailure('VS5062', `the parameter ${name} has no value`, place.span);
  }

  async #readSecrets(script: Script): Promise<void> {
    for (const item of script.body) {
      if (item.type !== 'secret') continue;
      const value = await this.#options.secret(item.name.name, item.from?.literal);
      this.#stopIfCancelled(item.name.span);
      if (value === undefined)
        throw new ScriptFailure('VS5030', `the secret ${item.name.name} has no value`, item.name.span);
      this.#context.vault.add(value);
      this.#fileScope.define(item.name.name, { type: 'secret', value: new SecretText(value) });
    }
  }

  #stopIfCancelled(span: Span): void {
    const { signal } = this.#controller;
    if (signal.aborted && signal.reason instanceof RunStop) throw signal.reason.failureAt(span);
  }

  async #connect(script: Script): Promise<Frame> {
    const use = script.body.find((item): item is UseDeclaration => item.type === 'use');
    const span = use?.connection.span ?? { start: 0, end: 0 };
    const { signal } = this.#controller;
    let session: Session;
    try {
      throwIfCancelled(signal);
      session = await this.#options.connect(use?.connection.literal, signal);
    } catch (error) {
      this.#stopIfCancelled(span);
      if (error instanceof RunStop) throw error.failureAt(span);
      throw connectFailure(error, span);
    }
    this.#stopIfCancelled(span);
    const driver = { kind: 'script', name: this.#options.fileName } as const;
    const connection = new RunConnection(session, driver, {
      paused: (paused) => this.#paused(paused),
      stopped: (stop) => this.#controller.abort(stop),
    });
    this.#connection = connection;
    const { name, address, size } = session;
    this.#context.emit({ type: 'connected', name, address, ...size });
    try {
      connection.take();
    } catch (error) {
      if (isVncError(error, 'VNC_INPUT_TAKEN'))
        throw new ScriptFailure('VS5031', 'another script or agent drives this connection', span, {
          cause: error,
        });
      throw failureFrom(error, span);
    }
    return {
      scope: this.#fileScope,
      fileScope: this.#fileScope,
      signal,
      limit: this.#runLimit(),
      calls: [],
      step: { title: undefined, depth: 0, sensitive: false },
      connection,
      live: undefined,
    };
  }

  #runLimit(): TimeLimit | undefined {
    const { timeout: length } = this.#options;
    if (length === undefined) return undefined;
    return {
      at: this.#context.clock.now() + length,
      length,
      owner: 'the time limit of the run',
      ofRun: true,
    };
  }

  #paused(paused: boolean): void {
    this.#logger.log('info', paused ? 'a person took over from the script' : 'the script drives again');
    if (paused) this.#context.clock.pause();
    else this.#context.clock.resume();
    this.#context.emit({ type: paused ? 'paused' : 'resumed' });
  }

  /** Parameters that were not given, and constants, in the order of the file. */
  async #defineNames(script: Script, frame: Frame): Promise<void> {
    for (const item of script.body) {
      const named = item.type === 'param' || (item.type === 'let' && item.constant);
      if (!named || item.value === undefined || this.#fileScope.lookup(item.name.name) !== undefined)
        continue;
      const value = await this.#interpreter.evaluator.evaluate(item.value, frame);
      this.#fileScope.define(item.name.name, asDeclared(value, item.declaredType, item.value.span));
    }
  }

  #finish(outside: RunError | undefined): RunResult {
    const error = this.#tests.firstError ?? outside;
    const result: RunResult = {
      outcome: outcomeOf(error, outside),
      error,
      tests: this.#tests.results,
      artefacts: this.#artefacts.written,
      duration: this.#context.elapsed,
      exitCode: exitCodeOf(error),
    };
    this.#context.emit({ type: 'runEnd', result });
    return result;
  }
}

/** The failure of a connection that was not made. */
function connectFailure(error: unknown, span: Span): unknown {
  if (!isVncError(error) || error.code === 'VNC_CANCELLED') return failureFrom(error, span);
  switch (error.kind) {
    case 'authentication':
    case 'timeout':
      return failureFrom(error, span);
    case 'connection':
      // One that was lost before the first picture was never made.
      return new ScriptFailure('VS5010', 'the server cannot be reached', span, { cause: error });
    case 'protocol':
    case 'state':
    case 'input':
      return new ScriptFailure('VS5010', 'the connection cannot be used', span, { cause: error });
  }
}

function mainStatements(script: Script): readonly Statement[] {
  const declarations = ['import', 'use', 'useAll', 'param', 'secret', 'target', 'func', 'test', 'fixture'];
  return script.body.filter(
    (item): item is Statement => !declarations.includes(item.type) && !(item.type === 'let' && item.constant),
  );
}

function refusal(diagnostic: Diagnostic): RunError {
  return { code: diagnostic.code, message: diagnostic.message, span: diagnostic.span, calls: [] };
}

function outcomeOf(error: RunError | undefined, outside: RunError | undefined): RunResult['outcome'] {
  if (error === undefined) return 'passed';
  if (error.code === 'VS5040' || error.code === 'VS5041') return 'cancelled';
  return outside === undefined ? 'failed' : 'error';
}
