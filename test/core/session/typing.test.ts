import assert from 'node:assert/strict';
import { isVncError } from '../../../src/core/base/errors.ts';
import type { SessionOptions } from '../../../src/core/session/openSession.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';
import { type FakeSession, openFake } from './openFake.ts';

/** A session with the console of a machine that takes scancodes. */
async function openMachine(
  options: Partial<SessionOptions> = {},
): Promise<FakeSession & { readonly clock: FakeClock }> {
  const clock = new FakeClock();
  const opened = await openFake({ name: 'QEMU (web-01)' }, { clock, ...options });
  opened.server.confirmExtendedKeys();
  await settle();
  opened.server.forget();
  return { ...opened, clock };
}

const capsLight = 4;

describe('typing', () => {
  it('presses the keys of the layout at a machine', async () => {
    const { server, session, clock } = await openMachine({ keyboardLayout: 'de' });
    const typing = session.keyboard.typeText('z/@');
    await clock.advance(1000);
    await typing;
    assert.equal(
      server.keys,
      [
        ...['+7a/15', '-7a/15'],
        ...['+ffe1/2a', '+2f/8', '-2f/8', '-37/8', '-ffe1/2a'],
        ...['+fe03/b8', '+40/10', '-40/10', '-71/10', '-fe03/b8'],
      ].join(' '),
    );
  });

  it('tells after every keystroke how many there are, and types at the pace that is wanted', async () => {
    const clock = new FakeClock();
    const { server, session } = await openFake({}, { clock });
    const told: string[] = [];
    const onProgress = (typed: number, total: number): void => void told.push(`${typed}/${total}`);
    const typing = session.keyboard.typeText('a\r\nb', { interval: 50, onProgress });
    await clock.advance(49);
    assert.deepEqual(told, ['1/3']);
    await clock.advance(51);
    await typing;
    assert.deepEqual(told, ['1/3', '2/3', '3/3']);
    assert.equal(server.keys, '+61 -61 +ff0d -ff0d +62 -62');
  });

  it('stops where it is when it is called off, with nothing held down', async () => {
    const clock = new FakeClock();
    const { server, session } = await openFake({}, { clock });
    const controller = new AbortController();
    const typing = session.keyboard.typeText('ABC', { interval: 50, signal: controller.signal });
    await clock.advance(60);
    controller.abort();
    await assert.rejects(typing, { code: 'VNC_CANCELLED' });
    await clock.advance(1000);
    assert.equal(server.keys, '+ffe1 +41 -41 -ffe1 +ffe1 +42 -42 -ffe1');
    assert.equal(clock.pending, 0);
  });

  it('says beforehand what it could not type', async () => {
    const machine = await openMachine({ keyboardLayout: 'us' });
    assert.deepEqual(machine.session.keyboard.untypable('fünf €, fünf'), ['ü', '€']);
    assert.deepEqual(machine.session.keyboard.untypable('fünf', 'de'), []);
    const { session } = await openFake();
    assert.deepEqual(session.keyboard.untypable('fünf 日本\r\n\u0007'), ['\u0007']);
    await assert.rejects(session.keyboard.typeText('\u0007'), { code: 'VNC_UNTYPABLE' });
  });

  it('leaves a machine time for every key event', async () => {
    const { server, session, clock } = await openMachine();
    const typing = session.keyboard.typeText('aBc');
    await clock.advance(19);
    assert.equal(server.keys, '+61/1e -61/1e');
    await clock.advance(1);
    assert.ok(server.keys.endsWith('-ffe1/2a'));
    await clock.advance(39);
    assert.ok(!server.keys.includes('+63'));
    await clock.advance(1);
    await typing;
    assert.ok(server.keys.endsWith('+63/2e -63/2e'));
    assert.equal(clock.pending, 0);
  });

  it('sends a machine that takes no scancodes the keysyms of its layout', async () => {
    const clock = new FakeClock();
    const { server, session } = await openFake({ name: 'QEMU' }, { clock, keyboardLayout: 'fr' });
    const typing = session.keyboard.typeText('1a');
    await clock.advance(1000);
    await typing;
    assert.equal(server.keys, '+ffe1 +31 -31 -26 -ffe1 +61 -61');
  });

  it('refuses what the layout lacks before the first key', async () => {
    const { server, session } = await openMachine();
    await assert.rejects(
      session.keyboard.typeText('aß'),
      (error) => isVncError(error, 'VNC_UNTYPABLE') && error.data['layout'] === 'us',
    );
    await assert.rejects(session.keyboard.press('ß'), { code: 'VNC_UNTYPABLE' });
    assert.equal(server.keys, '');
  });

  it('takes a layout for one text, and only a known one', async () => {
    const { server, session, clock } = await openMachine();
    const typing = session.keyboard.typeText('ß', { layout: 'de' });
    await clock.advance(100);
    await typing;
    assert.equal(server.keys, '+df/c -df/c');
    const options: object = { layout: 'klingon' };
    await assert.rejects(session.keyboard.typeText('a', options), { code: 'VNC_ARGUMENT_INVALID' });
  });

  it('turns Caps Lock of a machine off first', async () => {
    const { server, session, clock } = await openMachine();
    server.sendLocks(capsLight);
    await settle();
    for (const expected of ['+ffe5/3a -ffe5/3a +61/1e -61/1e', '+61/1e -61/1e']) {
      server.forget();
      const typing = session.keyboard.typeText('a');
      await clock.advance(100);
      await typing;
      assert.equal(server.keys, expected);
    }
  });

  it('wakes an X server with Shift before the first letter that it has to learn', async () => {
    const { server, session } = await openFake({ name: "root's X desktop (host:1)" });
    await session.keyboard.typeText('üö');
    assert.equal(server.keys, '+ffe1 -ffe1 +fc -fc +f6 -f6');
    server.forget();
    await session.keyboard.typeText('ü');
    assert.equal(server.keys, '+fc -fc');
  });

  it('does not need that after another key, nor elsewhere', async () => {
    const { server, session } = await openFake({ name: 'host:0' });
    await session.keyboard.typeText('aü');
    assert.equal(server.keys, '+61 -61 +fc -fc');
    const other = await openFake();
    await other.session.keyboard.typeText('ü');
    assert.equal(other.server.keys, '+fc -fc');
  });
});

