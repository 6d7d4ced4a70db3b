import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../support/projectRoot.ts';
import { noticesText, shippedPackages } from './notices.ts';
import { readProjectFile } from './sourceFiles.ts';

interface Manifest {
  readonly license?: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readProjectFile('package.json')) as Manifest;

/** The rows of the tables in docs/dependencies.md: package, then its cells. */
function documented(): Map<string, string[]> {
  const rows = readProjectFile('docs/dependencies.md')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => /^`.+`$/.test(cells[1] ?? ''));
  return new Map(rows.map((cells) => [(cells[1] ?? '').replaceAll('`', ''), cells.slice(2, -1)]));
}

describe('dependencies', () => {
  it('each have a line in docs/dependencies.md with reason, size, licence and replacement', () => {
    const rows = documented();
    const names = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)].sort();
    assert.deepEqual([...rows.keys()].sort(), names);
    for (const [name, cells] of rows) {
      assert.equal(cells.length, 4, name);
      assert.ok(
        cells.every((cell) => cell !== ''),
        `${name} has an empty cell`,
      );
    }
  });

  it('have the licence that docs/dependencies.md names, one that we may ship or use', () => {
    for (const [name, [, , licence]] of documented()) {
      const file = `node_modules/${name}/package.json`;
      const { license } = JSON.parse(readProjectFile(file)) as Manifest;
      assert.equal(licence, license, name);
      assert.match(
        license ?? '',
        /^(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|MPL-2\.0|CC-BY-4\.0|MIT OR Apache-2\.0)$/,
      );
    }
  });

  it('are only those that the manifest declares as needed at run time', () => {
    const allowed = new Set([
      ...Object.keys(manifest.dependencies),
      '@vscode/codicons',
      '@canvas/image-data',
    ]);
    assert.deepEqual(
      shippedPackages().filter((name) => !allowed.has(name)),
      [],
    );
  });

  it('are named with their licences in THIRD-PARTY-NOTICES.txt', () => {
    assert.ok(existsSync(path.join(projectRoot, 'THIRD-PARTY-NOTICES.txt')), 'npm run notices makes it');
    assert.equal(
      readProjectFile('THIRD-PARTY-NOTICES.txt'),
      noticesText(),
      'npm run notices brings it up to date',
    );
  });
});
