import { keysym } from '../input/keysyms.ts';
import { scancodeOfKeysym } from '../input/scancodes.ts';
import type { TypedKey } from '../input/textPlan.ts';
import type { InputSource } from './inputSource.ts';

/** Types one key of a text. Nothing is awaited between press and release, so that no cancel can leave a key down. */
export function typeKey(source: InputSource, key: TypedKey): void {
  const { keys } = source;
  const modifiers = [...(key.shift ? [keysym.shiftLeft] : []), ...(key.altGr ? [keysym.altGr] : [])];
  for (const symbol of modifiers) {
    const scancode = key.scancode === undefined ? undefined : scancodeOfKeysym(symbol, 'us');
    keys.press(`typed ${symbol}`, { keysym: symbol, scancode });
  }
  keys.press('typed', key);
  keys.release('typed');
  if (key.plain !== undefined) source.lift({ keysym: key.plain, scancode: key.scancode });
  for (const symbol of modifiers.toReversed()) keys.release(`typed ${symbol}`);
}