describe('chords', () => {
  it('go to a machine as keys of its layout', async () => {
    const { server, session } = await openMachine({ keyboardLayout: 'de' });
    await session.keyboard.press('Ctrl+Z');
    await session.keyboard.hotkey(['Ctrl', '/']);
    assert.equal(
      server.keys,
      '+ffe3/1d +7a/15 -7a/15 -ffe3/1d +ffe3/1d +ffe1/2a +2f/8 -2f/8 -ffe1/2a -ffe3/1d',
    );
  });

  it('that are held come up as they went down, however the session ends', async () => {
    const { server, session } = await openMachine();
    await session.keyboard.down('Ctrl+Alt');
    await session.close();
    assert.equal(server.keys, '+ffe3/1d +ffe9/38 -ffe9/38 -ffe3/1d');
  });

  it('come up when a text is cut off by its deadline', async () => {
    const { server, session, clock } = await openMachine();
    const typing = assert.rejects(session.keyboard.typeText('A'.repeat(50), { timeout: 100 }), {
      code: 'VNC_ACTION_TIMEOUT',
    });
    await clock.advance(200);
    await typing;
    const down = new Set<number>();
    for (const { keysym, down: pressed } of server.sent('key'))
      if (pressed) down.add(keysym);
      else down.delete(keysym);
    assert.deepEqual([...down], []);
  });
});

describe('a person at the keyboard', () => {
  const key = (code: string, name: string, down: boolean, locks?: object): Parameters<Person['key']>[0] => ({
    code,
    key: name,
    location: 0,
    down,
    ...(locks === undefined ? {} : { locks }),
  });
  type Person = ReturnType<FakeSession['session']['attachPerson']>;

  it('sends the place of each key with what it writes', async () => {
    const { server, session } = await openMachine();
    const person = session.attachPerson('test');
    person.key(key('KeyY', 'z', true));
    person.key(key('KeyY', 'z', false));
    assert.equal(server.keys, '+7a/15 -7a/15');
  });

  it('sends dead keys to a machine, which composes by itself, and to nobody else', async () => {
    const { server, session } = await openMachine();
    const plain = await openFake();
    for (const person of [session.attachPerson('test'), plain.session.attachPerson('test')]) {
      person.key(key('Equal', 'Dead', true));
      person.key(key('Equal', 'Dead', false));
      person.key(key('KeyE', 'é', true));
      person.key(key('KeyE', 'é', false));
    }
    assert.equal(server.keys, '+0/d -0/d +e9/12 -e9/12');
    assert.equal(plain.server.keys, '+e9 -e9');
  });

  it('has the remote lock keys follow, once', async () => {
    const { server, session } = await openMachine();
    server.sendLocks(capsLight);
    await settle();
    const person = session.attachPerson('test');
    const locks = { caps: false, num: true };
    person.key(key('KeyA', 'a', true, locks));
    person.key(key('KeyA', 'a', false, locks));
    person.key(key('KeyB', 'b', true, locks));
    const pressed = '+ffe5/3a -ffe5/3a +ff7f/45 -ff7f/45';
    assert.equal(server.keys, `${pressed} +61/1e -61/1e +62/30`);
  });

  it('presses a lock key as such, whatever the lamps say', async () => {
    const { server, session } = await openMachine();
    server.sendLocks(0);
    await settle();
    const person = session.attachPerson('test');
    person.key(key('CapsLock', 'CapsLock', true, { caps: true }));
    person.key(key('CapsLock', 'CapsLock', false, { caps: true }));
    person.key(key('KeyA', 'A', true, { caps: true }));
    assert.equal(server.keys, '+ffe5/3a -ffe5/3a +41/1e');
  });

  it('leaves lock keys alone where the server does not tell of them', async () => {
    const { server, session } = await openMachine();
    session.attachPerson('test').key(key('KeyA', 'A', true, { caps: true, num: true }));
    assert.equal(server.keys, '+41/1e');
  });

  it('has AltGr where Windows makes it of Control and Alt', async () => {
    const { server, session } = await openMachine({ keyboardLayout: 'de' });
    const person = session.attachPerson('test');
    person.key(key('ControlLeft', 'Control', true));
    person.key(key('AltRight', 'AltGraph', true));
    person.key(key('KeyQ', '@', true));
    person.key(key('KeyQ', '@', false));
    person.key(key('ControlLeft', 'Control', false));
    person.key(key('AltRight', 'AltGraph', false));
    assert.equal(server.keys, '+ffe3/1d -ffe3/1d +fe03/b8 +40/10 -40/10 -fe03/b8');
  });

  it('types composed text, or says what cannot be typed', async () => {
    const { server, session } = await openFake();
    const person = session.attachPerson('test');
    person.text('漢A');
    assert.equal(server.keys, '+1006f22 -1006f22 +ffe1 +41 -41 -ffe1');
    const machine = await openMachine();
    assert.throws(() => machine.session.attachPerson('test').text('x漢'), { code: 'VNC_UNTYPABLE' });
    assert.equal(machine.server.keys, '');
  });
});
