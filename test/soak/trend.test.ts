import assert from 'node:assert/strict';
import { type Measure, isFlat, trendOf } from './trend.ts';

function measures(count: number, valueAt: (minute: number) => number): Measure[] {
  return Array.from({ length: count }, (_, minute) => ({ minute, value: valueAt(minute) }));
}

describe('whether something grows in the long run', () => {
  const tolerance = { share: 0.1, amount: 8 };

  it('follows the line that fits best', () => {
    const { slope, from, to } = trendOf(measures(60, (minute) => 100 + 2 * minute));
    assert.ok(Math.abs(slope - 2) < 1e-9);
    assert.ok(Math.abs(from - 124) < 1e-9);
    assert.ok(Math.abs(to - 218) < 1e-9);
  });

  it('sees a slow leak in values that go up and down', () => {
    const sawtooth = (minute: number): number => 200 + 30 * ((minute * 7) % 5);
    assert.ok(isFlat(trendOf(measures(60, sawtooth)), tolerance));
    assert.ok(!isFlat(trendOf(measures(60, (minute) => sawtooth(minute) + minute)), tolerance));
  });

  it('does not count what is taken while everything warms up', () => {
    const warming = (minute: number): number => (minute < 10 ? 50 + 15 * minute : 200);
    assert.ok(isFlat(trendOf(measures(60, warming)), tolerance));
  });

  it('is content with what shrinks, and with little', () => {
    assert.ok(isFlat(trendOf(measures(10, (minute) => 500 - 20 * minute)), tolerance));
    assert.ok(isFlat(trendOf(measures(10, (minute) => 10 + minute)), tolerance));
    assert.ok(!isFlat(trendOf(measures(30, (minute) => 10 + minute)), tolerance));
  });

  it('cannot be told from one measure', () => {
    assert.throws(() => trendOf(measures(1, () => 1)));
  });
});
