import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type { RecordedStream } from './stream.ts';

/** Decodes streams with libvncclient. */
export interface NativePeer {
  /** Milliseconds that it takes for all messages of a stream, and RGBA with an alpha that means nothing. */
  decode(stream: RecordedStream): { readonly milliseconds: number; readonly pixels: Uint8Array };
  /** Removes what it left on the disk. */
  close(): void;
}

/** The first of its runs warms the processor's memory up, as earlier runs do for the others. */
const RUNS = 2;

/**
 * Compiles `libvncclient.c`.
 *
 * @returns the peer, or why there is none: without a compiler or the library's headers
 */
export function buildNativePeer(): NativePeer | string {
  const folder = path.join(process.cwd(), 'out/bench');
  mkdirSync(folder, { recursive: true });
  const program = path.join(folder, `libvncclient-${process.pid}`);
  const source = path.join(process.cwd(), 'test/bench/libvncclient.c');
  const { error, status, stderr } = spawnSync('gcc', ['-O2', '-o', program, source, '-lvncclient'], {
    encoding: 'utf8',
  });
  if (error !== undefined) return 'libvncclient is not measured: gcc is missing (apt-get install gcc)';
  if (status !== 0) {
    if (!/rfbclient\.h|-lvncclient/u.test(stderr)) throw new Error(stderr);
    return 'libvncclient is not measured: its headers are missing (apt-get install libvncserver-dev)';
  }
  const input = `${program}.rfb`;
  const output = `${program}.pixels`;
  let written: RecordedStream | undefined;
  return {
    decode(stream) {
      if (written !== stream) writeFileSync(input, stream.bytes);
      written = stream;
      const { opening, width, height, quality = -1 } = stream;
      const numbers = [opening, width, height, quality, RUNS].map(String);
      const result = spawnSync(program, [input, ...numbers, output], { encoding: 'utf8' });
      if (result.status !== 0) throw new Error(`libvncclient: ${stream.name}: ${result.stderr}`);
      return {
        milliseconds: Number(result.stdout.trim().split('\n').at(-1)),
        pixels: new Uint8Array(readFileSync(output)),
      };
    },
    close() {
      for (const file of [program, input, output]) rmSync(file, { force: true });
    },
  };
}
