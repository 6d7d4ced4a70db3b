import path from 'node:path';
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { decode as decodeJpeg } from '@cwasm/jpeg-turbo';
import { jpegDecoder } from '../../src/core/image/jpegDecoder.ts';
import { cpuTimer } from './cpuTimer.mjs';
import { type NativePeer, buildNativePeer } from './native.ts';
import { decodeWithNoVnc } from './novnc.mjs';
import { decodeWithOurs } from './ours.ts';
import { main as record, recordingNames } from './record.ts';
import { type RecordedStream, chunksOf, rawStream, readStream } from './stream.ts';

const usage = `usage: npm run bench decode [-- FOLDER … only=TEXT]

Decodes recorded streams with our client, with noVNC in the same process, and with libvncclient (Debian:
apt-get install gcc libvncserver-dev), in turns. Compare the ratios: absolute figures drift with the machine.
FOLDER has more streams than the fixtures; only=TEXT takes those with TEXT in their names. What is missing is
recorded from real servers first, into out/bench.`;

/** Timed runs of each side; what is told is their median. */
const RUNS = 11;
const WARM_UP_RUNS = 4;
/** Runs of the native peer, which needs no warming up. */
const NATIVE_RUNS = 5;
/** How fast of native we want to be some day. */
const HORIZON = 0.8;

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

/** Runs the benchmark. @returns the exit code: 1 when a bar is missed */
export async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(usage);
    return 0;
  }
  const fixtures = path.join(process.cwd(), 'test/fixtures/captures');
  const recorded = path.join(process.cwd(), 'out/bench/streams');
  const only = args.find((arg) => arg.startsWith('only='))?.slice('only='.length) ?? '';
  const folders = [fixtures, ...args.filter((arg) => !arg.startsWith('only=')), recorded];
  const built = buildNativePeer();
  const native = typeof built === 'string' ? undefined : built;
  console.log(
    'Megabytes of pixels a second (copied ones counted), median of processor time in alternating runs.',
  );
  console.log(
    `Peer: noVNC, for JPEG the library alone. Native: libvncclient; the horizon is ${HORIZON} of it.\n`,
  );
  if (typeof built === 'string') console.log(`${built}\n`);
  console.log(row('stream', 'ours', 'peer', 'ratio', 'bar', '', 'native', 'ratio'));
  let missed = 0;
  try {
    for (const benchCase of cases.filter(({ stream }) => stream.includes(only))) {
      const stream = await load(benchCase.stream, folders, recorded);
      if (typeof stream === 'string') console.log(`${benchCase.title.padEnd(32)} ${stream}`);
      else if (!(await runCase(benchCase, stream, native))) missed++;
    }
  } finally {
    native?.close();
  }
  console.log(missed === 0 ? '\nAll bars are met.' : `\n${missed} bars are missed.`);
  return missed === 0 ? 0 : 1;
}

/** Measures a case and prints its row. @returns whether the bar is met */
async function runCase(
  { title, bar, peer }: Case,
  stream: RecordedStream,
  native: NativePeer | undefined,
): Promise<boolean> {
  const times = await (peer === 'jpeg' ? measureJpeg(stream, native) : measure(stream, native));
  const ratio = times.peer / times.ours;
  const passed = ratio >= bar;
  const speed = (milliseconds: number): string => ((stream.pixels * 4) / 1000 / milliseconds).toFixed(0);
  const nativeCells =
    times.native === undefined ? [] : [speed(times.native), (times.native / times.ours).toFixed(2)];
  console.log(
    row(
      title,
      speed(times.ours),
      speed(times.peer),
      ratio.toFixed(2),
      bar.toFixed(2),
      passed ? 'pass' : 'FAIL',
      ...nativeCells,
    ),
  );
  return passed;
}

/** The stream, which is recorded first when no folder has it; or why there is none. */
async function load(
  name: string,
  folders: readonly string[],
  recorded: string,
): Promise<RecordedStream | string> {
  if (name === 'tiger-video-raw') {
    // Raw needs no recording: any picture will do, and this is the one of the others.
    const opening = readStream('tiger-video-zrle', folders);
    const picture = path.join(process.cwd(), 'test/fixtures/captures/tiger-video-zrle.png');
    return opening === undefined ? 'no stream' : { ...rawStream(opening, picture, 4), quality: undefined };
  }
  const found = readStream(name, folders);
  if (found !== undefined) return found;
  if (!recordingNames.includes(name)) return `no stream ${name}`;
  try {
    await record([recorded, name]);
  } catch (error) {
    return `no stream ${name}: ${error instanceof Error ? error.message : String(error)}`;
  }
  return readStream(name, folders) ?? `no stream ${name}`;
}

/** Called before each run, so that none pays for what the other left behind: tens of megabytes of chunks. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') Reflect.apply(collect, undefined, []);
}

/** Median milliseconds of the sides. */
interface Times {
  readonly ours: number;
  readonly peer: number;
  readonly native: number | undefined;
}

/** Times a stream that noVNC can decode. @throws Error when the pictures differ */
async function measure(stream: RecordedStream, native: NativePeer | undefined): Promise<Times> {
  const ours: number[] = [];
  const peer: number[] = [];
  const natives: number[] = [];
  for (let run = -WARM_UP_RUNS; run < RUNS; run++) {
    collectGarbage();
    const first = await decodeWithOurs(stream);
    collectGarbage();
    const second = await decodeWithNoVnc(stream, chunksOf(stream));
    const third = run >= 0 && run < NATIVE_RUNS ? native?.decode(stream) : undefined;
    if (run === 0) {
      if (Buffer.compare(first.pixels, second.pixels) !== 0 || differs(first.pixels, third?.pixels)) {
        throw new Error(`${stream.name}: the pictures differ`);
      }
    }
    if (third !== undefined) natives.push(third.milliseconds);
    if (run < 0) continue;
    ours.push(first.milliseconds);
    peer.push(second.milliseconds);
  }
  return { ours: median(ours), peer: median(peer), native: native && median(natives) };
}

/** Whether two pictures have other colours somewhere. */
function differs(pixels: Uint8Array, other: Uint8Array | undefined): boolean {
  if (other === undefined) return false;
  return other.length !== pixels.length || pixels.some((byte, i) => (i & 3) !== 3 && byte !== other[i]);
}

/** Times our client, and the JPEG library for the pictures alone. */
async function measureJpeg(stream: RecordedStream, native: NativePeer | undefined): Promise<Times> {
  const pictures = await jpegsOf(stream);
  const ours: number[] = [];
  const peer: number[] = [];
  const natives: number[] = [];
  for (let run = -WARM_UP_RUNS; run < RUNS; run++) {
    collectGarbage();
    const { milliseconds } = await decodeWithOurs(stream);
    collectGarbage();
    const elapsed = cpuTimer();
    for (const picture of pictures) decodeJpeg(picture);
    const alone = elapsed();
    if (run < 0) continue;
    if (native !== undefined && run < NATIVE_RUNS) natives.push(native.decode(stream).milliseconds);
    ours.push(milliseconds);
    peer.push(alone);
  }
  return { ours: median(ours), peer: median(peer), native: native && median(natives) };
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
