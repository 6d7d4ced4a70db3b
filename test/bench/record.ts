import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { silentLogger } from '../../src/core/base/logger.ts';
import { wholeOf } from '../../src/core/base/geometry.ts';
import { encodePng } from '../../src/core/image/pngEncoder.ts';
import { encodings } from '../../src/core/rfb/encodings/encodingNumbers.ts';
import { type RfbClient, connectRfb } from '../../src/core/rfb/rfbClient.ts';
import { dial } from '../../src/core/transport/dial.ts';
import type { BytePipe } from '../../src/core/transport/bytePipe.ts';
import { type Workload, qemuAnimation, tigerStatic, tigerText, tigerVideo } from './workloads.ts';

const pseudo = [encodings.LastRect, encodings.Cursor, encodings.DesktopSize];
const tigerTight = [encodings.CopyRect, encodings.Tight, encodings.CompressionLevel2, ...pseudo];

/** What can be recorded, under the names that the decode benchmark looks for. */
const recordings: readonly {
  readonly name: string;
  readonly workload: Workload;
  readonly encodings: readonly number[];
}[] = [
  { name: 'qemu-anim-hextile', workload: qemuAnimation, encodings: [encodings.Hextile] },
  { name: 'qemu-anim-zlib', workload: qemuAnimation, encodings: [encodings.Zlib] },
  { name: 'qemu-anim-zrle', workload: qemuAnimation, encodings: [encodings.ZRLE] },
  { name: 'tiger-static-hextile', workload: tigerStatic, encodings: [encodings.Hextile, ...pseudo] },
  { name: 'tiger-static-tight', workload: tigerStatic, encodings: tigerTight },
  { name: 'tiger-static-zrle', workload: tigerStatic, encodings: [encodings.ZRLE, ...pseudo] },
  {
    name: 'tiger-text-hextile',
    workload: tigerText,
    encodings: [encodings.CopyRect, encodings.Hextile, ...pseudo],
  },
  { name: 'tiger-text-tight', workload: tigerText, encodings: tigerTight },
  {
    name: 'tiger-video-hextile',
    workload: tigerVideo,
    encodings: [encodings.Hextile, ...pseudo],
  },
  { name: 'tiger-video-tight', workload: tigerVideo, encodings: tigerTight },
  {
    name: 'tiger-text-zrle',
    workload: tigerText,
    encodings: [encodings.CopyRect, encodings.ZRLE, ...pseudo],
  },
];

/** What {@link main} can record. */
export const recordingNames: readonly string[] = recordings.map(({ name }) => name);

/** Milliseconds that a workload runs, and that nothing must come after it has stopped. */
const RUN_MILLISECONDS = 3000;
const QUIET_MILLISECONDS = 700;

/**
 * Records streams of real servers: `FOLDER [NAME …]`. Each becomes `NAME.rfb` with `NAME.json`, and
 * `NAME.png` as the server itself shows its screen, where there is a way to ask it.
 */
export async function main(args: readonly string[]): Promise<number> {
  const [folder, ...names] = args;
  const chosen = recordings.filter(({ name }) => names.length === 0 || names.includes(name));
  if (folder === undefined || chosen.length === 0) {
    console.error('usage: npm run bench record -- FOLDER [NAME …]; names:');
    for (const { name } of recordings) console.error(`  ${name}`);
    return 1;
  }
  mkdirSync(folder, { recursive: true });
  for (const recording of chosen) {
    await record(folder, recording.name, recording.workload, recording.encodings);
  }
  return 0;
}

async function record(
  folder: string,
  name: string,
  workload: Workload,
  asked: readonly number[],
): Promise<void> {
  const running = await workload();
  try {
    const { host, port } = running.server;
    const chunks: Uint8Array[] = [];
    const pipe = await dial({ transport: 'tcp', host, port }, { logger: silentLogger });
    const client = await connectRfb({ pipe: recorded(pipe, chunks), credentials: {}, encodings: asked });
    let updates = 0;
    let rects = 0;
    let pixels = 0;
    let lastUpdate = performance.now();
    client.onUpdate((painted) => {
      updates++;
      rects += painted.length;
      for (const rect of painted) pixels += rect.width * rect.height;
      lastUpdate = performance.now();
    });
    const ask = (incremental: boolean): void =>
      client.requestUpdate(wholeOf(client.framebuffer), { incremental });
    let asking = true;
    client.onUpdateStart(() => {
      if (asking) ask(true);
    });
    // TigerVNC paints the pointer into the picture of a client that has not moved it.
    client.sendPointer(0, 0, 0);
    ask(false);
    await sleep(RUN_MILLISECONDS);
    // A screen that rests ends the recording by itself; one that cannot is asked no more.
    asking = running.server.grab !== undefined;
    while (performance.now() - lastUpdate < QUIET_MILLISECONDS) await sleep(50);
    const { width, height } = client.framebuffer;
    const picture = await running.server.grab?.();
    client.close();
    const bytes = Buffer.concat(chunks);
    writeFileSync(path.join(folder, `${name}.rfb`), bytes);
    if (picture !== undefined) {
      if (Buffer.compare(picture.pixels, client.framebuffer.pixels) !== 0) {
        throw new Error(`${name}: what was decoded is not what the server shows`);
      }
      writeFileSync(path.join(folder, `${name}.png`), await encodePng(picture));
    }
    const facts = {
      name,
      server: running.server.name,
      file: `${name}.rfb`,
      ...(picture === undefined ? {} : { picture: `${name}.png` }),
      ...{ lossy: false, width, height, encodingsRequested: asked },
      ...{ bytes: bytes.length, updates, rects, pixels, encodings: encodingsSeen(client) },
    };
    writeFileSync(path.join(folder, `${name}.json`), `${JSON.stringify(facts, null, 2)}\n`);
    console.log(`${name}: ${bytes.length} bytes, ${updates} updates`);
  } finally {
    await running.close();
  }
}

function encodingsSeen(client: RfbClient): string {
  return client.facts['encodings'] ?? '';
}

/** A pipe that keeps a copy of everything it delivers. */
function recorded(pipe: BytePipe, chunks: Uint8Array[]): BytePipe {
  return {
    description: pipe.description,
    confidential: pipe.confidential,
    get bufferedBytes() {
      return pipe.bufferedBytes;
    },
    open: (sink) =>
      pipe.open({
        receive(chunk) {
          chunks.push(Uint8Array.from(chunk));
          sink.receive(chunk);
        },
        ended: (error) => sink.ended(error),
      }),
    write: (bytes) => pipe.write(bytes),
    pause: () => pipe.pause(),
    resume: () => pipe.resume(),
    close: () => pipe.close(),
  };
}

async function sleep(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
