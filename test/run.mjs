// `npm test`: everything, in the order in which mistakes are cheapest to find. `node test/run.mjs STEP …` runs only the
// named steps. Ends with a line `N passed, M failed`: mocha's own counts, and one failure for every other step that fails.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { requireNode } from './nodeVersion.mjs';
import { ensureSystemTools } from './systemTools.mjs';

requireNode();
process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..'));
mkdirSync('out', { recursive: true });

const bin = (name) => [process.execPath, path.join('node_modules', name)];
const unit = (...folders) => [
  process.execPath,
  'test/unit.mjs',
  ...folders,
  '--',
  '--reporter',
  'test/countingReporter.mjs',
];
const typescript = (project) => [...bin('typescript/bin/tsc'), '-p', project];

/**
 * What `npm test` does. `counts` says where a step's counts come from; `needs` names a step that must have passed;
 * `again`
 * has a file that failed run a second time, alone.
 */
const steps = [
  { name: 'format', commands: [[...bin('@biomejs/biome/bin/biome'), 'format', '--diagnostic-level=error']] },
  {
    name: 'lint',
    commands: [
      [
        ...bin('eslint/bin/eslint.js'),
        '.',
        '--max-warnings=0',
        '--cache',
        '--cache-location',
        'node_modules/.cache/eslint',
      ],
    ],
  },
  { name: 'types', commands: ['src/protocol', 'src/core', 'src', 'webview', 'test'].map(typescript) },
  { name: 'build', commands: [[process.execPath, 'esbuild.mjs', '--production']] },
  { name: 'unit', commands: [unit()], counts: 'mocha' },
  {
    name: 'fuzz',
    commands: [[process.execPath, 'test/tool.mjs', 'test/fuzz/fuzz.ts', '--cases', '100000']],
    counts: 'last line',
  },
  { name: 'project', commands: [unit('test/project')], counts: 'mocha', needs: 'build' },
  { name: 'interop', commands: [unit('test/interop')], counts: 'mocha', again: true },
  {
    name: 'editor',
    commands: [[process.execPath, 'test/editor/runEditorTests.mjs']],
    counts: 'last line',
    needs: 'build',
    editor: true,
  },
  {
    name: 'browser',
    commands: [unit('test/editor/browser')],
    counts: 'mocha',
    needs: 'build',
    editor: true,
    again: true,
  },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((word) => !steps.some((step) => step.name === word));
if (unknown.length > 0) {
  console.error(`no step ${unknown.join(', ')}: there are ${steps.map((step) => step.name).join(', ')}`);
  process.exit(1);
}
const plan = steps.filter((step) => wanted.length === 0 || wanted.includes(step.name));
const countsFile = `out/counts-${process.pid}.json`;

/** No command takes longer than this, in milliseconds, unless it hangs. */
const patience = 40 * 60_000;

/** Runs one command; its output is shown as it comes. */
function run([command, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: patience,
      env: { ...process.env, MOCHA_COUNTS: countsFile, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      process.stdout.write(chunk);
      output = (output + String(chunk)).slice(-4000);
    });
    child.on('error', (error) => {
      console.error(error.message);
      resolve({ ok: false, output });
    });
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}

/** The tests that a step has counted, or nothing when it never came to count. */
function countsOf(step, output) {
  try {
    if (step.counts === 'mocha') return JSON.parse(readFileSync(countsFile, 'utf8'));
    if (step.counts === 'last line') return JSON.parse(output.trim().split('\n').at(-1));
  } catch {
    // The step ended before it counted.
  }
  return { passed: 0, failed: 0 };
}

/** With more files than this something is broken, and no second run is worth its time. */
const mostFilesAgain = 3;

/**
 * Runs the files that have failed once more, each alone: beside real servers and editors a busy machine fails a test
 * now and then that is right. What is broken fails twice. Whatever needed it is named at the end of the run, because
 * a test that does is one to mend.
 * @returns the counts with those of the second runs in place of the first
 */
async function again(counts) {
  const failed = Object.entries(counts.files ?? {}).filter(([, { failed: count }]) => count > 0);
  if (failed.length > mostFilesAgain || failed.some(([file]) => !file.endsWith('.test.mjs'))) return counts;
  const mended = { passed: counts.passed, failed: counts.failed };
  for (const [compiled, first] of failed) {
    const file = sourceOf(compiled);
    console.log(`\n=== once more: ${file}`);
    rmSync(countsFile, { force: true });
    const second = await run(unit(file));
    const counted = countsOf({ counts: 'mocha' }, second.output);
    if (!second.ok || counted.failed > 0 || counted.passed === 0) return counts;
    secondTry.push(file);
    mended.passed += counted.passed - first.passed;
    mended.failed -= first.failed;
  }
  return mended;
}

/** `out/test-1234abcd/interop/x.test.mjs` was built from `test/interop/x.test.ts`. */
function sourceOf(compiled) {
  const [, ...below] = path.relative('out', compiled).split(path.sep);
  return path.join('test', ...below).replace(/\.mjs$/, '.ts');
}

const total = { passed: 0, failed: 0 };
/** The files of tests that passed only when they were run once more. */
const secondTry = [];
const outcomes = new Map();
const begin = performance.now();
const secondsSince = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;

try {
  if (plan.some((step) => ['interop', 'editor', 'browser'].includes(step.name))) ensureSystemTools();
} catch (error) {
  console.error(error.message);
  console.log('0 passed, 1 failed');
  process.exit(1);
}

// The download of the editors takes a while and nearly no processor: it runs beside the first steps.
const wantsServerBuild =
  process.env.VSCODE_TEST !== 'desktop' && process.platform === 'linux' && process.arch === 'x64';
let editors = Promise.resolve({ ok: true });
if (wantsServerBuild && plan.some((step) => step.editor))
  editors = run([process.execPath, 'test/editor/install.mjs']);

for (const step of plan) {
  const start = performance.now();
  console.log(`\n=== ${step.name}`);
  rmSync(countsFile, { force: true });
  let ok = true;
  let counts = { passed: 0, failed: 0 };
  if (step.needs && outcomes.get(step.needs) === false) {
    console.log(`not run: ${step.needs} has failed`);
    ok = false;
  } else {
    if (step.editor) ok = (await editors).ok;
    for (const command of ok ? step.commands : []) {
      const result = await run(command);
      ok &&= result.ok;
      counts = countsOf(step, result.output);
    }
    if (!ok && step.again && counts.failed > 0) {
      counts = await again(counts);
      ok = counts.failed === 0;
    }
  }
  // A step without tests that fails, or one that failed beside its tests, is a failure too.
  if (!ok && counts.failed === 0) counts.failed = 1;
  if (ok && step.counts && counts.passed === 0) {
    console.log('no test has run');
    ok = false;
    counts.failed = 1;
  }
  outcomes.set(step.name, ok);
  total.passed += counts.passed;
  total.failed += counts.failed;
  console.log(`=== ${step.name}: ${ok ? 'passed' : 'FAILED'} in ${secondsSince(start)}`);
}
rmSync(countsFile, { force: true });

const failures = [...outcomes].filter(([, ok]) => !ok).map(([name]) => name);
console.log(
  `\n${failures.length > 0 ? `failed: ${failures.join(', ')}; ` : ''}${secondsSince(begin)} in all`,
);
if (secondTry.length > 0) console.log(`passed only when run once more: ${secondTry.join(', ')}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);
