import assert from 'node:assert/strict';
import { Emitter } from '../../../src/core/base/emitter.ts';
import type { DirectLine } from '../../../src/vscode/screen/directCarrier.ts';
import { DoorAhead } from '../../../src/vscode/screen/doorAhead.ts';
import type { PanelDoor } from '../../../src/vscode/screen/directDoor.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';

class FakeDoor implements PanelDoor {
  readonly addresses: readonly string[];
  readonly sources = [];
  readonly lines = new Emitter<DirectLine>();
  readonly onLine = this.lines.event;
  closed = false;
  locked = 0;

  constructor(number: number) {
    this.addresses = [`ws://127.0.0.1:${number}`];
  }

  admit(): { readonly token: string; readonly proof: string } {
    return { token: '', proof: '' };
  }
  lock(): void {
    this.locked += 1;
  }

  /** The page of its panel comes in. */
  enter(): void {
    this.lines.fire({} as DirectLine);
  }

  dispose(): void {
    this.closed = true;
  }
}

function ahead(): { readonly doors: DoorAhead; readonly opened: FakeDoor[]; readonly clock: FakeClock } {
  const opened: FakeDoor[] = [];
  const clock = new FakeClock();
  const open = async (): Promise<FakeDoor> => {
    const door = new FakeDoor(opened.length);
    opened.push(door);
    return await Promise.resolve(door);
  };
  return { doors: new DoorAhead(open, clock), opened, clock };
}

describe('a door that is opened ahead', () => {
  it('goes to the next panel, and every other panel has one of its own', async () => {
    const { doors, opened } = ahead();
    doors.prepare();
    doors.prepare();
    assert.equal(opened.length, 1);
    const first = await doors.take();
    const second = await doors.take();
    assert.deepEqual(
      [first?.addresses, second?.addresses],
      opened.map(({ addresses }) => addresses),
    );
    assert.deepEqual(
      opened.map(({ closed }) => closed),
      [false, false],
    );
  });

  it('is closed again when no panel comes, also when it is still being opened', async () => {
    const { doors, opened, clock } = ahead();
    doors.prepare();
    await clock.advance(300_000);
    assert.deepEqual(
      opened.map(({ closed }) => closed),
      [true],
    );
    assert.notEqual((await doors.take())?.addresses, opened[0]?.addresses);
    assert.equal(clock.pending, 0);
  });

  it('is that of a panel before, which nobody gets into any more, and waits for the next one', async () => {
    const { doors, opened, clock } = ahead();
    const first = await doors.take();
    opened[0]?.enter();
    first?.dispose();
    assert.deepEqual([opened[0]?.locked, opened[0]?.closed], [1, false]);
    doors.prepare();
    const second = await doors.take();
    assert.deepEqual([second?.addresses, opened.length], [first?.addresses, 1]);
    opened[0]?.enter();
    second?.dispose();
    await clock.advance(300_000);
    assert.equal(opened[0]?.closed, true);
    assert.equal(clock.pending, 0);
  });

  it('is closed with its panel where nobody came in by it, another one waits or the extension ends', async () => {
    const { doors, opened } = ahead();
    const unused = await doors.take();
    unused?.dispose();
    assert.equal(opened[0]?.closed, true);
    const one = await doors.take();
    const two = await doors.take();
    const three = await doors.take();
    for (const door of opened.slice(1)) door.enter();
    one?.dispose();
    two?.dispose();
    assert.deepEqual([opened[1]?.closed, opened[2]?.closed], [false, true]);
    doors.dispose();
    await settle();
    three?.dispose();
    assert.deepEqual([opened[1]?.closed, opened[3]?.closed], [true, true]);
  });

  it('is closed with the extension', async () => {
    const { doors, opened, clock } = ahead();
    doors.prepare();
    doors.dispose();
    await settle();
    assert.equal(opened[0]?.closed, true);
    assert.equal(clock.pending, 0);
    doors.prepare();
    assert.equal(opened.length, 1);
  });
});
