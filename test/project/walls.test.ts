import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../support/projectRoot.ts';
import { inputsOf, packageOf, readMetafile } from './metafile.ts';
import { importsOf, readProjectFile, repositoryFiles } from './sourceFiles.ts';

const isCode = (name: string): boolean => /^(src|webview)\/.*\.ts$/.test(name);

/** Every import of the product's code, as `importer -> imported`, the latter from the root when it is ours. */
async function allImports(): Promise<{ readonly from: string; readonly to: string }[]> {
  const files = (await repositoryFiles()).filter(
    (name) => isCode(name) && existsSync(path.join(projectRoot, name)),
  );
  return files.flatMap((from) =>
    importsOf(readProjectFile(from)).map((to) => ({
      from,
      to: to.startsWith('.') ? path.posix.join(path.posix.dirname(from), to) : to,
    })),
  );
}

describe('the walls of the house', () => {
  it('see imports of every form', () => {
    const source = `import a from 'a';\nimport type { b } from "b";\nexport * from './c.ts';\nimport 'd';
      const e = await import('e');\nconst f = require('f');\nimport {\n  g,\n} from 'g';\nexport { h } from 'h';`;
    assert.deepEqual(importsOf(source).sort(), ['./c.ts', 'a', 'b', 'd', 'e', 'f', 'g', 'h']);
  });

  it('keep vscode under src/vscode and in src/extension.ts', async () => {
    const importers = (await allImports()).filter(({ to }) => to === 'vscode').map(({ from }) => from);
    assert.ok(importers.includes('src/extension.ts') || importers.length > 0);
    const strangers = importers.filter(
      (from) => !from.startsWith('src/vscode/') && from !== 'src/extension.ts',
    );
    assert.deepEqual(strangers, []);
  });

  it('keep vscode out of the command line and the library', () => {
    const { cli, library, extension } = readMetafile();
    const importsVscode = (bundle: typeof cli): boolean =>
      inputsOf(bundle).some((input) =>
        bundle?.inputs[input]?.imports.some((imported) => imported.path === 'vscode'),
      );
    assert.equal(importsVscode(extension), true);
    assert.equal(importsVscode(cli), false);
    assert.equal(importsVscode(library), false);
  });

  it('let the core know no upper floor', async () => {
    const escapes = (await allImports()).filter(
      ({ from, to }) =>
        from.startsWith('src/core/') && /^(src|webview)\//.test(to) && !to.startsWith('src/core/'),
    );
    assert.deepEqual(escapes, []);
  });

  it('give the core neither the types of the DOM nor those of vscode', () => {
    const { compilerOptions } = JSON.parse(readProjectFile('src/core/tsconfig.json')) as {
      compilerOptions: { types?: string[]; lib?: string[] };
    };
    assert.deepEqual(compilerOptions.types, ['node']);
    const base = JSON.parse(readProjectFile('tsconfig.json')) as { compilerOptions: { lib: string[] } };
    const libraries = compilerOptions.lib ?? base.compilerOptions.lib;
    assert.deepEqual(
      libraries.filter((name) => /dom/i.test(name)),
      [],
    );
  });

  it('let src/protocol import nothing but itself', async () => {
    const escapes = (await allImports()).filter(
      ({ from, to }) => from.startsWith('src/protocol/') && !to.startsWith('src/protocol/'),
    );
    assert.deepEqual(escapes, []);
  });

  it('let the page import only itself and src/protocol', async () => {
    const escapes = (await allImports()).filter(
      ({ from, to }) => from.startsWith('webview/') && !/^(webview|src\/protocol)\//.test(to),
    );
    assert.deepEqual(escapes, []);
  });

  it("put nothing into the page's bundle but webview, src/protocol and the icon font", () => {
    const strangers = inputsOf(readMetafile()['webview']).filter(
      (input) => !/^(webview|src\/protocol)\//.test(input) && packageOf(input) !== '@vscode/codicons',
    );
    assert.deepEqual(strangers, []);
  });

  it('keep messages to people out of the core: src/wording has them', () => {
    const strangers = inputsOf(readMetafile()['library']).filter((input) => /^src\/(?!core\/)/.test(input));
    assert.deepEqual(strangers, []);
  });
});
