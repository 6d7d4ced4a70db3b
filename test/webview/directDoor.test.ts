import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { silentLogger } from '../../src/core/base/logger.ts';
import { type EditorPlace, type PanelDoor, openDirectDoor } from '../../src/vscode/screen/directDoor.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { until } from '../support/until.ts';

const never = new Promise<never>(() => undefined);

/** Whether anybody answers at a port of this machine. */
async function answers(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

describe('the door of a panel', () => {
  const doors: PanelDoor[] = [];

  afterEach(() => {
    for (const door of doors.splice(0)) door.dispose();
  });

  async function open(place: Partial<EditorPlace>, clock = new FakeClock()): Promise<PanelDoor | undefined> {
    const door = await openDirectDoor(
      silentLogger,
      { remoteName: undefined, isBrowser: false, external: (address) => Promise.resolve(address), ...place },
      clock,
    );
    if (door !== undefined) doors.push(door);
    assert.equal(clock.pending, 0);
    return door;
  }

  it('is on this machine where the window is too, and the editor is not asked', async () => {
    let asked = false;
    const door = await open({
      external: async () => {
        asked = true;
        return await never;
      },
    });
    const [address] = door?.addresses ?? [];
    assert.match(address ?? '', /^ws:\/\/127\.0\.0\.1:\d+\/$/);
    assert.deepEqual(door?.sources, [address?.slice(0, -1)]);
    assert.equal(asked, false);
    assert.equal(await answers(Number(new URL(address ?? '').port)), true);
    door.dispose();
    await until('nobody answers any more', async () => !(await answers(Number(new URL(address ?? '').port))));
  });

  it('is where the editor forwards it to, by the secure way where that is one, and allows nothing beside its path', async () => {
    const external = (address: string): Promise<string> =>
      Promise.resolve(`https://editor.example/proxy/${new URL(address).port}/?token=1`);
    const door = await open({ remoteName: 'ssh-remote', external });
    assert.match(door?.addresses.join() ?? '', /^wss:\/\/editor\.example\/proxy\/\d+\/\?token=1$/);
    assert.match(door?.sources.join() ?? '', /^wss:\/\/editor\.example\/proxy\/\d+\/$/);
  });

  it('is tried on this machine first where a browser shows the window, and then where the editor says', async () => {
    const external = (): Promise<string> => Promise.resolve('https://123.editor.example/');
    const door = await open({ isBrowser: true, external });
    assert.match(door?.addresses[0] ?? '', /^ws:\/\/127\.0\.0\.1:/);
    assert.equal(door?.addresses[1], 'wss://123.editor.example/');
    assert.equal(door.sources[1], 'wss://123.editor.example');
  });

  it('has an address once that is the same both ways', async () => {
    assert.equal((await open({ isBrowser: true }))?.addresses.length, 1);
  });

  it('is on this machine alone where the editor of a browser refuses to tell, or does not answer in time', async () => {
    const refused = await open({ isBrowser: true, external: () => Promise.reject(new Error('no')) });
    assert.equal(refused?.addresses.length, 1);
    const clock = new FakeClock();
    const opening = open({ isBrowser: true, external: async () => await never }, clock);
    await until('it waits for the editor', () => clock.pending === 1);
    await clock.advance(1500);
    assert.equal((await opening)?.addresses.length, 1);
  });

  it('is none, and listens to nobody, where the editor gives no address or one that would widen the policy', async () => {
    const ports: number[] = [];
    const answer =
      (text: string | undefined) =>
      async (address: string): Promise<string> => {
        ports.push(Number(new URL(address).port));
        return await (text === undefined ? Promise.reject(new Error('no')) : Promise.resolve(text));
      };
    for (const text of [undefined, 'no address', "https://editor.example/a;script-src'self'"])
      assert.equal(await open({ remoteName: 'wsl', external: answer(text) }), undefined, text);
    assert.equal(ports.length, 3);
    for (const port of ports) await until(`nobody answers at ${port}`, async () => !(await answers(port)));
  });
});
