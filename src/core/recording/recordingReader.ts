import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { isVncError, vncError } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { type Moment, checkScreenSize, invalid, readMoments } from './opReader.ts';
import { indexEntryBytes } from './recordingFile.ts';
import {
  type BlockHead,
  type RecordingHeader,
  blockHeaderBytes,
  blockKinds,
  checkOf,
  isRecordingHeader,
  packings,
  readBlockHead,
  recordingSignature,
  recordingVersion,
} from './recordingFormat.ts';

const inflate = promisify(inflateRaw);

/** Bytes of heads that are read at once where there is no index. */
const scanBytes = 64 * 1024;

/** Bytes that one call may put out at once: the default of 16 KiB spends its time between the threads. */
const chunkSize = 1024 * 1024;

/** Where the bytes of a recording come from. */
export interface RecordingBytes {
  readonly size: number;
  /** So many bytes from `offset` on; fewer at the end. */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A block of moments. */
export interface RecordedBlock {
  /** Whether it needs nothing before it. */
  readonly isKey: boolean;
  readonly offset: number;
  /** Milliseconds since the start, of its first and last moment. */
  readonly first: number;
  readonly last: number;
}

/**
 * Reads a recording. Files are hostile: whatever is in them, what fails is a coded error, and nothing is larger than
 * the limits of a session.
 */
export class RecordingReader {
  readonly #bytes: RecordingBytes;
  readonly header: RecordingHeader;
  /** In their order; the first is a key block. */
  readonly blocks: readonly RecordedBlock[];
  /** Milliseconds from the start to the end. */
  readonly duration: number;
  /** Whether it was ended in order; otherwise it goes as far as what was saved. */
  readonly isComplete: boolean;

  private constructor(bytes: RecordingBytes, header: RecordingHeader, found: Found) {
    this.#bytes = bytes;
    this.header = header;
    this.blocks = found.blocks;
    this.duration = Math.max(found.end, found.blocks.at(-1)?.last ?? 0);
    this.isComplete = found.isComplete;
  }

  /**
   * @throws `VNC_RECORDING_INVALID`, `VNC_RECORDING_NEWER`, `VNC_RECORDING_LIMIT`
   */
  static async open(bytes: RecordingBytes): Promise<RecordingReader> {
    const start = await bytes.read(0, recordingSignature.length);
    if (Buffer.compare(start, recordingSignature) !== 0) throw invalid('signature');
    const { header, next } = await readHeader(bytes);
    const found = (await readIndex(bytes, next)) ?? (await scan(bytes, next));
    if (found.blocks[0]?.isKey !== true) throw invalid('empty');
    return new RecordingReader(bytes, header, found);
  }

