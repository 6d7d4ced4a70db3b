import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { type CommandName, commandId } from '../../../src/vscode/contributions.ts';
import { until } from '../../support/until.ts';
import { activeExtension, clearUserSettings, userConnections } from '../fixture/connections.ts';

async function run<T>(name: CommandName, ...args: unknown[]): Promise<T> {
  return await vscode.commands.executeCommand<T>(commandId(name), ...args);
}

describe('connections made of what people have', () => {
  let folder: string;

  before(async () => {
    await activeExtension();
    await clearUserSettings();
    folder = await mkdtemp(path.join(tmpdir(), 'vnc-import-'));
  });

  afterEach(clearUserSettings);

  after(async () => await rm(folder, { recursive: true }));

  it('come from addresses of every form', async () => {
    const addresses = {
      'host-1:2': { host: 'host-1', port: 5902 },
      'vnc://host-2:5901': { host: 'host-2', port: 5901 },
      'unix:/run/vnc.sock': { socket: '/run/vnc.sock' },
    };
    for (const [address, fields] of Object.entries(addresses)) {
      assert.equal(await run<string>('addConnectionFromAddress', address, address), address);
      const stored = userConnections().find(({ name }) => name === address);
      assert.ok(stored);
      for (const [field, value] of Object.entries(fields)) assert.equal(stored[field], value, address);
    }
  });

  it('keep the token of a console out of the settings', async () => {
    const address = 'https://nova.example.com:6080/vnc_auto.html?token=5ecre7-t0ken-value';
    const name = await run<string>('addConnectionFromAddress', address);
    const text = JSON.stringify(userConnections());
    assert.ok(text.includes(name));
    assert.match(text, /nova\.example\.com/);
    assert.doesNotMatch(text, /5ecre7/);
  });

  it('come from files of other viewers, as far as a person chooses them', async () => {
    const file = path.join(folder, 'kiosk.vnc');
    await writeFile(file, '[connection]\nhost=kiosk.example.com\nport=5905\n');
    const importing = run<string[]>('importConnections', vscode.Uri.file(file));
    const names = await until('the list is answered', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return await Promise.race([
        importing,
        new Promise<undefined>((resolve) => setTimeout(resolve, 200, undefined)),
      ]);
    });
    assert.equal(names.length, 1);
    const [stored] = userConnections();
    assert.equal(stored?.['host'], 'kiosk.example.com');
    assert.equal(stored['port'], 5905);
  });
});
