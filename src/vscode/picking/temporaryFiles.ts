import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Disposable } from '../../core/base/disposables.ts';

/** Files that are there as long as the window is. Nobody else on the machine can read them. */
export class TemporaryFiles implements Disposable {
  readonly #names = new Set<string>();
  #folder: string | undefined;

  /**
   * @param name proposes a name that none of the files has.
   * @returns where the file is.
   */
  async write(name: (taken: (name: string) => boolean) => string, data: Uint8Array): Promise<string> {
    this.#folder ??= await mkdtemp(path.join(tmpdir(), 'vnc-agent-bridge-'));
    const base = name((candidate) => this.#names.has(candidate));
    this.#names.add(base);
    const file = path.join(this.#folder, base);
    await writeFile(file, data, { mode: 0o600 });
    return file;
  }

  dispose(): void {
    // The window goes: there is no time for more than this.
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }
}
