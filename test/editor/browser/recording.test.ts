import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { openRecording } from '../../../src/core/recording/openRecording.ts';
import type { PixelImage } from '../../../src/core/session/bridge.ts';
import { comparePictures, savePicture } from '../../support/pictures.ts';
import { runProgram } from '../../support/programs.ts';
import type { XServer } from '../../support/servers/realServer.ts';
import { startTigerVnc } from '../../support/servers/tigerVnc.ts';
import { XPainter } from '../../support/servers/xPainter.ts';
import { eachOnTheOneBefore } from '../../support/steps.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';
import { EditorPage } from '../editorPage.ts';
import { ScreenView } from '../screenView.ts';
import { pictures, theStage } from './stage.ts';

const size = { width: 800, height: 600 };

describe('a recording', function () {
  this.timeout(240_000);
  eachOnTheOneBefore(this);
  const folder = temporaryFolder('vscode-folder');
  const file = path.join(folder, 'moving.vncrec');
  const video = path.join(folder, 'moving.webm');
  let server: XServer;
  let painter: XPainter;
  let editor: EditorPage;
  let screen: ScreenView;
  let player: ScreenView;
  /** What the server showed when the recording began and ended. */
  let first: PixelImage;
  let last: PixelImage;

  before(async () => {
    const stage = await theStage();
    const browser = stage.editor.page.context().browser();
    assert.ok(browser !== null);
    server = await startTigerVnc(size);
    painter = await XPainter.open(server.display);
    await painter.fill({ x: 0, y: 0, ...size }, 0x204060);
    mkdirSync(path.join(folder, '.vscode'));
    const settings = {
      'vncAgentBridge.connections': [{ name: 'moving', host: server.host, port: server.port }],
    };
    writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings));
    writeFileSync(path.join(folder, 'notes.txt'), 'something else to look at\n');
    editor = await EditorPage.open(browser, stage.editorServer, {
      ...{ folder, theme: 'dark', width: 1500, height: 900 },
    });
  });

  after(async () => {
    await editor.runCommand('View: Close All Editors').catch(() => undefined);
    await editor.close();
    await painter[Symbol.asyncDispose]();
    await server.close();
  });

  afterEach(async function () {
    const name = (this.currentTest?.title ?? 'test').replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase();
    const outcome = this.currentTest?.state === 'failed' ? 'failed-' : '';
    await editor.screenshot(`${pictures}/${outcome}recording-${name}.png`);
  });

  const frame = (): Frame => player.frame;

  /** Sees the player's canvas hold exactly these pixels. */
  const assertPlays = async (expected: PixelImage, name: string): Promise<void> => {
    await until(`the player shows ${name}`, async () => {
      const actual = await player.pixels();
      if (actual.width !== size.width) return false;
      const { differing } = comparePictures(actual, expected);
      if (differing > 0) throw new Error(`${differing} pixels differ`);
      return true;
    }).catch(async (error: unknown) => {
      savePicture(await player.pixels(), `${pictures}/failed-recording-player.png`);
      savePicture(expected, `${pictures}/failed-recording-server.png`);
      throw error;
    });
  };

  /** What the seek bar says, in milliseconds. */
  const time = async (): Promise<number> => Number(await frame().locator('#seek').inputValue());

  const openPlayer = async (): Promise<void> => {
    player = await ScreenView.in(editor, await editor.frameWith('#seek'));
  };

  /** Takes photographs in every kind of theme. */
  const photograph = async (name: string, shown: () => Frame): Promise<void> => {
    const background = async (): Promise<string> =>
      await shown()
        .locator('body')
        .evaluate((body) => getComputedStyle(body).backgroundColor);
    const dark = await background();
    await editor.screenshot(`${pictures}/${name}-dark.png`);
    await editor.page.emulateMedia({ colorScheme: 'light' });
    await until('it is light', async () => (await background()) !== dark);
    await editor.screenshot(`${pictures}/${name}-light.png`);
    await editor.page.emulateMedia({ colorScheme: 'dark', forcedColors: 'active' });
    await until('it has high contrast', async () => {
      return (await shown().locator('body.vscode-high-contrast').count()) > 0;
    });
    await editor.screenshot(`${pictures}/${name}-contrast.png`);
    await editor.page.emulateMedia({ colorScheme: 'dark', forcedColors: 'none' });
    await until('it is dark again', async () => (await background()) === dark);
  };

  it('begins at the press of its tool, asks what it is and where to, and says that it goes on', async () => {
    await editor.runCommand('View: Show VNC');
    await editor.page.locator('.monaco-list-row', { hasText: 'moving' }).first().click();
    screen = await ScreenView.find(editor, 'moving');
    // Until the person moves the pointer, the server paints its own into the picture.
    await screen.click(20, 20);
    first = await server.grab();
    await screen.frame.locator('#record').click();
    await editor.answer('Exact', 'Plays in every browser');
    await editor.answer(file, '.vscode');
    await screen.frame.locator('#recording', { hasText: /0:\d\d · \d+(\.\d)? [KM]?B/ }).waitFor();
    assert.equal(await screen.frame.locator('#record').getAttribute('aria-pressed'), 'true');
    assert.match((await screen.frame.locator('#recording').getAttribute('aria-label')) ?? '', /^Recording: /);
    await editor.page.locator('.tab', { hasText: 'moving (recording)' }).waitFor();
    const item = editor.page.locator('.statusbar-item', { hasText: /0:\d\d · / });
    await item.waitFor();
    assert.match((await item.locator('a').getAttribute('aria-label')) ?? '', /Recording of moving/);
    await photograph('recording-goes-on', () => screen.frame);
  });

  it('goes on while the screen is hidden', async () => {
    await editor.openFile('notes.txt');
    await ScreenView.untilGone(editor);
    for (let i = 0; i < 30; i += 1) {
      await painter.fill({ x: 20 * i, y: 100 + 5 * i, width: 60, height: 60 }, (i * 40_503) & 0xffffff);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const before = statSync(file).size;
    await painter.fill({ x: 300, y: 300, width: 200, height: 100 }, 0xffcc00);
    await until('the change is in the file', () => statSync(file).size > before);
    await editor.tab('moving').click();
    screen = await ScreenView.find(editor, 'moving');
    await screen.frame.locator('#recording', { hasText: /\d:\d\d/ }).waitFor();
    last = await server.grab();
  });

  it('ends at another press, is told of, and opens in a player', async () => {
    await screen.frame.locator('#record').click();
    await screen.frame.locator('#recording').waitFor({ state: 'hidden' });
    await editor.page.locator('.tab', { hasText: /^moving$/ }).waitFor();
    await editor.answerNotification('moving was recorded', 'Open');
    await openPlayer();
    await player.zoomTo('actual');
    await assertPlays(first, 'what was there when it began');
    const recording = await openRecording(file);
    assert.equal(recording.isComplete, true);
    assert.equal(await frame().locator('#seek').getAttribute('max'), String(recording.duration));
    recording.dispose();
    await frame()
      .locator('#status', { hasText: /^moving · .* · 800 × 600 · 100 %$/ })
      .waitFor();
  });

  it('is sought in by keys and by its bar', async () => {
    await frame().locator('#screen').focus();
    await editor.page.keyboard.press('End');
    await assertPlays(last, 'what was there when it ended');
    await editor.page.keyboard.press('Home');
    await assertPlays(first, 'what was there when it began');
    const bar = frame().locator('#seek');
    await bar.focus();
    const whole = Number(await bar.getAttribute('max'));
    await editor.page.keyboard.press('5');
    await until('it is in the middle', async () => Math.abs((await time()) - whole / 2) <= 1);
    assert.match((await bar.getAttribute('aria-valuetext')) ?? '', /^\d+:\d\d of \d+:\d\d$/);
    const box = await bar.boundingBox();
    assert.ok(box);
    await editor.page.mouse.click(box.x + box.width - 2, box.y + box.height / 2);
    await assertPlays(last, 'what was there when it ended');
  });

  it('goes from picture to picture', async () => {
    await editor.page.keyboard.press('Home');
    await assertPlays(first, 'what was there when it began');
    const times: number[] = [];
    for (const key of ['.', '.', '.', ',']) {
      const before = await time();
      await editor.page.keyboard.press(key);
      await until(`${key} goes to another picture`, async () => (await time()) !== before);
      times.push(await time());
    }
    const [one, two, three, back] = times;
    assert.ok(one !== undefined && two !== undefined && three !== undefined);
    assert.ok(one < two && two < three, times.join(' '));
    assert.equal(back, two);
  });

  it('plays to its end, faster where that is wanted, and stands there', async () => {
    await editor.page.keyboard.press('Home');
    await frame().locator('#speed').click();
    await frame().locator('[role="menu"] [role="menuitemradio"]', { hasText: /^4×$/ }).click();
    await frame().locator('#speed', { hasText: '4×' }).waitFor();
    await frame().locator('#skip-idle').click();
    await frame().locator('#skip-idle[aria-pressed="true"]').waitFor();
    await frame().locator('#play').click();
    await frame().locator('body[data-playing="true"]').waitFor();
    await photograph('recording-plays', frame);
    await frame().locator('body[data-playing="false"]').waitFor({ timeout: 60_000 });
    await assertPlays(last, 'what was there when it ended');
    assert.match((await frame().locator('#play').getAttribute('aria-label')) ?? '', /^Play/);
  });

  it('is made a video that other programs play', async () => {
    await frame().locator('#export').click();
    await frame().locator('[role="menu"] [role="menuitem"]', { hasText: 'Video (WebM)' }).click();
    await editor.answer(video, '.vscode');
    await editor.notification('moving.webm is made');
    const described = await runProgram('ffprobe', [
      ...['-v', 'error', '-count_frames', '-select_streams', 'v', '-of', 'json'],
      ...['-show_entries', 'stream=codec_name,width,height,nb_read_frames:format=duration', video],
    ]);
    const { streams, format } = JSON.parse(described.toString()) as {
      streams: { codec_name: string; width: number; height: number; nb_read_frames: string }[];
      format: { duration: string };
    };
    const [stream] = streams;
    assert.ok(stream);
    assert.deepEqual([stream.codec_name, stream.width, stream.height], ['vp8', size.width, size.height]);
    assert.ok(Number(stream.nb_read_frames) >= 5, stream.nb_read_frames);
    const whole = Number(await frame().locator('#seek').getAttribute('max'));
    assert.ok(Math.abs(Number(format.duration) * 1000 - whole) < 500, `${format.duration} of ${whole}`);
    await editor.runCommand('Notifications: Clear All Notifications');
  });

  it('gives a picture of its own as a PNG', async () => {
    await frame().locator('#export').click();
    await frame().locator('[role="menu"] [role="menuitem"]', { hasText: 'This Picture' }).click();
    const file_ = path.join(folder, 'end.png');
    await editor.answer(file_, '.vscode');
    await until('the picture is there', () => existsSync(file_) && statSync(file_).size > 0);
    await editor.notification('Saved end.png');
    await editor.runCommand('Notifications: Clear All Notifications');
  });

  it('plays as far as it goes where it is damaged, and says so', async () => {
    const bytes = readFileSync(file);
    // In the last third: what comes before can be read.
    const damaged = Buffer.from(bytes);
    for (let at = Math.floor(bytes.length * 0.8); at < bytes.length * 0.8 + 40; at += 1)
      damaged[at] = (damaged[at] ?? 0) ^ 0x5a;
    writeFileSync(path.join(folder, 'cutoff.vncrec'), bytes.subarray(0, Math.floor(bytes.length * 0.7)));
    writeFileSync(path.join(folder, 'damaged.vncrec'), damaged);
    writeFileSync(path.join(folder, 'none.vncrec'), 'no recording at all');
    await editor.runCommand('View: Close All Editors');
    await ScreenView.untilGone(editor);
    await editor.openFile('cutoff.vncrec');
    await openPlayer();
    await frame()
      .locator('#notice', { hasText: /was cut off\. It plays .* until 0:\d\d/ })
      .waitFor();
    await assertHas(first);
    await editor.runCommand('View: Close All Editors');
    await ScreenView.untilGone(editor);
    await editor.openFile('damaged.vncrec');
    await openPlayer();
    await frame().locator('#screen').focus();
    await editor.page.keyboard.press('End');
    await frame()
      .locator('#notice', { hasText: /does not go on from 0:\d\d.*damaged/ })
      .waitFor();
    const whole = Number(await frame().locator('#seek').getAttribute('max'));
    await until('the bar stands where it does not go on', async () => (await time()) < whole);
    await editor.screenshot(`${pictures}/recording-damaged.png`);
    await editor.page.keyboard.press('Home');
    await assertHas(first);
    await editor.runCommand('View: Close All Editors');
    await ScreenView.untilGone(editor);
    await editor.openFile('none.vncrec');
    const page = await editor.frameWith('#seek');
    await page.locator('#overlay', { hasText: /cannot be played/ }).waitFor();
    assert.match(await page.locator('#overlay').innerText(), /no recording of a remote screen/);
  });

  const assertWhole = async (recorded: string): Promise<void> => {
    const recording = await openRecording(recorded);
    assert.equal(recording.isComplete, true);
    recording.dispose();
  };

  /** Begins an exact recording of the screen that is open, as a person does from the palette. */
  const begin = async (name: string): Promise<string> => {
    const target = path.join(folder, name);
    await editor.runCommand('VNC: Start Recording');
    await editor.answer('Exact', 'Plays in every browser');
    await editor.answer(target, '.vscode');
    await screen.frame.locator('#recording', { hasText: /0:\d\d/ }).waitFor();
    return target;
  };

  it('is whole when its session ends, and when the window goes, after which it is told of', async () => {
    await editor.runCommand('View: Close All Editors');
    await ScreenView.untilGone(editor);
    await editor.page.locator('.monaco-list-row', { hasText: 'moving' }).first().click();
    screen = await ScreenView.find(editor, 'moving');
    const ended = await begin('ended.vncrec');
    await editor.runCommand('VNC: Disconnect');
    await editor.notification('Its recording is saved: ended.vncrec');
    await assertWhole(ended);
    await editor.page.locator('.statusbar-item', { hasText: /0:\d\d · / }).waitFor({ state: 'hidden' });
    await screen.frame.locator('#overlay button', { hasText: 'Reconnect' }).click();
    screen = await ScreenView.find(editor, 'moving');
    const gone = await begin('gone.vncrec');
    await editor.reload();
    await editor.notification('A recording has ended with the window: gone.vncrec');
    await assertWhole(gone);
  });

  /** The same at any zoom: the file's first picture is one colour, which scaling does not change. */
  const assertHas = async (expected: PixelImage): Promise<void> => {
    await until('the player shows a picture', async () => {
      const { width, height, pixels } = await player.pixels();
      const at = ((height >> 1) * width + (width >> 1)) * 4;
      const middle = ((size.height >> 1) * size.width + (size.width >> 1)) * 4;
      return [0, 1, 2].every((i) => pixels[at + i] === expected.pixels[middle + i]);
    });
  };
});
