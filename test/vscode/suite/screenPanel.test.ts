import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { createDeferred } from '../../../src/core/base/deferred.ts';
import { vncError } from '../../../src/core/base/errors.ts';
import { silentLogger } from '../../../src/core/base/logger.ts';
import type { Session } from '../../../src/core/session/session.ts';
import { protocolVersion } from '../../../src/protocol/messages.ts';
import { ErrorNotifier } from '../../../src/vscode/errorNotifier.ts';
import type { PanelPartHost } from '../../../src/vscode/screen/panelPart.ts';
import { ScreenPanel, type ScreenPanelServices } from '../../../src/vscode/screen/screenPanel.ts';
import { toolPart } from '../../../src/vscode/screen/toolPart.ts';
import { until } from '../../support/until.ts';
import { FakeSession } from '../../webview/support/fakeSession.ts';
import { ConnectionFixture } from '../fixture/connections.ts';
import { FakeWebviewPanel } from '../fixture/fakeWebviewPanel.ts';
import { memoryMemento } from '../fixture/memoryMemento.ts';

const ready = { type: 'ready', version: protocolVersion, origin: 'https://page.example' } as const;

describe('the tab of a remote screen', () => {
  let tab: FakeWebviewPanel;
  let panel: ScreenPanel;
  let errors: unknown[];

  function open(changes: Partial<ScreenPanelServices> = {}, fake = new FakeWebviewPanel()): void {
    tab = fake;
    errors = [];
    panel = new ScreenPanel(
      tab.panel,
      { name: 'web-01', address: 'web-01.example.com:5900' },
      {
        extensionUri: vscode.Uri.file('/extension'),
        log: silentLogger,
        keyboard: () => ({ releaseChord: 'Ctrl+Alt', passThrough: [] }),
        parts: [toolPart],
        profile: () => undefined,
        memory: memoryMemento(),
        carrier: () => 'messages',
        openDoor: () => Promise.resolve(undefined),
        pageFiles: () => Promise.resolve({ script: '', style: '' }),
        showError: (error) => void errors.push(error),
        wordError: () => Promise.resolve({ message: 'The server is gone.' }),
        reconnect: () => Promise.resolve(undefined),
        runCommand: () => undefined,
        ...changes,
      },
    );
  }

  afterEach(() => panel.dispose());

  /** A page has been read and knows nothing. */
  async function load(documents: number): Promise<void> {
    await until(`document ${documents} is there`, () => tab.documents.length === documents);
    tab.say(ready);
  }

  it('says that its page can read nothing, and shows another page when the person wants it', async () => {
    open();
    const fake = new FakeSession();
    const { session } = fake;
    panel.attach(session);
    await load(1);
    const frames = (): number => tab.posts.filter(({ type }) => type === 'frame').length;
    assert.equal(frames(), 1);
    for (let i = 0; i < 4; i++) tab.say({ type: 'badFrame', reason: 'broken' });
    assert.equal(tab.state?.phase, 'closed');
    assert.deepEqual(
      tab.state.overlay?.actions.map(({ command }) => command),
      ['showAgain', 'showLog'],
    );
    const before = frames();
    fake.remote.noise();
    assert.equal(frames(), before);

    tab.say({ type: 'command', command: 'showAgain' });
    await load(2);
    assert.notEqual(tab.documents[0], tab.documents[1]);
    assert.equal(tab.state.phase, 'open');
    assert.equal(frames(), before + 1);
    assert.equal(panel.session, session);
  });

  it('gives up a reconnect when it is closed', () => {
    let signal: AbortSignal | undefined;
    const never = createDeferred<Session | undefined>();
    open({
      reconnect: async (_subject, closing) => {
        signal = closing;
        return await never.promise;
      },
    });
    tab.say({ type: 'command', command: 'reconnect' });
    assert.equal(panel.phase, 'connecting');
    assert.equal(signal?.aborted, false);
    panel.dispose();
    assert.equal(signal.aborted, true);
  });

  it('says why it cannot reconnect', async () => {
    open({ reconnect: () => Promise.reject(vncError('VNC_CONNECTION_FAILED')) });
    await load(1);
    tab.say({ type: 'command', command: 'reconnect' });
    await until('it is told', () => tab.state?.overlay?.message === 'The server is gone.');
  });

  it('shows the error when its page cannot be made', async () => {
    const broken = new FakeWebviewPanel();
    broken.fileUri = () => {
      throw new Error('no such file');
    };
    open({}, broken);
    await until('the error is shown', () => String(errors[0]) === 'Error: no such file');
  });

  it('shows the error when what a tool does cannot be done', async () => {
    const shown: unknown[] = [];
    const host: Pick<PanelPartHost, 'session' | 'showError'> = {
      get session(): never {
        throw new Error('no session');
      },
      showError: (error) => void shown.push(error),
    };
    const part = toolPart(host as PanelPartHost);
    assert.equal(part.receive?.({ type: 'useTool', tool: 'paste' }), true);
    await until('the error is shown', () => String(shown[0]) === 'Error: no session');
  });
});

describe('an error', () => {
  it('speaks for itself where its words cannot be read', async () => {
    const fixture = new ConnectionFixture();
    const lines: string[] = [];
    const notifier = new ErrorNotifier({
      log: { failure: (what) => void lines.push(what), redact: (text) => text.replace('secret12', '…') },
      store: fixture.store,
      wording: () => Promise.reject(new Error('no such file')),
    });
    const { message, actions } = await notifier.word(new Error('it broke at secret12'));
    assert.deepEqual([message, actions], ['it broke at …', []]);
    assert.deepEqual(lines, ['The words for errors cannot be read']);
    await fixture.close();
  });
});
