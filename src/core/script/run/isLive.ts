import type { Expression } from '../ast.ts';
import { findBuiltin } from './builtinFunctions.ts';

const liveNames = new Set([
  'clipboard',
  'change',
  'bell',
  'connected',
  'disconnected',
  'resized',
  'cursor',
  'screen',
]);

/** Whether an expression looks at something outside the script, so that its value can flicker. */
export function isLive(node: Expression): boolean {
  switch (node.type) {
    case 'look':
      return true;
    case 'name':
      return liveNames.has(node.name);
    case 'call':
      return (
        (node.callee.type === 'name' && findBuiltin(node.callee.name) === undefined) ||
        node.args.some((argument) => isLive(argument.value))
      );
    case 'refined':
      return isLive(node.subject);
    case 'unary':
      return isLive(node.operand);
    case 'binary':
      return isLive(node.left) || isLive(node.right);
    case 'member':
    case 'index':
      return isLive(node.object);
    default:
      return false;
  }
}
