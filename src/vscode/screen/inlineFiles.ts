import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** What stands in a document of the extension's own instead of being fetched by it. */
export interface InlineFiles {
  readonly script: string;
  readonly style: string;
}

/**
 * Reads the files of a page once. Within the page's document they are there at once: the editor serves every file that
 * a document names by way of two processes and a worker, which takes longer than all else until the page can paint.
 *
 * @throws Error of the system when the installation is broken; another call tries again.
 */
export class InlineFileReader {
  readonly #folder: string;
  #files: Promise<InlineFiles> | undefined;

  /** @param folder of the page's files. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(): Promise<InlineFiles> {
    this.#files ??= this.#readBoth();
    try {
      return await this.#files;
    } catch (error) {
      this.#files = undefined;
      throw error;
    }
  }

  async #readBoth(): Promise<InlineFiles> {
    const [script, style] = await Promise.all(
      ['screen.js', 'screen-style.css'].map(
        async (name) => await readFile(path.join(this.#folder, name), 'utf8'),
      ),
    );
    return { script: script ?? '', style: style ?? '' };
  }
}
