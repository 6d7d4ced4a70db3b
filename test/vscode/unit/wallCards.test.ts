import assert from 'node:assert/strict';
import type { Session } from '../../../src/core/session/session.ts';
import { isWallPageState, isWallToHost, isWallToPage } from '../../../src/protocol/wallMessages.ts';
import type { Connection } from '../../../src/vscode/connections/connection.ts';
import type { ConnectionState } from '../../../src/vscode/connections/connector.ts';
import { escapeHtml } from '../../../src/vscode/screen/pageHtml.ts';
import { type WallParts, wallItems, wallState } from '../../../src/vscode/wall/wallCards.ts';
import { wallHtml } from '../../../src/vscode/wall/wallHtml.ts';
import { nextPlace } from '../../../webview/wall/walk.ts';
import { FakeSession } from '../../webview/support/fakeSession.ts';
import { plainWords } from '../../webview/support/plainWords.ts';

function connection(name: string, more: { readonly viewOnly?: boolean } = {}): Connection {
  const profile = { name, host: `${name}.example.com`, port: 5900, ...more };
  return { key: `key-${name}`, profile, scope: { kind: 'user' }, index: 0 };
}

/** What there is: connections, which of them have a session or are in between, and sessions of none. */
function parts(
  connections: readonly Connection[],
  sessions: ReadonlyMap<Connection, Session> = new Map(),
  others: readonly Session[] = [],
  state: ConnectionState = 'disconnected',
): WallParts {
  return {
    store: { connections },
    registry: { sessions: [...sessions.values(), ...others] },
    connector: {
      sessionOf: (asked) => sessions.get(asked),
      connectionOf: (asked) => [...sessions].find(([, session]) => session === asked)?.[0],
      stateOf: (asked) => (sessions.has(asked) ? 'connected' : state),
    },
    isRecording: () => false,
  };
}

const cardsOf = (of: WallParts) => wallState(wallItems(of), plainWords).cards;

describe('the cards of the wall', () => {
  const [web, lab, spare] = [connection('web'), connection('lab'), connection('spare', { viewOnly: true })];

  it('has sessions first, in the order of their connections, and then connections without one', () => {
    const { session } = new FakeSession();
    const other = new FakeSession().session;
    const all = parts([web, lab, spare], new Map([[lab, session]]), [other]);
    const { cards, summary } = wallState(wallItems(all), plainWords);
    assert.deepEqual(
      cards.map(({ name, live, action }) => [name, live, action]),
      [
        ['lab', true, 'open'],
        ['web-01', true, 'open'],
        ['web', false, 'connect'],
        ['spare', false, 'connect'],
      ],
    );
    assert.equal(summary, '2 sessions');
    assert.ok(isWallToPage({ type: 'state', state: { cards, summary } }));
  });

  it('keeps the id of a card when its connection is connected', () => {
    const { session } = new FakeSession();
    const [before] = cardsOf(parts([lab]));
    const [after] = cardsOf(parts([lab], new Map([[lab, session]])));
    assert.equal(before?.id, after?.id);
  });

  it('tells who drives, what is lost and what cannot be touched, in badges and in words', () => {
    const fake = new FakeSession();
    fake.viewOnly = true;
    fake.control = { driver: { kind: 'script', name: 'smoke.vncscript' }, paused: false };
    const [driven] = cardsOf(parts([], new Map(), [fake.session]));
    assert.ok(driven);
    assert.deepEqual(
      driven.badges.map(({ icon }) => icon),
      ['driving', 'viewOnly'],
    );
    assert.equal(
      driven.label,
      'web-01, web-01.example.com:5900, connected, smoke.vncscript is driving, View only, 100 × 80',
    );
    fake.lose(1);
    const [lost] = cardsOf({ ...parts([], new Map(), [fake.session]), isRecording: () => true });
    assert.ok(lost);
    assert.deepEqual(
      lost.badges.map(({ icon }) => icon),
      ['lost', 'driving', 'recording', 'viewOnly'],
    );
    assert.doesNotMatch(lost.label, /, connected/);
    assert.equal(JSON.parse(lost.context).webviewSection, 'lostCard');
  });

  it('offers to cancel while it connects', () => {
    const [card] = cardsOf(parts([web], new Map(), [], 'connecting'));
    assert.deepEqual([card?.action, card?.actionLabel], ['cancel', 'Cancel']);
    assert.deepEqual(card?.badges, [{ icon: 'connecting', text: 'Connecting…' }]);
  });
});

