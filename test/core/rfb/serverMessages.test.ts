import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { FakePipe } from './support/fakePipe.ts';
import { colours as c, pictureOf } from './support/picture.ts';
import { type Played, greeting, playStream, turn } from './support/playStream.ts';
import { splits } from './support/splits.ts';
import { type WireWriter, wire } from './support/wireWriter.ts';
import { connectRfb } from '../../../src/core/rfb/rfbClient.ts';

const { R, G, B, W } = c;

/** Plays messages on a screen of 3 x 2 pixels, once for each way to cut them. */
async function playAll(messages: WireWriter, check: (played: Played) => void): Promise<void> {
  const bytes = messages.build();
  for (const split of splits) {
    const played = await playStream([greeting(3, 2), ...split.cut(bytes)]);
    assert.equal(played.error?.code, 'VNC_CONNECTION_LOST', `${split.name}: ${played.error?.message}`);
    check(played);
  }
}

function fill(writer: WireWriter, width: number, height: number, colour: number): WireWriter {
  return writer.rect(0, 0, width, height, 7).u8(0x80).pixel3(colour);
}

describe('pseudo-rectangles', () => {
  it('LastRect ends an update of unknown length', () =>
    playAll(fill(wire().update(0xffff), 3, 2, R).rect(0, 0, 0, 0, -224).u8(2), (played) => {
      assert.deepEqual(played.updates, [[{ x: 0, y: 0, width: 3, height: 2 }]]);
      assert.equal(played.bells, 1);
    }));

  it('LastRect ends an update before its announced end', () =>
    playAll(wire().update(5).rect(0, 0, 0, 0, -224).u8(2), (played) => {
      assert.deepEqual(played.updates, [[]]);
      assert.equal(played.bells, 1);
    }));

  it('DesktopSize grows the screen, old pixels staying and new ones black', () =>
    playAll(fill(wire().update(2), 3, 2, R).rect(0, 0, 4, 3, -223), (played) => {
      assert.deepEqual(pictureOf(played.client.framebuffer), ['RRR.', 'RRR.', '....']);
      assert.deepEqual(played.resizes, [{ width: 4, height: 3 }]);
      assert.deepEqual(played.updates, [[]]);
    }));

  it('DesktopSize shrinks the screen, later rectangles meeting the new size', () =>
    playAll(fill(fill(wire().update(3), 3, 2, R).rect(0, 0, 2, 1, -223), 1, 1, G), (played) => {
      assert.deepEqual(pictureOf(played.client.framebuffer), ['GR']);
      assert.deepEqual(played.updates, [[{ x: 0, y: 0, width: 1, height: 1 }]]);
    }));

  it('DesktopSize with the size of the screen changes nothing', () =>
    playAll(wire().update(1).rect(0, 0, 3, 2, -223), (played) => assert.deepEqual(played.resizes, [])));

  it('ExtendedDesktopSize changes the size', () => {
    const screens = wire().u32(1).u16(0, 0, 4, 2).u32(0).u32(2).u16(4, 0, 1, 2).u32(0).build();
    const messages = wire().update(1).rect(0, 0, 5, 2, -308).u8(2, 0, 0, 0).bytes(screens).u8(2);
    return playAll(messages, (played) => {
      assert.deepEqual(played.resizes, [{ width: 5, height: 2 }]);
      assert.equal(played.bells, 1);
    });
  });

  it('ExtendedDesktopSize that refuses a request of ours changes nothing', () =>
    playAll(wire().update(1).rect(1, 3, 9, 9, -308).u8(0, 0, 0, 0), (played) =>
      assert.deepEqual(played.resizes, []),
    ));

  it('Cursor becomes RGBA with the mask as alpha', () => {
    const messages = wire().update(1).rect(1, 2, 9, 2, -239);
    for (let i = 0; i < 18; i++) messages.pixel(i === 8 ? G : R);
    messages.u8(0x80, 0x80, 0x00, 0x00);
    return playAll(messages, (played) => {
      const [cursor] = played.cursors;
      assert.ok(cursor !== undefined);
      const { pixels, ...facts } = cursor;
      assert.deepEqual(facts, { width: 9, height: 2, hotspotX: 1, hotspotY: 2 });
      const expected = new Uint8Array(18 * 4);
      expected.set([255, 0, 0, 255], 0);
      expected.set([0, 255, 0, 255], 8 * 4);
      assert.deepEqual(pixels, expected);
      assert.deepEqual(played.updates, [[]]);
    });
  });

  it('a Cursor of 0 x 0 is hidden', () =>
    playAll(wire().update(1).rect(0, 0, 0, 0, -239), (played) => {
      assert.deepEqual(played.cursors, [
        { width: 0, height: 0, hotspotX: 0, hotspotY: 0, pixels: new Uint8Array(0) },
      ]);
    }));

  it('DesktopName is UTF-8', () =>
    playAll(wire().update(1).rect(0, 0, 0, 0, -307).string('Büro 🖥'), (played) => {
      assert.deepEqual(played.desktopNames, ['Büro 🖥']);
      assert.equal(played.client.desktopName, 'Büro 🖥');
    }));
});

