// `npm run demo`: builds, runs the tour script against the demo server with its screenshots in out/demo, then opens the
// editor with the packaged extension on the demo screen: desktop VS Code where there is one, else its server build in
// a browser, whose address is printed. `npm run demo -- --headless` ends after the script.
import process from 'node:process';
import { requireNode } from '../nodeVersion.mjs';

requireNode();
const { loadTool } = await import('../tool.mjs');
try {
  await loadTool('test/editor/demo.ts');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
