import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type { Frame } from 'playwright-core';
import { type TigerVncServer, startTigerVnc } from '../../support/servers/tigerVnc.ts';
import { type Terminal, startTerminal } from '../../support/servers/xDisplay.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';
import { EditorPage } from '../editorPage.ts';
import { ScreenTools } from '../screenTools.ts';
import { ScreenView } from '../screenView.ts';
import { weakContrasts } from '../contrast.ts';
import { pictures, theStage } from './stage.ts';

/** Themes by what pictures are called after them, the class that pages have in them, and the name in the settings. */
const themes = [
  ['dark', 'vscode-dark', 'Dark Modern'],
  ['light', 'vscode-light', 'Light Modern'],
  ['contrast-dark', 'vscode-high-contrast', 'Default High Contrast'],
  ['contrast-light', 'vscode-high-contrast-light', 'Default High Contrast Light'],
] as const;

describe('remote screens in the themes of the editor', function () {
  this.timeout(180_000);
  let server: TigerVncServer;
  let terminal: Terminal;
  let folder: string;
  let editor: EditorPage;

  before(async () => {
    const { editorServer, editor: own } = await theStage();
    const browser = own.page.context().browser();
    assert.ok(browser !== null);
    server = await startTigerVnc({ width: 640, height: 480 });
    terminal = await startTerminal(server.display);
    folder = temporaryFolder('vscode-folder');
    mkdirSync(path.join(folder, '.vscode'));
    setTheme('Dark Modern');
    writeFileSync(
      path.join(folder, 'slow.vncscript'),
      ['vncscript 1', 'use "build agent"', 'wait 100s', ''].join('\n'),
    );
    editor = await EditorPage.open(browser, editorServer, { folder, width: 1200, height: 720 });
    await editor.runCommand('View: Show VNC');
  });

  after(async () => {
    await editor.close();
    await terminal.close();
    await server.close();
  });

  /** Changes the theme as a person does who edits the folder's settings. */
  const setTheme = (theme: string): void =>
    writeFileSync(
      path.join(folder, '.vscode/settings.json'),
      JSON.stringify({
        'vncAgentBridge.connections': [
          { name: 'build agent', host: server.host, port: server.port },
          { name: 'nobody', host: '127.0.0.1', port: 9 },
        ],
        'window.autoDetectColorScheme': false,
        'window.autoDetectHighContrast': false,
        'workbench.colorTheme': theme,
      }),
    );

  /** Opens the screen of a stored connection as the only tab. */
  const open = async (name: string): Promise<Frame> => {
    await editor.runCommand('View: Close All Editors');
    await ScreenView.untilGone(editor);
    await editor.page.locator('.monaco-list-row', { hasText: name }).first().click();
    const { frame } = await ScreenView.findPage(editor);
    return frame;
  };

  /**
   * Takes one picture in each theme, and finds every text in it readable: WCAG 2.2, 1.4.3 asks for a contrast of 4.5,
   * and 1.4.11 for 3 of signs without words.
   */
  const inAllThemes = async (name: string, frame: Frame): Promise<void> => {
    const weak: string[] = [];
    for (const [kind, bodyClass, theme] of themes) {
      setTheme(theme);
      await frame.locator(`body.${bodyClass}`).waitFor();
      // What fades from one theme to the other is done then.
      await until(`the colours of ${kind} stand`, async () => {
        const background = async (): Promise<string> =>
          await frame.evaluate(() =>
            [...document.querySelectorAll('body, body *')]
              .map((one) => getComputedStyle(one).color + getComputedStyle(one).backgroundColor)
              .join(),
          );
        return (await background()) === (await background());
      });
      await editor.screenshot(`${pictures}/theme-${name}-${kind}.png`);
      weak.push(...(await weakContrasts(frame)).map((one) => `${kind}: ${one}`));
    }
    assert.deepEqual(weak, [], `contrasts of ${name}`);
  };

  it('stand on the wall', async () => {
    await open('build agent');
    await editor.runCommand('VNC: Show Wall of Sessions');
    const wall = await editor.frameWith('#live-cards .card');
    const thumbnail = wall.locator('.card', { hasText: 'build agent' }).locator('canvas');
    await until('its picture is there', async () => {
      const seen = await thumbnail.evaluate((canvas) => {
        if (!(canvas instanceof HTMLCanvasElement) || canvas.width < 2) return 0;
        const middle = canvas.getContext('2d')?.getImageData(canvas.width / 4, canvas.height / 4, 1, 1).data;
        return middle?.[0] ?? 0;
      });
      return seen > 200;
    });
    await inAllThemes('wall', wall);
  });

  it('are readable with a menu and statistics', async () => {
    const frame = await open('build agent');
    const view = await ScreenView.find(editor);
    const tools = new ScreenTools(view);
    await tools.press('statistics');
    await frame.locator('#statistics-list dd').first().waitFor();
    await tools.press('send-keys');
    await frame.locator('.menu-row[data-row="Consoles"]').hover();
    await tools.untilOpen(2);
    await inAllThemes('menu', frame);
    await editor.page.keyboard.press('Escape');
    await editor.page.keyboard.press('Escape');
    await tools.press('statistics');
  });

  it('show what is picked', async () => {
    const frame = await open('build agent');
    const view = await ScreenView.find(editor);
    await new ScreenTools(view).choose('pick', 'region');
    await frame.locator('#selection').waitFor();
    await editor.page.keyboard.press('ArrowRight');
    await frame.locator('#selection-size').waitFor();
    await inAllThemes('region', frame);
    await editor.page.keyboard.press('Escape');
    await frame.locator('#selection').waitFor({ state: 'hidden' });
  });

  it('show that they have the keyboard', async () => {
    const frame = await open('build agent');
    const view = await ScreenView.find(editor);
    await view.click(200, 150);
    await until('the screen has the keyboard', async () => await view.isGrabbed());
    await inAllThemes('grabbed', frame);
  });

  it('show who drives', async () => {
    await open('build agent');
    await editor.openFile('slow.vncscript');
    await editor.runCommand('View: Move Editor into Right Group');
    const view = await ScreenView.find(editor);
    await editor.runCommand('VNC: Run Script');
    await view.frame.locator('#banner', { hasText: 'slow.vncscript is driving' }).waitFor();
    await inAllThemes('driven', view.frame);
    await view.press('Take Over');
    await view.frame.locator('#banner', { hasText: 'is paused' }).waitFor();
    await view.press('Stop');
    await view.frame.locator('#banner').waitFor({ state: 'hidden' });
  });

  it('show that there is no connection, that one is made, and that one was lost', async () => {
    const frame = await open('build agent');
    const view = await ScreenView.find(editor);
    await editor.runCommand('VNC: Disconnect');
    await view.overlaySays(/Disconnected/);
    await inAllThemes('disconnected', frame);
    process.kill(server.pid, 'SIGSTOP');
    await view.press('Reconnect');
    await view.overlaySays(/Connecting to build agent/);
    await inAllThemes('connecting', frame);
    process.kill(server.pid, 'SIGCONT');
    await frame.locator('#overlay').waitFor({ state: 'hidden' });
    await terminal.close();
    await server.close();
    await frame.locator('#lost').waitFor();
    await inAllThemes('lost', frame);
    await view.press('Stop');
    await view.overlaySays(/Disconnected[^]*Show Log/);
    await inAllThemes('error', frame);
  });
});
