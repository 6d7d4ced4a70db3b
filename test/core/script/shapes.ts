import type { ParseResult } from '../../../src/core/script/parser.ts';

/** A syntax tree without places and with keys in one case, to compare what two texts mean. */
export function shapeOf(parsed: ParseResult): string {
  return JSON.stringify(parsed.script, (name, value: unknown) => {
    if (name === 'span' || name === 'keyword' || name.endsWith('Span')) return undefined;
    if (typeof value === 'object' && value !== null && 'type' in value && value.type === 'key')
      return {
        type: 'key',
        keys: 'text' in value ? String(value.text).toLowerCase().split('+').sort().join('+') : '',
      };
    return value;
  });
}
