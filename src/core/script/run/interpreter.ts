import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
  Block,
  Expression,
  FuncDeclaration,
  LogStatement,
  OutcomeStatement,
  RecordBlockStatement,
  RecordStartStatement,
  ScreenshotStatement,
  Span,
  Statement,
  StepStatement,
  TypeReference,
} from '../ast.ts';
import type { Artefacts } from './artefacts.ts';
import { asDeclared, toCount, toRegion, toText } from './coerce.ts';
import { Evaluator } from './evaluator.ts';
import type { Frame } from './frame.ts';
import {
  type Flow,
  type Machine,
  type PictureRequest,
  TestSkipped,
  TestStopped,
  nextFlow,
} from './machine.ts';
import type { RunContext } from './runContext.ts';
import { ScriptFailure } from './runError.ts';
import type { RunRecordings } from './runRecordings.ts';
import { screenshotPolicy } from './runSettings.ts';
import { Scope } from './scope.ts';
import { runFor, runIf, runRepeat, runRetry, runTry, runWithin } from './statements/flowStatements.ts';
import {
  runClipboardSet,
  runHoldBlock,
  runHoldFor,
  runPaste,
  runPress,
  runSend,
  runType,
} from './statements/keyboardStatements.ts';
import { runClick, runDrag, runMouseButton, runScroll } from './statements/pointerStatements.ts';
import { runExpect, runWait, runWaitAny, runWaitFor } from './statements/waitStatements.ts';
import { type Value, noneValue, valueText } from './values.ts';

/** How long `finally` and `teardown` may take after an end that somebody wanted. */
export const lastBudget = 10_000;

/** Functions cannot call themselves; this bounds what the checker lets through, such as two that call each other. */
const deepestCall = 100;

/** Rounds and statements between two turns of others. */
const turnEvery = 100;

/** Runs statements. */
export class Interpreter implements Machine {
  readonly context: RunContext;
  readonly evaluator: Evaluator;
  readonly #artefacts: Artefacts;
  readonly #recordings: RunRecordings;
  readonly #onSoftFailure: (failure: ScriptFailure, frame: Frame) => Promise<void>;
  #statements = 0;
  #breaths = 0;

  constructor(
    context: RunContext,
    artefacts: Artefacts,
    recordings: RunRecordings,
    onSoftFailure: (failure: ScriptFailure, frame: Frame) => Promise<void>,
  ) {
    this.context = context;
    this.#artefacts = artefacts;
    this.#recordings = recordings;
    this.#onSoftFailure = onSoftFailure;
    this.evaluator = new Evaluator(context, (declaration, args, frame, span) =>
      this.#call(declaration, args, frame, span),
    );
  }

  async runBlock(block: Block, frame: Frame): Promise<Flow> {
    return await this.runStatements(block.statements, { ...frame, scope: new Scope(frame.scope) });
  }

  /** Runs statements in the frame's own scope until one leads out of them. */
  async runStatements(statements: readonly Statement[], frame: Frame): Promise<Flow> {
    for (const statement of statements) {
      const flow = await this.runStatement(statement, frame);
      if (flow.type !== 'next') return flow;
    }
    return nextFlow;
  }

  /** Runs one statement and tells of it. */
  async runStatement(statement: Statement, frame: Frame): Promise<Flow> {
    await this.breathe(frame, statement.keyword);
    if (statement.type === 'step') return await this.#step(statement, frame);
    const { context } = this;
    const id = ++this.#statements;
    const { depth } = frame.step;
    const span = context.place(statement.span);
    const begin = context.clock.now();
    context.emit({ type: 'statementStart', id, text: context.firstLine(statement.span), depth, span });
    let outcome: 'passed' | 'failed' = 'failed';
    try {
      const flow = await this.#dispatch(statement, frame);
      outcome = 'passed';
      return flow;
    } catch (error) {
      if (error instanceof TestStopped || error instanceof TestSkipped) outcome = 'passed';
      throw context.failureOf(error, frame, statement.span);
    } finally {
      context.emit({ type: 'statementEnd', id, outcome, duration: context.clock.now() - begin });
    }
  }

  async softFailure(failure: ScriptFailure, frame: Frame): Promise<void> {
    await this.#onSoftFailure(failure, frame);
  }

