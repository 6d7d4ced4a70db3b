import { limits } from '../../base/limits.ts';
import type { Span } from '../ast.ts';
import { ScriptFailure } from './runError.ts';

/**
 * Refuses a text that a script makes before it is made: texts that double in a loop would take all memory.
 *
 * @param length its characters, as UTF-16 counts them.
 * @throws ScriptFailure VS5061
 */
export function checkTextLength(length: number, span: Span): void {
  if (length <= limits.scriptTextCharacters) return;
  const most = limits.scriptTextCharacters.toLocaleString('en');
  throw new ScriptFailure('VS5061', `the text would be longer than ${most} characters`, span);
}
