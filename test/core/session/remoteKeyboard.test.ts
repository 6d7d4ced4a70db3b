import assert from 'node:assert/strict';
import { Emitter } from '../../../src/core/base/emitter.ts';
import type { LayoutName } from '../../../src/core/input/layouts.ts';
import { type KeyboardWire, RemoteKeyboard } from '../../../src/core/session/remoteKeyboard.ts';
import type { LockState } from '../../../src/core/session/wire.ts';

/** A connection whose other end is what the test says. */
class Server {
  readonly sent: string[] = [];
  readonly locks = new Emitter<LockState>(() => undefined);
  readonly wire: KeyboardWire;

  constructor(
    securityType: string,
    abilities: { readonly fence?: boolean; readonly buttons?: boolean; readonly greeting?: string } = {},
  ) {
    this.wire = {
      desktopName: 'somewhere',
      facts: { securityType, greeting: abilities.greeting ?? '3.8' },
      capabilities: {
        fence: abilities.fence ?? false,
        continuousUpdates: false,
        extendedKeys: false,
        extendedMouseButtons: abilities.buttons ?? false,
        extendedClipboard: false,
        desktopResize: false,
        power: false,
      },
      lockState: { caps: true },
      onLockState: this.locks.event,
      sendKey: (keysym, down) => void this.sent.push(`${down ? '+' : '-'}${keysym.toString(16)}`),
    };
  }

  keyboard(layout?: LayoutName): RemoteKeyboard {
    return new RemoteKeyboard(this.wire, layout);
  }
}

const alphabet = 'абвгдежзийклмнопрстуфхцчшщъыьэюя';

describe('the remote keyboard', () => {
  it('of a Mac has Command and Option by the keysyms that it knows', () => {
    for (const mac of [new Server('AppleDH'), new Server('VncAuth', { greeting: '3.889' })]) {
      const keyboard = mac.keyboard();
      for (const keysym of [0xffeb, 0xffe9, 0xffea, 0xffe3, 0x61])
        for (const down of [true, false]) keyboard.send(keysym, down, undefined);
      assert.equal(mac.sent.join(' '), '+ffed -ffed +ffe7 -ffe7 +ffe8 -ffe8 +ffe3 -ffe3 +61 -61');
    }
  });

  it('of others has them as they are', () => {
    const server = new Server('VncAuth');
    server.keyboard().send(0xffeb, true, undefined);
    assert.equal(server.sent.join(' '), '+ffeb');
  });

  it('learns few new letters where TigerVNC is old, and any number elsewhere', () => {
    const old = new Server('VncAuth', { fence: true }).keyboard();
    assert.throws(() => old.plan(alphabet), { code: 'VNC_UNTYPABLE' });
    for (const server of [new Server('VncAuth', { fence: true, buttons: true }), new Server('VncAuth')])
      assert.equal(server.keyboard().plan(alphabet).length, alphabet.length);
  });

  it('counts the letters of a text only when it is typed', () => {
    const keyboard = new Server('VncAuth', { fence: true }).keyboard();
    keyboard.plan(alphabet.slice(0, 12));
    keyboard.plan(alphabet.slice(12, 24));
    keyboard.typing(alphabet.slice(0, 12));
    assert.throws(() => keyboard.plan(alphabet.slice(12, 24)), { code: 'VNC_UNTYPABLE' });
  });

  it('knows the lock keys that were told before and after it was there', () => {
    const server = new Server('VncAuth');
    const keyboard = server.keyboard();
    assert.deepEqual(keyboard.locks.presses({ caps: false, num: true }), [0xffe5]);
    server.locks.fire({ caps: false, num: false });
    assert.deepEqual(keyboard.locks.presses({ caps: false, num: true }), [0xff7f]);
  });

  it('is another one after the connection was made again', () => {
    const server = new Server('VncAuth', { fence: true });
    const keyboard = server.keyboard();
    const wakened = '+ffe1 -ffe1 +fc -fc';
    for (const expected of [wakened, '+fc -fc']) {
      for (const down of [true, false]) keyboard.send(0xfc, down, undefined);
      assert.equal(server.sent.splice(0).join(' '), expected);
    }
    keyboard.replaced();
    for (const down of [true, false]) keyboard.send(0xfc, down, undefined);
    assert.equal(server.sent.splice(0).join(' '), wakened);
    keyboard.dispose();
    server.locks.fire({ caps: false });
    assert.deepEqual(keyboard.locks.presses({ caps: false }), [0xffe5]);
  });
});
