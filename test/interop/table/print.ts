import process from 'node:process';
import { type Cell, cellName, securityAndColours } from './cell.ts';
import { checkCell, nearBound } from './checkCell.ts';
import { leastExactCells, rows } from './rows.ts';
import type { Row } from './stage.ts';

const columns = [...new Set(rows.flatMap(({ ways }) => ways.map(({ encoding }) => encoding)))];
const heads = ['server', 'transport', 'security', ...columns];
const widths = [26, 14, 17, ...columns.map((name) => Math.max(8, name.length))];

/**
 * Tries every cell, or those of the servers whose names begin like one of `names`, and prints them as a table: `pass`
 * where every pixel is the server's own, `near` where it simplified and the picture is still near to its own, `FAIL` with the reason below, or nothing where the server does not offer the combination.
 */
export async function main(names: readonly string[]): Promise<number> {
  const chosen = rows.filter(
    ({ server }) =>
      names.length === 0 || names.some((name) => server.toLowerCase().startsWith(name.toLowerCase())),
  );
  if (chosen.length === 0) {
    console.error(`no such server; there are: ${rows.map(({ server }) => server).join(', ')}`);
    return 1;
  }
  print(heads);
  const reasons: string[] = [];
  let exact = 0;
  let near = 0;
  for (const row of chosen) {
    const outcomes = await tryRow(row);
    printRow(row, outcomes);
    for (const [name, reason] of outcomes) {
      if (reason !== undefined) reasons.push(`${name}: ${reason}`);
      else if (isNear(row, name)) near += 1;
      else exact += 1;
    }
  }
  for (const reason of reasons) console.log(reason);
  console.log(
    `${exact} cells pass, ${near} are near (PSNR of ${nearBound} dB or more), ${reasons.length} fail`,
  );
  // Of some servers there may be fewer.
  const tooFew = chosen.length === rows.length && exact < leastExactCells;
  if (tooFew) console.log(`at least ${leastExactCells} cells have to pass`);
  return reasons.length === 0 && !tooFew ? 0 : 1;
}

/** The outcome of each cell: the reason for which it fails, or `undefined` when it passes. */
async function tryRow({ server, ways, start }: Row): Promise<ReadonlyMap<string, string | undefined>> {
  const outcomes = new Map<string, string | undefined>();
  const cells: readonly Cell[] = ways.map((way) => ({ server, ...way }));
  try {
    await using stage = await start();
    for (const cell of cells) {
      const reason = await checkCell(stage, cell).then(() => undefined, reasonOf);
      outcomes.set(cellName(cell), reason);
    }
  } catch (error) {
    for (const cell of cells) outcomes.set(cellName(cell), reasonOf(error));
  }
  return outcomes;
}

function isNear({ server, ways }: Row, name: string): boolean {
  return ways.some((way) => way.near === true && cellName({ server, ...way }) === name);
}

function reasonOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line;
}

function printRow({ server, ways }: Row, outcomes: ReadonlyMap<string, string | undefined>): void {
  const lines = new Map(ways.map((way) => [`${way.transport}: ${securityAndColours(way)}`, way]));
  for (const line of lines.values()) {
    const marks = columns.map((encoding) => {
      const name = cellName({ ...line, server, encoding });
      if (!outcomes.has(name)) return '';
      if (outcomes.get(name) !== undefined) return 'FAIL';
      return line.near === true ? 'near' : 'pass';
    });
    print([server, line.transport, securityAndColours(line), ...marks]);
  }
}

function print(texts: readonly string[]): void {
  console.log(
    texts
      .map((text, i) => text.padEnd(widths[i] ?? 0))
      .join(' ')
      .trimEnd(),
  );
}

process.exitCode = await main(process.argv.slice(2));
