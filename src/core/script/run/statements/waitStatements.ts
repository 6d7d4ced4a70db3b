import type { ExpectStatement, WaitAnyStatement, WaitForStatement, WaitStatement } from '../../ast.ts';
import { durationText } from '../durationText.ts';
import type { Frame } from '../frame.ts';
import { type Flow, type Machine, nextFlow } from '../machine.ts';
import { toText } from '../coerce.ts';
import { ScriptFailure } from '../runError.ts';
import { durationSetting } from '../runSettings.ts';
import { limitText } from '../timeLimit.ts';
import { type WaitOutcome, missed, waitUntil } from '../waitUntil.ts';
import { pauseFor } from './heldKeys.ts';
import { millisecondsOf } from './places.ts';

/** `wait D`. */
export async function runWait(machine: Machine, node: WaitStatement, frame: Frame): Promise<void> {
  await pauseFor(machine, await millisecondsOf(machine, node.duration, frame, 0), frame, node.span);
}

/** `wait for C`. */
export async function runWaitFor(machine: Machine, node: WaitForStatement, frame: Frame): Promise<void> {
  const length = await millisecondsOf(machine, node.timeout, frame, durationSetting(frame.scope, 'timeout'));
  const outcome = await waitUntil(machine, frame, [node.condition], length);
  if (outcome.met !== undefined) return;
  const condition = machine.context.firstLine(node.condition.span);
  throw missed('VS5001', outcome, `${condition} did not hold ${inTime(outcome)}`, node.condition.span);
}

/** `expect C`. */
export async function runExpect(machine: Machine, node: ExpectStatement, frame: Frame): Promise<void> {
  const length = await millisecondsOf(
    machine,
    node.within,
    frame,
    durationSetting(frame.scope, 'expect.timeout'),
  );
  const outcome = await waitUntil(machine, frame, [node.condition], length);
  if (outcome.met !== undefined) return;
  const condition = machine.context.firstLine(node.condition.span);
  const what = `${condition} did not hold ${inTime(outcome)}`;
  const message =
    node.message === undefined
      ? what
      : `${toText(await machine.evaluator.evaluate(node.message, frame), node.message.span)} (${what})`;
  const failure = missed('VS5002', outcome, message, node.condition.span);
  if (!node.soft) throw failure;
  await machine.softFailure(failure, frame);
}

/** `wait any { case C { … } else { … } }`. */
export async function runWaitAny(machine: Machine, node: WaitAnyStatement, frame: Frame): Promise<Flow> {
  const length = await millisecondsOf(machine, node.timeout, frame, durationSetting(frame.scope, 'timeout'));
  const conditions = node.cases.map((item) => item.condition);
  const outcome = await waitUntil(machine, frame, conditions, length);
  const met = outcome.met === undefined ? undefined : node.cases[outcome.met];
  if (met !== undefined) return await machine.runBlock(met.body, frame);
  if (node.otherwise !== undefined) return await machine.runBlock(node.otherwise, frame);
  if (conditions.length === 0) return nextFlow;
  const message = `none of ${conditions.length} cases held ${inTime(outcome)}`;
  throw new ScriptFailure('VS5001', message, node.keyword, {
    note: outcome.seen,
    elapsed: outcome.elapsed,
    limit: outcome.limit.length,
  });
}

/** `within 10s`, or whose limit it was that passed first. */
function inTime(outcome: WaitOutcome): string {
  const { limit } = outcome;
  return limit.owner === 'the timeout'
    ? `within ${durationText(limit.length)}`
    : `before ${limitText(limit)} passed`;
}
