import assert from 'node:assert/strict';
import { type VncErrorCode } from '../../../src/core/base/errorCodes.ts';
import { isVncError, vncError } from '../../../src/core/base/errors.ts';
import type { Driver, PersonInput } from '../../../src/core/session/drivers.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';
import { openFake } from './openFake.ts';

const script: Driver = { kind: 'script', name: 'login.vncscript' };
const agent: Driver = { kind: 'agent', name: 'helper' };
const fails =
  (code: VncErrorCode) =>
  (error: unknown): boolean =>
    isVncError(error, code);

/** A key event of a page. */
function press(person: PersonInput, code: string, key: string): void {
  person.key({ code, key, location: 0, down: true });
}

function release(person: PersonInput, code: string, key: string): void {
  person.key({ code, key, location: 0, down: false });
}

describe('taking the controls', () => {
  it('is for one driver at a time', async () => {
    const { session } = await openFake();
    const states: string[] = [];
    session.arbiter.onChange(({ driver, paused }) => states.push(`${driver?.name ?? 'nobody'} ${paused}`));
    const driven = session.drive(script);
    assert.deepEqual(session.arbiter.state, { driver: script, paused: false });
    assert.throws(
      () => session.drive(agent),
      (error) => {
        assert.ok(isVncError(error, 'VNC_INPUT_TAKEN'));
        assert.deepEqual(error.data, { driver: 'login.vncscript', driverKind: 'script' });
        return true;
      },
    );
    driven.dispose();
    driven.dispose();
    session.drive(agent).dispose();
    assert.deepEqual(states, ['login.vncscript false', 'nobody false', 'helper false', 'nobody false']);
  });

  it('keeps everybody else from sending, except while paused', async () => {
    const { server, session } = await openFake();
    const driven = session.drive(script);
    await assert.rejects(session.keyboard.press('a'), fails('VNC_INPUT_TAKEN'));
    await session.screen.capture();
    session.arbiter.takeOver();
    await session.keyboard.press('b');
    session.arbiter.resume();
    await assert.rejects(session.keyboard.press('c'), fails('VNC_INPUT_TAKEN'));
    driven.dispose();
    await session.keyboard.press('d');
    assert.equal(server.keys, '+62 -62 +64 -64');
  });

  it('ends with everything up that the driver held', async () => {
    const { server, session } = await openFake();
    const driven = session.drive(script);
    await driven.keyboard.down('Ctrl+Alt');
    await driven.mouse.moveTo(1, 1);
    await driven.mouse.down();
    driven.dispose();
    assert.equal(server.keys, '+ffe3 +ffe9 -ffe9 -ffe3');
    assert.equal(server.pointer, '1,1 1,1:1 1,1');
    await assert.rejects(driven.mouse.up(), fails('VNC_INPUT_TAKEN'));
  });

  it('is refused when the session is closed', async () => {
    const { session } = await openFake();
    const driven = session.drive(script);
    await session.close();
    assert.equal(session.arbiter.state.driver, undefined);
    assert.throws(() => session.drive(agent), fails('VNC_SESSION_CLOSED'));
    await assert.rejects(driven.keyboard.press('a'));
  });
});

describe('a driver whose session ends', () => {
  it('hears that it was closed, whatever it was doing', async () => {
    const { session } = await openFake({ answers: false });
    const driven = session.drive(script);
    const ended = fails('VNC_SESSION_CLOSED');
    const click = assert.rejects(driven.mouse.click({ hold: 10_000 }), ended);
    const look = assert.rejects(driven.screen.refresh(), ended);
    await settle();
    await session.close();
    await Promise.all([click, look]);
    await assert.rejects(driven.keyboard.press('a'), ended);
  });

  it('hears why it was lost, also while it waits for a person', async () => {
    const { server, session } = await openFake({ answers: false });
    const driven = session.drive(script);
    const lost = fails('VNC_CONNECTION_LOST');
    session.arbiter.takeOver();
    const click = assert.rejects(driven.mouse.click(), lost);
    const look = assert.rejects(driven.screen.refresh(), lost);
    await settle();
    server.drop(vncError('VNC_CONNECTION_LOST'));
    await Promise.all([click, look]);
    await assert.rejects(driven.keyboard.press('a'), lost);
  });
});

