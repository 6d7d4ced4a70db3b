import type { Point } from '../../../base/geometry.ts';
import type { Expression } from '../../ast.ts';
import { toKey, toMilliseconds, toPoint } from '../coerce.ts';
import type { Frame } from '../frame.ts';
import type { Machine } from '../machine.ts';
import { ScriptFailure } from '../runError.ts';

/** Where a statement acts: whole pixels on the screen. @throws VS5020 outside of it */
export async function placeOf(machine: Machine, node: Expression, frame: Frame): Promise<Point> {
  const exact = toPoint(await machine.evaluator.evaluate(node, frame), node.span);
  const point = { x: Math.round(exact.x), y: Math.round(exact.y) };
  const { width, height } = frame.connection.session.size;
  if (point.x >= 0 && point.y >= 0 && point.x < width && point.y < height) return point;
  const message = `(${point.x}, ${point.y}) is outside the screen of ${width} x ${height}`;
  throw new ScriptFailure('VS5020', message, node.span);
}

/** The milliseconds of a clause, or `otherwise` when it is left out. */
export async function millisecondsOf(
  machine: Machine,
  node: Expression | undefined,
  frame: Frame,
  otherwise: number,
): Promise<number> {
  if (node === undefined) return otherwise;
  return toMilliseconds(await machine.evaluator.evaluate(node, frame), node.span);
}

/** The key or chord of an expression, as a name such as `Ctrl+S`. */
export async function keyOf(machine: Machine, node: Expression, frame: Frame): Promise<string> {
  return toKey(await machine.evaluator.evaluate(node, frame), node.span);
}
