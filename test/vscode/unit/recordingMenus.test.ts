import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { rowContext } from '../../../src/vscode/connections/rowContext.ts';
import { wallItems, wallState } from '../../../src/vscode/wall/wallCards.ts';
import { projectRoot } from '../../support/projectRoot.ts';
import { FakeSession } from '../../webview/support/fakeSession.ts';
import { plainWords } from '../../webview/support/plainWords.ts';

interface MenuItem {
  readonly command: string;
  readonly when: string;
}

/** Whether the editor shows something: the part of its conditions that the manifest uses for recordings. */
function holds(when: string, context: Readonly<Record<string, unknown>>): boolean {
  return when.split(' && ').every((part) => {
    const [, name = '', operator, value = ''] = /^(\S+) (==|=~) (.*)$/.exec(part) ?? [];
    if (operator === '==') return context[name] === value.slice(1, -1);
    if (operator === '=~') return new RegExp(value.slice(1, -1)).test(String(context[name]));
    return part.startsWith('!') ? context[part.slice(1)] !== true : context[part] === true;
  });
}

describe('the menus of what can be recorded', () => {
  let menus: Readonly<Record<string, readonly MenuItem[]>>;
  before(async () => {
    const manifest: unknown = JSON.parse(await readFile(path.join(projectRoot, 'package.json'), 'utf8'));
    ({ menus } = (manifest as { contributes: { menus: typeof menus } }).contributes);
  });

  /** Which of the two commands are offered there. */
  const offered = (menu: string, context: Readonly<Record<string, unknown>>): string[] =>
    (menus[menu] ?? [])
      .filter(({ command, when }) => /(start|stop)Recording$/.test(command) && holds(when, context))
      .map(({ command }) => command.replace('vncAgentBridge.', ''));

  it('offer in the tree to begin where nothing is recorded, and to end where something is', () => {
    const row = (...[kind, facts]: Parameters<typeof rowContext>): string[] =>
      offered('view/item/context', {
        ...{ view: 'vncAgentBridge.connections', 'vncAgentBridge.recording': true },
        viewItem: rowContext(kind, facts),
      });
    for (const kind of ['connection', 'session'] as const) {
      for (const viewOnly of [false, true]) {
        const facts = { viewOnly, hasId: true };
        assert.deepEqual(row(kind, { ...facts, state: 'connected', recorded: false }), ['startRecording']);
        assert.deepEqual(row(kind, { ...facts, state: 'connected', recorded: true }), ['stopRecording']);
        assert.deepEqual(row(kind, { ...facts, state: 'reconnecting', recorded: true }), ['stopRecording']);
        assert.deepEqual(row(kind, { ...facts, state: 'disconnected', recorded: false }), []);
      }
    }
  });

  it('offer the same at a remote screen', () => {
    const screen = (recorded: boolean): string[] =>
      offered('editor/title', {
        ...{ activeWebviewPanelId: 'vncAgentBridge.screen', 'vncAgentBridge.recording': true },
        'vncAgentBridge.screenRecorded': recorded,
      });
    assert.deepEqual([screen(false), screen(true)], [['startRecording'], ['stopRecording']]);
  });

  it('offer the same on the wall', () => {
    const fake = new FakeSession();
    const card = (recorded: boolean): string[] => {
      const items = wallItems({
        store: { connections: [] },
        registry: { sessions: [fake.session] },
        connector: {
          sessionOf: () => undefined,
          connectionOf: () => undefined,
          stateOf: () => 'disconnected',
        },
        isRecording: () => recorded,
      });
      const [shown] = wallState(items, plainWords).cards;
      assert.ok(shown);
      const context = JSON.parse(shown.context) as Record<string, unknown>;
      const all = { ...context, webviewId: 'vncAgentBridge.wall', 'vncAgentBridge.recording': true };
      return offered('webview/context', all);
    };
    assert.deepEqual([card(false), card(true)], [['startRecording'], ['stopRecording']]);
    fake.lose(1);
    assert.deepEqual([card(false), card(true)], [[], ['stopRecording']]);
  });
});
