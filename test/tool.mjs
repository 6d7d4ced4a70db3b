// Runs one of the tests' own programs, which are written in TypeScript: `node test/tool.mjs FILE.ts [arguments]`.
// The program is bundled into `out/tools`, where import.meta.url still lies below the repository.
import { rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Bundles `file` (relative to the root) and returns its exports. A program begins to run by being imported. */
export async function loadTool(file) {
  const name = `${path.basename(file, '.ts')}-${process.pid}.mjs`;
  const outfile = path.join(root, 'out/tools', name);
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: [file],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    packages: 'external',
    sourcemap: 'inline',
    // As in the product: among other things this puts constants of modules where they are used.
    minifySyntax: true,
    logLevel: 'warning',
    // The build itself stays outside: it finds its root from where it lies.
    plugins: [
      {
        name: 'build-outside',
        setup(build) {
          build.onResolve({ filter: /esbuild\.mjs$/ }, () => ({
            path: pathToFileURL(path.join(root, 'esbuild.mjs')).href,
            external: true,
          }));
        },
      },
    ],
  });
  process.once('exit', () => rmSync(outfile, { force: true }));
  process.setSourceMapsEnabled(true);
  return await import(pathToFileURL(outfile).href);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [file, ...args] = process.argv.slice(2);
  process.argv.splice(1, process.argv.length - 1, path.resolve(file), ...args);
  await loadTool(file);
}
