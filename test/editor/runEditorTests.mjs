// Runs the suites of test/vscode/suite (trusted folder) and test/vscode/untrusted (Restricted Mode) inside the oldest
// and the newest editor, or those that are named (build first):
//
//   node test/editor/runEditorTests.mjs [oldest|newest] [trusted|untrusted] [NAME.test.ts …]
//
// VSCODE_TEST=server uses the server build in headless Chromium, VSCODE_TEST=desktop downloads desktop VS Code; without
// it the desktop is used where there is one. VSCODE_TEST_VERBOSE=1 prints what the editor logs.
import { loadTool } from '../tool.mjs';

await loadTool('test/editor/runEditorTests.ts');
