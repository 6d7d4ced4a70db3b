import { UsageError } from './usageError.ts';

/**
 * Takes a command on the command line apart into program and arguments: spaces separate, `'…'` and `"…"` keep
 * together, `\` takes the next quote, space or backslash as it is. Nothing else means anything: no shell reads it.
 *
 * @throws UsageError when it is empty or a quote is not closed.
 */
export function splitCommand(option: string, text: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    if (character === '\\' && quote !== "'" && /["'\\\s]/.test(next)) {
      word = (word ?? '') + next;
      at++;
    } else if (quote !== '') {
      if (character === quote) quote = '';
      else word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + character;
    }
  }
  if (quote !== '') throw new UsageError(`${option}: a ${quote} is not closed`);
  if (word !== undefined) words.push(word);
  if (words.length === 0) throw new UsageError(`${option}: no program`);
  return words;
}
