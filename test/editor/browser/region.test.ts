import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { PixelImage } from '../../../src/core/session/bridge.ts';
import { assertSamePicture, cropPicture, decodePng, testPicture } from '../../support/pictures.ts';
import { runProgram } from '../../support/programs.ts';
import type { XServer } from '../../support/servers/realServer.ts';
import { startTigerVnc } from '../../support/servers/tigerVnc.ts';
import { type Painting, paintDisplay } from '../../support/servers/xDisplay.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';
import { EditorPage } from '../editorPage.ts';
import { ScreenTools } from '../screenTools.ts';
import { ScreenView } from '../screenView.ts';
import { shownPicture } from '../shownPicture.ts';
import { pictures, theStage } from './stage.ts';

/** Larger than its panel: there is something to shrink and to scroll. */
const remote = { width: 900, height: 700 };

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The pictures that were opened in editors, by any window. */
function openedPictures(): string[] {
  return readdirSync(tmpdir())
    .filter((name) => name.startsWith('vnc-agent-bridge-'))
    .flatMap((name) => readdirSync(path.join(tmpdir(), name)).map((file) => path.join(tmpdir(), name, file)));
}

describe('places on a remote screen', function () {
  this.timeout(180_000);
  let server: XServer;
  let painting: Painting;
  let shown: PixelImage;
  let folder: string;
  let editor: EditorPage;
  let view: ScreenView;
  let tools: ScreenTools;

  before(async () => {
    server = await startTigerVnc(remote);
    painting = await paintDisplay(server.display, testPicture(remote.width, remote.height));
    shown = await server.grab();
    folder = temporaryFolder('vscode-folder');
    mkdirSync(path.join(folder, '.vscode'));
    const settings = {
      'vncAgentBridge.connections': [{ name: 'plan', host: server.host, port: server.port }],
      // What comes near to an edge would move.
      'vncAgentBridge.screen.followPointer': false,
    };
    writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings));
    writeFileSync(path.join(folder, 'picked.vncscript'), 'vncscript 1\nuse "plan"\n');
  });

  after(async () => {
    await painting.close();
    await server.close();
  });

  afterEach(async function () {
    const name = (this.currentTest?.title ?? 'test').replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase();
    const outcome = this.currentTest?.state === 'failed' ? 'failed-' : '';
    await editor.screenshot(`${pictures}/${outcome}region-${name}.png`);
  });

  const open = async (deviceScaleFactor: number): Promise<void> => {
    const { editorServer, editor: own } = await theStage();
    const browser = own.page.context().browser();
    assert.ok(browser !== null);
    editor = await EditorPage.open(browser, editorServer, {
      ...{ folder, theme: 'dark', width: 1200, height: 700, deviceScaleFactor },
    });
    await editor.runCommand('View: Show VNC');
    await editor.page.locator('.monaco-list-row', { hasText: 'plan' }).first().click();
    view = await ScreenView.find(editor);
    tools = new ScreenTools(view);
  };

  const zoomTo = async (zoom: string): Promise<void> => {
    await tools.choose('zoom-menu', zoom);
    await view.frame.locator(`#viewport[data-zoom="${zoom}"]`).waitFor();
  };

  /** Where on the editor's page the middle of a remote pixel is. */
  const placeOf = async (x: number, y: number): Promise<[number, number]> => {
    const { scale, ...corner } = await shownPicture(view, remote);
    return [corner.x + (x + 0.5) * scale, corner.y + (y + 0.5) * scale];
  };

  /** Drags over a region from its last pixel to its first; returns what was seen as picked. */
  const drag = async ({ x, y, width, height }: Area): Promise<Area> => {
    const { mouse } = editor.page;
    await view.frame.locator('#selection').waitFor();
    await mouse.move(...(await placeOf(x + width - 1, y + height - 1)));
    await mouse.down();
    await mouse.move(...(await placeOf(x + 7, y + 9)));
    await mouse.move(...(await placeOf(x, y)));
    const size = view.frame.locator('#selection-size');
    const text = await until('the size is told', async () => {
      const told = /^(\d+) × (\d+) \((\d+), (\d+)\)$/.exec(await size.innerText());
      // A pixel that is shrunk has no place of its own.
      return told !== null && Math.abs(Number(told[3]) - x) <= 1 && Math.abs(Number(told[4]) - y) <= 1
        ? told
        : undefined;
    });
    await mouse.up();
    // An editor that opens takes the whole page away.
    const done = view.frame.locator('#selection').waitFor({ state: 'hidden' });
    await done.catch((error: unknown) => assert.match(String(error), /detached/));
    const [w = 0, h = 0, left = 0, top = 0] = text.slice(1).map(Number);
    return { x: left, y: top, width: w, height: h };
  };

  const assertPicture = (data: Uint8Array, { x, y, width, height }: Area, name: string): void =>
    assertSamePicture(decodePng(data), cropPicture(shown, x, y, width, height), name);

  const saved = async (area: Area): Promise<void> => {
    await tools.choose('screenshot', 'region-file');
    const picked = await drag(area);
    const input = editor.page.locator('.quick-input-widget .quick-input-box input');
    const name = await until('a name is proposed', async () =>
      /[^/]+\.png$/.exec(await input.inputValue({ timeout: 1000 }))?.at(0),
    );
    await input.press('Enter');
    const toast = await editor.notification(`Saved ${name} (${picked.width} × ${picked.height})`);
    assertPicture(readFileSync(path.join(folder, name)), picked, 'the file');
    await toast.hover();
    await toast.locator('.codicon-notifications-clear').click();
    assertNear(picked, area);
  };

  const copied = async (area: Area): Promise<void> => {
    await tools.choose('screenshot', 'region-clipboard');
    const picked = await drag(area);
    const done = `Copied ${picked.width} × ${picked.height} pixels of plan`;
    await editor.page.locator('.statusbar-item', { hasText: done }).waitFor();
    const base64 = await until('the picture is on the clipboard', async () => {
      await editor.leaveWebview();
      return await editor.page.evaluate(async () => {
        const [item] = await navigator.clipboard.read();
        const png = await item?.getType('image/png');
        if (png === undefined) return undefined;
        let text = '';
        for (const byte of new Uint8Array(await png.arrayBuffer())) text += String.fromCharCode(byte);
        return btoa(text);
      });
    });
    assertPicture(Buffer.from(base64, 'base64'), picked, 'the clipboard');
    assertNear(picked, area);
  };

  const openedInEditor = async (area: Area): Promise<void> => {
    const before = new Set(openedPictures());
    await tools.choose('screenshot', 'region-editor');
    const picked = await drag(area);
    const file = await until('the picture is written', () =>
      openedPictures().find((name) => !before.has(name) && readFileSync(name).length > 0),
    );
    await editor.tab(path.basename(file)).waitFor();
    await editor.frameWith('img[src*=".png"]');
    assertPicture(readFileSync(file), picked, 'the editor');
    await editor.runCommand('View: Close Editor');
    view = await ScreenView.find(editor);
    tools = new ScreenTools(view);
    assertNear(picked, area);
  };

  /** What was picked is what was meant, to the pixel wherever each has a place of its own. */
  const assertNear = (picked: Area, meant: Area): void => {
    const isShrunk = ['fit', '50'].includes(zoomed);
    for (const side of ['x', 'y', 'width', 'height'] as const)
      assert.ok(
        Math.abs(picked[side] - meant[side]) <= (isShrunk ? 1 : 0),
        `${JSON.stringify(picked)} instead of ${JSON.stringify(meant)}`,
      );
  };
  let zoomed = '';

  for (const ratio of [1, 2]) {
    describe(`at ${ratio} device pixels`, () => {
      before(async () => await open(ratio));

      after(async () => await editor.close());

      it('are dragged to a file, the clipboard and an editor, with the very pixels', async () => {
        zoomed = 'fit';
        await zoomTo(zoomed);
        await saved({ x: 101, y: 53, width: 333, height: 222 });
        zoomed = 'actual';
        await zoomTo(zoomed);
        await copied({ x: 11, y: 7, width: 123, height: 77 });
        zoomed = '300';
        await zoomTo(zoomed);
        await view.frame.locator('#scroller').evaluate((scroller) => scroller.scrollTo(600, 450));
        await openedInEditor({ x: 251, y: 187, width: 61, height: 43 });
      });

      if (ratio !== 1) return;

      it('are picked with keys alone, and called off', async () => {
        const { keyboard } = editor.page;
        zoomed = '50';
        await zoomTo(zoomed);
        await tools.choose('screenshot', 'region-clipboard');
        const size = view.frame.locator('#selection-size');
        await view.frame.locator('#selection').waitFor();
        await keyboard.press('Escape');
        await view.frame.locator('#selection').waitFor({ state: 'hidden' });
        await tools.choose('pick', 'region');
        await view.frame.locator('#selection').waitFor();
        await keyboard.press('ArrowRight');
        await size.getByText('450 × 350 (225, 175)').waitFor();
        await keyboard.press('Control+ArrowLeft');
        await keyboard.press('ArrowUp');
        await keyboard.press('Shift+Control+ArrowDown');
        await size.getByText('450 × 360 (215, 174)').waitFor();
        await editor.screenshot(`${pictures}/region-by-keys.png`);
        await keyboard.press('Enter');
        await editor.page
          .locator('.statusbar-item', { hasText: 'Copied rect(215, 174, 450, 360) to the clipboard' })
          .waitFor();
        await until('the text is on the clipboard', async () => {
          await editor.leaveWebview();
          const text = await editor.page.evaluate(async () => await navigator.clipboard.readText());
          return text === 'rect(215, 174, 450, 360)';
        });
      });

      it('are written into the script that is being edited, which runs green', async () => {
        const { keyboard } = editor.page;
        const text = async (): Promise<string> => {
          const lines = await editor.page.locator('.editor-instance .view-line').allInnerTexts();
          return lines.join('\n').replaceAll('\u00a0', ' ');
        };
        const write = async (line: string): Promise<void> => {
          await editor.page.locator('.editor-instance .view-lines').first().click();
          await keyboard.press('Control+End');
          await keyboard.insertText(line);
          await until('it is written', async () => (await text()).trimEnd().endsWith(line.trim()));
        };
        await editor.openFile('picked.vncscript');
        await ScreenView.untilGone(editor);
        // Behind the screen, in the same group.
        await write('click ');
        await editor.tab('plan').click();
        view = await ScreenView.find(editor);
        tools = new ScreenTools(view);
        zoomed = 'actual';
        await zoomTo(zoomed);
        await tools.choose('pick', 'place');
        await view.frame.locator('#selection').waitFor();
        await editor.page.mouse.click(...(await placeOf(37, 41)));
        const told = (words: string) => editor.page.locator('.statusbar-item', { hasText: words }).waitFor();
        await told('Inserted (37, 41) into picked.vncscript');
        // Beside it.
        await editor.tab('picked.vncscript').click();
        await ScreenView.untilGone(editor);
        await editor.runCommand('View: Move Editor into Right Group');
        view = await ScreenView.find(editor);
        tools = new ScreenTools(view);
        await write('\nexpect ');
        await view.frame.locator('#scroller').evaluate((scroller) => scroller.scrollTo(0, 0));
        await tools.choose('pick', 'color');
        await view.frame.locator('#selection').waitFor();
        await editor.page.mouse.move(...(await placeOf(100, 200)));
        await view.frame.locator('#selection-size').getByText('(100, 200)').waitFor();
        await editor.screenshot(`${pictures}/region-color.png`);
        await editor.page.mouse.click(...(await placeOf(99, 201)));
        const at = (201 * remote.width + 99) * 4;
        const color = Buffer.from(shown.pixels.subarray(at, at + 3)).toString('hex');
        await told(`Inserted pixel(99, 201) is "#${color}" into picked.vncscript`);
        await write('\nwait for still 200ms in ');
        await tools.choose('pick', 'region');
        const { x, y, width, height } = await drag({ x: 40, y: 60, width: 80, height: 50 });
        await told(`Inserted rect(${x}, ${y}, ${width}, ${height}) into picked.vncscript`);
        const expected = [
          'vncscript 1',
          'use "plan"',
          'click (37, 41)',
          `expect pixel(99, 201) is "#${color}"`,
          'wait for still 200ms in rect(40, 60, 80, 50)',
        ].join('\n');
        await editor.tab('picked.vncscript').click();
        await editor.runCommand('File: Save');
        const file = path.join(folder, 'picked.vncscript');
        await until('it is stored', () => {
          const stored = readFileSync(file, 'utf8').trimEnd();
          if (stored !== expected) throw new Error(stored);
          return true;
        });
        await runProgram(process.execPath, ['dist/cli.js', 'check', file]);
        await until(
          'no line is wrong',
          async () => (await editor.page.locator('.squiggly-error').count()) === 0,
        );
        await until(
          'it is run from above its first line',
          async () => {
            // A lens that came late may stand above the part of the text that is seen.
            await editor.page.locator('.editor-instance .view-lines').first().click();
            await keyboard.press('Control+Home');
            const lenses = editor.page.locator('.codelens-decoration a');
            await lenses
              .filter({ hasText: 'Run Script' })
              .first()
              .click({ timeout: 3_000 })
              .catch(async () => {
                throw new Error(`${(await lenses.allInnerTexts()).join(', ')} above ${await text()}`);
              });
            return true;
          },
          60_000,
        );
        await editor.notification('picked.vncscript passed');
      });
    });
  }
});
