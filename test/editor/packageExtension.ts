import { mkdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { runProgram } from '../support/programs.ts';
import { projectRoot } from '../support/projectRoot.ts';

/**
 * Packages an extension whose bundles are built, and returns the `.vsix` and what vsce printed.
 * @param folder the extension's folder; this repository by default
 */
export async function packageExtension(
  file: string,
  folder = projectRoot,
  options: readonly string[] = [],
): Promise<{ readonly vsix: string; readonly output: string }> {
  const vsix = path.resolve(projectRoot, file);
  mkdirSync(path.dirname(vsix), { recursive: true });
  const vsce = path.join(projectRoot, 'node_modules/@vscode/vsce/vsce');
  const args = [vsce, 'package', '--no-dependencies', '--out', vsix, ...options];
  // vsce prints its warnings to standard error.
  const output: string[] = [];
  const stdout = await runProgram(process.execPath, args, {
    cwd: folder,
    onOutput: (text) => output.push(text),
  });
  return { vsix, output: `${stdout.toString()}${output.join('')}` };
}
