import assert from 'node:assert/strict';
import { DoorAhead } from '../../../src/vscode/screen/doorAhead.ts';
import type { PanelDoor } from '../../../src/vscode/screen/directDoor.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';

class FakeDoor implements PanelDoor {
  readonly addresses = [];
  readonly sources = [];
  readonly onLine = (): { dispose(): void } => ({ dispose: () => undefined });
  closed = false;
  admit(): { readonly token: string; readonly proof: string } {
    return { token: '', proof: '' };
  }
  lock(): void {
    // Nobody is in.
  }
  dispose(): void {
    this.closed = true;
  }
}

function ahead(): { readonly doors: DoorAhead; readonly opened: FakeDoor[]; readonly clock: FakeClock } {
  const opened: FakeDoor[] = [];
  const clock = new FakeClock();
  const open = async (): Promise<FakeDoor> => {
    const door = new FakeDoor();
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
    assert.deepEqual([first, second], opened);
    assert.deepEqual(
      opened.map(({ closed }) => closed),
      [false, false],
    );
  });

  it('is closed again when no panel comes, also when it is still being opened', async () => {
    const { doors, opened, clock } = ahead();
    doors.prepare();
    await clock.advance(60_000);
    assert.deepEqual(
      opened.map(({ closed }) => closed),
      [true],
    );
    assert.notEqual(await doors.take(), opened[0]);
    assert.equal(clock.pending, 0);
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