  async takePicture(request: PictureRequest, frame: Frame): Promise<string> {
    return await this.#artefacts.takePicture(this.context, request, frame);
  }

  async unrecorded<T>(work: () => Promise<T>): Promise<T> {
    const shield = this.#recordings.shield();
    try {
      return await work();
    } finally {
      shield.dispose();
    }
  }

  /** Ends the recording that a test has left on. */
  async endRecording(): Promise<void> {
    await this.#recordings.end(this.context);
  }

  lastFrame(frame: Frame): Frame {
    if (!frame.signal.aborted) return frame;
    const limit = {
      at: this.context.clock.now() + lastBudget,
      length: lastBudget,
      owner: 'the time for cleaning up',
      ofRun: false,
    };
    return { ...frame, signal: new AbortController().signal, limit };
  }

  async breathe(frame: Frame, span: Span): Promise<void> {
    this.#breaths++;
    if (this.#breaths % turnEvery === 0) await nextTurn();
    if (frame.signal.aborted || frame.connection.paused)
      await this.context.perform(frame, span, () => Promise.resolve());
    if (frame.limit !== undefined && this.context.clock.now() >= frame.limit.at)
      throw this.context.limitPassed(frame, span);
  }

  async #dispatch(node: Exclude<Statement, StepStatement>, frame: Frame): Promise<Flow> {
    switch (node.type) {
      case 'let':
        frame.scope.define(node.name.name, await this.#declared(node.value, node.declaredType, frame));
        return nextFlow;
      case 'assign':
        if (!frame.scope.assign(node.name.name, await this.evaluator.evaluate(node.value, frame)))
          throw new ScriptFailure('VS5061', `there is no variable ${node.name.name}`, node.name.span);
        return nextFlow;
      case 'call':
        await this.evaluator.evaluate(node.call, frame);
        return nextFlow;
      case 'set':
        frame.scope.set(node.setting, await this.evaluator.evaluate(node.value, frame));
        return nextFlow;
      case 'wait':
        return await done(runWait(this, node, frame));
      case 'waitFor':
        return await done(runWaitFor(this, node, frame));
      case 'expect':
        return await done(runExpect(this, node, frame));
      case 'click':
        return await done(runClick(this, node, frame));
      case 'drag':
        return await done(runDrag(this, node, frame));
      case 'scroll':
        return await done(runScroll(this, node, frame));
      case 'mouseButton':
        return await done(runMouseButton(this, node, frame));
      case 'press':
        return await done(runPress(this, node, frame));
      case 'holdFor':
        return await done(runHoldFor(this, node, frame));
      case 'typeText':
        return await done(runType(this, node, frame));
      case 'send':
        return await done(runSend(this, node, frame));
      case 'paste':
        return await done(runPaste(this, node, frame));
      case 'clipboardSet':
        return await done(runClipboardSet(this, node, frame));
      case 'screenshot':
        return await done(this.#screenshot(node, frame));
      case 'log':
        return await done(this.#log(node, frame));
      case 'outcome':
        return await this.#outcome(node, frame);
      case 'return':
        return {
          type: 'return',
          value: node.value === undefined ? noneValue : await this.evaluator.evaluate(node.value, frame),
        };
      case 'word':
        if (node.verb === 'break' || node.verb === 'continue') return { type: node.verb };
        if (node.verb === 'stop') throw new TestStopped();
        if (node.verb === 'recordStop') return await done(this.#recordings.stop(this.context, node.span));
        break;
      case 'if':
        return await runIf(this, node, frame);
      case 'repeat':
        return await runRepeat(this, node, frame);
      case 'for':
        return await runFor(this, node, frame);
      case 'retry':
        return await runRetry(this, node, frame);
      case 'within':
        return await runWithin(this, node, frame);
      case 'try':
        return await runTry(this, node, frame);
      case 'holdBlock':
        return await runHoldBlock(this, node, frame);
      case 'waitAny':
        return await runWaitAny(this, node, frame);
      case 'recordStart':
        return await done(this.#startRecording(node, frame));
      case 'recordBlock':
        return await this.#recordBlock(node, frame);
      case 'attach':
      case 'connection':
      case 'resize':
      case 'on':
      case 'onEach':
      case 'invalid':
        break;
    }
    throw new Error(`a script with the statement ${node.type} does not pass the checker`);
  }

  async #step(node: StepStatement, frame: Frame): Promise<Flow> {
    const { context } = this;
    const title = await this.evaluator.string(node.title, frame);
    const { depth } = frame.step;
    const step = { title, depth: depth + 1, sensitive: false };
    const begin = context.clock.now();
    context.emit({ type: 'stepStart', title, depth, span: context.place(node.span) });
    let outcome: 'passed' | 'failed' = 'failed';
    try {
      const flow = await this.runBlock(node.body, { ...frame, step });
      if (screenshotPolicy(frame.scope) === 'each-step' && !step.sensitive)
        await this.takePicture({ reason: 'step', span: node.keyword }, frame);
      outcome = 'passed';
      return flow;
    } catch (error) {
      if (error instanceof TestStopped || error instanceof TestSkipped) outcome = 'passed';
      if (error instanceof ScriptFailure) error.step ??= title;
      throw error;
    } finally {
      // Around a step that typed a secret no picture is taken either, unless the test went on from it.
      if (step.sensitive && (outcome === 'failed' || depth > 0)) frame.step.sensitive = true;
      context.emit({ type: 'stepEnd', title, depth, outcome, duration: context.clock.now() - begin });
    }
  }

  async #call(
    declaration: FuncDeclaration,
    args: ReadonlyMap<string, Value>,
    frame: Frame,
    span: Span,
  ): Promise<Value> {
    const name = declaration.name.name;
    if (frame.calls.length >= deepestCall) throw new ScriptFailure('VS5061', `${name} calls itself`, span);
    const scope = new Scope(frame.fileScope, frame.scope);
    for (const [parameter, value] of args) scope.define(parameter, value);
    const calls = [{ name, span }, ...frame.calls];
    try {
      const flow = await this.runStatements(declaration.body.statements, { ...frame, scope, calls });
      return flow.type === 'return' ? flow.value : noneValue;
    } catch (error) {
      if (error instanceof ScriptFailure && error.calls.length < calls.length && !error.located) {
        error.calls.push(...calls);
        error.located = true;
      }
      throw error;
    }
  }

  async #declared(node: Expression, type: TypeReference | undefined, frame: Frame): Promise<Value> {
    const value = await this.evaluator.evaluate(node, frame);
    return asDeclared(value, type, node.span);
  }

  async #screenshot(node: ScreenshotStatement, frame: Frame): Promise<void> {
    const name =
      node.name === undefined
        ? undefined
        : toText(await this.evaluator.evaluate(node.name, frame), node.name.span);
    const { size } = frame.connection.session;
    const region =
      node.region === undefined
        ? undefined
        : toRegion(await this.evaluator.evaluate(node.region, frame), size, node.region.span);
    const span = node.name?.span ?? node.span;
    await this.takePicture({ name, region, reason: 'statement', span }, frame);
  }

  async #startRecording(node: RecordStartStatement | RecordBlockStatement, frame: Frame): Promise<void> {
    const file = toText(await this.evaluator.evaluate(node.file, frame), node.file.span);
    const fps =
      node.fps === undefined
        ? undefined
        : toCount(await this.evaluator.evaluate(node.fps, frame), 1, node.fps.span);
    await this.#recordings.start(this.context, { file, fps, span: node.file.span }, frame);
  }

  async #recordBlock(node: RecordBlockStatement, frame: Frame): Promise<Flow> {
    await this.#startRecording(node, frame);
    let flow: Flow;
    try {
      flow = await this.runBlock(node.body, frame);
    } catch (error) {
      // Why the block has ended matters more than what became of its recording.
      await this.#recordings.end(this.context);
      throw error;
    }
    await this.#recordings.stop(this.context, node.keyword);
    return flow;
  }

  async #log(node: LogStatement, frame: Frame): Promise<void> {
    const message = valueText(await this.evaluator.evaluate(node.value, frame));
    const span = this.context.place(node.span);
    this.context.emit({ type: 'log', level: node.level, message, depth: frame.step.depth, span });
  }

  async #outcome(node: OutcomeStatement, frame: Frame): Promise<never> {
    const reason = valueText(await this.evaluator.evaluate(node.value, frame));
    if (node.verb === 'skip') throw new TestSkipped(reason);
    throw new ScriptFailure('VS5050', reason, node.span);
  }
}

async function done(work: Promise<void>): Promise<Flow> {
  await work;
  return nextFlow;
}
