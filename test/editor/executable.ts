// The server build of the editor behind the desktop's own command line; see executable.mjs.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { EditorPage, launchBrowser } from './editorPage.ts';
import { startEditorServer } from './editorServer.ts';
import { editorVersion } from './versions.ts';

const args = process.argv.slice(2);

function flag(name: string): string | undefined {
  const prefix = `--${name}=`;
  return args.find((arg) => arg.startsWith(prefix))?.slice(prefix.length);
}

/** The tests' own end is awaited this long: an editor that never calls them must not hang the run. */
const patience = Number(process.env['VSCODE_TEST_TIMEOUT'] ?? 600_000);

async function main(): Promise<number> {
  const folder = args.find((arg) => !arg.startsWith('-')) ?? temporaryFolder('vscode-folder');
  const log: string[] = [];
  const onLog = (text: string): void => {
    log.push(text);
    if (process.env['VSCODE_TEST_VERBOSE'] !== undefined) console.log(text);
  };
  await using server = await startEditorServer({
    version: editorVersion(process.env['VSCODE_TEST_VERSION'] ?? 'newest'),
    trusted: args.includes('--disable-workspace-trust'),
    development: true,
    log: (line) => console.log(line),
  });
  const browser = await launchBrowser();
  try {
    let timer: NodeJS.Timeout | undefined;
    const code = await new Promise<number>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no end of the tests within ${patience} ms`)), patience);
      EditorPage.open(browser, server, {
        folder: path.resolve(folder),
        extensionDevelopmentPath: flag('extensionDevelopmentPath'),
        extensionTestsPath: flag('extensionTestsPath'),
        onExit: resolve,
        onLog,
      }).catch(reject);
    }).finally(() => clearTimeout(timer));
    // A suite that reports says itself what failed.
    if (code !== 0 && !hasReport())
      console.error(
        log
          .filter((text) => !isNoise(text))
          .slice(-60)
          .join('\n'),
      );
    return code;
  } catch (error) {
    console.error(log.slice(-80).join('\n'), '\n', server.output);
    throw error;
  } finally {
    mkdirSync('out', { recursive: true });
    writeFileSync('out/editor-log.txt', log.join('\n'));
    await browser.close();
  }
}

function hasReport(): boolean {
  const report = process.env['EDITOR_TEST_REPORT'];
  return report !== undefined && existsSync(report);
}

/** The editor complains about what it cannot reach: the gallery, telemetry, look-ups. */
function isNoise(text: string): boolean {
  return /ENOTFOUND|Failed to fetch|marketplace|gallery|open-vsx|telemetry/i.test(text);
}

process.exit(await main());