  /** The moments of a block. @throws `VNC_RECORDING_INVALID`, `VNC_RECORDING_LIMIT` */
  async moments(block: RecordedBlock): Promise<readonly Moment[]> {
    const { head, payload } = await readBlock(this.#bytes, block.offset);
    return readMoments(await unpack(head, payload), block.isKey);
  }

  async close(): Promise<void> {
    await this.#bytes.close();
  }
}

/** The bytes of a file. @throws `VNC_FILE_NOT_READ` */
export async function fileBytes(path: string): Promise<RecordingBytes> {
  try {
    const file = await open(path, 'r');
    try {
      const stats = await file.stat();
      if (!stats.isFile()) throw Object.assign(new Error('no plain file'), { code: 'EISDIR' });
      return {
        size: stats.size,
        read: async (offset, length) => {
          const target = new Uint8Array(Math.max(0, Math.min(length, stats.size - offset)));
          const { bytesRead } = await file.read(target, 0, target.length, offset);
          return target.subarray(0, bytesRead);
        },
        close: async () => await file.close(),
      };
    } catch (error) {
      await file.close();
      throw error;
    }
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw vncError('VNC_FILE_NOT_READ', { path, reason }, error);
  }
}

/** The bytes of what is in memory. */
export function memoryBytes(bytes: Uint8Array): RecordingBytes {
  return {
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
    close: () => Promise.resolve(),
  };
}

interface Found {
  readonly blocks: readonly RecordedBlock[];
  readonly end: number;
  readonly isComplete: boolean;
}

async function readHeader(
  bytes: RecordingBytes,
): Promise<{ readonly header: RecordingHeader; readonly next: number }> {
  const offset = recordingSignature.length;
  const head = readHead(await bytes.read(offset, blockHeaderBytes));
  if (head?.kind !== blockKinds.header) throw invalid('header');
  if (head.length > limits.recordingHeaderBytes)
    throw vncError('VNC_RECORDING_LIMIT', { limit: 'recordingHeaderBytes' });
  const { payload } = await readBlock(bytes, offset);
  let header: unknown;
  try {
    header = JSON.parse(Buffer.from(payload).toString('utf8'));
  } catch {
    throw invalid('header');
  }
  if (!isRecordingHeader(header)) throw invalid('header');
  if (header.version > recordingVersion)
    throw vncError('VNC_RECORDING_NEWER', { version: header.version, known: recordingVersion });
  checkScreenSize(header.width, header.height);
  return { header, next: offset + blockHeaderBytes + payload.length };
}

/** What the index says, where there is one and it fits the file. */
async function readIndex(bytes: RecordingBytes, start: number): Promise<Found | undefined> {
  const tail = await bytes.read(bytes.size - 4, 4);
  const length = tail.length === 4 ? Buffer.from(tail).readUInt32LE() : 0;
  const offset = bytes.size - length;
  if (length < blockHeaderBytes + 4 || offset < start) return undefined;
  const entries = Math.floor((length - blockHeaderBytes - 4) / indexEntryBytes);
  if (entries > limits.recordingBlocks + 1) return undefined;
  const read = await readBlock(bytes, offset).catch(() => undefined);
  if (read?.head.kind !== blockKinds.index || read.head.length !== entries * indexEntryBytes + 4)
    return undefined;
  const payload = Buffer.from(read.payload);
  const list = new BlockList();
  let at = recordingSignature.length;
  for (let i = 0; i < entries; i += 1) {
    const entry = i * indexEntryBytes;
    const kind = payload.toString('latin1', entry, entry + 4);
    const [size, first, last] = [4, 8, 12].map((field) => payload.readUInt32LE(entry + field));
    if (size === undefined || first === undefined || last === undefined) return undefined;
    if (at >= start && !list.add(kind, at, first, last)) return undefined;
    at += size;
  }
  return at === offset ? { blocks: list.blocks, end: read.head.last, isComplete: true } : undefined;
}

/** Walks from head to head, as far as the file is whole. */
async function scan(bytes: RecordingBytes, start: number): Promise<Found> {
  const list = new BlockList();
  let window = { offset: start, bytes: new Uint8Array(0) };
  const headAt = async (offset: number): Promise<BlockHead | undefined> => {
    const within = offset - window.offset;
    if (within < 0 || within + blockHeaderBytes > window.bytes.length) {
      window = { offset, bytes: Uint8Array.from(await bytes.read(offset, scanBytes)) };
    }
    return readHead(window.bytes.subarray(offset - window.offset));
  };
  let at = start;
  for (;;) {
    const head = await headAt(at);
    if (head === undefined) break;
    const next = at + blockHeaderBytes + head.length;
    if (next > bytes.size || !/^[A-Z]{4}$/.test(head.kind)) break;
    if (!list.add(head.kind, at, head.first, head.last)) break;
    at = next;
  }
  // What was written last may be there in part only.
  const last = list.blocks.at(-1);
  if (last !== undefined) await readBlock(bytes, last.offset).catch(() => list.removeLast());
  return { blocks: list.blocks, end: 0, isComplete: false };
}

/** Blocks in the order of their times. */
class BlockList {
  readonly blocks: RecordedBlock[] = [];

  /** @returns whether it can follow the others */
  add(kind: string, offset: number, first: number, last: number): boolean {
    const isKey = kind === blockKinds.key;
    if (!isKey && kind !== blockKinds.moments) return true;
    if (last < first || first < (this.blocks.at(-1)?.last ?? 0)) return false;
    if (this.blocks.length >= limits.recordingBlocks)
      throw vncError('VNC_RECORDING_LIMIT', { limit: 'recordingBlocks' });
    this.blocks.push({ isKey, offset, first, last });
    return true;
  }

  removeLast(): void {
    this.blocks.pop();
  }
}

function readHead(bytes: Uint8Array): BlockHead | undefined {
  return bytes.length < blockHeaderBytes ? undefined : readBlockHead(bytes);
}

/** A block whose check is right. @throws `VNC_RECORDING_INVALID`, `VNC_RECORDING_LIMIT` */
async function readBlock(
  bytes: RecordingBytes,
  offset: number,
): Promise<{ readonly head: BlockHead; readonly payload: Uint8Array }> {
  const start = await bytes.read(offset, blockHeaderBytes);
  const head = readHead(start);
  if (head === undefined) throw invalid('length');
  if (head.length > limits.recordingBlockBytes)
    throw vncError('VNC_RECORDING_LIMIT', { limit: 'recordingBlockBytes' });
  // Before memory is taken for what the head says of itself.
  if (offset + blockHeaderBytes + head.length > bytes.size) throw invalid('length');
  const payload = await bytes.read(offset + blockHeaderBytes, head.length);
  if (payload.length !== head.length || checkOf(start, payload) !== head.check) throw invalid('check');
  return { head, payload };
}

async function unpack({ packing }: BlockHead, payload: Uint8Array): Promise<Uint8Array> {
  switch (packing) {
    case packings.none:
      return payload;
    case packings.deflate:
      try {
        return await inflate(payload, { maxOutputLength: limits.recordingBlockBytes, chunkSize });
      } catch (error) {
        if (error instanceof RangeError)
          throw vncError('VNC_RECORDING_LIMIT', { limit: 'recordingBlockBytes' }, error);
        throw isVncError(error) ? error : invalid('packing');
      }
    default:
      throw invalid('packing');
  }
}
