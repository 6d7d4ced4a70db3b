import assert from 'node:assert/strict';
import { checkCell } from './table/checkCell.ts';
import { cellName } from './table/cell.ts';
import { leastExactCells, rows } from './table/rows.ts';
import type { Stage } from './table/stage.ts';

describe('every way to every server shows what the server shows', function () {
  this.timeout(60_000);

  it(`in at least ${leastExactCells} ways, exactly`, () => {
    const exact = rows.flatMap(({ ways }) => ways.filter(({ near }) => near !== true));
    assert.ok(exact.length >= leastExactCells, `${exact.length} cells`);
  });

  for (const { server, ways, start } of rows) {
    describe(server, () => {
      let stage: Stage;
      before(async () => {
        stage = await start();
      });
      after(async () => await stage[Symbol.asyncDispose]());
      for (const way of ways) {
        const cell = { server, ...way };
        it(cellName(cell), async () => await checkCell(stage, cell));
      }
    });
  }
});
