import type { Point } from '../../base/geometry.ts';
import type { Color } from '../../session/bridge.ts';
import { colorAt } from '../../vision/compareColors.ts';
import type { Expression, Span } from '../ast.ts';
import { durationText } from './durationText.ts';
import type { Frame } from './frame.ts';
import { LiveState, type WatchRequest } from './liveState.ts';
import type { RunContext } from './runContext.ts';
import { ScriptFailure } from './runError.ts';
import { durationSetting } from './runSettings.ts';

/** The colour of a pixel: as the server has it now, or as it was last painted while a wait goes on. */
export async function lookAtPixel(
  context: RunContext,
  frame: Frame,
  place: Point,
  span: Span,
): Promise<Color> {
  const { session } = frame.connection;
  const x = Math.floor(place.x);
  const y = Math.floor(place.y);
  if (x < 0 || y < 0 || x >= session.size.width || y >= session.size.height)
    throw new ScriptFailure(
      'VS5020',
      `(${x}, ${y}) is outside the screen of ${session.size.width} x ${session.size.height}`,
      span,
    );
  const { live } = frame;
  if (live === undefined)
    return await context.perform(frame, span, (signal) => session.screen.pixel(x, y, { signal }));
  const region = { x, y, width: 1, height: 1 };
  await context.perform(frame, span, (signal) => live.lookAt(region, signal));
  return colorAt(session.screen.peek(region), 0, 0);
}

/** Whether no pixel of the region has changed for `length` milliseconds; outside a wait it takes that long. */
export async function lookForStillness(
  context: RunContext,
  frame: Frame,
  node: Expression,
  request: WatchRequest,
  length: number,
): Promise<boolean> {
  const { live } = frame;
  if (live === undefined) return !(await changesWithin(context, frame, node, request, length));
  const watch = await context.perform(frame, node.span, (signal) => live.watchFor(node, request, signal));
  const since = watch.stillFor();
  if (since >= length) return true;
  live.lookAgainAt(watch.lastChange + length);
  live.note(`the last change was ${durationText(since)} ago`);
  return false;
}

/** Whether a pixel of the region has changed since the wait began; outside a wait, whether one does soon. */
export async function lookForChange(
  context: RunContext,
  frame: Frame,
  node: Expression,
  request: WatchRequest,
): Promise<boolean> {
  const { live } = frame;
  if (live === undefined)
    return await changesWithin(context, frame, node, request, durationSetting(frame.scope, 'poll'));
  const watch = await context.perform(frame, node.span, (signal) => live.watchFor(node, request, signal));
  return watch.changed;
}

/** Whether a pixel of the region changes in the next `length` milliseconds. */
async function changesWithin(
  context: RunContext,
  frame: Frame,
  node: Expression,
  request: WatchRequest,
  length: number,
): Promise<boolean> {
  const state = new LiveState(frame.connection.session, context.clock);
  try {
    return await context.perform(frame, node.span, async (signal) => {
      const watch = await state.watchFor(node, request, signal);
      const end = context.clock.now() + length;
      while (!watch.changed && context.clock.now() < end && !signal.aborted) {
        state.begin();
        await state.lookAt(request.region(), signal);
        await state.next(end, signal);
      }
      return watch.changed;
    });
  } finally {
    state.dispose();
  }
}
