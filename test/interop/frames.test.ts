import assert from 'node:assert/strict';
import { wholeOf } from '../../src/core/base/geometry.ts';
import { createVnc } from '../../src/core/index.ts';
import { openSession } from '../../src/core/session/openSession.ts';
import type { Session } from '../../src/core/session/session.ts';
import { FrameSender } from '../../src/vscode/screen/frameSender.ts';
import { screenWorkloads } from '../bench/screen/workloads.ts';
import { startTigerVnc } from '../support/servers/tigerVnc.ts';
import { until } from '../support/until.ts';
import { FakePage } from '../webview/support/fakeScreen.ts';

describe('frames of a real screen', function () {
  this.timeout(60_000);

  for (const { name, quality, form } of [
    { name: 'text', quality: undefined, form: 'copy' },
    { name: 'video', quality: 8, form: 'jpeg' },
  ] as const) {
    it(`show a page what the session shows after ${name}, with ${form} as a ${form}`, async () => {
      await using server = await startTigerVnc({ width: 1920, height: 1080 });
      const stop = await screenWorkloads.find((workload) => workload.name === name)!.start(server);
      await using session = await createVnc(server.host, server.port);
      if (quality !== undefined) session.encodings = { quality };
      const page = new FakePage();
      let returned = 0;
      const sender = new FrameSender(session, page.receive);
      const credit = setInterval(() => {
        while (returned < page.frames.length) sender.painted(page.frames[returned++]!.sequence);
      }, 10);
      try {
        sender.ready();
        await until(
          `forty times ${form}`,
          () => page.frames.flatMap(({ forms }) => forms).filter((seen) => seen === form).length >= 40,
        );
        await stop();
        const whole = new Uint8Array(1920 * 1080 * 4);
        await until('the page has the last picture', () => {
          session.copyPixels(wholeOf(session.size), whole);
          return Buffer.from(page.words.buffer).equals(whole);
        });
        assert.deepEqual([page.width, page.height], [1920, 1080]);
      } finally {
        clearInterval(credit);
        sender.dispose();
      }
    });
  }

  it('begin with the pictures that the server sent, where a panel was awaited', async () => {
    await using server = await startTigerVnc({ width: 800, height: 600 });
    const stop = await screenWorkloads.find(({ name }) => name === 'video')!.start(server);
    const open = async (keepsPictures: boolean): Promise<Session> =>
      await openSession({
        target: { transport: 'tcp', host: server.host, port: server.port },
        name: 'video',
        credentials: {},
        encodings: { quality: 6 },
        keepsPictures,
      });
    /** How many pictures a session begins with; whoever reads pixels gets them nevertheless. */
    const picturesAtFirst = async (keeps: boolean): Promise<number> => {
      await using session = await open(keeps);
      const feed = session.feed(() => undefined, { pictures: true });
      const { length } = feed.pictures;
      session.copyPixels(wholeOf(session.size), new Uint8Array(800 * 600 * 4));
      assert.deepEqual(feed.pictures, []);
      feed.dispose();
      return length;
    };
    await until('the video plays', async () => (await picturesAtFirst(true)) > 0);
    assert.equal(await picturesAtFirst(false), 0);
    await stop();
  });
});
