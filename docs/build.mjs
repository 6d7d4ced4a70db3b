// Writes the pages of docs/ that are made from the product's own tables: `npm run docs`.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** The pages, and the functions that make them. */
const pages = [
  { page: 'troubleshooting.md', source: 'src/wording/troubleshootingPage.ts', maker: 'troubleshootingPage' },
  { page: 'command-line.md', source: 'src/cli/commandLinePage.ts', maker: 'commandLinePage' },
];

for (const { page, source, maker } of pages) {
  const outfile = path.join(root, 'out', 'docs', `${maker}.mjs`);
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
  const module = await import(pathToFileURL(outfile).href);
  await writeFile(path.join(root, 'docs', page), module[maker]());
}
