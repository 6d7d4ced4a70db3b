import assert from 'node:assert/strict';
import { Emitter } from '../../../src/core/base/emitter.ts';
import { onCalmChange } from '../../../src/vscode/connections/calmChanges.ts';
import { FakeClock } from '../../support/fakeClock.ts';

class FakeConnector {
  readonly #changes = new Emitter<void>();
  readonly onChange = this.#changes.event;
  connecting = false;

  change(connecting: boolean): void {
    this.connecting = connecting;
    this.#changes.fire();
  }
}

function start(): { connector: FakeConnector; clock: FakeClock; told: boolean[]; stop: () => void } {
  const connector = new FakeConnector();
  const clock = new FakeClock();
  const told: boolean[] = [];
  const listening = onCalmChange(connector, () => told.push(connector.connecting), clock);
  return { connector, clock, told, stop: () => listening.dispose() };
}

describe('what stands beside a screen', () => {
  it('says once that a screen is connected which was within a moment', async () => {
    const { connector, clock, told } = start();
    connector.change(true);
    await clock.advance(300);
    connector.change(false);
    connector.change(false);
    assert.deepEqual(told, []);
    await clock.advance(300);
    assert.deepEqual(told, [false]);
    await clock.advance(5000);
    assert.deepEqual(told, [false]);
  });

  it('says that a screen is being connected where that takes longer, and at once when it is', async () => {
    const { connector, clock, told } = start();
    connector.change(true);
    await clock.advance(600);
    assert.deepEqual(told, [true]);
    connector.change(false);
    assert.deepEqual(told, [true, false]);
  });

  it('hears at once of whatever else happens', async () => {
    const { connector, clock, told } = start();
    connector.change(false);
    assert.deepEqual(told, [false]);
    connector.change(true);
    await clock.advance(600);
    connector.change(true);
    assert.deepEqual(told, [false, true, true]);
  });

  it('hears nothing any more once it is gone', async () => {
    const { connector, clock, told, stop } = start();
    connector.change(true);
    stop();
    await clock.advance(600);
    connector.change(false);
    assert.deepEqual(told, []);
    assert.equal(clock.pending, 0);
  });
});
