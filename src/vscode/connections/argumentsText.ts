/**
 * A program and its arguments as people write them on one line. Quotes hold words together; nothing else has a
 * meaning, for no shell will read it.
 *
 * @returns `undefined` when a quote is left open.
 */
export function parseArguments(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (const character of line) {
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
      else word = `${word ?? ''}${character}`;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/u.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = `${word ?? ''}${character}`;
    }
  }
  if (quote !== undefined) return undefined;
  return word === undefined ? words : [...words, word];
}

/** The line that {@link parseArguments} reads as `words`. */
export function argumentsText(words: readonly string[]): string {
  return words
    .map((word) => {
      if (word !== '' && !/[\s"']/u.test(word)) return word;
      if (!word.includes('"')) return `"${word}"`;
      // Each kind of quote stands within the other one.
      return word.replaceAll(/[^"]+|"+/gu, (part) => (part.startsWith('"') ? `'${part}'` : `"${part}"`));
    })
    .join(' ');
}