describe('server messages', () => {
  it('are read in any order between updates', () => {
    const messages = wire()
      .u8(2)
      .u8(3, 0, 0, 0)
      .u32(4)
      .bytes(Uint8Array.of(0x68, 0xe9, 0x0a, 0x21))
      .u8(1, 0)
      .u16(0, 2)
      .u16(1, 2, 3, 4, 5, 6)
      .u8(150);
    fill(messages.update(1), 3, 2, B).u8(2);
    return playAll(messages, (played) => {
      assert.equal(played.bells, 2);
      assert.deepEqual(played.cutTexts, ['hé\n!']);
      assert.deepEqual(pictureOf(played.client.framebuffer), ['BBB', 'BBB']);
    });
  });

  it('cut text of a negative length that is no message of the extended clipboard is read over', () =>
    playAll(wire().u8(3, 0, 0, 0).u32(0xfffffffc).u32(1).u8(2), (played) => {
      assert.deepEqual(played.cutTexts, []);
      assert.equal(played.bells, 1);
    }));

  it('empty cut text is told', () =>
    playAll(wire().u8(3, 0, 0, 0).u32(0), (played) => assert.deepEqual(played.cutTexts, [''])));

  it('a fence that asks is answered with the flags that are kept, others are not', () => {
    const messages = wire()
      .u8(248, 0, 0, 0)
      .u32(0x800000ff)
      .u8(3, 7, 8, 9)
      .u8(248, 0, 0, 0)
      .u32(1)
      .u8(0)
      .u8(248, 0, 0, 0)
      .u32(0x80000000)
      .u8(65)
      .bytes(new Uint8Array(65))
      .u8(2);
    return playAll(messages, (played) => {
      const fences = played.pipe.written.filter((message) => message[0] === 248);
      assert.deepEqual(
        fences.map((fence) => Buffer.from(fence).toString('hex')),
        ['f80000000000000303070809'],
      );
      assert.equal(played.bells, 1);
    });
  });
});

describe('an update', () => {
  it('is announced when it begins and told when it has ended', async () => {
    const pipe = new FakePipe();
    const connecting = connectRfb({ pipe, credentials: {} });
    pipe.send(greeting(2, 1));
    const client = await connecting;
    const heard: string[] = [];
    client.onUpdateStart(() => heard.push('start'));
    client.onUpdate((painted) => heard.push(`end ${painted.length}`));
    await turn();
    pipe.send(wire().update(1).build());
    await turn();
    assert.deepEqual(heard, ['start']);
    pipe.send(wire().rect(0, 0, 2, 1, 7).u8(0x80).pixel3(W).build());
    await turn();
    assert.deepEqual(heard, ['start', 'end 1']);
    client.close();
  });

  it('tells its painted rectangles in order, without empty ones and pseudo-rectangles', async () => {
    const messages = wire().update(4).rect(0, 0, 0, 0, -239).rect(1, 1, 0, 1, 0);
    messages.rect(1, 0, 1, 1, 7).u8(0x80).pixel3(R).rect(0, 0, 2, 2, 1).u16(1, 0);
    const played = await playStream([greeting(3, 2), messages.build()]);
    assert.deepEqual(played.updates, [
      [
        { x: 1, y: 0, width: 1, height: 1 },
        { x: 0, y: 0, width: 2, height: 2, from: { x: 1, y: 0 } },
      ],
    ]);
    assert.equal(played.client.facts['encodings'], 'Cursor, Raw, Tight, CopyRect');
  });

  it('lets timers run while the server sends without pause', async () => {
    // Fills of a large screen keep the reader busy; a timer must still get its turn before they are all done.
    const screen = greeting(2000, 2000);
    const update = wire().update(1).rect(0, 0, 2000, 2000, 7).u8(0x80).pixel3(R).build();
    const updates = 200;
    const pipe = new FakePipe();
    const connecting = connectRfb({ pipe, credentials: {} });
    pipe.send(screen);
    const client = await connecting;
    let painted = 0;
    const done = new Promise<void>((resolve) => client.onUpdate(() => ++painted === updates && resolve()));
    for (let i = 0; i < updates; i++) pipe.send(update);
    let paintedAtTurn = -1;
    setTimeout(() => (paintedAtTurn = painted), 0);
    await done;
    assert.ok(paintedAtTurn >= 0 && paintedAtTurn < updates, `${paintedAtTurn} of ${updates}`);
    client.close();
  });
});
