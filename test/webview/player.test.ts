import assert from 'node:assert/strict';
import { isPlayerPageState, isPlayerToHost, isPlayerToPage } from '../../src/protocol/playerMessages.ts';
import { isRecordToPage } from '../../src/protocol/recordMessages.ts';
import { playerHtml } from '../../src/vscode/recording/playerHtml.ts';
import { playerKey } from '../../webview/recording/playerKeys.ts';
import { plainWords as l10n } from './support/plainWords.ts';

describe('the keys of the player', () => {
  const key = (name: string, more: object = {}): unknown =>
    playerKey({ key: name, ctrlKey: false, altKey: false, metaKey: false, ...more });

  it('are those of players of videos', () => {
    assert.deepEqual(
      [key(' '), key('k'), key('K')],
      [{ does: 'toggle' }, { does: 'toggle' }, { does: 'toggle' }],
    );
    assert.deepEqual(key('ArrowLeft'), { does: 'jump', by: -5000 });
    assert.deepEqual(key('l'), { does: 'jump', by: 10_000 });
    assert.deepEqual(
      [key(','), key('.')],
      [
        { does: 'step', direction: -1 },
        { does: 'step', direction: 1 },
      ],
    );
    assert.deepEqual(
      [key('Home'), key('7'), key('End')],
      [
        { does: 'goTo', part: 0 },
        { does: 'goTo', part: 0.7 },
        { does: 'goTo', part: 1 },
      ],
    );
    assert.deepEqual(key('>'), { does: 'speed', direction: 1 });
    assert.deepEqual(key('i'), { does: 'skipIdle' });
  });

  it('leave the editor its own', () => {
    assert.equal(key('x'), undefined);
    assert.equal(key('Tab'), undefined);
    for (const modifier of ['ctrlKey', 'altKey', 'metaKey'])
      assert.equal(key('k', { [modifier]: true }), undefined);
  });
});

describe('the messages of the player', () => {
  it('are taken from the page', () => {
    for (const message of [
      { type: 'ready', version: 1 },
      { type: 'painted', sequence: 0 },
      { type: 'play' },
      { type: 'pause' },
      { type: 'seek', time: 12.5 },
      { type: 'step', direction: -1 },
      { type: 'speed', speed: 0.25 },
      { type: 'skipIdle', on: true },
      { type: 'export', kind: 'png' },
    ])
      assert.ok(isPlayerToHost(message), JSON.stringify(message));
  });

  it('are refused where they are none', () => {
    for (const message of [
      undefined,
      'play',
      { type: 'seek', time: -1 },
      { type: 'seek', time: Number.NaN },
      { type: 'seek', time: Infinity },
      { type: 'step', direction: 2 },
      { type: 'speed', speed: 3 },
      { type: 'speed', speed: 1000 },
      { type: 'skipIdle' },
      { type: 'export', kind: 'exe' },
      { type: 'badFrame', reason: 'x'.repeat(5000) },
      { type: 'other' },
    ])
      assert.ok(!isPlayerToHost(message), JSON.stringify(message));
    assert.ok(!isPlayerToPage({ type: 'frame', data: [1] }));
    assert.ok(!isPlayerToPage({ type: 'player', state: { time: 0 } }));
    assert.ok(!isPlayerPageState({ version: 2, zoom: 'fit' }));
    assert.ok(isPlayerPageState({ version: 1, zoom: 'fit' }));
    assert.ok(isRecordToPage({ type: 'recording', figures: '0:01', label: 'Recording' }));
    assert.ok(!isRecordToPage({ type: 'recording', figures: 1 }));
  });
});

describe('the document of the player', () => {
  const html = playerHtml({
    ...{ cspSource: 'https://files', nonce: 'n0nce', scriptUri: 'https://files/player.js' },
    ...{ styleUri: 'https://files/player.css', language: 'en', l10n },
  });

  it('lets one script run and connects to nothing', () => {
    assert.match(html, /default-src 'none'; img-src https:\/\/files blob:; style-src https:\/\/files/);
    assert.match(html, /script-src 'nonce-n0nce'"/);
    assert.doesNotMatch(html, /connect-src|unsafe/);
    assert.equal([...html.matchAll(/<script/g)].length, 1);
  });

  it('has a name for everything that a person can use', () => {
    for (const [button] of html.matchAll(/<button[^>]*>/g)) assert.match(button, /aria-label="[^"]+"/);
    for (const [input] of html.matchAll(/<input[^>]*>/g)) assert.match(input, /aria-label="[^"]+"/);
    for (const [toolbar] of html.matchAll(/<div[^>]*role="toolbar"[^>]*>/g))
      assert.match(toolbar, /aria-label="[^"]+"/);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    assert.equal(new Set(ids).size, ids.length);
  });
});
