import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { openRecording } from '../../../src/core/recording/openRecording.ts';
import { type CommandName, commandId } from '../../../src/vscode/contributions.ts';
import type { VncAgentBridgeApi } from '../../../src/vscode/api.ts';
import { decodePng } from '../../support/pictures.ts';
import { until } from '../../support/until.ts';
import { activeExtension } from '../fixture/connections.ts';

async function run<T>(name: CommandName, ...args: unknown[]): Promise<T> {
  return await vscode.commands.executeCommand<T>(commandId(name), ...args);
}

describe('commands on the demo screen', () => {
  let api: VncAgentBridgeApi;
  let id: string;
  let folder: string;

  before(async () => {
    api = await activeExtension();
    id = await run<string>('openDemoScreen');
    folder = await mkdtemp(path.join(tmpdir(), 'vnc-commands-'));
  });

  after(async () => {
    await run('disconnect', id);
    await rm(folder, { recursive: true });
  });

  const session = () => {
    const found = api.sessions.find((one) => one.id === id);
    assert.ok(found);
    return found;
  };
  const picture = async () => Buffer.from((await session().screen.pixels()).pixels);

  it('open one session and one panel, however often', async () => {
    assert.equal(await run<string>('openDemoScreen'), id);
    assert.equal(await run<string>('openScreen', id), id);
    assert.equal(api.sessions.length, 1);
    const panels = (): readonly string[] =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .filter(({ input }) => input instanceof vscode.TabInputWebview)
        .map(({ label }) => label);
    await until('the panel is there', () => panels().length > 0);
    assert.deepEqual(panels(), ['Demo Screen']);
  });

  it('type, send keys, click and scroll where the picture shows it', async () => {
    const actions: [CommandName, ...unknown[]][] = [
      ['typeText', id, 'root'],
      ['sendKeys', id, 'Tab'],
      ['clickAt', id, { x: 60, y: 180 }],
      ['scroll', id, { direction: 'down', notches: 2, x: 800, y: 300 }],
    ];
    for (const [name, ...args] of actions) {
      const before = await picture();
      await run(name, ...args);
      await until(`${name} shows`, async () => !(await picture()).equals(before));
    }
  });

  it('type as fast as the person has set', async () => {
    const settings = vscode.workspace.getConfiguration('vncAgentBridge.screen');
    const setRate = async (rate: number | undefined): Promise<void> =>
      await settings.update('keystrokesPerSecond', rate, vscode.ConfigurationTarget.Global);
    await setRate(2);
    try {
      const began = performance.now();
      await run('typeText', id, 'abcde');
      const took = performance.now() - began;
      // Four pauses of half a second. A slow machine takes longer, none is faster.
      assert.ok(took > 1990, `five keys took ${took} ms`);
    } finally {
      await setRate(undefined);
    }
  });

  it('save a picture in the format of the name', async () => {
    const starts = { 'a.png': '89504e47', 'b.jpg': 'ffd8ff', 'c.bmp': '424d' };
    for (const [name, start] of Object.entries(starts)) {
      const file = path.join(folder, name);
      const saved = await run<string>('takeScreenshot', id, { path: file });
      assert.equal(saved, vscode.Uri.file(file).toString());
      assert.ok((await readFile(file)).toString('hex').startsWith(start), name);
    }
  });

  it('open a picture of the whole screen in an editor, named after the connection', async () => {
    const shown = (): vscode.Uri | undefined => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputCustom ? input.uri : undefined;
    };
    await run('screenshotToEditor', id);
    const { fsPath } = await until('the picture is the active editor', shown);
    assert.match(path.basename(fsPath), /^Demo-Screen .*\.png$/);
    const { width, height, pixels } = decodePng(await readFile(fsPath));
    assert.deepEqual({ width, height }, session().size);
    assert.ok(Buffer.from(pixels).equals(await picture()), 'every pixel is the screen’s');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('record the screen into a file, and make a video of it', async () => {
    const file = path.join(folder, 'demo.vncrec');
    const address = vscode.Uri.file(file).toString();
    assert.equal(await run<string>('startRecording', id, { path: file }), address);
    const before = await picture();
    await run('typeText', id, 'x');
    await until('the screen has changed', async () => !(await picture()).equals(before));
    assert.equal(await run<string>('stopRecording', id), address);
    const recording = await openRecording(file);
    assert.equal(recording.isComplete, true);
    await recording.seek(recording.duration);
    const last = Buffer.alloc(recording.size.width * recording.size.height * 4);
    recording.copyPixels({ x: 0, y: 0, ...recording.size }, last);
    recording.dispose();
    assert.ok(!last.equals(before));
    const video = path.join(folder, 'demo.webm');
    assert.equal(
      await run<string>('exportRecording', address, { path: video }),
      vscode.Uri.file(video).toString(),
    );
    assert.equal((await readFile(video)).readUInt32BE(0), 0x1a45dfa3);
    for (const wrong of ['relative.webm', path.join(folder, 'a.mp4'), 5])
      assert.equal(await run('startRecording', id, { path: wrong }), undefined);
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('carry text to the remote clipboard and clear it', async () => {
    const before = await picture();
    await run('setClipboard', id, 'from the editor');
    await until('the text shows', async () => !(await picture()).equals(before));
    const filled = await picture();
    await run('clearClipboard', id);
    await until('it is gone', async () => !(await picture()).equals(filled));
  });

  it('end the session, and with it the demo server', async () => {
    const old = session();
    await run('disconnect', id);
    assert.equal(old.state.phase, 'closed');
    assert.deepEqual(api.sessions, []);
    id = await run<string>('openDemoScreen');
    assert.notEqual(id, old.id);
    assert.notEqual(session().address, old.address);
  });
});
