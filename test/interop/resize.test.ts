import assert from 'node:assert/strict';
import type { Session } from '../../src/core/session/session.ts';
import { comparePictures, testPicture } from '../support/pictures.ts';
import { type TigerVncServer, startTigerVnc } from '../support/servers/tigerVnc.ts';
import { paintDisplay } from '../support/servers/xDisplay.ts';
import { until } from '../support/until.ts';
import { openTcp } from './sessions.ts';

const sizes = [
  { width: 901, height: 702 },
  { width: 500, height: 300 },
  { width: 643, height: 301 },
  { width: 400, height: 650 },
  { width: 1000, height: 800 },
];

/** What the session knows, without asking the server for anything. */
function known(session: Session): { width: number; height: number; pixels: Uint8Array } {
  const { width, height } = session.size;
  const pixels = new Uint8Array(width * height * 4);
  session.copyPixels({ x: 0, y: 0, width, height }, pixels);
  return { width, height, pixels };
}

async function untilSame(session: Session, server: TigerVncServer): Promise<void> {
  await until('every pixel has come', async () => {
    const grabbed = await server.grab();
    if (grabbed.width !== session.size.width || grabbed.height !== session.size.height) return false;
    return comparePictures(known(session), grabbed).differing === 0;
  });
}

/** A session that follows the screen: by updates that come by themselves, or one for each time it asks. */
const followers = {
  'that watches': (session: Session) => session.screen.watch(() => undefined),
  'that asks': (session: Session) => {
    const feed = session.feed(() => setImmediate(() => feed.pull()));
    feed.pull();
    return feed;
  },
};

describe('a change of the size of TigerVNC’s desktop', function () {
  this.timeout(60_000);
  let server: TigerVncServer;
  before(async () => {
    server = await startTigerVnc({ width: 1000, height: 800 });
    // What is outside of a smaller desktop comes to light when that grows.
    await paintDisplay(server.display, testPicture(1000, 800));
  });
  after(async () => await server.close());

  for (const [name, follow] of Object.entries(followers)) {
    it(`shows every pixel of every size to a session ${name}, whoever changed it`, async () => {
      await using other = await openTcp(server);
      await using session = await openTcp(server);
      await until('the server can change it', () => session.capabilities.desktopResize);
      const following = follow(session);
      for (const [i, size] of sizes.entries()) {
        await (i % 2 === 0 ? session : other).resize(size);
        await until('the size has come', () => session.size.width === size.width);
        await untilSame(session, server);
      }
      following.dispose();
    });
  }

  it('leaves captures whole, and lets those that are under way come to their end', async () => {
    await using other = await openTcp(server);
    await using session = await openTcp(server);
    for (const size of sizes) {
      const before = session.size.width;
      const pending = session.screen.pixels();
      await other.resize(size);
      // Programs draw anew after the change, so that what is seen meanwhile is anybody's guess.
      assert.ok([before, size.width].includes((await pending).width));
      await until('the size has come', async () => {
        await session.screen.refresh();
        return session.size.width === size.width && session.size.height === size.height;
      });
      assert.equal(comparePictures(await session.screen.pixels(), await server.grab()).differing, 0);
    }
  });
});
