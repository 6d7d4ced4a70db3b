import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder, found from wherever this code was bundled to. */
export const projectRoot = findRoot(path.dirname(fileURLToPath(import.meta.url)));

function findRoot(from: string): string {
  let folder = from;
  while (!existsSync(path.join(folder, 'esbuild.mjs'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error(`no repository above ${from}`);
    folder = parent;
  }
  return folder;
}
