import path from 'node:path';
import process from 'node:process';
import { decode as decodeJpeg } from '@cwasm/jpeg-turbo';
import { jpegDecoder } from '../../src/core/image/jpegDecoder.ts';
import { cpuTimer } from './cpuTimer.mjs';
import { decodeWithNoVnc } from './novnc.mjs';
import { decodeWithOurs } from './ours.ts';
import { type RecordedStream, chunksOf, rawStream, readStream } from './stream.ts';

/** Timed runs of each side; what is told is their median. */
const RUNS = 7;
const WARM_UP_RUNS = 2;

interface Case {
  readonly title: string;
  readonly stream: string;
  /** Our speed in multiples of the peer's that we want at least. */
  readonly bar: number;
  /** `jpeg`: the JPEG library alone, because noVNC leaves JPEG to the browser. */
  readonly peer?: 'jpeg';
}

const cases: readonly Case[] = [
  { title: 'video, ZRLE', stream: 'tiger-video-zrle', bar: 2 },
  { title: 'video, Tight lossless', stream: 'tiger-video-tight', bar: 1.5 },
  { title: 'video, Hextile', stream: 'tiger-video-hextile', bar: 0.95 },
  { title: 'video, Raw', stream: 'tiger-video-raw', bar: 0.95 },
  { title: 'video, Tight JPEG', stream: 'tiger-video-tightjpeg8', bar: 0.9, peer: 'jpeg' },
  { title: 'static desktop, ZRLE', stream: 'tiger-static-zrle', bar: 3 },
  { title: 'static desktop, Tight lossless', stream: 'tiger-static-tight', bar: 1.5 },
  { title: 'static desktop, Hextile', stream: 'tiger-static-hextile', bar: 0.95 },
  { title: 'window drag, ZRLE', stream: 'tiger-drag-zrle', bar: 2 },
  { title: 'window drag, Tight', stream: 'tiger-drag-tight', bar: 0.95 },
  { title: 'QEMU animation, ZRLE', stream: 'qemu-anim-zrle', bar: 10 },
  { title: 'QEMU animation, Zlib', stream: 'qemu-anim-zlib', bar: 2 },
  { title: 'QEMU animation, Hextile', stream: 'qemu-anim-hextile', bar: 2 },
  { title: 'scrolling text, Tight', stream: 'tiger-text-tight', bar: 0.8 },
  { title: 'scrolling text, ZRLE', stream: 'tiger-text-zrle', bar: 0.95 },
  { title: 'scrolling text, Hextile', stream: 'tiger-text-hextile', bar: 0.95 },
];

/**
 * Compares our client with its peers on recorded streams, in this process, in alternating runs. Absolute
 * speeds drift with the machine; the ratio is the result.
 *
 * Arguments: folders with more streams than the fixtures; `only=TEXT` for streams with TEXT in their names.
 */
export async function main(args: readonly string[]): Promise<number> {
  const fixtures = path.join(process.cwd(), 'test/fixtures/captures');
  const only = args.find((arg) => arg.startsWith('only='))?.slice('only='.length) ?? '';
  const folders = [fixtures, ...args.filter((arg) => !arg.startsWith('only='))];
  console.log('Megabytes of pixels a second (copied ones counted), median; only the ratio is comparable.\n');
  console.log(row('stream', 'ours', 'peer', 'ratio', 'bar', ''));
  let missed = 0;
  for (const benchCase of cases.filter(({ stream }) => stream.includes(only))) {
    const stream = load(benchCase.stream, folders, fixtures);
    if (stream === undefined) {
      console.log(`${benchCase.title.padEnd(32)} no stream ${benchCase.stream}: npm run bench record`);
      continue;
    }
    const { ours, peer } = await (benchCase.peer === 'jpeg' ? measureJpeg(stream) : measure(stream));
    const ratio = peer / ours;
    const passed = ratio >= benchCase.bar;
    if (!passed) missed++;
    const speed = (milliseconds: number): string => ((stream.pixels * 4) / 1000 / milliseconds).toFixed(0);
    console.log(
      row(
        benchCase.title,
        speed(ours),
        speed(peer),
        ratio.toFixed(2),
        benchCase.bar.toFixed(2),
        passed ? 'pass' : 'FAIL',
      ),
    );
  }
  console.log(missed === 0 ? '\nAll bars are met.' : `\n${missed} bars are missed.`);
  return missed === 0 ? 0 : 1;
}

function load(name: string, folders: readonly string[], fixtures: string): RecordedStream | undefined {
  if (name !== 'tiger-video-raw') return readStream(name, folders);
  // Raw needs no recording: any picture will do, and this is the one of the others.
  const opening = readStream('tiger-video-zrle', folders);
  return opening && rawStream(opening, path.join(fixtures, 'tiger-video-zrle.png'), 4);
}

/** Median milliseconds of both sides for a stream that noVNC can decode. @throws Error when they differ */
async function measure(stream: RecordedStream): Promise<{ ours: number; peer: number }> {
  const ours: number[] = [];
  const peer: number[] = [];
  for (let run = -WARM_UP_RUNS; run < RUNS; run++) {
    const first = await decodeWithOurs(stream);
    const second = await decodeWithNoVnc(stream, chunksOf(stream));
    if (run === 0 && Buffer.compare(first.pixels, second.pixels) !== 0) {
      throw new Error(`${stream.name}: the pictures differ`);
    }
    if (run < 0) continue;
    ours.push(first.milliseconds);
    peer.push(second.milliseconds);
  }
  return { ours: median(ours), peer: median(peer) };
}

/** Median milliseconds of our client, and of the JPEG library for the pictures alone. */
async function measureJpeg(stream: RecordedStream): Promise<{ ours: number; peer: number }> {
  const pictures = await jpegsOf(stream);
  const ours: number[] = [];
  const peer: number[] = [];
  for (let run = -WARM_UP_RUNS; run < RUNS; run++) {
    const { milliseconds } = await decodeWithOurs(stream);
    const elapsed = cpuTimer();
    for (const picture of pictures) decodeJpeg(picture);
    const alone = elapsed();
    if (run < 0) continue;
    ours.push(milliseconds);
    peer.push(alone);
  }
  return { ours: median(ours), peer: median(peer) };
}

/** The JPEG pictures in a stream, caught on their way to our decoder. */
async function jpegsOf(stream: RecordedStream): Promise<Uint8Array[]> {
  const decoder = jpegDecoder();
  const decode = decoder.decode.bind(decoder);
  const pictures: Uint8Array[] = [];
  decoder.decode = (jpeg, size) => {
    pictures.push(Uint8Array.from(jpeg));
    return decode(jpeg, size);
  };
  try {
    await decodeWithOurs(stream);
  } finally {
    decoder.decode = decode;
  }
  return pictures;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

function row(title: string, ...cells: string[]): string {
  return [title.padEnd(32), ...cells.map((cell) => cell.padStart(8))].join('');
}
