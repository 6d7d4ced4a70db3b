import assert from 'node:assert/strict';
import type { PictureQuality } from '../../src/core/session/pictureQuality.ts';
import type { SessionStatistics } from '../../src/core/session/statistics.ts';
import { overlayLines } from '../../src/vscode/screen/overlayLines.ts';
import { plainWords } from './support/plainWords.ts';

const quality: PictureQuality = {
  ...{ automatic: false, level: undefined, compression: undefined, colorDepth: 24, exact: true },
};

const nothing: SessionStatistics = {
  ...{ bytesReceived: 0, bytesSent: 0, updates: 0, rectangles: {}, latency: undefined, reconnects: 0 },
};

const tight = (bytes: number): SessionStatistics['rectangles'] => ({
  Tight: { rectangles: 1, pixels: 100, bytes },
});

/** The values by their labels. */
function valuesOf(
  now: SessionStatistics,
  before?: { readonly at: number; readonly statistics: SessionStatistics },
  pictureQuality: PictureQuality = quality,
): Readonly<Record<string, string>> {
  const lines = overlayLines({ pictureQuality }, { at: 3000, statistics: now }, before, plainWords);
  return Object.fromEntries(lines.map(({ label, value }) => [label, value]));
}

describe('the lines of statistics over the picture', () => {
  it('know no rates before there are two looks', () => {
    assert.deepEqual(valuesOf({ ...nothing, updates: 7, bytesReceived: 5000 }), {
      Painted: '{0} /s',
      Updates: '–',
      Received: '–',
      Sent: '–',
      Latency: '–',
      Encodings: '–',
      Carrier: '{0}',
      Quality: 'lossless',
    });
  });

  it('count by the time that has passed, not by the looks', () => {
    const before = { at: 1000, statistics: { ...nothing, updates: 10, bytesReceived: 1000, bytesSent: 0 } };
    const lines = valuesOf({ ...nothing, updates: 15, bytesReceived: 5000, bytesSent: 200 }, before);
    assert.equal(lines['Updates'], '2.5 /s');
    assert.match(lines['Received'] ?? '', /^2(\.0)? (KB|kB|KiB)\/s$/);
    assert.equal(lines['Sent'], '100 B/s');
    const many = valuesOf({ ...nothing, updates: 90 }, before);
    assert.equal(many['Updates'], '40 /s');
  });

  it('share what came since the last look among encodings, and name what came before where nothing did', () => {
    const before = { at: 2000, statistics: { ...nothing, rectangles: tight(4000) } };
    const copies = { CopyRect: { rectangles: 2, pixels: 50, bytes: 1000 } };
    const both = valuesOf({ ...nothing, rectangles: { ...tight(7000), ...copies } }, before);
    assert.equal(both['Encodings'], 'Tight 75 %, CopyRect 25 %');
    assert.equal(valuesOf({ ...nothing, rectangles: tight(4000) }, before)['Encodings'], 'Tight 100 %');
    const many = Object.fromEntries(
      ['A', 'B', 'C', 'D'].map((name, i) => [name, { rectangles: 1, pixels: 1, bytes: 10 + i }]),
    );
    assert.equal(valuesOf({ ...nothing, rectangles: many }, before)['Encodings']?.split(', ').length, 3);
    // What carries no pixels is no encoding of pictures.
    const cursor = { Cursor: { rectangles: 1, pixels: 0, bytes: 900 } };
    assert.equal(valuesOf({ ...nothing, rectangles: cursor })['Encodings'], '–');
  });

  it('say what the pictures are like', () => {
    const said = (change: Partial<PictureQuality>): string | undefined =>
      valuesOf(nothing, undefined, { ...quality, ...change })['Quality'];
    assert.equal(said({ level: 8, compression: 3, exact: false }), 'JPEG 8, compression 3');
    assert.equal(said({ automatic: true, level: 5, exact: true }), 'automatic: JPEG 5, exact now');
    assert.equal(said({ colorDepth: 8 }), 'lossless, 8-bit colour');
  });
});
