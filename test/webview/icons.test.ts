import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { toolbarTools } from '../../src/vscode/screen/tools.ts';

/** The code points of icons, by name, as a style sheet writes them. */
function codePoints(file: string): Map<string, string> {
  const rule = /\.codicon-([a-z0-9-]+)::?before\s*\{\s*content:\s*"\\([0-9a-f]+)"/g;
  return new Map(
    [...readFileSync(file, 'utf8').matchAll(rule)].map(([, name, code]) => [name ?? '', code ?? '']),
  );
}

describe('icons', () => {
  const ours = codePoints('webview/icons.css');
  const font = codePoints('node_modules/@vscode/codicons/dist/codicon.css');

  it('are those of the font', () => {
    assert.ok(ours.size > 20);
    for (const [name, code] of ours) assert.equal(code, font.get(name), name);
  });

  it('are there for every tool', () => {
    const tools = toolbarTools({ t: (text: string) => text });
    assert.ok(tools.length > 10);
    for (const { id, icon } of tools) assert.ok(ours.has(icon), `${id}: ${icon}`);
  });
});
