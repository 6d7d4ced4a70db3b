import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isVncError } from '../../../../src/core/base/errors.ts';
import { limits } from '../../../../src/core/base/limits.ts';
import { settle } from '../../../support/fakeClock.ts';
import { connected, withEverySplit } from '../support/connected.ts';
import { type WireWriter, wire } from '../support/wireWriter.ts';

/** An update with an ExtendedDesktopSize of two screens side by side. */
function desktop(reason: number, status: number, width: number, height: number): WireWriter {
  const left = width >> 1;
  const writer = wire().update(1).rect(reason, status, width, height, -308).u8(2, 0, 0, 0);
  writer.u32(7).u16(0, 0, left, height).u32(0xf0000001);
  return writer
    .u32(9)
    .u16(left, 0, width - left, height)
    .u32(0);
}

describe('the size of the desktop', () => {
  it('is the one of all screens, which are told when they change', () =>
    withEverySplit(async ({ client, send }) => {
      const layouts: unknown[] = [];
      const sizes: unknown[] = [];
      client.onLayout((layout) => layouts.push(layout));
      client.onResize((size) => sizes.push(size));
      for (const reason of [0, 0, 2, 77]) await send(desktop(reason, 0, 90, 70));
      assert.deepEqual(layouts, [
        [
          { id: 7, x: 0, y: 0, width: 45, height: 70, flags: 0xf0000001 },
          { id: 9, x: 45, y: 0, width: 45, height: 70, flags: 0 },
        ],
      ]);
      assert.deepEqual(sizes, [{ width: 90, height: 70 }]);
      assert.deepEqual(client.layout, layouts[0]);
    }));

  it('cannot be asked for before the server has told of its screens', async () => {
    const { client, sent } = await connected();
    await assert.rejects(client.requestResize({ width: 10, height: 10 }), { code: 'VNC_RESIZE_UNSUPPORTED' });
    assert.deepEqual(sent(), []);
  });

  it('is asked for with all screens, which keep their ids, flags and shares, together with an update', () =>
    withEverySplit(async ({ client, send, sent }) => {
      await send(desktop(0, 0, 100, 80));
      const asking = client.requestResize({ width: 201, height: 150 });
      await settle();
      assert.deepEqual(sent(), [
        'fb0000c900960200' + '000000070000000000650096f0000001' + '00000009006500000064009600000000',
        '03010000000000010001',
      ]);
      await send(desktop(1, 0, 201, 150));
      await asking;
      assert.deepEqual([client.framebuffer.width, client.framebuffer.height], [201, 150]);
      // It is that already.
      await client.requestResize({ width: 201, height: 150 });
      assert.deepEqual(sent(), []);
    }));

  it('is asked for as one screen as large as it where there is one, which need not have filled it', async () => {
    const { client, send, sent } = await connected();
    const one = wire().update(1).rect(0, 0, 100, 80, -308).u8(1, 0, 0, 0).u32(7).u16(10, 0, 90, 80).u32(5);
    await send(one);
    const asking = client.requestResize({ width: 200, height: 150 });
    await settle();
    assert.equal(sent()[0], 'fb0000c800960100' + '000000070000000000c8009600000005');
    client.close();
    await assert.rejects(asking);
  });

  it('is asked for without the screens that would be outside of it or have no pixel', async () => {
    for (const [areas, expected] of [
      [
        [
          [0, 0, 100, 80],
          [99, 0, 1, 1],
          [100, 80, 65_435, 65_455],
        ],
        '100' + '00000000' + '0000000000020002' + '00000000',
      ],
      [
        [
          [100, 0, 9, 9],
          [0, 80, 9, 9],
        ],
        '100' + '00000000' + '0000000000020002' + '00000000',
      ],
    ] as const) {
      const { client, send, sent } = await connected();
      const told = wire().update(1).rect(0, 0, 100, 80, -308).u8(areas.length, 0, 0, 0);
      for (const [id, area] of areas.entries())
        told
          .u32(id)
          .u16(...area)
          .u32(0);
      await send(told);
      const asking = client.requestResize({ width: 2, height: 2 });
      await settle();
      assert.equal(sent()[0], `fb00000200020${expected}`);
      client.close();
      await assert.rejects(asking);
    }
  });

  it('counts as granted when the server hands the wish on, and changes when it is carried out', () =>
    withEverySplit(async ({ client, send }) => {
      await send(desktop(0, 0, 100, 80));
      const asking = client.requestResize({ width: 200, height: 150 });
      await settle();
      await send(desktop(1, 4, 0, 0));
      await asking;
      assert.deepEqual([client.framebuffer.width, client.framebuffer.height], [100, 80]);
      await send(desktop(0, 0, 200, 150));
      assert.deepEqual([client.framebuffer.width, client.framebuffer.height], [200, 150]);
    }));

  for (const [status, reason] of [
    [1, 'prohibited'],
    [2, 'resources'],
    [3, 'layout'],
    [200, 'unknown'],
  ] as const)
    it(`is refused with the reason ${reason}, whatever else the answer says`, () =>
      withEverySplit(async ({ client, send }) => {
        await send(desktop(0, 0, 100, 80));
        const before = client.layout;
        const asking = assert.rejects(client.requestResize({ width: 200, height: 150 }), {
          code: 'VNC_RESIZE_REFUSED',
          data: { width: 200, height: 150, reason, status },
        });
        await settle();
        await send(desktop(1, status, 65_535, 65_535));
        await asking;
        assert.deepEqual([client.framebuffer.width, client.layout], [100, before]);
      }));

  it('is asked for once at a time, and of those that wait only the last', async () => {
    const { client, send, sent } = await connected();
    await send(desktop(0, 0, 100, 80));
    const outcomes: string[] = [];
    const ask = (width: number): void =>
      void client.requestResize({ width, height: 80 }).then(
        () => outcomes.push(`${width} done`),
        (error: unknown) =>
          outcomes.push(`${width} ${isVncError(error) ? String(error.data['reason']) : 'failed'}`),
      );
    ask(110);
    await settle();
    ask(120);
    ask(130);
    await settle();
    assert.equal(sent().filter((message) => message.startsWith('fb')).length, 1);
    await send(desktop(1, 0, 110, 80));
    await settle();
    assert.deepEqual(
      sent()
        .filter((message) => message.startsWith('fb'))
        .map((message) => message.slice(4, 8)),
      ['0082'],
    );
    await send(desktop(1, 0, 130, 80));
    await settle();
    assert.deepEqual(outcomes, ['110 done', '120 newer', '130 done']);
  });

  it('is refused when the server does not answer, and can be asked for again', async () => {
    const { client, clock, send } = await connected();
    await send(desktop(0, 0, 100, 80));
    const asking = assert.rejects(client.requestResize({ width: 200, height: 150 }), {
      code: 'VNC_RESIZE_REFUSED',
      data: { width: 200, height: 150, reason: 'unanswered' },
    });
    await clock.advance(10_000);
    await asking;
    const again = client.requestResize({ width: 210, height: 150 });
    await settle();
    await send(desktop(1, 0, 210, 150));
    await again;
    assert.equal(clock.pending, 0);
  });

  it('ends with the connection', async () => {
    const { client, send, pipe } = await connected();
    await send(desktop(0, 0, 100, 80));
    const asking = assert.rejects(client.requestResize({ width: 200, height: 150 }), {
      code: 'VNC_CONNECTION_LOST',
    });
    await settle();
    pipe.end();
    await asking;
  });

  it('is nothing that no screen can have', async () => {
    const { client, send } = await connected();
    await send(desktop(0, 0, 100, 80));
    const screen = { id: 1, x: 0, y: 0, width: 10, height: 10, flags: 0 };
    for (const request of [
      { width: 0, height: 10 },
      { width: 10.5, height: 10 },
      { width: limits.framebufferSide + 1, height: 10 },
      { width: limits.framebufferSide, height: limits.framebufferSide },
      { width: 10, height: 10, screens: [] },
      { width: 10, height: 10, screens: [screen, screen] },
      { width: 10, height: 10, screens: [{ ...screen, x: 1 }] },
      { width: 10, height: 10, screens: Array.from({ length: 256 }, (_, id) => ({ ...screen, id })) },
    ])
      await assert.rejects(client.requestResize(request), { code: 'VNC_ARGUMENT_INVALID' });
  });
});

