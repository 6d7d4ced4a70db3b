// Runs a benchmark: `npm run bench decode` compares decoders, `npm run bench record …` records streams for it,
// `npm run bench script` measures the language, `npm run bench automation` pictures and commands, `npm run bench screen` the panel,
// `npm run bench still` what a panel costs while nothing moves, `npm run bench wall` the wall of sessions,
// `npm run bench memory` what sessions hold.
import process from 'node:process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureSystemTools } from '../systemTools.mjs';
import { loadTool } from '../tool.mjs';

const folder = path.dirname(fileURLToPath(import.meta.url));
const tools = ['automation', 'decode', 'memory', 'record', 'screen', 'script', 'still', 'wall'];
const [name = 'decode', ...args] = process.argv.slice(2);
if (!tools.includes(name) || !readdirSync(folder).includes(`${name}.ts`)) {
  console.error(`usage: npm run bench ${tools.join('|')} [-- options]`);
  process.exit(1);
}
if (name !== 'script') ensureSystemTools('bench');
const { main } = await loadTool(path.join('test/bench', `${name}.ts`));
process.exitCode = await main(args);
