import assert from 'node:assert/strict';
import path from 'node:path';
import { toDisposable } from '../../../../src/core/base/disposables.ts';
import { openRecording } from '../../../../src/core/recording/openRecording.ts';
import { recordSession } from '../../../../src/core/recording/recordSession.ts';
import type { Session } from '../../../../src/core/session/session.ts';
import { ShieldedSession } from '../../../../src/core/recording/shieldedSession.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { temporaryFolder } from '../../../support/temporaryFolder.ts';
import { FakeSession } from '../../recording/recordings.ts';
import { type FakeRun, runFake, runPassing } from './runFake.ts';

/** Where the recordings of a run go. */
function placing(): { readonly folder: string; readonly placeArtefact: (name: string) => Promise<string> } {
  const folder = temporaryFolder();
  return { folder, placeArtefact: (name) => Promise.resolve(path.join(folder, name)) };
}

function recordings({ events }: FakeRun): string[] {
  return events.flatMap((event) =>
    event.type === 'artefact' && event.kind === 'recording' ? [event.name] : [],
  );
}

async function duration(folder: string, name: string): Promise<number> {
  const player = await openRecording(path.join(folder, name));
  assert.equal(player.isComplete, true);
  player.dispose();
  return player.duration;
}

describe('a recording by a script', () => {
  it('is as long as its block', async () => {
    const { folder, placeArtefact } = placing();
    const run = await runPassing('record "a.vncrec" fps 5 {\n  wait 2s\n}\nwait 3s\n', { placeArtefact });
    assert.deepEqual(recordings(run), ['a.vncrec']);
    assert.deepEqual(run.result.artefacts, [{ name: 'a.vncrec', path: path.join(folder, 'a.vncrec') }]);
    const length = await duration(folder, 'a.vncrec');
    assert.ok(length >= 2000 && length < 2500, `${length}`);
  });

  it('begins and ends where the script says so, under a name of its own', async () => {
    const { folder, placeArtefact } = placing();
    const run = await runPassing(
      'repeat 2 times {\n  record start "a.vncrec"\n  wait 1s\n  record stop\n}\n',
      { placeArtefact },
    );
    assert.deepEqual(recordings(run), ['a.vncrec', 'a-2.vncrec']);
    assert.ok((await duration(folder, 'a-2.vncrec')) >= 1000);
  });

  it('ends with its test at the latest, also with one that fails or is left', async () => {
    for (const end of ['fail "so"', 'stop', 'skip "so"', 'wait 1ms']) {
      const { folder, placeArtefact } = placing();
      const source = `test "one" {\n  record start "a.vncrec"\n  wait 1s\n  ${end}\n}\ntest "two" {\n  record start "b.vncrec"\n}\n`;
      const run = await runFake(source, { placeArtefact });
      assert.deepEqual(recordings(run), ['a.vncrec', 'b.vncrec'], end);
      assert.ok((await duration(folder, 'a.vncrec')) >= 1000);
    }
  });

  it('is there also when the run is cancelled or loses its connection', async () => {
    for (const what of ['cancel', 'lose'] as const) {
      const { folder, placeArtefact } = placing();
      let end = (): void => undefined;
      const run = await runFake('record "a.vncrec" {\n  wait 2s\n  log env("END", "")\n  wait 60s\n}\n', {
        placeArtefact,
        before: ({ cancel, session }) => {
          end = () => {
            if (what === 'cancel') cancel();
            else void session.close();
          };
        },
        environment: () => {
          end();
          return undefined;
        },
      });
      assert.equal(run.result.error?.code, what === 'cancel' ? 'VS5040' : 'VS5012');
      assert.deepEqual(recordings(run), ['a.vncrec'], what);
      assert.ok((await duration(folder, 'a.vncrec')) >= 1500, what);
    }
  });

  for (const [what, source, code, message] of [
    ['while one goes on', 'record "a.vncrec" {\n  record start "b.gif"\n}\n', 'VS5061', /a\.vncrec goes on/],
    ['where none goes on', 'record stop\n', 'VS5061', /no recording goes on/],
    ['under a name of something else', 'record start "a.mp4"\n', 'VS5061', /end in \.webm/],
    ['outside of the folder', 'record start "../a.gif"\n', 'VS5031', /leads out/],
  ] as const) {
    it(`is refused ${what}`, async () => {
      const { result } = await runFake(source, placing());
      assert.equal(result.error?.code, code);
      assert.match(result.error.message, message);
    });
  }

  it('fails where it cannot be written', async () => {
    const missing = await runFake('record start "a.vncrec"\n', {
      placeArtefact: () => Promise.resolve(path.join(temporaryFolder(), 'none', 'a.vncrec')),
    });
    assert.equal(missing.result.error?.code, 'VS5032');
    const nowhere = await runFake('record start "a.vncrec"\n', {});
    assert.equal(nowhere.result.error?.code, 'VS5032');
  });

  it('shows nothing of a secret before the screen is still again', async () => {
    const clock = new FakeClock();
    const fake = new FakeSession(40, 30);
    // Everything that it uses of a session is there.
    const shielded = new ShieldedSession(fake as unknown as Session, clock);
    const file = path.join(temporaryFolder(), 'secret.vncrec');
    const recording = await recordSession(shielded, { file, clock });
    fake.fill({ x: 0, y: 0, width: 40, height: 30 }, 0x101010);
    await clock.advance(1000);
    const shield = shielded.shield();
    for (let i = 1; i <= 5; i += 1) {
      fake.fill({ x: 0, y: 0, width: 1, height: 1 }, 0xbad000 + i);
      fake.mouse.position = { x: i, y: i };
      await clock.advance(200);
    }
    shield.dispose();
    await clock.advance(300);
    fake.fill({ x: 0, y: 0, width: 1, height: 1 }, 0xbad006);
    await clock.advance(400);
    fake.fill({ x: 0, y: 0, width: 1, height: 1 }, 0x00ff00);
    await clock.advance(2000);
    await recording.stop();
    shielded.dispose();
    const player = await openRecording(file);
    const seen: number[] = [];
    for (let last = -1; last !== player.time; ) {
      last = player.time;
      const pixel = new Uint8Array(4);
      player.copyPixels({ x: 0, y: 0, width: 1, height: 1 }, pixel);
      seen.push(((pixel[0] ?? 0) << 16) | ((pixel[1] ?? 0) << 8) | (pixel[2] ?? 0));
      await player.step(1);
    }
    player.dispose();
    assert.deepEqual([...new Set(seen)], [0x101010, 0x00ff00]);
    assert.equal(clock.pending, 0);
  });

  it('has those of others shielded too, just while it types a secret', async () => {
    const typed: string[] = [];
    let keys = (): string => '';
    await runPassing('secret pin\nset typing 0ms\ntype "a"\ntype pin\ntype "b"\n', {
      secrets: { pin: '12' },
      before: ({ server }) => {
        keys = () => server.keys;
      },
      shield: () => {
        const before = keys().length;
        return toDisposable(() => typed.push(keys().slice(before).trim()));
      },
    });
    assert.deepEqual(typed, ['+31 -31 +32 -32']);
  });

  it('is not held up for ever by a caret that blinks', async () => {
    const clock = new FakeClock();
    const fake = new FakeSession(40, 30);
    const shielded = new ShieldedSession(fake as unknown as Session, clock);
    let heard = 0;
    const feed = shielded.feed(() => (heard += 1));
    shielded.shield().dispose();
    for (let i = 0; i < 12; i += 1) {
      fake.fill({ x: 0, y: 0, width: 1, height: 9 }, i);
      await clock.advance(300);
    }
    assert.ok(heard >= 2, `${heard}`);
    feed.dispose();
    assert.equal(fake.feeds, 0);
  });
});