describe('power', () => {
  const xvp = (code: number): WireWriter => wire().u8(250, 0, 1, code);

  it('cannot be controlled before the server has said that it can be', async () => {
    const { client, send, sent } = await connected();
    await send(wire().u8(250, 0, 0, 1));
    await assert.rejects(client.power('reboot'), { code: 'VNC_POWER_UNSUPPORTED' });
    assert.deepEqual(sent(), []);
  });

  it('is controlled by one message each, and silence means yes', () =>
    withEverySplit(async ({ client, clock, send, sent }) => {
      await send(xvp(1));
      for (const [action, message] of [
        ['shutdown', 'fa000102'],
        ['reboot', 'fa000103'],
        ['reset', 'fa000104'],
      ] as const) {
        const asking = client.power(action);
        assert.deepEqual(sent(), [message]);
        await clock.advance(1000);
        await asking;
      }
      assert.equal(clock.pending, 0);
    }));

  it('that the server cannot change is an error', () =>
    withEverySplit(async ({ client, clock, send }) => {
      await send(xvp(1));
      const asking = assert.rejects(client.power('shutdown'), {
        code: 'VNC_POWER_FAILED',
        data: { action: 'shutdown' },
      });
      await send(xvp(0));
      await asking;
      assert.equal(clock.pending, 0);
      await send(xvp(0));
    }));

  it('that goes off ends the connection, and the wait with it', async () => {
    const { client, clock, send, pipe } = await connected();
    await send(xvp(1));
    const asking = client.power('shutdown');
    pipe.end();
    await asking;
    assert.equal(clock.pending, 0);
  });
});
