import { delay } from '../../../base/deadline.ts';
import { parseChord } from '../../../input/chords.ts';
import type { Expression, Span } from '../../ast.ts';
import { type Frame, controls } from '../frame.ts';
import type { Machine } from '../machine.ts';
import { failureFrom } from '../runError.ts';
import { keyOf } from './places.ts';

/** The single keys of a chord, in the order in which they go down. @throws VS5061 for an unknown one */
export function keysOfChord(chord: string, span: Span): readonly string[] {
  try {
    return parseChord(chord).keys.map((key) => key.name);
  } catch (error) {
    throw failureFrom(error, span);
  }
}

/** Waits on the run's clock. */
export async function pauseFor(
  machine: Machine,
  milliseconds: number,
  frame: Frame,
  span: Span,
): Promise<void> {
  if (milliseconds <= 0) return;
  const { context } = machine;
  await context.perform(frame, span, (signal) => delay(milliseconds, { signal, clock: context.clock }));
}

/** Does `work` while the key or chord of `node` is down; without one it just does it. */
export async function whileHolding<T>(
  machine: Machine,
  node: Expression | undefined,
  frame: Frame,
  work: () => Promise<T>,
): Promise<T> {
  if (node === undefined) return await work();
  const { context } = machine;
  const keys = keysOfChord(await keyOf(machine, node, frame), node.span);
  const down: string[] = [];
  let failed = false;
  try {
    for (const key of keys) {
      await context.perform(frame, node.span, (signal) => controls(frame).keyboard.down(key, { signal }));
      down.unshift(key);
    }
    return await work();
  } catch (error) {
    failed = true;
    throw error;
  } finally {
    await letGo(machine, down, frame, node.span, failed);
  }
}

/** Releases keys. After a failure the keys of a run that cannot go on come up when it gives the controls back. */
async function letGo(
  machine: Machine,
  keys: readonly string[],
  frame: Frame,
  span: Span,
  failed: boolean,
): Promise<void> {
  for (const key of keys)
    try {
      await machine.context.perform(frame, span, (signal) => controls(frame).keyboard.up(key, { signal }));
    } catch (error) {
      if (!failed) throw error;
    }
}
