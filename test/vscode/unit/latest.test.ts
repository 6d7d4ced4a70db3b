import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Latest } from '../../../src/vscode/run/latest.ts';
import { until } from '../../support/until.ts';

describe('the latest of many values', () => {
  it('is handed on: the first at once, the last in any case, most of those between not', async () => {
    const shown: number[] = [];
    const latest = new Latest<number>(20, (value) => shown.push(value));
    for (let n = 0; n < 1000; n++) latest.push(n);
    assert.deepEqual(shown, [0]);
    await until('the last one is shown', () => shown.length > 1);
    assert.deepEqual(shown, [0, 999]);
    latest.dispose();
  });

  it('is not handed on after the end', async () => {
    const shown: number[] = [];
    const latest = new Latest<number>(1, (value) => shown.push(value));
    latest.push(1);
    latest.push(2);
    latest.dispose();
    await sleep(20);
    assert.deepEqual(shown, [1]);
  });
});
