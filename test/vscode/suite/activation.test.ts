import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandId, commandNames } from '../../../src/vscode/contributions.ts';
import { activeExtension } from '../fixture/connections.ts';

describe('the extension', () => {
  it('activates and tells what version of its interface it has', async () => {
    const api = await activeExtension();
    assert.equal(api.version, 1);
    assert.deepEqual(api.sessions, []);
  });

  it('registers every command that the manifest declares', async () => {
    await activeExtension();
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = commandNames.map(commandId).filter((id) => !registered.has(id));
    assert.deepEqual(missing, []);
  });

  it('gives other extensions sessions of their own', async () => {
    const api = await activeExtension();
    await assert.rejects(api.createVnc('127.0.0.1', 1, { timeout: 5000 }), {
      code: 'VNC_CONNECTION_REFUSED',
    });
    await assert.rejects(api.connect('no such connection'), { code: 'VNC_ARGUMENT_INVALID' });
  });
});
