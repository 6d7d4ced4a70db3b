import type {
  Block,
  Expression,
  ForStatement,
  IfStatement,
  RepeatStatement,
  RetryStatement,
  TryStatement,
  WithinStatement,
} from '../../ast.ts';
import { elementAt, itemsOf } from '../arithmetic.ts';
import { toCount } from '../coerce.ts';
import { durationText } from '../durationText.ts';
import type { Frame } from '../frame.ts';
import { type Flow, type Machine, nextFlow } from '../machine.ts';
import { ScriptFailure, isFinal } from '../runError.ts';
import { Scope } from '../scope.ts';
import { nearer } from '../timeLimit.ts';
import { type Value, numberValue, stringValue } from '../values.ts';
import { pauseFor } from './heldKeys.ts';
import { millisecondsOf } from './places.ts';

/** `if C { … } else { … }`. */
export async function runIf(machine: Machine, node: IfStatement, frame: Frame): Promise<Flow> {
  if (await machine.evaluator.condition(node.condition, frame))
    return await machine.runBlock(node.then, frame);
  if (node.otherwise === undefined) return nextFlow;
  if (node.otherwise.type === 'if') return await runIf(machine, node.otherwise, frame);
  return await machine.runBlock(node.otherwise, frame);
}

/** `repeat N times`, `repeat until C`, `repeat while C`. */
export async function runRepeat(machine: Machine, node: RepeatStatement, frame: Frame): Promise<Flow> {
  const { clock } = machine.context;
  const every = await millisecondsOf(machine, node.every, frame, 0);
  const times = node.mode === 'times' ? await countOf(machine, node.subject, frame) : undefined;
  const max = node.max === undefined ? undefined : await countOf(machine, node.max, frame);
  const timeout =
    node.timeout === undefined ? undefined : await millisecondsOf(machine, node.timeout, frame, 0);
  const begin = clock.now();
  for (let round = 0; ; round++) {
    if (times !== undefined) {
      if (round >= times) return nextFlow;
    } else {
      const holds = await machine.evaluator.condition(node.subject, frame);
      if (holds === (node.mode === 'until')) return nextFlow;
    }
    const elapsed = clock.now() - begin;
    const what = `${machine.context.firstLine(node.subject.span)} ${node.mode === 'until' ? 'did not hold' : 'still held'}`;
    if (max !== undefined && round >= max)
      throw new ScriptFailure('VS5060', `${what} after ${max} rounds`, node.subject.span, { elapsed });
    if (timeout !== undefined && elapsed >= timeout)
      throw new ScriptFailure('VS5060', `${what} after ${durationText(timeout)}`, node.subject.span, {
        elapsed,
        limit: timeout,
      });
    if (round > 0) await pauseFor(machine, every, frame, node.keyword);
    await machine.breathe(frame, node.keyword);
    const flow = await machine.runBlock(node.body, frame);
    if (flow.type === 'break') return nextFlow;
    if (flow.type === 'return') return flow;
  }
}

/** `for item in list`, `for index, item in list`, `for key, value in record`. */
export async function runFor(machine: Machine, node: ForStatement, frame: Frame): Promise<Flow> {
  const value = await machine.evaluator.evaluate(node.iterable, frame);
  for (const [key, item] of entriesOf(value, node)) {
    const scope = new Scope(frame.scope);
    if (node.second === undefined) scope.define(node.name.name, item);
    else {
      scope.define(node.name.name, key);
      scope.define(node.second.name, item);
    }
    await machine.breathe(frame, node.keyword);
    const flow = await machine.runBlock(node.body, { ...frame, scope });
    if (flow.type === 'break') return nextFlow;
    if (flow.type === 'return') return flow;
  }
  return nextFlow;
}

function entriesOf(value: Value, node: ForStatement): readonly (readonly [Value, Value])[] {
  if (value.type !== 'record')
    return itemsOf(value, node.iterable.span).map((item, i) => [numberValue(i), item] as const);
  return [...value.fields.keys()].map(
    (name) => [stringValue(name), elementAt(value, stringValue(name), node.iterable.span)] as const,
  );
}

/** `retry N times every D`. */
export async function runRetry(machine: Machine, node: RetryStatement, frame: Frame): Promise<Flow> {
  const times = await countOf(machine, node.times, frame);
  const every = await millisecondsOf(machine, node.every, frame, 0);
  for (let attempt = 1; ; attempt++)
    try {
      return await machine.runBlock(node.body, frame);
    } catch (error) {
      if (!(error instanceof ScriptFailure) || isFinal(error.code) || attempt >= times) throw error;
      machine.context.emit({
        type: 'log',
        level: 'warn',
        message: `attempt ${attempt} of ${times} failed: ${error.code} ${error.message}`,
        depth: frame.step.depth,
        span: machine.context.place(error.span),
      });
      await pauseFor(machine, every, frame, node.keyword);
    }
}

/** `within D { … }`. */
export async function runWithin(machine: Machine, node: WithinStatement, frame: Frame): Promise<Flow> {
  const length = await millisecondsOf(machine, node.duration, frame, 0);
  const own = {
    at: machine.context.clock.now() + length,
    length,
    owner: 'the time of `within`',
    ofRun: false,
  };
  return await machine.runBlock(node.body, { ...frame, limit: nearer(frame.limit, own) });
}

/** `try { … } catch err { … } finally { … }`. */
export async function runTry(machine: Machine, node: TryStatement, frame: Frame): Promise<Flow> {
  let flow: Flow;
  try {
    flow = await guarded(machine, node, frame);
  } catch (error) {
    // A person who stopped the script wants no more of it.
    const unwanted = error instanceof ScriptFailure && error.code === 'VS5041';
    if (node.cleanup !== undefined && !unwanted)
      await cleanUp(machine, node.cleanup, machine.lastFrame(frame));
    throw error;
  }
  if (node.cleanup === undefined) return flow;
  const last = await machine.runBlock(node.cleanup, frame);
  return last.type === 'next' ? flow : last;
}

async function guarded(machine: Machine, node: TryStatement, frame: Frame): Promise<Flow> {
  try {
    return await machine.runBlock(node.body, frame);
  } catch (error) {
    const { handler } = node;
    if (handler === undefined || !(error instanceof ScriptFailure) || isFinal(error.code)) throw error;
    const scope = new Scope(frame.scope);
    if (node.error !== undefined) scope.define(node.error.name, errorRecord(machine, error));
    return await machine.runBlock(handler, { ...frame, scope });
  }
}

/** After a failure the first one counts: what goes wrong in `finally` is told and forgotten. */
async function cleanUp(machine: Machine, block: Block, frame: Frame): Promise<void> {
  try {
    await machine.runBlock(block, frame);
  } catch (error) {
    if (!(error instanceof ScriptFailure)) throw error;
    machine.context.emit({
      type: 'log',
      level: 'warn',
      message: `in finally: ${error.code} ${error.message}`,
      depth: frame.step.depth,
      span: machine.context.place(error.span),
    });
  }
}

function errorRecord(machine: Machine, failure: ScriptFailure): Value {
  return {
    type: 'record',
    fields: new Map<string, Value>([
      ['code', stringValue(failure.code)],
      ['message', stringValue(machine.context.vault.mask(failure.message))],
      ['line', numberValue(machine.context.place(failure.span).line)],
    ]),
  };
}

async function countOf(machine: Machine, node: Expression, frame: Frame): Promise<number> {
  return toCount(await machine.evaluator.evaluate(node, frame), 0, node.span);
}
