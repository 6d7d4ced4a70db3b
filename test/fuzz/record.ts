import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { wholeOf } from '../../src/core/base/geometry.ts';
import { type RfbClient, connectRfb } from '../../src/core/rfb/rfbClient.ts';
import type { BytePipe } from '../../src/core/transport/bytePipe.ts';
import { dial } from '../../src/core/transport/dial.ts';
import { encodings } from '../../src/core/rfb/encodings/encodingNumbers.ts';
import { type RecordedServer, type Recording, recordedServers } from './recordings.ts';

/** Trusts everyone, for keys that peers make anew. */
const trust = { known: () => [], ask: () => Promise.resolve(true) };

const folder = 'test/fixtures/recordings';

/** Longer recordings are cut: they repeat themselves, and a damaged copy has to be played in a millisecond. */
const KEPT_BYTES = 12_000;

/** Milliseconds without a byte after which a server has said all. */
const QUIET_MILLISECONDS = 600;

/** Records what small screens of real servers send, for the run of damaged streams. Names choose some of them. */
async function main(names: readonly string[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const server of recordedServers) {
    const wanted = server.recordings.filter(({ name }) => names.length === 0 || names.includes(name));
    if (wanted.length > 0) await recordServer(server, wanted);
  }
}

async function recordServer({ start }: RecordedServer, recordings: readonly Recording[]): Promise<void> {
  const running = await start();
  try {
    for (const recording of recordings) {
      const bytes = await record(running.port, recording, running.stir);
      const { name, types } = recording;
      writeFileSync(path.join(folder, `${name}.rfb`), bytes.subarray(0, KEPT_BYTES));
      writeFileSync(path.join(folder, `${name}.json`), `${JSON.stringify({ name, types }, null, 2)}\n`);
      console.log(`${recording.name}: ${bytes.length} bytes`);
    }
  } finally {
    await running.close();
  }
}

/** Connects, sees the screen, lets things happen there, and returns all that the server has sent. */
async function record(port: number, recording: Recording, stir: () => Promise<void>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let last = performance.now();
  const pipe = await dial({ transport: 'tcp', host: '127.0.0.1', port });
  const tapped = tap(pipe, (chunk) => {
    chunks.push(Uint8Array.from(chunk));
    last = performance.now();
  });
  const { types, credentials = {}, encodings: names } = recording;
  const client: RfbClient = await connectRfb({
    pipe: tapped,
    credentials,
    security: {
      types,
      allowUnencrypted: true,
      tls: { verify: false, trust },
      endpoint: { host: 'localhost', port },
    },
    ...(names === undefined ? {} : { encodings: numbersOf(names) }),
  });
  try {
    client.onUpdateStart(() => client.requestUpdate(wholeOf(client.framebuffer), { incremental: true }));
    client.sendPointer(1, 1, 0);
    client.requestUpdate(wholeOf(client.framebuffer), { incremental: false });
    await quiet(() => last);
    await stir();
    await quiet(() => last);
  } finally {
    client.close();
  }
  return Buffer.concat(chunks);
}

function numbersOf(names: readonly (string | number)[]): readonly number[] {
  const known: Readonly<Record<string, number>> = encodings;
  return names.map((name) => {
    const number = typeof name === 'number' ? name : known[name];
    if (number === undefined) throw new Error(`no encoding ${name}`);
    return number;
  });
}

function tap(pipe: BytePipe, heard: (chunk: Uint8Array) => void): BytePipe {
  return new Proxy(pipe, {
    get(target, property) {
      if (property === 'open') {
        const open: BytePipe['open'] = (sink) =>
          target.open({
            receive(chunk) {
              heard(chunk);
              sink.receive(chunk);
            },
            ended: (error) => sink.ended(error),
          });
        return open;
      }
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** Waits until nothing more comes; from servers that never rest not longer than a while. */
async function quiet(last: () => number): Promise<void> {
  const end = performance.now() + 5 * QUIET_MILLISECONDS;
  while (performance.now() - last() < QUIET_MILLISECONDS && performance.now() < end)
    await new Promise((resolve) => setTimeout(resolve, 50));
}

await main(process.argv.slice(2));
