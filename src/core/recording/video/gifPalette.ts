/** Colours of a picture as indices of a list. */
export interface IndexedColors {
  /** Three bytes a colour. */
  readonly colors: Uint8Array;
  /** The place in the list of a colour, given as a word with red in the lowest byte. */
  indexOf(word: number): number;
}

/** Bits of each channel by which colours that are too many are told apart. */
const shades = 5;
const buckets = 1 << (3 * shades);

/**
 * Lists the colours of a picture: each where there are few enough, else those that stand for the most of it (median
 * cut).
 *
 * @param words pixels, red in the lowest byte; alpha does not count.
 * @param most how many there may be in the list.
 */
export function listColors(words: Uint32Array, most: number): IndexedColors {
  const exact = new Map<number, number>();
  for (const word of words) {
    const color = word & 0xffffff;
    if (exact.has(color)) continue;
    if (exact.size === most) return cutColors(words, most);
    exact.set(color, exact.size);
  }
  return {
    colors: bytesOf([...exact.keys()]),
    indexOf: (word) => exact.get(word & 0xffffff) ?? 0,
  };
}

interface Box {
  readonly buckets: readonly number[];
  readonly pixels: number;
  /** The channel in which its colours differ most, and by how much. */
  readonly channel: number;
  readonly range: number;
}

function cutColors(words: Uint32Array, most: number): IndexedColors {
  const count = new Uint32Array(buckets);
  const sums = [new Float64Array(buckets), new Float64Array(buckets), new Float64Array(buckets)] as const;
  for (const word of words) {
    const bucket = bucketOf(word);
    count[bucket] = (count[bucket] ?? 0) + 1;
    sums.forEach((sum, channel) => (sum[bucket] = (sum[bucket] ?? 0) + ((word >>> (channel * 8)) & 0xff)));
  }
  const weigh = (list: readonly number[]): number =>
    list.reduce((sum, bucket) => sum + (count[bucket] ?? 0), 0);
  const box = (list: readonly number[]): Box => ({ buckets: list, pixels: weigh(list), ...spread(list) });
  const used = [...count.keys()].filter((bucket) => (count[bucket] ?? 0) > 0);
  const boxes: Box[] = [box(used)];
  while (boxes.length < most) {
    const [largest] = boxes
      .filter(({ buckets: list }) => list.length > 1)
      .sort((a, b) => b.pixels * b.range - a.pixels * a.range);
    if (largest === undefined) break;
    const { channel } = largest;
    const sorted = [...largest.buckets].sort((a, b) => shadeOf(a, channel) - shadeOf(b, channel));
    let [at, before] = [0, 0];
    while (at < sorted.length - 1 && (at === 0 || before < largest.pixels / 2)) {
      before += count[sorted[at] ?? 0] ?? 0;
      at += 1;
    }
    boxes.splice(boxes.indexOf(largest), 1, box(sorted.slice(0, at)), box(sorted.slice(at)));
  }
  const places = new Uint8Array(buckets);
  const colors = boxes.map(({ buckets: list, pixels }, place) => {
    for (const bucket of list) places[bucket] = place;
    const mean = sums.map((sum) =>
      Math.round(list.reduce((all, bucket) => all + (sum[bucket] ?? 0), 0) / pixels),
    );
    return (mean[0] ?? 0) | ((mean[1] ?? 0) << 8) | ((mean[2] ?? 0) << 16);
  });
  return { colors: bytesOf(colors), indexOf: (word) => places[bucketOf(word)] ?? 0 };
}

function bucketOf(word: number): number {
  return ((word >>> 3) & 31) | (((word >>> 11) & 31) << shades) | (((word >>> 19) & 31) << (2 * shades));
}

function shadeOf(bucket: number, channel: number): number {
  return (bucket >> (channel * shades)) & 31;
}

/** The channel in which the colours of a box differ most. */
function spread(list: readonly number[]): { readonly channel: number; readonly range: number } {
  let best = { channel: 0, range: -1 };
  for (let channel = 0; channel < 3; channel += 1) {
    let [least, most] = [31, 0];
    for (const bucket of list) {
      least = Math.min(least, shadeOf(bucket, channel));
      most = Math.max(most, shadeOf(bucket, channel));
    }
    if (most - least > best.range) best = { channel, range: most - least };
  }
  return best;
}

function bytesOf(colors: readonly number[]): Uint8Array {
  return Uint8Array.from(
    colors.flatMap((color) => [color & 0xff, (color >> 8) & 0xff, (color >> 16) & 0xff]),
  );
}
