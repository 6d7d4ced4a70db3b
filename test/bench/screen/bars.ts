/** The editor's own share, measured with a page that does nothing: it has figures, and no bar to meet. */
export const bareName = 'editor alone';

/** One figure of one viewer under one condition. */
export interface Figure {
  /** Such as `video at quality 6`. */
  readonly what: string;
  readonly viewer: string;
  readonly value: number;
  /** What nobody can exceed: the pace at which the workload draws. */
  readonly most?: number | undefined;
  /** How much of it was over before anything of the viewer could show: until its page's document was there. */
  readonly before?: number | undefined;
}

/** All figures side by side. */
export interface Summary {
  readonly table: string;
  /** Whether every figure of ours that has a bar and a peer's meets it. */
  readonly passed: boolean;
}

/** What is measured, and what our figure has to be in relation to the peer's. */
export interface Bar {
  readonly unit: string;
  /**
   * Whether a ratio for this viewer meets the bar, and how the bar is written. `ofMost` is our part of what there is to
   * see, `NaN` where nothing limits it.
   */
  readonly meets: (ratio: number, viewer: string, ofMost: number) => boolean;
  readonly text: (viewer: string) => string;
}

const atLeast = (bar: number, unit: string): Bar => ({
  unit,
  meets: (ratio) => ratio >= bar,
  text: () => `>= ${bar}`,
});

const atMost = (bar: (viewer: string) => number, unit: string): Bar => ({
  unit,
  meets: (ratio, viewer) => ratio <= bar(viewer),
  text: (viewer) => `<= ${bar(viewer)}`,
});

/** Where there is no more than that to see, a peer that sees most of it leaves no room for a ratio. */
const ownPace = 0.95;

const atLeastOrAll = (bar: number, unit: string): Bar => ({
  unit,
  meets: (ratio, _, ofMost) => ratio >= bar || ofMost >= ownPace,
  text: () => `>= ${bar}, or ${ownPace * 100} % of what is drawn`,
});

/** The bars, by the first word of what is measured. */
export const bars: Readonly<Record<string, Bar>> = {
  video: atLeastOrAll(1.5, 'frames/s'),
  fast: atLeast(1.5, 'frames/s'),
  text: atLeast(2, 'frames/s'),
  drag: atLeast(1, 'frames/s'),
  key: atMost((viewer) => (viewer.endsWith('messages') ? 1.6 : 1.1), 'ms'),
  first: atMost(() => 0.5, 'ms'),
};

/** The middle one of some figures; `NaN` of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[(sorted.length >> 1) - 1] ?? Number.NaN)) / 2;
}

/**
 * A table of all figures: medians side by side, our ratios to the peer's, and whether they meet their bars. Where the
 * workload draws no faster than so, the greatest ratio that there can be stands beside.
 */
export function summary(figures: readonly Figure[], peer: string): Summary {
  const rows = [['', 'viewer', 'ours', peer, 'ratio', 'bar', '', '']];
  const of = (what: string, viewer: string, value: (figure: Figure) => number | undefined): number =>
    median(
      figures
        .filter((figure) => figure.what === what && figure.viewer === viewer)
        .flatMap((figure) => value(figure) ?? []),
    );
  let passed = true;
  const viewers = [...new Set(figures.map(({ viewer }) => viewer))].filter((viewer) => viewer !== peer);
  for (const what of new Set(figures.map((figure) => figure.what))) {
    const bar = bars[what.split(/\W/)[0] ?? ''];
    const theirs = of(what, peer, ({ value }) => value);
    for (const viewer of viewers) {
      const ours = of(what, viewer, ({ value }) => value);
      if (bar === undefined || Number.isNaN(ours)) continue;
      const ratio = ours / theirs;
      const most = of(what, viewer, (figure) => figure.most);
      const isBare = viewer === bareName;
      const meets = isBare || bar.meets(ratio, viewer, ours / most);
      const verdict = isBare ? '' : Number.isNaN(ratio) ? 'not compared' : meets ? 'passed' : 'missed';
      passed &&= verdict !== 'missed';
      const [mine, other] = [ours, theirs].map((value) => `${value.toFixed(1)} ${bar.unit}`);
      const before = of(what, viewer, (figure) => figure.before) / ours;
      const notes = [
        ...(Number.isNaN(most / theirs) ? [] : [`at most ${(most / theirs).toFixed(2)}: no more is drawn`]),
        ...(Number.isNaN(before) ? [] : [`${Math.round(before * 100)} % until its page was there`]),
      ].join(', ');
      rows.push([
        what,
        viewer,
        mine ?? '',
        other ?? '',
        ratio.toFixed(2),
        isBare ? '' : bar.text(viewer),
        verdict,
        notes,
      ]);
    }
  }
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const table = rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
  return { table, passed };
}
