import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { startExtensionPeer } from '../../support/peers/extensionPeer.ts';
import { startTigerVnc } from '../../support/servers/tigerVnc.ts';
import { startWebsockify } from '../../support/servers/websockify.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';
import { ScreenView } from '../screenView.ts';
import { type Stage, keepPicture, theStage } from './stage.ts';

describe('what is done only after a yes', function () {
  this.timeout(180_000);
  let stage: Stage;

  before(async () => {
    stage = await theStage();
  });
  beforeEach(async () => {
    await stage.editor.runCommand('View: Close All Editors');
    await ScreenView.untilGone(stage.editor);
    await stage.editor.runCommand('Notifications: Clear All Notifications');
  });
  afterEach(keepPicture);

  const dialog = (): Locator => stage.editor.page.locator('.monaco-dialog-box');

  /** Sees a question and presses one of its buttons, or closes it. */
  async function answerDialog(question: string, button?: string): Promise<void> {
    const asked = dialog().filter({ hasText: question });
    await asked.waitFor();
    if (button === undefined) await stage.editor.page.keyboard.press('Escape');
    else await asked.locator('.monaco-button', { hasText: button }).first().click();
    await asked.waitFor({ state: 'detached' });
  }

  /** Makes a connection of an address and begins to connect. */
  async function connectTo(address: string, name: string): Promise<void> {
    const { editor } = stage;
    await editor.runCommand('VNC: Add Connection from Address…');
    await editor.answer(address, 'Paste any address');
    await editor.answer(name, 'Name of the connection');
    await editor.answerNotification(`Added “${name}”`, 'Connect');
  }

  it('a machine is shut down, restarted and reset', async () => {
    const { editor } = stage;
    await using peer = await startExtensionPeer();
    await connectTo(`127.0.0.1::${peer.port}`, 'powered');
    await ScreenView.find(editor);
    const orders = (): readonly string[] => peer.heard.filter((line) => !line.includes(':'));
    const actions = [
      ['Shut Down', 'Shut down the machine of “powered”?', 'shutdown'],
      ['Restart', 'Restart the machine of “powered”?', 'reboot'],
      ['Reset', 'Reset the machine of “powered”?', 'reset'],
    ] as const;
    for (const [title, question] of actions) {
      await editor.runCommand(`VNC: ${title} Remote Machine…`);
      await answerDialog(question);
    }
    // A refusal that did come out would have been heard before the first yes.
    const heard: string[] = [];
    for (const [title, question, action] of actions) {
      await editor.runCommand(`VNC: ${title} Remote Machine…`);
      await answerDialog(question, title);
      heard.push(action);
      await until(`${action} is heard`, () => orders().length >= heard.length);
      assert.deepEqual(orders(), heard);
    }
    assert.deepEqual(peer.complaints, []);
    // While the last action waits for a refusal, which is what would be told.
    await editor.runCommand('VNC: Disconnect');
    await editor.tab('powered (disconnected)').waitFor();
    const toasts = editor.page.locator('.notifications-toasts .notification-toast');
    await until('nothing is waited for', async () =>
      (await toasts.allInnerTexts()).every((text) => !text.includes('the machine of')),
    );
    assert.deepEqual(
      (await toasts.allInnerTexts()).filter((text) => text.includes('is closed')),
      [],
    );
  });

  it('a server is trusted, and asked about again once it is trusted no more', async () => {
    const { editor } = stage;
    await using server = await startTigerVnc({ width: 200, height: 100, security: 'none' });
    await using gateway = await startWebsockify({ targetPort: server.port, tls: true });
    const list = editor.page.locator('.quick-input-widget').filter({ visible: true });
    const row = list.locator('.monaco-list-row', { hasText: `127.0.0.1:${gateway.port}` });
    const trust = async (): Promise<void> => {
      await answerDialog('Trust this certificate', 'Trust');
      await ScreenView.find(editor);
      await editor.runCommand('VNC: Disconnect');
      await editor.runCommand('View: Close All Editors');
      await ScreenView.untilGone(editor);
    };
    const connect = async (): Promise<void> => {
      await editor.runCommand('View: Show VNC');
      await editor.page.locator('.monaco-list-row', { hasText: 'guarded' }).first().click();
    };
    await connectTo(`wss://127.0.0.1:${gateway.port}/websockify`, 'guarded');
    await trust();
    // Its own button.
    await editor.runCommand('VNC: Show Trusted Servers');
    await row.waitFor();
    await row.hover();
    await row.locator('.codicon-trash').click();
    await row.waitFor({ state: 'detached' });
    if (await list.isVisible()) await editor.page.keyboard.press('Escape');
    await connect();
    await trust();
    // The button for all of them: closed, and pressed.
    for (const answer of [undefined, 'Remove All']) {
      await editor.runCommand('VNC: Show Trusted Servers');
      await row.waitFor();
      await list.locator('.codicon-clear-all').click();
      await answerDialog('Trust none of the', answer);
    }
    await connect();
    await answerDialog('Trust this certificate');
  });

  it('commands that came with imported connections are kept', async () => {
    const { editor, editorServer } = stage;
    const folder = temporaryFolder('import');
    const files = {
      'one.remmina': [
        '[remmina]',
        'name=keeps',
        'protocol=VNC',
        'server=10.1.2.3:5901',
        'ssh_tunnel_enabled=1',
        'ssh_tunnel_server=jump.test',
        '',
      ],
      config: ['Host without.test', '  User me', ''],
    };
    for (const [name, lines] of Object.entries(files))
      writeFileSync(path.join(folder, name), lines.join('\n'));
    /** What this machine may run: settings of the machine, not of the person. */
    const machine = (): string =>
      readFileSync(path.join(editorServer.dataFolder, 'data', 'Machine', 'settings.json'), 'utf8');
    const importFile = async (name: string, button: string | undefined): Promise<void> => {
      await editor.runCommand('VNC: Import Connections…');
      await editor.page.getByPlaceholder('Import from where?').waitFor();
      await editor.answer('Choose files');
      await editor.page.getByPlaceholder('Import from where?').waitFor({ state: 'detached' });
      // The dialog begins with a folder of its own, lists that of what is written, and is deaf while it does.
      const widget = editor.page.locator('.quick-input-widget');
      const parent = widget.locator('.monaco-list-row', { hasText: '..' }).filter({ visible: true }).first();
      await parent.waitFor();
      await widget.locator('.quick-input-box input').fill(path.join(folder, name));
      await widget.locator('.monaco-list-row', { hasText: name }).first().waitFor();
      const found = editor.page.getByPlaceholder('Choose the connections to add');
      await until('the file is read', async () => {
        if (await parent.isVisible()) await editor.page.keyboard.press('Enter');
        return await found.waitFor({ timeout: 2000 }).then(
          () => true,
          () => false,
        );
      });
      await editor.page.keyboard.press('Enter');
      await dialog().filter({ hasText: 'ssh' }).waitFor();
      await answerDialog('Run these commands when you connect?', button);
    };
    const stored = (name: string): Locator =>
      editor.page.locator('.part.sidebar .monaco-list-row', { hasText: name });
    await editor.runCommand('View: Show VNC');
    await importFile('config', undefined);
    await importFile('config', 'Import Without Commands');
    await stored('without.test').first().waitFor();
    assert.equal(await stored('without.test').count(), 1);
    assert.doesNotMatch(machine(), /proxyCommand/);
    await importFile('one.remmina', 'Keep Commands');
    await stored('keeps').first().waitFor();
    await until('the command is kept', () => /"proxyCommand"/.test(machine()));
    const { 'vncAgentBridge.machineOptions': kept } = JSON.parse(machine()) as Record<string, object>;
    const command = ['ssh', '-o', 'BatchMode=yes', '-W', '${host}:${port}', 'jump.test'];
    assert.deepEqual(Object.values(kept ?? {}), [{ proxyCommand: command }]);
  });
});
