import assert from 'node:assert/strict';
import { elapsedText } from '../../../src/protocol/clockText.ts';
import { isPlayerToPage } from '../../../src/protocol/playerMessages.ts';
import {
  type PlayedRecording,
  failedState,
  playerState,
  unreadableState,
} from '../../../src/vscode/recording/playerWords.ts';
import { plainWords as l10n } from '../../webview/support/plainWords.ts';

const player: PlayedRecording = {
  header: {
    ...{ format: 'vncrec', version: 1, name: 'lab', started: '2026-03-04T05:06:07.000Z' },
    ...{ width: 800, height: 600, pixels: 'rgb888' },
  },
  ...{ duration: 61_000.4, isComplete: true, size: { width: 800, height: 600 }, time: 1000.6 },
  ...{ playing: true, speed: 2, skipsIdle: false, pointer: { x: 3, y: 4 }, connected: true },
};

describe('what is said of a recording', () => {
  it('is one message that the page takes', () => {
    const state = playerState(player, 'en', l10n);
    assert.ok(isPlayerToPage({ type: 'player', state }));
    assert.deepEqual(
      [state.time, state.duration, state.notice, state.failure],
      [1001, 61_000, undefined, undefined],
    );
    assert.match(state.status, /^lab · .*2026.* · 800 × 600$/);
    assert.equal(state.label, 'Recording of lab, 800 × 600');
    assert.ok(isPlayerToPage({ type: 'player', state: failedState({ message: 'None.' }, l10n) }));
    assert.ok(isPlayerToPage({ type: 'player', state: unreadableState(l10n) }));
  });

  it('names what is wrong, and when', () => {
    const cutOff = playerState({ ...player, isComplete: false, connected: false }, 'en', l10n);
    assert.match(cutOff.notice ?? '', /was cut off.*until 1:01/);
    assert.match(cutOff.status, /connection lost$/);
    const damaged = playerState(player, 'en', l10n, { message: 'It is damaged.', detail: 'Get it anew.' });
    assert.equal(damaged.notice, 'It does not go on from 0:01. It is damaged. Get it anew.');
  });

  it('does not stand on a date that is none', () => {
    const header = { ...player.header, started: 'once' };
    assert.equal(playerState({ ...player, header }, 'en', l10n).status, 'lab · 800 × 600');
  });

  it('has times as clocks write them', () => {
    const times = [-5, 0, 999, 61_000, 600_000, 3_723_000, 360_000_000];
    assert.deepEqual(times.map(elapsedText), [
      '0:00',
      '0:00',
      '0:00',
      '1:01',
      '10:00',
      '1:02:03',
      '100:00:00',
    ]);
  });
});
