#!/usr/bin/env node
// A drop-in for `vscodeExecutablePath` of @vscode/test-electron's runTests() where no desktop VS Code can be had:
// takes the desktop's flags, runs the server build in headless Chromium and ends with the tests' exit code.
// VSCODE_TEST_VERSION is `oldest` or `newest`.
import { loadTool } from '../tool.mjs';

await loadTool('test/editor/executable.ts');
