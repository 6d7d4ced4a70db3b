import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { PNG } from 'pngjs';

/** A recorded connection: the server's side of it, from its greeting on. */
export interface RecordedStream {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Bytes before the first message. */
  readonly opening: number;
  /** Pixels of all rectangles, copied ones counted. */
  readonly pixels: number;
  readonly width: number;
  readonly height: number;
  /** The JPEG quality that the server was asked for, when it was. */
  readonly quality?: number | undefined;
}

/** What `NAME.json` tells beside a stream. */
interface StreamFacts {
  readonly name: string;
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly pixels: number;
  readonly encodingsRequested: readonly number[];
}

/** Reads the stream `name` from the first of `folders` that has it. */
export function readStream(name: string, folders: readonly string[]): RecordedStream | undefined {
  const folder = folders.find((candidate) => existsSync(path.join(candidate, `${name}.json`)));
  if (folder === undefined) return undefined;
  const facts = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')) as StreamFacts;
  const file = readFileSync(path.join(folder, facts.file));
  const bytes = new Uint8Array(facts.file.endsWith('.gz') ? gunzipSync(file) : file);
  const { width, height, pixels } = facts;
  const level = facts.encodingsRequested.find((encoding) => encoding >= -32 && encoding <= -23);
  const quality = level === undefined ? undefined : level + 32;
  return { name, bytes, opening: openingLength(bytes), pixels, width, height, quality };
}

/** The length of a greeting of version 3.8 without security. */
function openingLength(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const securityTypes = view.getUint8(12);
  const name = 12 + 1 + securityTypes + 4 + 20;
  return name + 4 + view.getUint32(name);
}

/**
 * A stream of Raw updates that each show the whole of a picture, in rectangles of 64 rows as servers cut them.
 *
 * @param opening a stream of the same size, whose greeting is taken.
 */
export function rawStream(opening: RecordedStream, pictureFile: string, updates: number): RecordedStream {
  const picture = PNG.sync.read(readFileSync(pictureFile));
  const { width, height } = picture;
  const parts: Uint8Array[] = [];
  for (let update = 0; update < updates; update++) {
    parts.push(Uint8Array.of(0, 0, 0, Math.ceil(height / 64)));
    for (let y = 0; y < height; y += 64) {
      const rows = Math.min(64, height - y);
      const header = new DataView(new ArrayBuffer(12));
      [0, y, width, rows].forEach((value, i) => header.setUint16(i * 2, value));
      parts.push(new Uint8Array(header.buffer));
      parts.push(picture.data.subarray(y * width * 4, (y + rows) * width * 4));
    }
  }
  const bytes = new Uint8Array(Buffer.concat([opening.bytes.subarray(0, opening.opening), ...parts]));
  return { ...opening, name: 'tiger-video-raw', bytes, pixels: width * height * updates };
}

/** The messages of a stream as a socket would deliver them. */
export function chunksOf(stream: RecordedStream): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = stream.opening; at < stream.bytes.length; at += 65_536) {
    chunks.push(stream.bytes.slice(at, at + 65_536));
  }
  return chunks;
}
