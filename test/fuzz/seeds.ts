import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { gunzipSync } from 'node:zlib';

/** A stream that servers have sent or could send, to be damaged. */
export interface Seed {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The security types that may be chosen from those that the stream offers. */
  readonly types: readonly string[];
}

/** Screens of a few thousand pixels, and text of a virtual machine; larger ones take too long to be played so often. */
const files: readonly (readonly [folder: string, name: RegExp])[] = [
  ['test/fixtures/recordings', /\.rfb$/],
  ['test/fixtures/captures', /^qemu-boot-.*\.rfb(?:\.gz)?$/],
];

/** As much of a stream as has rectangles of every kind in it and is quick to play. */
const KEPT_BYTES = 12_000;

/** All recorded streams, in the order of their names; of the long ones the beginning. */
export function readSeeds(): readonly Seed[] {
  return files.flatMap(([folder, pattern]) =>
    readdirSync(path.join(process.cwd(), folder))
      .filter((name) => pattern.test(name))
      .toSorted()
      .map((name) => {
        const file = readFileSync(path.join(process.cwd(), folder, name));
        const bytes = name.endsWith('.gz') ? gunzipSync(file) : file;
        return { name, bytes: new Uint8Array(bytes.subarray(0, KEPT_BYTES)), types: typesOf(folder, name) };
      }),
  );
}

/** What is written beside a recording of ours; the captures were made of servers that let everyone in. */
function typesOf(folder: string, name: string): readonly string[] {
  const text = readFileSync(path.join(process.cwd(), folder, name.replace(/\.rfb.*$/, '.json')), 'utf8');
  const { types } = JSON.parse(text) as { readonly types?: readonly string[] };
  return types ?? ['None'];
}
