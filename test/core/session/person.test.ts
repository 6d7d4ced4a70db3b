import assert from 'node:assert/strict';
import { settle } from '../../support/fakeClock.ts';
import { openFake } from './openFake.ts';

/** An update with one empty pseudo-rectangle of QEMU or of ExtendedMouseButtons (rfbproto). */
function pseudo(encoding: number, x = 0): Uint8Array {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt16BE(1, 2);
  bytes.writeUInt16BE(x, 4);
  bytes.writeInt32BE(encoding, 12);
  return bytes;
}

describe('a person', () => {
  it('has the buttons back and forward where the server knows them', async () => {
    const { server, session } = await openFake();
    const person = session.attachPerson('panel');
    person.pointer({ x: 1, y: 2, buttons: 0b01001 });
    person.pointer({ x: 1, y: 2, buttons: 0b10000 });
    person.pointer({ x: 1, y: 2, buttons: 0 });
    assert.equal(server.pointer, '1,2:1 1,2 1,2');
    server.pipe.deliver(pseudo(-316));
    await settle();
    server.extendedMouseButtons = true;
    server.forget();
    person.pointer({ x: 1, y: 2, buttons: 0b01001 });
    person.pointer({ x: 1, y: 2, buttons: 0b10100 });
    person.pointer({ x: 1, y: 2, buttons: 0 });
    assert.equal(server.pointer, '1,2:129 1,2:260 1,2');
  });

  it('moves a relative pointer by the way of the mouse', async () => {
    const { server, session } = await openFake();
    server.pipe.deliver(pseudo(-257));
    await settle();
    assert.equal(session.pointerMode, 'relative');
    const person = session.attachPerson('panel');
    person.movement({ dx: 3, dy: -2, buttons: 0 });
    person.movement({ dx: 0.4, dy: 0, buttons: 4 });
    person.releaseAll();
    const still = 0x7fff;
    assert.equal(server.pointer, `${still + 3},${still - 2} ${still},${still}:4 ${still},${still}`);
    server.pipe.deliver(pseudo(-257, 1));
    await settle();
    person.movement({ dx: 1, dy: 1, buttons: 0 });
    assert.equal(session.pointerMode, 'absolute');
    const { x, y } = session.mouse.position;
    assert.ok(server.pointer.endsWith(` ${x},${y}`), server.pointer);
  });

  it('does not move the pointer of a script, except to take over with a button', async () => {
    const { server, session } = await openFake();
    const person = session.attachPerson('panel');
    const driver = session.drive({ kind: 'script', name: 'tour' });
    person.movement({ dx: 5, dy: 5, buttons: 0 });
    assert.equal(server.pointer, '');
    person.movement({ dx: 5, dy: 5, buttons: 1 });
    assert.ok(session.arbiter.state.paused);
    driver.dispose();
  });
});
