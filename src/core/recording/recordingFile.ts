import { type FileHandle, open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { deflateRaw } from 'node:zlib';
import { vncError } from '../base/errors.ts';
import {
  type RecordingHeader,
  blockHeaderBytes,
  blockKinds,
  checkOf,
  packings,
  recordingSignature,
} from './recordingFormat.ts';

const deflate = promisify(deflateRaw);

/** Compression level: recording must not cost what the session needs, and screens are mostly flat. */
const level = 1;

/** Bytes that one call may put out at once: the default of 16 KiB spends its time between the threads. */
const chunkSize = 1024 * 1024;

/** Bytes of a block in the index. */
export const indexEntryBytes = 16;

/** How a recording is written. */
export interface RecordingFileOptions {
  /** Bytes that the file may have; what would exceed them is not written, but for the first picture. */
  readonly maxBytes: number;
  /** Nothing more fits. */
  readonly full: () => void;
  /** A write failed: nothing more is written. */
  readonly failed: (error: unknown) => void;
}

/**
 * Writes the blocks of a recording one behind the other, packed in the thread pool. What was written is never touched
 * again: whenever the process ends, the file holds all blocks but the last, or all.
 */
export class RecordingFile {
  readonly #file: FileHandle;
  readonly #path: string;
  readonly #options: RecordingFileOptions;
  readonly #index: {
    readonly kind: string;
    readonly bytes: number;
    readonly first: number;
    readonly last: number;
  }[] = [];
  #position = 0;
  #queued = 0;
  #state: 'open' | 'full' | 'failed' = 'open';
  #last: Promise<void> = Promise.resolve();

  private constructor(file: FileHandle, path: string, options: RecordingFileOptions) {
    this.#file = file;
    this.#path = path;
    this.#options = options;
  }

  /** Begins a file; one that is there is replaced. @throws `VNC_FILE_NOT_WRITTEN` */
  static async create(
    path: string,
    header: RecordingHeader,
    options: RecordingFileOptions,
  ): Promise<RecordingFile> {
    let handle: FileHandle | undefined;
    try {
      handle = await open(path, 'w');
      const file = new RecordingFile(handle, path, options);
      await file.#put([recordingSignature]);
      await file.#write(blockKinds.header, 0, 0, Buffer.from(JSON.stringify(header)), false);
      return file;
    } catch (error) {
      await handle?.close().catch(() => undefined);
      throw notWritten(path, error);
    }
  }

  /** Bytes in the file so far. */
  get bytes(): number {
    return this.#position;
  }

  /** Bytes that wait to be packed and written. */
  get queued(): number {
    return this.#queued;
  }

  /**
   * Adds a block behind all others.
   *
   * @param payload never touched again by the caller.
   * @returns when it is in the file, or never will be.
   */
  async add(kind: string, first: number, last: number, payload: Uint8Array): Promise<void> {
    this.#queued += payload.length;
    // Packing begins at once; only the writing goes in order.
    const packed = payload.length === 0 ? Promise.resolve(payload) : deflate(payload, { level, chunkSize });
    packed.catch(() => undefined);
    const before = this.#last;
    this.#last = (async () => {
      await before;
      try {
        if (this.#state !== 'open') return;
        const bytes = await packed;
        const isFirst = this.#index.length === 1;
        const needed = blockHeaderBytes + bytes.length + this.#indexBytes(1);
        if (!isFirst && this.#position + needed > this.#options.maxBytes) {
          this.#state = 'full';
          this.#options.full();
          return;
        }
        await this.#write(kind, first, last, bytes, payload.length > 0);
      } catch (error) {
        this.#state = 'failed';
        this.#options.failed(notWritten(this.#path, error));
      } finally {
        this.#queued -= payload.length;
      }
    })();
    await this.#last;
  }

  /** Writes the index behind what was added, and closes the file. Does not fail: {@link RecordingFileOptions.failed}. */
  async close(end: number): Promise<void> {
    await this.#last;
    try {
      if (this.#state !== 'failed') {
        this.#state = 'full';
        await this.#write(blockKinds.index, end, end, this.#packIndex(), false);
        await this.#file.datasync();
      }
    } catch (error) {
      this.#options.failed(notWritten(this.#path, error));
    } finally {
      await this.#file.close().catch(() => undefined);
    }
  }

  #indexBytes(more: number): number {
    return blockHeaderBytes + (this.#index.length + more) * indexEntryBytes + 4;
  }

  /** Every block before it: kind, bytes with its head, first and last millisecond; then its own length once more. */
  #packIndex(): Uint8Array {
    const bytes = Buffer.alloc(this.#index.length * indexEntryBytes + 4);
    this.#index.forEach(({ kind, bytes: length, first, last }, i) => {
      const at = i * indexEntryBytes;
      bytes.write(kind, at, 'latin1');
      bytes.writeUInt32LE(length, at + 4);
      bytes.writeUInt32LE(first, at + 8);
      bytes.writeUInt32LE(last, at + 12);
    });
    // At the very end of the file, so that readers find where the index begins.
    bytes.writeUInt32LE(blockHeaderBytes + bytes.length, bytes.length - 4);
    return bytes;
  }

  async #write(
    kind: string,
    first: number,
    last: number,
    payload: Uint8Array,
    packed: boolean,
  ): Promise<void> {
    const head = Buffer.alloc(blockHeaderBytes);
    head.write(kind, 0, 'latin1');
    head.writeUInt32LE(payload.length, 4);
    head.writeUInt32LE(first, 12);
    head.writeUInt32LE(last, 16);
    head.writeUInt8(packed ? packings.deflate : packings.none, 20);
    head.writeUInt32LE(checkOf(head, payload), 8);
    await this.#put([head, payload]);
    this.#index.push({ kind, bytes: head.length + payload.length, first, last });
  }

  async #put(parts: readonly Uint8Array[]): Promise<void> {
    const bytes = Buffer.concat(parts);
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, at, bytes.length - at, this.#position);
      at += bytesWritten;
      this.#position += bytesWritten;
    }
  }
}

/** The error of a file that cannot be written, with the system's code. */
export function notWritten(path: string, error: unknown): Error {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return vncError('VNC_FILE_NOT_WRITTEN', { path, reason }, error);
}
