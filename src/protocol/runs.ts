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

/** Where runs are written to or painted. */
export interface RunPainter {
  /** `count` pixels of a colour, beginning at `at` in a region whose rows lie one behind the other. */
  run(at: number, count: number, color: number): void;
  /** `count` pixels that begin at `at` are as those a row above. */
  repeat(at: number, count: number): void;
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

/** What {@link readRuns} would throw, without painting. */
export function checkRuns(codes: Uint8Array, size: Extent, colors: number): void {
  if (colors > mostRunColors) throw new Error(`runs of ${colors} colours`);
  readRuns(codes, size, colors, nowhere);
}

const nowhere: RunPainter = { run: () => undefined, repeat: () => undefined };

/** How many rows from `start` on, at most `rows`, have the pixels of the one before. */
function rowsAsBefore(indices: Uint8Array, start: number, width: number, rows: number): number {
  const end = start + Math.min(rows, mostRepeats) * width;
  let at = start;
  while (at < end && indices[at] === indices[at - width]) at++;
  return Math.floor((at - start) / width);
}

/**
 * Reads runs.
 *
 * @param colors how many there are.
 * @throws Error when they are not exactly the pixels of the region, or name a colour that there is not.
 */
export function readRuns(
  codes: Uint8Array,
  { width, height }: Extent,
  colors: number,
  painter: RunPainter,
): void {
  const pixels = width * height;
  let at = 0;
  let column = 0;
  for (let i = 0; i < codes.length; ) {
    const code = codes[i++] ?? 0;
    const more = code < repeatCode ? 0 : codes[i++];
    if (more === undefined) throw new Error('runs end within one');
    if (code === repeatCode) {
      const count = (more + 1) * width;
      if (column !== 0 || at === 0 || at + count > pixels) throw new Error('rows are repeated that are none');
      painter.repeat(at, count);
      at += count;
      continue;
    }
    const [color, count] = code < repeatCode ? [code, 1] : [code - runFlag, more + 2];
    column += count;
    if (color >= colors || column > width || at >= pixels)
      throw new Error('a run leaves its row or its colours');
    painter.run(at, count, color);
    at += count;
    if (column === width) column = 0;
  }
  if (at !== pixels) throw new Error(`runs of ${at} pixels where there are ${pixels}`);
}
