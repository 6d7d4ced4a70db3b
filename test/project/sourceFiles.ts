import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runProgram } from '../support/programs.ts';
import { projectRoot } from '../support/projectRoot.ts';

/** Every file of the repository, new ones included, ignored ones not; by its path from the root. */
export async function repositoryFiles(): Promise<string[]> {
  const output = await runProgram(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '-z'],
    {
      cwd: projectRoot,
    },
  );
  return output
    .toString()
    .split('\0')
    .filter((name) => name !== '');
}

/** The text of a file of the repository. */
export function readProjectFile(name: string): string {
  return readFileSync(path.join(projectRoot, name), 'utf8');
}

/** What a module imports or exports from, dynamic imports and `require` included. */
export function importsOf(source: string): string[] {
  const pattern =
    /(?:^|[;}\s])(?:import|export)\s(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]|(?:\bimport|\brequire)\(\s*['"]([^'"]+)['"]/g;
  return [...source.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? '');
}
