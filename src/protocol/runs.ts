/**
 * Indices into a list of at most 127 colours as runs, for pictures with flat areas and rows that repeat:
 *
 * ```
 * 0 to 126                one pixel of that colour
 * 127, u8 n               n + 1 rows as the one before; only where a row begins, and not the first
 * 128 + colour, u8 n      n + 2 pixels of a colour, in one row
 * ```
 */

/** The most colours that runs can tell apart. */
export const mostRunColors = 127;

const repeatCode = 127;
const runFlag = 128;
const mostRepeats = 256;
const longestRun = 257;

interface Extent {
  readonly width: number;
  readonly height: number;
}

/**
 * Writes runs into `target`.
 *
 * @param indices one byte a pixel, each below {@link mostRunColors}.
 * @returns how many bytes they took, or `undefined` when `target` has no room for them.
 */
export function writeRuns(
  indices: Uint8Array,
  width: number,
  height: number,
  target: Uint8Array,
): number | undefined {
  let to = 0;
  for (let row = 0; row < height; row++) {
    const start = row * width;
    const repeats = row === 0 ? 0 : rowsAsBefore(indices, start, width, height - row);
    if (repeats > 0) {
      if (to + 2 > target.length) return undefined;
      target[to++] = repeatCode;
      target[to++] = repeats - 1;
      row += repeats - 1;
      continue;
    }
    const end = start + width;
    for (let at = start; at < end; ) {
      const color = indices[at] ?? 0;
      const limit = Math.min(end, at + longestRun);
      let next = at + 1;
      while (next < limit && indices[next] === color) next++;
      const count = next - at;
      if (to + 2 > target.length) return undefined;
      if (count === 1) target[to++] = color;
      else {
        target[to++] = runFlag + color;
        target[to++] = count - 2;
      }
      at = next;
    }
  }
  return to;
}

/** How many rows from `start` on, at most `rows`, have the pixels of the one before. */
function rowsAsBefore(indices: Uint8Array, start: number, width: number, rows: number): number {
  const end = start + Math.min(rows, mostRepeats) * width;
  let at = start;
  while (at < end && indices[at] === indices[at - width]) at++;
  return Math.floor((at - start) / width);
}

/**
 * Makes sure that runs are exactly the pixels of a region, so that who paints them need not look.
 *
 * @param colors how many there are.
 * @throws Error when they are more or fewer, leave a row, or name a colour that there is not.
 */
export function checkRuns(codes: Uint8Array, { width, height }: Extent, colors: number): void {
  if (colors > mostRunColors) throw new Error(`runs of ${colors} colours`);
  const pixels = width * height;
  let at = 0;
  let column = 0;
  for (let i = 0; i < codes.length; ) {
    const code = codes[i++] ?? 0;
    const more = code < repeatCode ? 0 : codes[i++];
    if (more === undefined) throw new Error('runs end within one');
    if (code === repeatCode) {
      at += (more + 1) * width;
      if (column !== 0 || i === 2 || at > pixels) throw new Error('rows are repeated that are none');
      continue;
    }
    const isRun = code > repeatCode;
    const count = isRun ? more + 2 : 1;
    column += count;
    at += count;
    if ((isRun ? code - runFlag : code) >= colors || column > width || at > pixels)
      throw new Error('a run leaves its row or its colours');
    if (column === width) column = 0;
  }
  if (at !== pixels) throw new Error(`runs of ${at} pixels where there are ${pixels}`);
}

/**
 * Paints runs that {@link checkRuns} has looked at.
 *
 * @param palette the word of each colour.
 * @param words pixels of which the region is a part: it begins at `start`, its rows lie `stride` apart.
 */
export function paintRuns(
  codes: Uint8Array,
  width: number,
  palette: Uint32Array,
  words: Uint32Array,
  start: number,
  stride: number,
): void {
  let row = start;
  let to = start;
  for (let i = 0; i < codes.length; ) {
    const code = codes[i++] ?? 0;
    if (code === repeatCode) {
      for (let rows = (codes[i++] ?? 0) + 1; rows > 0; rows--) {
        words.copyWithin(row, row - stride, row - stride + width);
        row += stride;
      }
      to = row;
      continue;
    }
    if (code < repeatCode) {
      words[to++] = palette[code] ?? 0;
    } else {
      const word = palette[code - runFlag] ?? 0;
      // Most runs are short: a loop is done before a fill has begun.
      for (const end = to + (codes[i++] ?? 0) + 2; to < end; ) words[to++] = word;
    }
    if (to === row + width) {
      row += stride;
      to = row;
    }
  }
}
