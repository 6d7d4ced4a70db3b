const units = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

/** A length of time as a script writes it: `1m30s`, `2s`, `150ms`; rounded to whole milliseconds. */
export function durationText(milliseconds: number): string {
  let rest = Math.round(milliseconds);
  if (rest < 0) return `-${durationText(-rest)}`;
  if (rest < 1000) return `${rest}ms`;
  if (rest < 60_000) return `${Math.round(rest / 100) / 10}s`;
  let text = '';
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) text += `${count}${unit}`;
  }
  return rest === 0 ? text : `${text}${rest}ms`;
}

/** Reads `500ms`, `2s`, `1m30s`, `1h`; `undefined` for anything else. */
export function parseDuration(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/u.test(text)) return undefined;
  const sizes: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  let total = 0;
  for (const [, count = '', unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/gu))
    total += Number(count) * (sizes[unit] ?? 0);
  return total;
}
