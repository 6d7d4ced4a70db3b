import type { Block, FixtureDeclaration, Span, Statement, TestDeclaration } from '../ast.ts';
import { itemsOf } from './arithmetic.ts';
import { toMilliseconds } from './coerce.ts';
import type { Frame } from './frame.ts';
import { type Interpreter, lastBudget } from './interpreter.ts';
import { TestSkipped, TestStopped } from './machine.ts';
import { describeFailure } from './runContext.ts';
import { type RunError, ScriptFailure, endsRun } from './runError.ts';
import type { TestOutcome, TestResult } from './runEvent.ts';
import { screenshotPolicy } from './runSettings.ts';
import { Scope } from './scope.ts';
import { type TimeLimit, nearer } from './timeLimit.ts';
import { type Value, valueText } from './values.ts';

/** The name of the test that the statements outside of tests form. */
export const mainTest = 'main';

/** How long the picture of a failure may take. */
const failurePictureBudget = 5000;

interface TestPlan {
  readonly title: string;
  readonly span: Span;
  readonly statements: readonly Statement[];
  readonly frame: Frame;
  readonly setup: Block | undefined;
  readonly teardown: FixtureDeclaration | undefined;
}

/** Runs the tests of a script one after the other, each with its setup and teardown. */
export class TestRunner {
  readonly #interpreter: Interpreter;
  readonly #results: TestResult[] = [];
  #softErrors: RunError[] = [];
  #title = mainTest;
  #firstError: RunError | undefined;
  #ended = false;

  constructor(interpreter: Interpreter) {
    this.#interpreter = interpreter;
  }

  get results(): readonly TestResult[] {
    return this.#results;
  }

  /** The first failure of the run. */
  get firstError(): RunError | undefined {
    return this.#firstError;
  }

  /** Whether something happened after which no further test is run. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Keeps an unmet soft expectation for the end of the running test. */
  async noteSoft(failure: ScriptFailure, frame: Frame): Promise<void> {
    const error = await this.#describe(failure, frame);
    this.#softErrors.push(error);
    this.#interpreter.context.emit({ type: 'error', soft: true, error });
  }

  /** The statements outside of tests. */
  async runMain(statements: readonly Statement[], frame: Frame): Promise<void> {
    const first = statements[0];
    if (first === undefined) return;
    const span = { start: first.span.start, end: statements.at(-1)?.span.end ?? first.span.end };
    const fixtures = this.#fixtures();
    const plan = { title: mainTest, span, statements, frame: { ...frame, step: freshStep() }, ...fixtures };
    await this.#runTest(plan);
  }

