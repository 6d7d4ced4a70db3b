import type { Point } from '../../../base/geometry.ts';
import type { MouseButton } from '../../../session/bridge.ts';
import type {
  ClickStatement,
  ClickVerb,
  DragStatement,
  Identifier,
  MouseButtonStatement,
  ScrollStatement,
} from '../../ast.ts';
import { toCount } from '../coerce.ts';
import { type Frame, controls } from '../frame.ts';
import type { Machine } from '../machine.ts';
import { ScriptFailure } from '../runError.ts';
import { dragSteps, durationSetting } from '../runSettings.ts';
import { pauseFor, whileHolding } from './heldKeys.ts';
import { millisecondsOf, placeOf } from './places.ts';

const clicks: Readonly<Record<Exclude<ClickVerb, 'move' | 'hover'>, readonly [MouseButton, 1 | 2 | 3]>> = {
  click: ['left', 1],
  doubleclick: ['left', 2],
  tripleclick: ['left', 3],
  rightclick: ['right', 1],
  middleclick: ['middle', 1],
};

/** How long a drag takes that does not say: slow enough for programs that watch the way. */
const dragDuration = 600;
/** The pause before a drag lets go, for programs that highlight the place first. */
const dropPause = 100;
/** Notches of a `scroll` that does not say. */
const scrollNotches = 3;

/** `click`, `doubleclick`, `tripleclick`, `rightclick`, `middleclick`, `move`, `hover`. */
export async function runClick(machine: Machine, node: ClickStatement, frame: Frame): Promise<void> {
  const { context } = machine;
  const at = node.at === undefined ? undefined : await placeOf(machine, node.at, frame);
  const spoken = await millisecondsOf(machine, node.duration, frame, 0);
  const timeout =
    (await millisecondsOf(machine, node.timeout, frame, durationSetting(frame.scope, 'timeout'))) + spoken;
  await whileHolding(machine, node.holding, frame, async () => {
    const { verb } = node;
    if (verb === 'move' || verb === 'hover') {
      const place = at ?? frame.connection.session.mouse.position;
      await context.perform(frame, node.span, (signal) =>
        controls(frame).mouse.moveTo(place.x, place.y, { signal, timeout }),
      );
      if (verb === 'hover')
        await pauseFor(
          machine,
          node.duration === undefined ? durationSetting(frame.scope, 'settle') : spoken,
          frame,
          node.span,
        );
      return;
    }
    const [button, count] = clicks[verb];
    const hold = node.duration === undefined ? undefined : spoken;
    await context.perform(frame, node.span, (signal) =>
      controls(frame).mouse.click({ at, button, count, hold, signal, timeout }),
    );
  });
}

/** `drag A via B to C`. */
export async function runDrag(machine: Machine, node: DragStatement, frame: Frame): Promise<void> {
  const from = await placeOf(machine, node.from, frame);
  const via: Point[] = [];
  for (const place of node.via) via.push(await placeOf(machine, place, frame));
  const to = await placeOf(machine, node.to, frame);
  const duration = await millisecondsOf(machine, node.over, frame, dragDuration);
  const timeout =
    (await millisecondsOf(machine, node.timeout, frame, durationSetting(frame.scope, 'timeout'))) + duration;
  const button = buttonOf(node.button);
  const steps = dragSteps(frame.scope);
  await whileHolding(machine, node.holding, frame, async () => {
    if (steps === undefined)
      await machine.context.perform(frame, node.span, (signal) =>
        controls(frame).mouse.drag(from, to, { via, duration, button, signal, timeout }),
      );
    else await dragInSteps(machine, node, frame, { path: [from, ...via, to], duration, button, steps });
  });
}

interface SteppedDrag {
  readonly path: readonly Point[];
  /** Milliseconds. */
  readonly duration: number;
  readonly button: MouseButton;
  readonly steps: number;
}

/** A drag of exactly so many moves, spread evenly over the way. */
async function dragInSteps(
  machine: Machine,
  node: DragStatement,
  frame: Frame,
  drag: SteppedDrag,
): Promise<void> {
  const { context } = machine;
  const { mouse } = controls(frame);
  const move = async (place: Point): Promise<void> =>
    await context.perform(frame, node.span, (signal) => mouse.moveTo(place.x, place.y, { signal }));
  await move(drag.path[0] ?? mouse.position);
  await context.perform(frame, node.span, (signal) => mouse.down(drag.button, { signal }));
  try {
    for (let step = 1; step <= drag.steps; step++) {
      await pauseFor(machine, drag.duration / drag.steps, frame, node.span);
      await move(pointOn(drag.path, step / drag.steps));
    }
    await pauseFor(machine, dropPause, frame, node.span);
  } catch (error) {
    // The failure counts. When the run has ended the button comes up as it gives the controls back.
    await context
      .perform(frame, node.span, (signal) => mouse.up(drag.button, { signal }))
      .catch(() => undefined);
    throw error;
  }
  await context.perform(frame, node.span, (signal) => mouse.up(drag.button, { signal }));
}

/** The place at a share of the way along a path of straight lines. */
export function pointOn(path: readonly Point[], share: number): Point {
  const lengths = path.slice(1).map((place, i) => distance(path[i] ?? place, place));
  let rest = lengths.reduce((sum, length) => sum + length, 0) * share;
  for (const [index, length] of lengths.entries()) {
    const from = path[index];
    const to = path[index + 1];
    if (from === undefined || to === undefined) break;
    const last = index === lengths.length - 1;
    if (rest > length && !last) {
      rest -= length;
      continue;
    }
    const part = length === 0 ? 1 : Math.min(1, rest / length);
    return { x: Math.round(from.x + (to.x - from.x) * part), y: Math.round(from.y + (to.y - from.y) * part) };
  }
  return path.at(-1) ?? { x: 0, y: 0 };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** `scroll DIRECTION N at PLACE`. */
export async function runScroll(machine: Machine, node: ScrollStatement, frame: Frame): Promise<void> {
  const notches =
    node.amount === undefined
      ? scrollNotches
      : toCount(await machine.evaluator.evaluate(node.amount, frame), 1, node.amount.span);
  const at = node.at === undefined ? undefined : await placeOf(machine, node.at, frame);
  await machine.context.perform(frame, node.span, (signal) =>
    controls(frame).scroll[node.direction](notches, {
      at,
      signal,
      timeout: durationSetting(frame.scope, 'timeout'),
    }),
  );
}

/** `mousedown`, `mouseup`. */
export async function runMouseButton(
  machine: Machine,
  node: MouseButtonStatement,
  frame: Frame,
): Promise<void> {
  const button = buttonOf(node.button);
  await machine.context.perform(frame, node.span, (signal) => {
    const { mouse } = controls(frame);
    return node.verb === 'mousedown' ? mouse.down(button, { signal }) : mouse.up(button, { signal });
  });
}

function buttonOf(name: Identifier | undefined): MouseButton {
  const button = name?.name ?? 'left';
  if (button === 'left' || button === 'middle' || button === 'right') return button;
  throw new ScriptFailure(
    'VS5061',
    `${button} is not a button: left, middle or right`,
    name?.span ?? { start: 0, end: 0 },
  );
}
