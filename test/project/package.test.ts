import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import path from 'node:path';
import { packageExtension } from '../editor/packageExtension.ts';
import { runProgram } from '../support/programs.ts';
import { projectRoot } from '../support/projectRoot.ts';
import { readMetafile } from './metafile.ts';

/** What may be shipped, by the beginning of its path; everything else is a mistake. */
const shipped = [
  /^dist\/(extension(-\w+)?|cli|index)\.js$/,
  /^dist\/(jpeg-turbo|webp_enc_simd)\.wasm$/,
  /^dist\/video-worker\.mjs$/,
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

  it('reads less than 500 KB to show a remote screen, and is smaller than 950 KB', () => {
    const connecting = sizeOf([
      'src/extension.ts',
      'src/vscode/onDemand.ts',
      'src/core/transport/webSocketDialer.ts',
      'src/vscode/screen/directListener.ts',
      'src/vscode/screen/screenHtml.ts',
    ]);
    assert.ok(connecting < 500_000, `${connecting} bytes`);
    const whole = sizeOf(entries());
    // Half of it is what speaks to servers; scripts, the wall, tools and sentences are the rest.
    assert.ok(whole < 950_000, `${whole} bytes`);
  });

  it('reads less than a quarter of it at activation', () => {
    const bytes = sizeOf(['src/extension.ts']);
    assert.ok(bytes < sizeOf(entries()) / 4 && bytes < 170_000, `${bytes} bytes`);
  });
});

/** The files of the extension, by the names of the parts' first modules. */
function outputs(): Map<string, NonNullable<ReturnType<typeof readMetafile>[string]>['outputs'][string]> {
  return new Map(Object.entries(readMetafile()['extension']?.outputs ?? {}));
}

/** The modules that parts of the extension begin with. */
function entries(): string[] {
  return [...outputs().values()].flatMap(({ entryPoint }) => (entryPoint === undefined ? [] : [entryPoint]));
}

/** Bytes that are read when these parts are. */
function sizeOf(parts: readonly string[]): number {
  const files = outputs();
  const read = new Set<string>();
  const follow = (name: string): void => {
    if (read.has(name)) return;
    read.add(name);
    for (const { path: next, kind } of files.get(name)?.imports ?? []) {
      if (kind === 'import-statement' && files.has(next)) follow(next);
    }
  };
  for (const part of parts) {
    const [name] = [...files].find(([, { entryPoint }]) => entryPoint === part) ?? [];
    assert.ok(name !== undefined, `no part begins with ${part}`);
    follow(name);
  }
  return [...read].reduce((sum, name) => sum + statSync(path.join(projectRoot, name)).size, 0);
}
