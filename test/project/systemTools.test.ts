import assert from 'node:assert/strict';
import path from 'node:path';
import { benchTools, systemTools } from '../systemTools.mjs';
import { readProjectFile, repositoryFiles } from './sourceFiles.ts';

/** What every Debian has, what Node brings, and what comes with another program of the list. */
const always: readonly string[] = [
  ...['sh', 'tar', 'cp', 'getent', 'useradd', 'chpasswd', 'stdbuf', 'apt-get'],
  'npm',
  // Of the package of ffplay.
  ...['ffmpeg', 'ffprobe'],
];

/** Programs by the files that start them, as far as their names stand there. */
async function startedPrograms(): Promise<ReadonlyMap<string, string>> {
  const pattern = /\b(?:startProgram|runProgram|spawn|spawnSync|execFile|execFileSync)\(\s*'([^']+)'/g;
  const found = new Map<string, string>();
  for (const file of await repositoryFiles()) {
    if (!/^test\/.*\.(ts|mjs)$/.test(file) || file.startsWith('test/vscode/workspace/')) continue;
    for (const [, program = ''] of readProjectFile(file).matchAll(pattern))
      found.set(path.basename(program), file);
  }
  return found;
}

describe('the system programs of the tests', () => {
  it('are all listed with the packages that npm test installs', async () => {
    const known = new Set([...always, ...Object.keys(systemTools)]);
    const started = await startedPrograms();
    assert.ok(
      started.size > 20,
      `only ${started.size} programs were found: they are looked for in a wrong way`,
    );
    const missing = [...started].filter(([name, file]) => {
      const isOfBench = file.startsWith('test/bench/') && name in benchTools;
      return !known.has(name) && !isOfBench;
    });
    assert.deepEqual(missing, []);
  });
});