describe('taking over', () => {
  it('pauses the driver: what it held comes up, its next input waits for resume', async () => {
    const { server, session } = await openFake();
    const driven = session.drive(script);
    await driven.keyboard.down('Shift');
    session.arbiter.takeOver();
    assert.deepEqual(session.arbiter.state, { driver: script, paused: true });
    assert.equal(server.keys, '+ffe1 -ffe1');
    let done = false;
    const pending = driven.keyboard.press('F1').then(() => (done = true));
    await settle();
    assert.equal(done, false);
    session.arbiter.resume();
    await pending;
    // The key that the driver holds is down again before it goes on.
    assert.equal(server.keys, '+ffe1 -ffe1 +ffe1 +ffbe -ffbe');
    await driven.keyboard.up('Shift');
    assert.match(server.keys, /-ffe1$/);
  });

  it('holds up a text in the middle and lets it end after resume', async () => {
    const clock = new FakeClock();
    const { server, session } = await openFake({}, { clock });
    const driven = session.drive(script);
    const typing = driven.keyboard.typeText('abcd', { interval: 10, timeout: 100 });
    await clock.advance(15);
    session.arbiter.takeOver();
    // A pause is a person's time, not the action's.
    await clock.advance(60_000);
    assert.equal(server.keys, '+61 -61 +62 -62');
    session.arbiter.resume();
    await clock.advance(50);
    await typing;
    assert.equal(server.keys, '+61 -61 +62 -62 +63 -63 +64 -64');
    assert.equal(clock.pending, 0);
  });

  it('stops a text that is typed without any interval', async () => {
    const { server, session } = await openFake();
    const driven = session.drive(script);
    const typing = driven.keyboard.typeText('a'.repeat(5000));
    setImmediate(() => session.arbiter.takeOver());
    await settle();
    const typed = server.sent('key').length;
    assert.ok(typed < 10_000, `${typed} events`);
    session.arbiter.resume();
    await typing;
    assert.equal(server.sent('key').length, 10_000);
  });

  it('ends a drag with its button up', async () => {
    const clock = new FakeClock();
    const { server, session } = await openFake({}, { clock });
    const driven = session.drive(script);
    const check = assert.rejects(
      driven.mouse.drag({ x: 0, y: 0 }, { x: 60, y: 0 }),
      fails('VNC_INPUT_TAKEN'),
    );
    await clock.advance(100);
    session.arbiter.takeOver();
    assert.equal(server.sent('pointer').at(-1)?.buttons, 0);
    await clock.advance(100);
    await check;
    assert.equal(clock.pending, 0);
  });

  it('lets the driver be stopped: its waiting and its next actions fail', async () => {
    const { server, session } = await openFake({ answers: false });
    const driven = session.drive(script);
    const looking = assert.rejects(driven.screen.refresh(), fails('VNC_INPUT_TAKEN'));
    session.arbiter.takeOver();
    const pending = assert.rejects(driven.mouse.click(), fails('VNC_INPUT_TAKEN'));
    await settle();
    session.arbiter.stopDriver();
    await Promise.all([pending, looking]);
    await assert.rejects(driven.keyboard.press('a'), fails('VNC_INPUT_TAKEN'));
    await assert.rejects(driven.screen.capture(), fails('VNC_INPUT_TAKEN'));
    assert.equal(server.keys, '');
    assert.equal(session.arbiter.state.driver, undefined);
    await session.keyboard.press('b');
    driven.dispose();
  });

  it('can be cancelled while it waits', async () => {
    const { session } = await openFake();
    const driven = session.drive(script);
    session.arbiter.takeOver();
    const abort = new AbortController();
    const check = assert.rejects(driven.mouse.click({ signal: abort.signal }), fails('VNC_CANCELLED'));
    await settle();
    abort.abort();
    await check;
  });

  it('is harmless when nobody drives', async () => {
    const { session } = await openFake();
    session.arbiter.onChange(() => assert.fail('nothing changed'));
    session.arbiter.takeOver();
    session.arbiter.resume();
    session.arbiter.stopDriver();
    assert.deepEqual(session.arbiter.state, { driver: undefined, paused: false });
  });
});

