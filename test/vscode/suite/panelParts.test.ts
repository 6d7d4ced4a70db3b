import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Session } from '../../../src/core/session/session.ts';
import type { PanelToHost } from '../../../src/protocol/messages.ts';
import type { MenuRow } from '../../../src/protocol/toolMessages.ts';
import { RecentChords } from '../../../src/vscode/keys/recentChords.ts';
import { bellPart } from '../../../src/vscode/screen/bellPart.ts';
import { firstHintPart } from '../../../src/vscode/screen/firstHintPart.ts';
import { keysPart } from '../../../src/vscode/screen/keysPart.ts';
import type { PanelPart } from '../../../src/vscode/screen/panelPart.ts';
import { statisticsPart } from '../../../src/vscode/screen/statisticsPart.ts';
import { toolPart } from '../../../src/vscode/screen/toolPart.ts';
import { type FakeRfbListener, listenTcp } from '../../support/fakeRfbListener.ts';
import { FakeRfbServer } from '../../support/fakeRfbServer.ts';
import { until } from '../../support/until.ts';
import { ConnectionFixture, activeExtension, clearUserSettings } from '../fixture/connections.ts';
import { closeAllEditors } from '../fixture/editors.ts';
import { memoryMemento } from '../fixture/memoryMemento.ts';
import { FakePanelHost } from '../fixture/panelHost.ts';

/** Milliseconds in which a server is heard once, and after which numbers are told again. */
const second = 1000;

async function set(name: string, value: unknown): Promise<void> {
  const section = vscode.workspace.getConfiguration('vncAgentBridge');
  await section.update(name, value, vscode.ConfigurationTarget.Global);
}

