import { type FileHandle, open } from 'node:fs/promises';
import { notWritten } from '../recordingFile.ts';

/** A file that grows, and of which some places are corrected later. */
export class AppendFile {
  readonly #file: FileHandle;
  readonly #path: string;
  #length = 0;

  private constructor(file: FileHandle, path: string) {
    this.#file = file;
    this.#path = path;
  }

  /** Begins a file; one that is there is replaced. @throws `VNC_FILE_NOT_WRITTEN` */
  static async create(path: string): Promise<AppendFile> {
    try {
      return new AppendFile(await open(path, 'w'), path);
    } catch (error) {
      throw notWritten(path, error);
    }
  }

  get length(): number {
    return this.#length;
  }

  /** @throws `VNC_FILE_NOT_WRITTEN` */
  async append(...parts: readonly Uint8Array[]): Promise<void> {
    const bytes = Buffer.concat(parts);
    await this.#write(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Writes over what is there. @throws `VNC_FILE_NOT_WRITTEN` */
  async replace(position: number, bytes: Uint8Array): Promise<void> {
    await this.#write(bytes, position);
  }

  /** @throws `VNC_FILE_NOT_WRITTEN` */
  async close(): Promise<void> {
    try {
      await this.#file.close();
    } catch (error) {
      throw notWritten(this.#path, error);
    }
  }

  async #write(bytes: Uint8Array, position: number): Promise<void> {
    try {
      for (let at = 0; at < bytes.length; ) {
        const { bytesWritten } = await this.#file.write(bytes, at, bytes.length - at, position + at);
        at += bytesWritten;
      }
    } catch (error) {
      throw notWritten(this.#path, error);
    }
  }
}