describe("a person's input", () => {
  it('goes straight to the server', async () => {
    const { server, session } = await openFake();
    const person = session.attachPerson('panel');
    press(person, 'KeyA', 'a');
    release(person, 'KeyA', 'a');
    person.pointer({ x: 3, y: 4, buttons: 0 });
    person.pointer({ x: 3, y: 4, buttons: 4 });
    person.wheel({ x: 5, y: 6, right: -1, down: 2 });
    person.pointer({ x: 3, y: 4, buttons: 0 });
    assert.equal(server.keys, '+61 -61');
    assert.equal(server.pointer, '3,4 3,4:4 5,6:4 5,6:20 5,6:4 5,6:20 5,6:4 5,6:36 5,6:4 3,4');
  });

  it('is clamped to the screen', async () => {
    const { server, session } = await openFake();
    const person = session.attachPerson('panel');
    person.pointer({ x: -5, y: 1000, buttons: 0 });
    person.pointer({ x: Number.NaN, y: 12.7, buttons: 0 });
    assert.equal(server.pointer, '0,47 0,12');
  });

  it('drops the buttons that a plain pointer event cannot carry', async () => {
    const { server, session } = await openFake();
    session.attachPerson('panel').pointer({ x: 1, y: 1, buttons: 0b11010 });
    assert.equal(server.pointer, '1,1:2');
  });

  it('releases a key with what it was pressed with, whatever the modifiers are then', async () => {
    const { server, session } = await openFake();
    const person = session.attachPerson('panel');
    press(person, 'ShiftLeft', 'Shift');
    press(person, 'KeyA', 'A');
    release(person, 'ShiftLeft', 'Shift');
    press(person, 'KeyA', 'a');
    release(person, 'KeyA', 'a');
    assert.equal(server.keys, '+ffe1 +41 -ffe1 +41 -41');
  });

  it('lets go of everything at once', async () => {
    const { server, session } = await openFake();
    const person = session.attachPerson('panel');
    press(person, 'ControlLeft', 'Control');
    press(person, 'KeyC', 'c');
    person.pointer({ x: 1, y: 1, buttons: 1 });
    person.releaseAll();
    person.releaseAll();
    assert.equal(server.keys, '+ffe3 +63 -63 -ffe3');
    assert.equal(server.pointer, '1,1:1 1,1');
  });

  it('lets go when its panel goes away, and hears nothing afterwards', async () => {
    const { server, session } = await openFake();
    const person = session.attachPerson('panel');
    press(person, 'KeyA', 'a');
    person.dispose();
    press(person, 'KeyB', 'b');
    person.pointer({ x: 1, y: 1, buttons: 1 });
    person.wheel({ x: 1, y: 1, right: 0, down: 1 });
    person.dispose();
    assert.equal(server.keys, '+61 -61');
    assert.equal(server.pointer, '');
  });

  it('lets go when the session closes', async () => {
    const { server, session } = await openFake();
    const person = session.attachPerson('panel');
    press(person, 'KeyA', 'a');
    await session.close();
    press(person, 'KeyB', 'b');
    assert.equal(server.keys, '+61 -61');
  });

  it('is dropped on a session that only looks', async () => {
    const { server, session } = await openFake({}, { viewOnly: true });
    const driven = session.drive(script);
    const person = session.attachPerson('panel');
    press(person, 'KeyA', 'a');
    person.pointer({ x: 1, y: 1, buttons: 1 });
    person.wheel({ x: 1, y: 1, right: 0, down: 1 });
    assert.deepEqual(server.messages, []);
    assert.equal(session.arbiter.state.paused, false);
    driven.dispose();
  });

  for (const [what, act] of [
    ['a key', (person: PersonInput) => press(person, 'KeyA', 'a')],
    ['a button', (person: PersonInput) => person.pointer({ x: 1, y: 1, buttons: 1 })],
    ['the wheel', (person: PersonInput) => person.wheel({ x: 1, y: 1, right: 0, down: 1 })],
  ] as const)
    it(`takes over with ${what}, after what the driver held came up`, async () => {
      const { server, session } = await openFake();
      const driven = session.drive(script);
      await driven.keyboard.down('Ctrl');
      const person = session.attachPerson('panel');
      act(person);
      assert.equal(session.arbiter.state.paused, true);
      assert.ok(server.keys.startsWith('+ffe3 -ffe3'));
      assert.ok(server.messages.length > 2);
      person.releaseAll();
      driven.dispose();
    });

  it('does not disturb a driver with bare moves and releases', async () => {
    const { server, session } = await openFake();
    const driven = session.drive(script);
    const person = session.attachPerson('panel');
    person.pointer({ x: 1, y: 1, buttons: 0 });
    release(person, 'KeyA', 'a');
    press(person, 'Dead', 'Dead');
    assert.deepEqual(server.messages, []);
    assert.equal(session.arbiter.state.paused, false);
    driven.dispose();
  });

  it('is up when the driver goes on', async () => {
    const { server, session } = await openFake();
    const driven = session.drive(script);
    const person = session.attachPerson('panel');
    press(person, 'ControlLeft', 'Control');
    session.arbiter.resume();
    assert.equal(server.keys, '+ffe3 -ffe3');
    await driven.keyboard.press('a');
    assert.ok(server.keys.endsWith('+61 -61'));
  });

  it('drops the Control that Windows makes up for AltGr', async () => {
    const clock = new FakeClock();
    const { server, session } = await openFake({}, { clock });
    const person = session.attachPerson('panel');
    press(person, 'ControlLeft', 'Control');
    press(person, 'AltRight', 'AltGraph');
    press(person, 'KeyQ', '@');
    assert.equal(server.keys, '+ffe3 -ffe3 +fe03 +40');
    person.releaseAll();
    server.forget();
    press(person, 'ControlLeft', 'Control');
    await clock.advance(500);
    press(person, 'AltRight', 'AltGraph');
    assert.equal(server.keys, '+ffe3 +fe03');
    person.dispose();
  });

  it('pairs keys without a code by what they write', async () => {
    const { server, session } = await openFake();
    const person = session.attachPerson('panel');
    press(person, '', 'x');
    press(person, '', 'y');
    release(person, '', 'x');
    release(person, '', 'y');
    assert.equal(server.keys, '+78 +79 -78 -79');
  });
});
