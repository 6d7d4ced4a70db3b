// Pictures of the editor with the extension; see shot.mjs.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../support/projectRoot.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { EditorPage, launchBrowser, type ThemeKind } from './editorPage.ts';
import { startEditorServer } from './editorServer.ts';
import { editorVersion } from './versions.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string', default: 'out/screenshots/shot.png' },
    theme: { type: 'string', default: 'dark' },
    version: { type: 'string', default: 'newest' },
    folder: { type: 'string' },
    settings: { type: 'string', default: '{}' },
    untrusted: { type: 'boolean', default: false },
    width: { type: 'string', default: '1280' },
    height: { type: 'string', default: '800' },
    scale: { type: 'string', default: '1' },
  },
});

const themes: readonly ThemeKind[] = ['dark', 'light', 'contrast'];
const theme = themes.find((kind) => kind === values.theme);
if (theme === undefined) throw new Error(`no theme "${values.theme}": use ${themes.join(', ')}`);
const version = editorVersion(values.version);
const folder = values.folder === undefined ? temporaryFolder('vscode-folder') : path.resolve(values.folder);
await using server = await startEditorServer({
  version,
  trusted: !values.untrusted,
  development: true,
  settings: JSON.parse(values.settings) as Record<string, unknown>,
});
const browser = await launchBrowser();
const log: string[] = [];
try {
  const editor = await EditorPage.open(browser, server, {
    folder,
    extensionDevelopmentPath: projectRoot,
    theme,
    width: Number(values.width),
    height: Number(values.height),
    deviceScaleFactor: Number(values.scale),
    onLog: (text) => log.push(text),
  });
  let count = 0;
  const save = async (): Promise<void> => {
    const { dir, name, ext } = path.parse(values.out);
    const file = path.resolve(dir, `${name}${count === 0 ? '' : `-${count}`}${ext}`);
    count++;
    mkdirSync(path.dirname(file), { recursive: true });
    await editor.screenshot(file);
    console.log(file);
  };
  for (const step of positionals) {
    const [verb = '', ...rest] = step.split(':');
    const value = rest.join(':');
    if (verb === 'shot') await save();
    else if (verb === 'answer') await editor.answer(value);
    else if (verb === 'key') await editor.page.keyboard.press(value);
    else if (verb === 'type') await editor.page.keyboard.type(value);
    else if (verb === 'open') await editor.openFile(value);
    else if (verb === 'frame') await editor.frameWith(value);
    else if (verb === 'see') await editor.page.getByText(value).first().waitFor({ timeout: 20_000 });
    else if (verb === 'click') await editor.page.locator(value).first().click();
    else if (verb === 'pause') await editor.page.waitForTimeout(Number(value));
    else await editor.runCommand(step);
  }
  await save();
} catch (error) {
  const file = path.resolve('out/screenshots/failed.png');
  mkdirSync(path.dirname(file), { recursive: true });
  for (const page of browser.contexts().flatMap((context) => context.pages()))
    await page.screenshot({ path: file });
  console.error(log.slice(-30).join('\n'));
  console.error(`the page when it failed: ${file}`);
  throw error;
} finally {
  await browser.close();
}
