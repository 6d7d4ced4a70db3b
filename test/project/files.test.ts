import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../support/projectRoot.ts';
import { readProjectFile, repositoryFiles } from './sourceFiles.ts';

/** The top level is fixed. */
const topLevel = [
  ...['src', 'webview', 'test', 'media', 'docs', '.vscode', '.github', '.ci'],
  ...[
    'package.json',
    'package-lock.json',
    'package.nls.json',
    'tsconfig.json',
    'esbuild.mjs',
    'eslint.config.mjs',
  ],
  ...['biome.json', '.editorconfig', '.gitattributes', '.gitignore', '.vscodeignore', '.npmignore'],
  ...[
    'README.md',
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'ARCHITECTURE.md',
    'LICENSE',
    'THIRD-PARTY-NOTICES.txt',
  ],
];

const files = async (): Promise<string[]> =>
  (await repositoryFiles()).filter((name) => existsSync(path.join(projectRoot, name)));

describe('the files of the repository', () => {
  it('add nothing to the top level', async () => {
    const found = new Set((await files()).map((name) => name.split('/')[0] ?? ''));
    assert.deepEqual(
      [...found].filter((name) => !topLevel.includes(name)),
      [],
    );
  });

  it('are at most 500 lines long', async () => {
    const long = (await files())
      .filter((name) => /^(src|webview|test)\/.*\.(ts|mjs|css)$/.test(name))
      .map((name) => ({ name, lines: readProjectFile(name).split('\n').length - 1 }))
      .filter(({ lines }) => lines > 500);
    assert.deepEqual(long, []);
  });

  it('leave no test out', async () => {
    const tests = (await files()).filter((name) => /^test\/.*\.test\.ts$/.test(name));
    const excluded = tests.filter((name) =>
      /\b(describe|it)\.(skip|only)\(|\bthis\.skip\(/.test(readProjectFile(name)),
    );
    assert.deepEqual(
      excluded.filter((name) => name !== 'test/project/files.test.ts'),
      [],
    );
  });

  it('say nothing is left to do', async () => {
    const pattern = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'].join('|')})\\b`);
    const marked = (await files())
      .filter((name) => /^(src|webview|test)\/.*\.(ts|mjs)$/.test(name))
      .filter((name) => pattern.test(readProjectFile(name)));
    assert.deepEqual(marked, []);
  });

  it('name a test for every invariant of the architecture', () => {
    const text = readProjectFile('ARCHITECTURE.md');
    const section = text.slice(
      text.indexOf('## Invariants'),
      text.indexOf('## ', text.indexOf('## Invariants') + 5),
    );
    const invariants = section.split(/^- /m).slice(1);
    assert.ok(invariants.length >= 8, `${invariants.length} invariants`);
    for (const invariant of invariants) {
      assert.match(invariant, /\*\*/, `not in bold: ${invariant}`);
      const named = [...invariant.matchAll(/test\/[\w./-]+/g)].map(([name]) => name.replace(/[.,]$/, ''));
      assert.notEqual(named.length, 0, `no test is named: ${invariant}`);
      for (const name of named) assert.ok(existsSync(path.join(projectRoot, name)), `${name} does not exist`);
    }
  });
});
