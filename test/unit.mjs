// Runs plain mocha suites: `node test/unit.mjs [folder|file …] [-- mocha options]`. Without arguments it
// runs all that need neither a server nor an editor.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import process from 'node:process';
import { buildTests } from '../esbuild.mjs';

const args = process.argv.slice(2);
const split = args.indexOf('--');
const folders = split < 0 ? args : args.slice(0, split);
const options = split < 0 ? [] : args.slice(split + 1);
if (folders.length === 0) folders.push(...unitFolders());

/** Every folder of tests but those that need a server, an editor or a build of the product. */
function unitFolders() {
  const others = new Set(['bench', 'editor', 'fixtures', 'interop', 'project', 'vscode']);
  const folders = readdirSync('test', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !others.has(entry.name))
    .map((entry) => `test/${entry.name}`);
  return [...folders, 'test/vscode/unit'].filter(holdsTests);
}

function holdsTests(folder) {
  return (
    existsSync(folder) && readdirSync(folder, { recursive: true }).some((name) => name.endsWith('.test.ts'))
  );
}

const key = createHash('sha1').update(folders.join()).digest('hex').slice(0, 8);
const outdir = await buildTests(folders, `out/test-${key}`);
// Generous, because it bounds what hangs: no test asserts a time, and machines can be busy.
const timeout = ['--timeout', '30000'];
const mocha = spawn(
  process.execPath,
  [
    '--enable-source-maps',
    'node_modules/mocha/bin/mocha.js',
    ...timeout,
    `${outdir}/**/*.test.mjs`,
    ...options,
  ],
  { stdio: 'inherit' },
);
mocha.on('exit', (code) => process.exit(code ?? 1));