describe("the wall's document", () => {
  const options = {
    ...{ cspSource: 'https://*.vscode-cdn.net', nonce: 'abc', language: 'en', l10n: plainWords },
    ...{ scriptUri: 'https://file/wall.js', styleUri: 'https://file/wall-style.css' },
  };

  it('allows one script by its nonce, own files, and nothing else', () => {
    const html = wallHtml(options);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
    assert.match(
      policy ?? '',
      /^default-src 'none'; img-src [^;]*; style-src [^;]*; font-src [^;]*; script-src 'nonce-abc'$/,
    );
    assert.doesNotMatch(html, /<style|\sstyle=|\son[a-z]+=/);
  });

  it('escapes everything that it is given', () => {
    const evil = `"><img src=x onerror=alert(1)>'&`;
    const strings = { cspSource: evil, nonce: evil, language: evil, scriptUri: evil, styleUri: evil };
    const html = wallHtml({ ...strings, l10n: { t: () => evil } });
    assert.ok(!html.includes('<img'));
    assert.ok(html.includes(escapeHtml(evil)));
  });
});

describe('what the wall and its page say', () => {
  const picture = {
    ...{ type: 'thumbnail', id: 'a', sequence: 1, width: 4, height: 3, x: 1, y: 1, columns: 2, rows: 2 },
    ...{ form: 'raw', data: new Uint8Array(16) },
  };

  it('is believed only when it is whole', () => {
    for (const message of [
      { type: 'ready', version: 1 },
      { type: 'shown', cards: [{ id: 'a', width: 320, height: 200 }] },
      { type: 'painted', id: 'a', sequence: 3 },
      { type: 'use', id: 'a', action: 'open', beside: false },
      { type: 'command', command: 'addConnection' },
    ]) {
      assert.ok(isWallToHost(message), message.type);
      for (const name of Object.keys(message)) {
        assert.ok(!isWallToHost({ ...message, [name]: undefined }), `${message.type} without ${name}`);
        assert.ok(!isWallToHost({ ...message, [name]: -1.5 }), `${message.type} with an odd ${name}`);
      }
    }
    assert.ok(!isWallToHost({ type: 'command', command: 'deleteConnection' }));
    assert.ok(!isWallToHost({ type: 'shown', cards: [{ id: 'a', width: 0, height: 1e9 }] }));
  });

  it('has pictures that lie inside of their thumbnails and have all of their pixels', () => {
    assert.ok(isWallToPage(picture));
    for (const wrong of [
      { x: 3 },
      { y: 2 },
      { columns: 4 },
      { rows: 0 },
      { data: new Uint8Array(15) },
      { form: 'png' },
      { width: 1e6 },
    ])
      assert.ok(!isWallToPage({ ...picture, ...wrong }), JSON.stringify(wrong));
  });

  it('keeps only a state of its own kind', () => {
    assert.ok(isWallPageState({ version: 1, cardSize: 'small' }));
    assert.ok(!isWallPageState({ version: 1, cardSize: 'huge' }));
    assert.ok(!isWallPageState(undefined));
  });
});

describe('walking over the wall', () => {
  // Three columns; the last card of the second row is missing.
  const places = [0, 1, 2, 3, 4].map((i) => ({ middle: 100 + (i % 3) * 200, top: Math.floor(i / 3) * 150 }));
  const steps: readonly [string, number, number | undefined][] = [
    ['ArrowRight', 0, 1],
    ['ArrowRight', 4, undefined],
    ['ArrowLeft', 3, 2],
    ['ArrowLeft', 0, undefined],
    ['ArrowDown', 1, 4],
    ['ArrowDown', 2, 4],
    ['ArrowDown', 4, undefined],
    ['ArrowUp', 3, 0],
    ['ArrowUp', 1, undefined],
    ['Home', 4, 0],
    ['End', 0, 4],
    ['Enter', 0, undefined],
  ];
  for (const [key, from, to] of steps) {
    it(`${key} from card ${from} leads ${to === undefined ? 'nowhere' : `to ${to}`}`, () =>
      assert.equal(nextPlace(places, from, key), to));
  }
});
