import { colorToHex } from '../../core/vision/compareColors.ts';
import type { Color } from '../../core/session/bridge.ts';
import type { SelectedArea } from '../../protocol/selectionMessages.ts';

/** A place as scripts write it. */
export function placeText({ x, y }: Pick<SelectedArea, 'x' | 'y'>): string {
  return `(${x}, ${y})`;
}

/** A region as scripts write it. */
export function regionText({ x, y, width, height }: SelectedArea): string {
  return `rect(${x}, ${y}, ${width}, ${height})`;
}

/** A condition that holds while the pixel has that colour. */
export function pixelText({ x, y }: Pick<SelectedArea, 'x' | 'y'>, color: Color): string {
  return `pixel(${x}, ${y}) is "${colorToHex(color)}"`;
}

/**
 * What is to be inserted so that words stay apart.
 *
 * @param before what stands on the line before it.
 * @param after what stands on the line behind it.
 */
export function spacedText(text: string, before: string, after: string): string {
  const begin = /[\w>")\]%]$/u.test(before) ? ' ' : '';
  const end = /^[\w<"([]/u.test(after) ? ' ' : '';
  return begin + text + end;
}
