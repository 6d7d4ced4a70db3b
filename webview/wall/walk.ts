/** Where a card is, in CSS pixels. */
export interface Place {
  readonly middle: number;
  readonly top: number;
}

/**
 * The card that a key leads to.
 *
 * @param places of all cards, in the order of reading.
 * @returns its index; `undefined` when the key leads nowhere.
 */
export function nextPlace(places: readonly Place[], from: number, key: string): number | undefined {
  const last = places.length - 1;
  switch (key) {
    case 'ArrowRight':
      return from < last ? from + 1 : undefined;
    case 'ArrowLeft':
      return from > 0 ? from - 1 : undefined;
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'ArrowDown':
      return inNextRow(places, from, 1);
    case 'ArrowUp':
      return inNextRow(places, from, -1);
    default:
      return undefined;
  }
}

/** Of the nearest row below (1) or above (-1), the card that is most nearly in the same column. */
function inNextRow(places: readonly Place[], from: number, direction: 1 | -1): number | undefined {
  const here = places[from];
  if (here === undefined) return undefined;
  let best: number | undefined;
  for (const [i, { top, middle }] of places.entries()) {
    if ((top - here.top) * direction <= 1) continue;
    const other = best === undefined ? undefined : places[best];
    const nearer =
      other === undefined ||
      (top - other.top) * direction < -1 ||
      (Math.abs(top - other.top) <= 1 &&
        Math.abs(middle - here.middle) < Math.abs(other.middle - here.middle));
    if (nearer) best = i;
  }
  return best;
}
