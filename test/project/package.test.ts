import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { packageExtension } from '../editor/packageExtension.ts';
import { runProgram } from '../support/programs.ts';
import { projectRoot } from '../support/projectRoot.ts';
import { readMetafile } from './metafile.ts';

/** What may be shipped, by the beginning of its path; everything else is a mistake. */
const shipped = [
  /^dist\/(extension(-\w+)?|cli|index)\.js$/,
  /^dist\/jpeg-turbo\.wasm$/,
  /^dist\/webview\/[\w-]+\.(js|css|ttf)$/,
  /^media\/[\w./-]+\.(svg|png|json|md|vncscript)$/,
  /^docs\/[\w-]+\.md$/,
  /^(package(\.nls)?\.json|README\.md|CHANGELOG\.md|LICENSE|THIRD-PARTY-NOTICES\.txt)$/,
];

/** What must be there. */
const needed = [
  ...['dist/extension.js', 'dist/cli.js', 'dist/index.js', 'dist/jpeg-turbo.wasm', 'dist/webview/screen.js'],
  ...[
    'dist/webview/screen-style.css',
    'package.json',
    'package.nls.json',
    'README.md',
    'CHANGELOG.md',
    'LICENSE',
  ],
  ...['THIRD-PARTY-NOTICES.txt', 'media/vncscript.md'],
];

describe('the package', function () {
  this.timeout(120_000);

  it('holds what the extension needs and nothing else', async () => {
    const vsce = path.join(projectRoot, 'node_modules/@vscode/vsce/vsce');
    const output = await runProgram(process.execPath, [vsce, 'ls', '--no-dependencies'], {
      cwd: projectRoot,
    });
    const files = output.toString().trim().split('\n');
    assert.deepEqual(
      files.filter((name) => !shipped.some((pattern) => pattern.test(name))),
      [],
    );
    assert.deepEqual(
      needed.filter((name) => !files.includes(name)),
      [],
    );
  });

  it('is made without a warning and is smaller than 1.5 MB', async () => {
    const { vsix, output } = await packageExtension('out/vnc-agent-bridge.vsix');
    assert.doesNotMatch(output, /warning/i);
    assert.match(output, /Packaged/);
    const size = statSync(vsix).size;
    assert.ok(size < 1_500_000, `${size} bytes`);
  });

  it('has a bundle for the extension host smaller than 500 KB', () => {
    const parts = readdirSync(path.join(projectRoot, 'dist')).filter((name) =>
      /^extension.*\.js$/.test(name),
    );
    const size = parts.reduce((sum, name) => sum + statSync(path.join(projectRoot, 'dist', name)).size, 0);
    assert.ok(size < 500_000, `${size} bytes`);
  });

  it('reads no more than a third of it at activation', () => {
    const outputs = new Map(Object.entries(readMetafile()['extension']?.outputs ?? {}));
    const read = new Set<string>();
    const follow = (name: string): void => {
      if (read.has(name)) return;
      read.add(name);
      for (const { path: next, kind } of outputs.get(name)?.imports ?? []) {
        if (kind === 'import-statement' && outputs.has(next)) follow(next);
      }
    };
    follow('dist/extension.js');
    const bytes = [...read].reduce((sum, name) => sum + statSync(path.join(projectRoot, name)).size, 0);
    assert.ok(bytes < 160_000, `${bytes} bytes in ${[...read].join(', ')}`);
    assert.ok(read.size < outputs.size);
  });
});