describe('parts of a remote screen’s panel', () => {
  let fixture: ConnectionFixture;
  let server: FakeRfbServer;
  let listener: FakeRfbListener;
  let session: Session;
  let host: FakePanelHost;
  let part: PanelPart | undefined;

  before(async () => {
    const api = await activeExtension();
    await clearUserSettings();
    fixture = new ConnectionFixture();
    server = new FakeRfbServer();
    listener = await listenTcp(server);
    await fixture.store.add({ name: 'parts', host: listener.host, port: listener.port });
    session = await until('the connection is known', async () => await api.connect('parts'));
  });

  after(async () => {
    await session.close();
    await listener[Symbol.asyncDispose]();
    await closeAllEditors();
    await fixture.close();
  });

  beforeEach(() => {
    host = new FakePanelHost();
    host.session = session;
  });

  afterEach(async () => {
    part?.dispose();
    part = undefined;
    for (const name of ['screen.bell', 'screen.modifierKeys']) await set(name, undefined);
  });

  describe('the bell', () => {
    beforeEach(() => {
      part = bellPart(host);
      part.sessionChanged?.(session);
    });

    /** Rings, and waits until that was heard: listeners hear in the order in which they came. */
    const ring = async (): Promise<void> => {
      const heard = new Promise<void>((resolve) => {
        const listening = session.screen.onBell(() => {
          listening.dispose();
          resolve();
        });
      });
      server.sendBell();
      await heard;
    };

    it('is seen, and heard only where the setting says so', async () => {
      await ring();
      assert.deepEqual(host.posted, [{ type: 'bell', text: 'Bell of web-01', sound: false }]);
    });

    it('is heard where the setting says so', async () => {
      await set('screen.bell', 'sound');
      await ring();
      assert.deepEqual(host.posted, [{ type: 'bell', text: 'Bell of web-01', sound: true }]);
    });

    it('is neither where it is off, nor for a panel that nobody sees', async () => {
      await set('screen.bell', 'off');
      await ring();
      await set('screen.bell', 'flash');
      host.visible = false;
      await ring();
      assert.deepEqual(host.posted, []);
      host.visible = true;
      await ring();
      assert.equal(host.posted.length, 1, 'what was not told begins no quiet time');
    });

    it('is told of once a second, however often the server rings', async () => {
      const begin = performance.now();
      await until('it is told of again', async () => {
        await ring();
        return host.posted.length > 1;
      });
      assert.ok(performance.now() - begin >= second);
      assert.equal(host.posted.length, 2);
    });

    it('is that of the session which the panel shows', async () => {
      part?.sessionChanged?.(undefined);
      await ring();
      assert.deepEqual(host.posted, []);
    });
  });

  describe('the statistics', () => {
    beforeEach(() => {
      part = statisticsPart(host);
    });

    const values = (at: number): Record<string, string> =>
      Object.fromEntries((host.of('statistics')[at]?.lines ?? []).map(({ label, value }) => [label, value]));

    it('are told at once and then every second, rates as soon as they are known', async () => {
      assert.equal(part?.receive?.({ type: 'wantStatistics', wanted: true }), true);
      await until('they are told', () => host.of('statistics').length > 0);
      assert.equal(values(0)['Received'], '–');
      await until('they are told again', () => host.of('statistics').length > 1);
      assert.match(values(1)['Received'] ?? '', /\d.*\/s$/);
      assert.deepEqual(host.logged, []);
    });

    it('are told no more once nobody wants them, or the page is gone', async () => {
      for (const stop of [
        () => void part?.receive?.({ type: 'wantStatistics', wanted: false }),
        () => part?.pageGone?.(),
      ]) {
        part?.receive?.({ type: 'wantStatistics', wanted: true });
        await until('they are told', () => host.of('statistics').length > 0);
        stop();
        host.posted.length = 0;
        await pause(second * 1.3);
        assert.deepEqual(host.posted, []);
      }
    });

    it('begin anew with another session, and are none without one', async () => {
      host.session = undefined;
      part?.receive?.({ type: 'wantStatistics', wanted: true });
      await pause(second * 1.3);
      assert.deepEqual(host.posted, []);
      host.session = session;
      await until('they are told', () => host.of('statistics').length > 0);
      assert.equal(values(0)['Received'], '–');
    });

    it('leave other messages to other parts', () => {
      assert.equal(part?.receive?.({ type: 'releaseAll' }), false);
    });
  });

  describe('the tools', () => {
    beforeEach(() => {
      part = toolPart(host);
    });

    const receive = (message: PanelToHost): boolean | undefined => part?.receive?.(message);

    it('run their command for the session of the panel', async () => {
      assert.equal(receive({ type: 'useTool', tool: 'screenshot', row: 'editor' }), true);
      await until('the picture is open', () => {
        const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
        return input instanceof vscode.TabInputCustom && /parts .*\.png$/.test(input.uri.path);
      });
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    });

    it('that are none do nothing, and other messages are left to other parts', () => {
      assert.equal(receive({ type: 'useTool', tool: 'no such tool' }), true);
      assert.equal(receive({ type: 'useTool', tool: 'screenshot', row: 'no such row' }), true);
      assert.equal(receive({ type: 'releaseAll' }), false);
    });
  });

  describe('the menu of keys', () => {
    let recent: RecentChords;

    beforeEach(() => {
      recent = new RecentChords(memoryMemento());
      part = keysPart(recent)(host);
      part.pageReady?.();
      server.forget();
    });

    const rows = (): readonly MenuRow[] => host.of('tool').at(-1)?.change.rows ?? [];

    const rowOf = (id: string, among = rows()): Extract<MenuRow, { id: string }> | undefined => {
      for (const row of among) {
        if ('separator' in row) continue;
        const found = row.id === id ? row : rowOf(id, row.rows ?? []);
        if (found !== undefined) return found;
      }
      return undefined;
    };

    it('offers what was sent before, first of all', async () => {
      assert.equal(rowOf('Ctrl+Alt+Delete')?.label, 'Ctrl+Alt+Del');
      await recent.note('Ctrl+Shift+F12');
      assert.deepEqual(rows()[0], { id: 'Ctrl+Shift+F12', label: 'Ctrl+Shift+F12' });
    });

    it('sends the chosen chord to the session, and gives the keyboard back to the screen', async () => {
      assert.equal(part?.receive?.({ type: 'useTool', tool: 'send-keys', row: 'Ctrl+Alt+Delete' }), true);
      await until('the keys have come up', () => server.sent('key').filter(({ down }) => !down).length === 3);
      assert.equal(server.keys, '+ffe3 +ffe9 +ffff -ffff -ffe9 -ffe3');
      assert.deepEqual(host.of('focus'), [{ type: 'focus', grab: true }]);
    });

    it('changes the setting that keeps modifiers in the toolbar, and tells the page', async () => {
      assert.equal(rowOf('always-modifiers')?.checked, false);
      part?.receive?.({ type: 'useTool', tool: 'send-keys', row: 'always-modifiers' });
      await until('the menu says so', () => rowOf('always-modifiers')?.checked === true);
      assert.equal(host.of('setup').at(-1)?.keyboard.modifiers, true);
      assert.deepEqual(server.sent('key'), []);
    });

    it('leaves other tools to other parts', () => {
      assert.equal(part?.receive?.({ type: 'useTool', tool: 'screenshot' }), false);
    });
  });

  describe('the first hint', () => {
    beforeEach(() => {
      part = firstHintPart(host);
    });

    it('is given to every page until a person has read it, and never again on this machine', async () => {
      part?.pageReady?.();
      part?.pageReady?.();
      assert.equal(host.of('firstHint').length, 2);
      assert.match(host.of('firstHint')[0]?.text ?? '', /Press \{0\} to get the keyboard back/);
      assert.equal(part?.receive?.({ type: 'hintSeen' }), true);
      await until('it is remembered', () => host.memory.keys().length > 0);
      host.posted.length = 0;
      const other = firstHintPart(host);
      other.pageReady?.();
      assert.deepEqual(host.posted, []);
      other.dispose();
    });

    it('leaves other messages to other parts', () => {
      assert.equal(part?.receive?.({ type: 'releaseAll' }), false);
    });
  });
});
