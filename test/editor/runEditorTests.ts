// Runs the suites inside the real editor; see runEditorTests.mjs.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { buildEditorSuite } from '../../esbuild.mjs';
import { projectRoot } from '../support/projectRoot.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import type { SuiteReport } from './suiteRunner.ts';
import { type EditorVersion, editorVersions } from './versions.ts';

/** The suites: their tests' folder, and whether the folder that is open is trusted. */
const suites = [
  { name: 'trusted', folder: 'test/vscode/suite', trusted: true },
  { name: 'untrusted', folder: 'test/vscode/untrusted', trusted: false },
] as const;
type Suite = (typeof suites)[number];

/** A copy of it is the folder that the editor opens. */
const workspace = path.join(projectRoot, 'test/vscode/workspace');

const wanted = process.argv.slice(2);
const files = wanted.filter((word) => word.endsWith('.test.ts'));
const pick = (name: string, all: readonly string[]): boolean => {
  const named = wanted.filter((word) => all.includes(word));
  return named.length === 0 || named.includes(name);
};
const outdir = path.join(projectRoot, 'out', `editor-suite-${process.pid}`);
process.once('exit', () => rmSync(outdir, { recursive: true, force: true }));

let passed = 0;
let failed = 0;
for (const suite of suites) {
  if (!pick(suite.name, ['trusted', 'untrusted'])) continue;
  const bundle = await bundleSuite(suite);
  if (bundle === undefined) continue;
  for (const version of editorVersions) {
    if (!pick(version.name, ['oldest', 'newest'])) continue;
    console.log(`\n  ${suite.name} folder, ${version.name} editor`);
    report(await runSuiteIn(version, suite, bundle));
  }
}
console.log(`\n${JSON.stringify({ passed, failed })}`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

/** One bundle with the runner and every test file of the suite. */
async function bundleSuite(suite: Suite): Promise<string | undefined> {
  const folder = path.join(projectRoot, suite.folder);
  if (!existsSync(folder)) return undefined;
  const tests = readdirSync(folder)
    .filter((name) => name.endsWith('.test.ts'))
    .filter((name) => files.length === 0 || files.some((file) => path.basename(file) === name))
    .sort();
  if (tests.length === 0) return undefined;
  mkdirSync(outdir, { recursive: true });
  const entry = path.join(outdir, `${suite.name}.ts`);
  const runner = path.join(projectRoot, 'test/editor/suiteRunner.ts');
  writeFileSync(
    entry,
    [
      `import { runSuite } from ${JSON.stringify(runner)};`,
      'export const run = () => runSuite(async () => {',
      ...tests.map((name) => `  await import(${JSON.stringify(path.join(folder, name))});`),
      '});',
    ].join('\n'),
  );
  const bundle = path.join(outdir, `${suite.name}.cjs`);
  await buildEditorSuite(entry, bundle);
  return bundle;
}

async function runSuiteIn(version: EditorVersion, suite: Suite, bundle: string): Promise<SuiteReport> {
  const folder = temporaryFolder('vscode-workspace');
  if (existsSync(workspace)) cpSync(workspace, folder, { recursive: true });
  const reportFile = path.join(outdir, `${suite.name}-${version.name}.json`);
  const env = {
    EDITOR_TEST_REPORT: reportFile,
    VSCODE_TEST_VERSION: version.name,
    VSCODE_TEST_TIMEOUT: '300000',
  };
  const executable = usesDesktop()
    ? await downloadAndUnzipVSCode({
        version: version.desktop,
        cachePath: path.join(projectRoot, '.vscode-test'),
      })
    : path.join(projectRoot, 'test/editor/executable.mjs');
  let failure: unknown;
  try {
    if (suite.trusted)
      await runTests({
        vscodeExecutablePath: executable,
        extensionDevelopmentPath: projectRoot,
        extensionTestsPath: bundle,
        extensionTestsEnv: env,
        launchArgs: [folder],
      });
    else await runUntrusted(executable, folder, bundle, env);
  } catch (error) {
    failure = error;
  }
  if (existsSync(reportFile)) return JSON.parse(readFileSync(reportFile, 'utf8')) as SuiteReport;
  const error = failure instanceof Error ? failure.message : 'the editor ended without a report';
  return { tests: [{ title: ['the editor runs the suite'], state: 'failed', duration: 0, error }] };
}

/** `runTests()` always trusts the folder: this is the same without that. */
async function runUntrusted(
  executable: string,
  folder: string,
  bundle: string,
  env: Record<string, string>,
): Promise<void> {
  const data = temporaryFolder('vscode-untrusted');
  const args = [
    ...[folder, '--no-sandbox', '--disable-gpu-sandbox', '--disable-updates', '--skip-welcome'],
    ...[
      '--skip-release-notes',
      `--extensionDevelopmentPath=${projectRoot}`,
      `--extensionTestsPath=${bundle}`,
    ],
    ...[`--user-data-dir=${path.join(data, 'user')}`, `--extensions-dir=${path.join(data, 'extensions')}`],
  ];
  const child = spawn(executable, args, { env: { ...process.env, ...env }, stdio: 'inherit' });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`the editor ended with ${String(code)}`);
}

/** Desktop VS Code is downloaded where there is a desktop to show it on; `VSCODE_TEST` decides otherwise. */
function usesDesktop(): boolean {
  const choice = process.env['VSCODE_TEST'];
  if (choice === 'desktop' || choice === 'server') return choice === 'desktop';
  if (choice !== undefined) throw new Error('VSCODE_TEST is desktop or server');
  if (process.platform !== 'linux' || process.arch !== 'x64') return true;
  const { DISPLAY, WAYLAND_DISPLAY, CI } = process.env;
  return CI === undefined && process.getuid?.() !== 0 && (DISPLAY ?? WAYLAND_DISPLAY) !== undefined;
}

/** Prints a suite's outcome as mocha's spec reporter would and counts it. */
function report(result: SuiteReport): void {
  let group = '';
  for (const test of result.tests) {
    const heading = test.title.slice(0, -1).join(' > ');
    if (heading !== group) console.log(`\n    ${heading}`);
    group = heading;
    const mark = { passed: '✔', failed: '✘', pending: '-' }[test.state];
    console.log(`      ${mark} ${test.title.at(-1) ?? ''} (${test.duration}ms)`);
    if (test.error !== undefined) console.log(test.error.replaceAll(/^/gm, '          '));
    if (test.state === 'passed') passed++;
    else failed++;
  }
  if (result.tests.length === 0) {
    console.log('      ✘ the suite has no test');
    failed++;
  }
}
