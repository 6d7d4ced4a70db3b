import type { Expression, Span } from '../ast.ts';
import type { Frame } from './frame.ts';
import { LiveState } from './liveState.ts';
import type { Machine } from './machine.ts';
import { ScriptFailure } from './runError.ts';
import { durationSetting } from './runSettings.ts';
import { type TimeLimit, nearer } from './timeLimit.ts';

/** How a wait ended. */
export interface WaitOutcome {
  /** Which of the conditions held first; `undefined` when none did in time. */
  readonly met: number | undefined;
  /** Milliseconds. */
  readonly elapsed: number;
  /** The limit that ended the wait, or would have. */
  readonly limit: TimeLimit;
  /** What was seen in place of what was waited for. */
  readonly seen: string | undefined;
}

/** A last evaluation that needs new pixels from the server gets this many milliseconds for them. */
const lastLook = 1000;

/**
 * Waits until one of the conditions holds: evaluated at once, again when pixels that they looked at are painted
 * or something else happens, else at the setting `poll`, and once more at the deadline.
 *
 * @param length milliseconds; an earlier limit of the frame ends the wait too.
 */
export async function waitUntil(
  machine: Machine,
  frame: Frame,
  conditions: readonly Expression[],
  length: number,
): Promise<WaitOutcome> {
  const { context, evaluator } = machine;
  const { clock } = context;
  const begin = clock.now();
  const own: TimeLimit = { at: begin + length, length, owner: 'the timeout', ofRun: false };
  const limit = nearer(own, frame.limit) ?? own;
  const live = new LiveState(frame.connection.session, clock);
  const mayLose = conditions.some((condition) => mentions(condition, ['connected', 'disconnected']));
  const tolerated = mayLose ? frame.connection.tolerateLoss() : undefined;
  const poll = Math.max(1, durationSetting(frame.scope, 'poll'));
  const inner: Frame = { ...frame, live, limit: undefined };
  const outcome = (met: number | undefined): WaitOutcome => ({
    met,
    elapsed: clock.now() - begin,
    limit,
    seen: live.seen,
  });
  try {
    for (;;) {
      live.begin();
      const now = clock.now();
      const last = now >= limit.at;
      const look: TimeLimit = { ...limit, at: Math.max(limit.at, now + lastLook) };
      for (const [index, condition] of conditions.entries())
        if (await holds({ ...inner, limit: look }, condition)) return outcome(index);
      if (last) return outcome(undefined);
      const span = conditions[0]?.span ?? { start: 0, end: 0 };
      await context.perform({ ...frame, limit: undefined }, span, (signal) =>
        live.next(Math.min(limit.at, clock.now() + poll), signal),
      );
    }
  } finally {
    tolerated?.dispose();
    live.dispose();
  }

  async function holds(frame: Frame, condition: Expression): Promise<boolean> {
    try {
      return await evaluator.condition(condition, frame);
    } catch (error) {
      // The pixels did not come in time: the condition cannot be said to hold.
      const late = error instanceof ScriptFailure && (error.code === 'VS5043' || error.code === 'VS5063');
      if (!late) throw error;
      live.note('the server sent no new pixels');
      return false;
    }
  }
}

function mentions(node: Expression, names: readonly string[]): boolean {
  switch (node.type) {
    case 'name':
      return names.includes(node.name);
    case 'unary':
      return mentions(node.operand, names);
    case 'binary':
      return mentions(node.left, names) || mentions(node.right, names);
    default:
      return false;
  }
}

/** What a failure says of a wait that was not met. */
export function missed(
  code: 'VS5001' | 'VS5002',
  outcome: WaitOutcome,
  what: string,
  span: Span,
): ScriptFailure {
  return new ScriptFailure(code, what, span, {
    note: outcome.seen,
    elapsed: outcome.elapsed,
    limit: outcome.limit.length,
  });
}
