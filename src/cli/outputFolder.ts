import { constants } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { type VncError, isVncError, vncError } from '../core/base/errors.ts';
import { saveFile } from '../core/image/saveFile.ts';

/** The folder that a run's files go to, made when the first one comes. */
export class OutputFolder {
  readonly #folder: string;
  readonly #taken = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Finds out early, without making anything, whether files can be written: a long run should not end in that.
   *
   * @throws `VNC_FILE_NOT_WRITTEN` when the folder, or the one that it would be made in, is none or is closed.
   */
  async check(): Promise<void> {
    for (let folder = path.resolve(this.#folder); ; folder = path.dirname(folder)) {
      try {
        if (!(await stat(folder)).isDirectory()) throw notWritten(folder, 'ENOTDIR');
        await access(folder, constants.W_OK | constants.X_OK);
        return;
      } catch (error) {
        const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
        if (isMissing && folder !== path.dirname(folder)) continue;
        throw isVncError(error) ? error : notWritten(folder, error);
      }
    }
  }

  /** Writes a file whole; a second one of the same name, from another script, gets a number. */
  async write(name: string, bytes: Uint8Array): Promise<string> {
    const file = await this.place(name);
    await saveFile(file, bytes);
    return file;
  }

  /** Makes the folder of a file that somebody else writes; its name is taken from now on. @returns its path */
  async place(name: string): Promise<string> {
    const file = path.join(this.#folder, this.#unique(name));
    try {
      await mkdir(path.dirname(file), { recursive: true });
    } catch (error) {
      throw notWritten(path.dirname(file), error);
    }
    return file;
  }

  #unique(name: string): string {
    const { dir, name: stem, ext } = path.parse(name);
    let unique = name;
    for (let n = 2; this.#taken.has(unique.toLowerCase()); n++) unique = path.join(dir, `${stem}-${n}${ext}`);
    this.#taken.add(unique.toLowerCase());
    return unique;
  }
}

function notWritten(folder: string, cause: unknown): VncError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : cause;
  const reason = typeof code === 'string' ? code : 'unknown';
  return vncError('VNC_FILE_NOT_WRITTEN', { path: folder, reason }, cause);
}
