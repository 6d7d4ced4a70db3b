import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { type CommandName, commandId } from '../../../src/vscode/contributions.ts';
import type { VncAgentBridgeApi } from '../../../src/vscode/api.ts';
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

  it('save a picture in the format of the name', async () => {
    const starts = { 'a.png': '89504e47', 'b.jpg': 'ffd8ff', 'c.bmp': '424d' };
    for (const [name, start] of Object.entries(starts)) {
      const file = path.join(folder, name);
      const saved = await run<string>('takeScreenshot', id, { path: file });
      assert.equal(saved, vscode.Uri.file(file).toString());
      assert.ok((await readFile(file)).toString('hex').startsWith(start), name);
    }
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
