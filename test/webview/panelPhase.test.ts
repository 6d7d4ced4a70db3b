import assert from 'node:assert/strict';
import { isHostToView } from '../../src/protocol/messageGuards.ts';
import { type PanelPhase, panelTitle, viewState } from '../../src/vscode/screen/panelPhase.ts';
import { FakeSession } from './support/fakeSession.ts';
import { plainWords } from './support/plainWords.ts';

const subject = { name: 'web-01', address: 'web-01.example.com:5900', connection: 'c1' };

function live(prepare: (fake: FakeSession) => void = () => undefined): PanelPhase {
  const fake = new FakeSession(1280, 800);
  prepare(fake);
  return { kind: 'live', session: fake.session };
}

const script = { kind: 'script', name: 'smoke.vncscript' } as const;
const driving = live((fake) => fake.drive(script));
const paused = live((fake) => fake.drive(script, true));

describe("the panel's title", () => {
  const titles: readonly [string, PanelPhase, string][] = [
    ['a live session', live(), 'web-01'],
    ['a session that a script drives', driving, 'web-01 (smoke.vncscript is driving)'],
    ['a session whose script waits', paused, 'web-01 (paused)'],
    ['a session that is made again', live((fake) => fake.lose(1)), 'web-01 (reconnecting…)'],
    ['a restored panel', { kind: 'restored' }, 'web-01 (not connected)'],
    ['a reconnect', { kind: 'connecting' }, 'web-01 (connecting…)'],
    ['a session that ended', { kind: 'closed' }, 'web-01 (disconnected)'],
  ];
  for (const [what, phase, title] of titles) {
    it(`tells of ${what}`, () => assert.equal(panelTitle(subject, phase, plainWords), title));
  }
});

describe("the page's state", () => {
  const phases: readonly PanelPhase[] = [
    live(),
    driving,
    paused,
    { kind: 'restored' },
    { kind: 'connecting' },
    { kind: 'closed' },
    { kind: 'closed', reason: { message: 'The server is gone.', detail: 'Start it again.' } },
  ];

  it('is one that the page takes, and keeps what a reload needs', () => {
    for (const phase of phases) {
      const state = viewState(subject, phase, plainWords);
      assert.equal(isHostToView({ type: 'state', state }), true);
      assert.deepEqual(state.keep, { name: 'web-01', address: 'web-01.example.com:5900', connection: 'c1' });
    }
  });

  it('has an overlay exactly when there is no live session', () => {
    for (const phase of phases) {
      const state = viewState(subject, phase, plainWords);
      assert.equal(state.overlay === undefined, phase.kind === 'live');
      assert.equal(state.phase === 'open', phase.kind === 'live');
    }
  });

  it('tells of a lost connection over the last picture, and when it is tried again', () => {
    const now = 1_000_000;
    const waiting = viewState(
      subject,
      live((fake) => fake.lose(2, now + 3200)),
      plainWords,
      now,
    );
    assert.equal(isHostToView({ type: 'state', state: waiting }), true);
    assert.equal(waiting.phase, 'lost');
    assert.equal(waiting.overlay, undefined);
    assert.deepEqual(waiting.lost, {
      text: 'The connection was lost.',
      countdown: { text: 'Attempt 2 to reconnect in {0} s', seconds: 4 },
    });
    const trying = viewState(
      subject,
      live((fake) => fake.lose(2)),
      plainWords,
      now,
    );
    assert.match(trying.lost?.text ?? '', /attempt 2/);
    assert.equal(trying.lost?.countdown, undefined);
    assert.equal(viewState(subject, live(), plainWords, now).lost, undefined);
  });

  it('tells which lock keys are on', () => {
    const status = (lock: Parameters<FakeSession['lock']>[0]): string =>
      viewState(
        subject,
        live((fake) => fake.lock(lock)),
        plainWords,
      ).status;
    assert.equal(status({ caps: true, num: false }), 'desktop · 1280 × 800 · Caps Lock');
    assert.equal(status({ num: true, scroll: true }), 'desktop · 1280 × 800 · Num Lock · Scroll Lock');
    assert.equal(status({}), 'desktop · 1280 × 800');
  });

  it('names size and desktop of a live session', () => {
    const state = viewState(subject, live(), plainWords);
    assert.equal(state.status, 'desktop · 1280 × 800');
    assert.equal(state.label, 'Remote screen of web-01, 1280 × 800');
    assert.equal(
      viewState(
        subject,
        live((fake) => void (fake.desktopName = '')),
        plainWords,
      ).status,
      '1280 × 800',
    );
  });

  it('names who drives', () => {
    assert.deepEqual(viewState(subject, driving, plainWords).banner, {
      paused: false,
      text: 'smoke.vncscript is driving',
    });
    assert.equal(viewState(subject, paused, plainWords).banner?.paused, true);
  });

  it('offers a restored panel to reconnect, and nothing while it connects', () => {
    const commands = (phase: PanelPhase): readonly string[] | undefined =>
      viewState(subject, phase, plainWords).overlay?.actions.map(({ command }) => command);
    assert.deepEqual(commands({ kind: 'restored' }), ['reconnect']);
    assert.deepEqual(commands({ kind: 'connecting' }), []);
    assert.deepEqual(commands({ kind: 'closed', reason: { message: 'gone' } }), ['reconnect', 'showLog']);
  });

  it('says that the page cannot read the picture of a live session, takes no input, and offers to show it again', () => {
    const session = new FakeSession(1280, 800);
    session.drive(script);
    const state = viewState(
      subject,
      { kind: 'live', session: session.session, unreadable: true },
      plainWords,
    );
    assert.equal(isHostToView({ type: 'state', state }), true);
    assert.equal(state.phase, 'closed');
    assert.match(state.overlay?.message ?? '', /could not read/);
    assert.deepEqual(
      state.overlay?.actions.map(({ command }) => command),
      ['showAgain', 'showLog'],
    );
    assert.equal(state.banner, undefined);
  });

  it('says why a session ended', () => {
    const reason = { message: 'The server is gone.', detail: 'Start it again.' };
    const { overlay } = viewState(subject, { kind: 'closed', reason }, plainWords);
    assert.deepEqual([overlay?.message, overlay?.detail], [reason.message, reason.detail]);
    assert.match(viewState(subject, { kind: 'closed' }, plainWords).overlay?.message ?? '', /was closed/);
  });
});
