// Installs the editors that the suites run in: `node test/editor/install.mjs [oldest|newest …]`.
import process from 'node:process';
import { loadTool } from '../tool.mjs';

const { installEditor } = await loadTool('test/editor/installEditor.ts');
const { editorVersion } = await loadTool('test/editor/versions.ts');
const names = process.argv.slice(2);
for (const name of names.length > 0 ? names : ['oldest', 'newest'])
  console.log((await installEditor(editorVersion(name), console.log)).server);