  /** One test, once for each of its rows. */
  async runDeclared(node: TestDeclaration, frame: Frame): Promise<void> {
    const { evaluator, context } = this.#interpreter;
    const base = await this.#testFrame(node, frame);
    const title = await evaluator.string(node.title, base);
    const rows =
      node.rows === undefined
        ? [undefined]
        : itemsOf(await evaluator.evaluate(node.rows.iterable, base), node.rows.iterable.span);
    for (const [index, row] of rows.entries()) {
      if (this.#ended) return;
      const scope = new Scope(base.scope);
      if (row !== undefined && node.rows !== undefined) scope.define(node.rows.name.name, row);
      const length =
        node.timeout === undefined
          ? undefined
          : toMilliseconds(await evaluator.evaluate(node.timeout, base), node.timeout.span);
      const own: TimeLimit | undefined =
        length === undefined
          ? undefined
          : { at: context.clock.now() + length, length, owner: 'the time limit of the test', ofRun: false };
      await this.#runTest({
        title: row === undefined ? title : `${title} [${rowTitle(row, index)}]`,
        span: node.keyword,
        statements: node.body.statements,
        frame: { ...base, scope, step: freshStep(), limit: nearer(own, base.limit) },
        ...this.#fixtures(),
      });
    }
  }

  /** A frame with the settings that stand above the test in the file. */
  async #testFrame(node: TestDeclaration, frame: Frame): Promise<Frame> {
    const { context, evaluator } = this.#interpreter;
    const scope = new Scope(frame.fileScope, frame.scope);
    const inner = { ...frame, scope };
    for (const item of context.parsed.script.body)
      if (item.type === 'set' && item.span.start < node.span.start)
        scope.set(item.setting, await evaluator.evaluate(item.value, inner));
    return inner;
  }

  #fixtures(): Pick<TestPlan, 'setup' | 'teardown'> {
    const fixtures = this.#interpreter.context.parsed.script.body.filter((item) => item.type === 'fixture');
    return {
      setup: fixtures.find((item) => item.when === 'setup')?.body,
      teardown: fixtures.find((item) => item.when === 'teardown'),
    };
  }

  async #runTest(plan: TestPlan): Promise<void> {
    const { context } = this.#interpreter;
    const { title } = plan;
    const begin = context.clock.now();
    this.#title = title;
    this.#softErrors = [];
    context.emit({ type: 'testStart', title, span: context.place(plan.span) });
    let outcome: TestOutcome = 'passed';
    let reason: string | undefined;
    let failure: RunError | undefined;
    try {
      await this.#body(plan);
    } catch (error) {
      if (error instanceof TestSkipped) {
        outcome = 'skipped';
        reason = context.vault.mask(error.message);
      } else if (error instanceof ScriptFailure) {
        failure = await this.#fail(error, plan.frame);
      } else if (!(error instanceof TestStopped)) {
        plan.frame.connection.release();
        await this.#interpreter.endRecording();
        throw error;
      }
    }
    // A person who stopped the script wants no more input from it.
    if (failure?.code !== 'VS5041') {
      const late = await this.#tearDown(plan, failure !== undefined);
      failure ??= late;
    }
    await this.#interpreter.endRecording();
    const errors = failure === undefined ? this.#softErrors : [...this.#softErrors, failure];
    if (errors.length > 0) outcome = 'failed';
    this.#firstError ??= failure ?? errors[0];
    const result: TestResult = {
      title: context.vault.mask(title),
      outcome,
      duration: context.clock.now() - begin,
      reason,
      errors,
    };
    this.#results.push(result);
    context.emit({ type: 'testEnd', ...result });
  }

  async #body(plan: TestPlan): Promise<void> {
    const { context } = this.#interpreter;
    const { setup, frame } = plan;
    if (setup !== undefined) {
      const begin = context.clock.now();
      context.emit({ type: 'fixtureStart', when: 'setup', span: context.place(setup.span) });
      // In the test's own scope: what setup sets holds for the test.
      await this.#interpreter.runStatements(setup.statements, frame);
      context.emit({ type: 'fixtureEnd', when: 'setup', duration: context.clock.now() - begin });
    }
    await this.#interpreter.runStatements(plan.statements, frame);
  }

  /** Tells of a failure, takes its picture and lets go of every key and button. */
  async #fail(failure: ScriptFailure, frame: Frame): Promise<RunError> {
    if (endsRun(failure.code)) this.#ended = true;
    const error = await this.#describe(failure, frame);
    frame.connection.release();
    this.#interpreter.context.emit({ type: 'error', soft: false, error });
    return error;
  }

  async #describe(failure: ScriptFailure, frame: Frame): Promise<RunError> {
    const { context } = this.#interpreter;
    const screenshot = await this.#failurePicture(failure, frame);
    const where = { test: this.#title, connection: frame.connection.session.name };
    return describeFailure(context, failure, where, screenshot);
  }

  async #failurePicture(failure: ScriptFailure, frame: Frame): Promise<string | undefined> {
    const impossible = frame.signal.aborted || frame.connection.closed || endsRun(failure.code);
    if (impossible || frame.step.sensitive || screenshotPolicy(frame.scope) === 'off') return undefined;
    const { context } = this.#interpreter;
    const limit = this.#budget(failurePictureBudget);
    try {
      return await this.#interpreter.takePicture(
        { reason: 'failure', span: failure.span },
        { ...frame, limit },
      );
    } catch (error) {
      if (!(error instanceof ScriptFailure)) throw error;
      // The failure itself matters more than its picture.
      const message = `no picture of the failure: ${error.code} ${error.message}`;
      context.emit({ type: 'log', level: 'warn', message, depth: 0, span: context.place(failure.span) });
      return undefined;
    }
  }

  /** Runs `teardown`. After a failure its own failures are told, but the first one counts. */
  async #tearDown(plan: TestPlan, failed: boolean): Promise<RunError | undefined> {
    const { context } = this.#interpreter;
    const { teardown, frame } = plan;
    if (teardown === undefined) return undefined;
    const begin = context.clock.now();
    const span = context.place(teardown.keyword);
    context.emit({ type: 'fixtureStart', when: 'teardown', span });
    const scope = new Scope(frame.scope);
    const signal = frame.signal.aborted ? new AbortController().signal : frame.signal;
    const limit = failed ? this.#budget(lastBudget) : frame.limit;
    let error: RunError | undefined;
    try {
      const inner = { ...frame, scope, signal, limit, step: freshStep() };
      await this.#interpreter.runStatements(teardown.body.statements, inner);
    } catch (thrown) {
      if (thrown instanceof ScriptFailure) error = await this.#fail(thrown, { ...frame, signal });
      else if (!(thrown instanceof TestStopped || thrown instanceof TestSkipped)) throw thrown;
    }
    context.emit({ type: 'fixtureEnd', when: 'teardown', duration: context.clock.now() - begin, error });
    return error;
  }

  #budget(length: number): TimeLimit {
    const at = this.#interpreter.context.clock.now() + length;
    return { at, length, owner: 'the time for cleaning up', ofRun: false };
  }
}

function freshStep(): Frame['step'] {
  return { title: undefined, depth: 0, sensitive: false };
}

function rowTitle(row: Value, index: number): string {
  const text = valueText(row);
  return text.length <= 60 ? text : String(index + 1);
}
