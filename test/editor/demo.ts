// `npm run demo`; see demo.mjs.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, constants, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { runProgram } from '../support/programs.ts';
import { projectRoot } from '../support/projectRoot.ts';
import { ensureSystemTools } from '../systemTools.mjs';
import { pageAddress } from './editorPage.ts';
import { startEditorServer } from './editorServer.ts';
import { packageExtension } from './packageExtension.ts';
import { editorVersion } from './versions.ts';

const { values } = parseArgs({
  options: {
    /** Ends after the script. */
    headless: { type: 'boolean', default: false },
    /** Does not build: the bundles are there. */
    built: { type: 'boolean', default: false },
  },
});

const out = path.join(projectRoot, 'out/demo');
const desktopProgram = findOnPath(process.platform === 'win32' ? 'code.cmd' : 'code');
const hasDesktop =
  process.platform === 'darwin' ||
  process.platform === 'win32' ||
  (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']) !== undefined;

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
if (!values.built) await step('Building', 'esbuild.mjs', '--production');
await step(
  'Running media/samples/tour.vncscript against the demo server, without a window',
  ...['dist/cli.js', 'run', 'media/samples/tour.vncscript', '--demo', '--out', 'out/demo'],
);
console.log('\nScreenshots:');
for (const name of readdirSync(out, { recursive: true }).map(String).sort())
  if (/\.(png|jpe?g|bmp)$/.test(name)) console.log(`  out/demo/${name}`);
if (!values.headless) await openEditor();

/** Runs a program of this repository and ends with its exit code when it fails. */
async function step(title: string, ...args: string[]): Promise<void> {
  console.log(`\n${title} …`);
  const child = spawn(process.execPath, args, { cwd: projectRoot, stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve(status ?? 1));
  });
  if (code !== 0) process.exit(code);
}

async function openEditor(): Promise<void> {
  console.log('\nPackaging the extension …');
  const { vsix } = await packageExtension('out/demo/vnc-agent-bridge.vsix');
  const opener = await packageOpener();
  const folder = path.join(out, 'folder');
  cpSync(path.join(projectRoot, 'media/samples'), folder, {
    recursive: true,
    filter: (file) => path.basename(file) !== '.vncscript-runs',
  });
  if (desktopProgram !== undefined && hasDesktop) await openDesktop(desktopProgram, folder, [vsix, opener]);
  else await openServer(folder, [vsix, opener]);
}

/** Opens desktop VS Code with settings and extensions of its own: nothing is installed into the user's. */
async function openDesktop(code: string, folder: string, extensions: readonly string[]): Promise<void> {
  const profile = [
    ...['--user-data-dir', path.join(out, 'user-data')],
    ...['--extensions-dir', path.join(out, 'extensions')],
  ];
  for (const vsix of extensions) await runProgram(code, [...profile, '--install-extension', vsix, '--force']);
  console.log('\nOpening VS Code on the demo screen …');
  await runProgram(code, [...profile, '--disable-workspace-trust', '--new-window', folder]);
}

/** Starts the server build of VS Code and stays until it is interrupted. */
async function openServer(folder: string, extensions: readonly string[]): Promise<void> {
  ensureSystemTools('demo');
  const token = randomBytes(24).toString('hex');
  const server = await startEditorServer({
    version: editorVersion('newest'),
    trusted: true,
    extensions,
    connectionToken: token,
    log: (line) => console.log(line),
  });
  const address = new URL(pageAddress(server, { folder }));
  address.searchParams.set('tkn', token);
  console.log('\nVS Code with the extension runs here, for this machine only, until Ctrl+C:\n');
  console.log(`  ${address.href}\n`);
  if (hasDesktop) {
    const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
    await runProgram(opener, [address.href]).catch(() => undefined);
  }
}

/** A second, tiny extension that opens the demo screen when the editor stands, as a person would by the palette. */
async function packageOpener(): Promise<string> {
  const folder = path.join(out, 'opener');
  mkdirSync(folder, { recursive: true });
  const manifest = {
    name: 'demo-opener',
    publisher: 'vnc-agent-bridge',
    version: '0.0.1',
    engines: { vscode: '^1.106.0' },
    extensionKind: ['workspace'],
    main: './opener.js',
    activationEvents: ['onStartupFinished'],
  };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest, undefined, 2));
  writeFileSync(path.join(folder, 'README.md'), 'Opens the demo screen.\n');
  writeFileSync(
    path.join(folder, 'opener.js'),
    "exports.activate = () => require('vscode').commands.executeCommand('vncAgentBridge.openDemoScreen');\n",
  );
  const options = ['--allow-missing-repository', '--skip-license'];
  return (await packageExtension('out/demo/demo-opener.vsix', folder, options)).vsix;
}

function findOnPath(program: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, program))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
