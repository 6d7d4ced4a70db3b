import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandId } from '../../../src/vscode/contributions.ts';
import { until } from '../../support/until.ts';
import { activeExtension } from '../fixture/connections.ts';

describe('scripts in Restricted Mode', () => {
  it('are checked, but do not run', async () => {
    const { sessions } = await activeExtension();
    const content = 'press <Enter>\nwait 5\n';
    const document = await vscode.workspace.openTextDocument({ language: 'vncscript', content });
    await until('the mistake is marked', () =>
      vscode.languages.getDiagnostics(document.uri).some(({ code }) => code === 'VS2020'),
    );
    assert.equal(vscode.workspace.isTrusted, false);
    const result = await vscode.commands.executeCommand(commandId('runScript'), document.uri);
    assert.equal(result, undefined);
    assert.equal(sessions.length, 0, 'nothing was connected');
  });
});
