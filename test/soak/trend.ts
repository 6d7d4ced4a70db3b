/** One measured value at a time, in minutes. */
export interface Measure {
  readonly minute: number;
  readonly value: number;
}

/** How values have gone. */
export interface Trend {
  /** Of the line that fits best, a minute. */
  readonly slope: number;
  /** Where that line begins and ends. */
  readonly from: number;
  readonly to: number;
}

/** What still counts as flat: the larger one of the two holds. */
export interface Tolerance {
  /** Of where the line begins. */
  readonly share: number;
  /** In the values' own unit. */
  readonly amount: number;
}

/** Share of the measures at the beginning that do not count: caches fill, code is compiled. */
const warmUp = 0.2;

/** The line that fits best, by least squares, once everything is warm. Needs two measures at different times. */
export function trendOf(measures: readonly Measure[]): Trend {
  const counted = measures.slice(Math.floor(measures.length * warmUp));
  const first = counted[0];
  const last = counted.at(-1);
  if (first === undefined || last === undefined || first.minute === last.minute)
    throw new Error('a trend needs measures at different times');
  const meanMinute = counted.reduce((sum, { minute }) => sum + minute, 0) / counted.length;
  const mean = counted.reduce((sum, { value }) => sum + value, 0) / counted.length;
  let over = 0;
  let under = 0;
  for (const { minute, value } of counted) {
    over += (minute - meanMinute) * (value - mean);
    under += (minute - meanMinute) ** 2;
  }
  const slope = over / under;
  return {
    slope,
    from: mean + slope * (first.minute - meanMinute),
    to: mean + slope * (last.minute - meanMinute),
  };
}

/** Whether values do not grow. Those that shrink are flat enough. */
export function isFlat({ from, to }: Trend, { share, amount }: Tolerance): boolean {
  return to - from <= Math.max(from * share, amount);
}
