// Writes the pages of docs/ that are made from the product's own tables: `npm run docs`.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const outfile = path.join(root, 'out', 'docs', 'troubleshootingPage.mjs');
await esbuild.build({
  absWorkingDir: root,
  entryPoints: ['src/wording/troubleshootingPage.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  logLevel: 'warning',
});
const { troubleshootingPage } = await import(pathToFileURL(outfile).href);
await writeFile(path.join(root, 'docs', 'troubleshooting.md'), troubleshootingPage());
