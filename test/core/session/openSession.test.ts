import assert from 'node:assert/strict';
import type { VncErrorCode } from '../../../src/core/base/errorCodes.ts';
import { isVncError, vncError } from '../../../src/core/base/errors.ts';
import type { Credentials } from '../../../src/core/rfb/credentials.ts';
import { openSession, openSessionOver } from '../../../src/core/session/openSession.ts';
import type { CursorImage } from '../../../src/core/image/cursorImage.ts';
import type { BytePipe } from '../../../src/core/transport/bytePipe.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';
import { FakePipe } from '../../support/fakePipe.ts';
import { FakeRfbServer } from '../../support/fakeRfbServer.ts';
import { openFake } from './openFake.ts';

const fails =
  (code: VncErrorCode) =>
  (error: unknown): boolean =>
    isVncError(error, code);

/** A pipe whose server offers VncAuth and then waits. */
function passwordServer(): { readonly pipe: FakePipe; written: number } {
  const state = {
    written: 0,
    pipe: new FakePipe((bytes) => {
      state.written += bytes.length;
      if (state.written === 12) state.pipe.deliver(Uint8Array.of(1, 2));
      if (state.written === 13) state.pipe.deliver(new Uint8Array(16));
    }),
  };
  state.pipe.deliver(Buffer.from('RFB 003.008\n'));
  return state;
}

describe('opening a session', () => {
  it('resolves when the whole picture is there', async () => {
    const server = new FakeRfbServer({ width: 9, height: 5 });
    server.paint({ x: 0, y: 0, width: 9, height: 5 }, 0x336699);
    await using session = await openSessionOver(() => Promise.resolve(server.pipe), {
      name: 'the lab',
      credentials: {},
    });
    assert.equal(session.name, 'the lab');
    assert.equal(session.address, 'fake:5900');
    assert.equal(session.desktopName, 'fake desktop');
    assert.deepEqual(session.size, { width: 9, height: 5 });
    assert.deepEqual(session.state, { phase: 'open' });
    assert.equal(session.facts['securityType'], 'None');
    assert.deepEqual(session.screen.peek(), server.picture);
    assert.deepEqual(server.sent('updateRequest')[0], {
      type: 'updateRequest',
      incremental: false,
      region: { x: 0, y: 0, width: 9, height: 5 },
    });
  });

  for (const [silentAt, code] of [
    ['version', 'VNC_HANDSHAKE_TIMEOUT'],
    ['security', 'VNC_HANDSHAKE_TIMEOUT'],
    ['picture', 'VNC_FIRST_PICTURE_TIMEOUT'],
  ] as const)
    it(`ends with ${code} when the server is silent at its ${silentAt}, and leaves nothing`, async () => {
      const clock = new FakeClock();
      const server = new FakeRfbServer({ silentAt });
      const opening = openSessionOver(() => Promise.resolve(server.pipe), {
        name: 'x',
        credentials: {},
        timeout: 5000,
        clock,
      });
      const check = assert.rejects(opening, (error) => {
        assert.ok(isVncError(error, code));
        assert.equal(error.kind, 'timeout');
        assert.equal(error.data['timeout'], 5000);
        return true;
      });
      await clock.advance(4999);
      assert.equal(server.pipe.ended, false);
      await clock.advance(1);
      await check;
      assert.equal(server.pipe.ended, true);
      assert.equal(clock.pending, 0);
    });

  it('ends with VNC_DIAL_TIMEOUT while dialling, and closes a pipe that comes too late', async () => {
    const clock = new FakeClock();
    const late = new FakePipe(() => undefined);
    let dialled: (pipe: BytePipe) => void = () => undefined;
    let signal: AbortSignal | undefined;
    const opening = openSessionOver(
      (given) => {
        signal = given;
        return new Promise((resolve) => (dialled = resolve));
      },
      { name: 'x', credentials: {}, clock },
    );
    const check = assert.rejects(opening, fails('VNC_DIAL_TIMEOUT'));
    await clock.advance(15_000);
    await check;
    assert.equal(signal?.aborted, true);
    dialled(late);
    await settle();
    assert.equal(late.ended, true);
    assert.equal(clock.pending, 0);
  });

  it('passes on what dialling threw', async () => {
    const clock = new FakeClock();
    const refused = vncError('VNC_CONNECTION_REFUSED', { host: 'x', port: 1 });
    const opening = openSessionOver(() => Promise.reject(refused), { name: 'x', credentials: {}, clock });
    await assert.rejects(opening, refused);
    assert.equal(clock.pending, 0);
  });

  it('passes on why the server went away before the first picture', async () => {
    const clock = new FakeClock();
    const server = new FakeRfbServer({ silentAt: 'picture' });
    const opening = openSessionOver(() => Promise.resolve(server.pipe), {
      name: 'x',
      credentials: {},
      clock,
    });
    const check = assert.rejects(opening, fails('VNC_CONNECTION_LOST'));
    await settle();
    server.drop(vncError('VNC_CONNECTION_LOST'));
    await check;
    assert.equal(clock.pending, 0);
  });

  for (const silentAt of ['version', 'picture'] as const)
    it(`can be cancelled while the server is silent at its ${silentAt}`, async () => {
      const clock = new FakeClock();
      const server = new FakeRfbServer({ silentAt });
      const abort = new AbortController();
      const opening = openSessionOver(() => Promise.resolve(server.pipe), {
        name: 'x',
        credentials: {},
        signal: abort.signal,
        clock,
      });
      const check = assert.rejects(opening, fails('VNC_CANCELLED'));
      await settle();
      abort.abort();
      await check;
      assert.equal(server.pipe.ended, true);
      assert.equal(clock.pending, 0);
    });

  it('does not dial at all when it is cancelled before', async () => {
    const signal = AbortSignal.abort();
    const opening = openSessionOver(() => assert.fail('dialled'), { name: 'x', credentials: {}, signal });
    await assert.rejects(opening, fails('VNC_CANCELLED'));
  });

  it('does not count the time that a person is asked for the password', async () => {
    const clock = new FakeClock();
    const server = passwordServer();
    let answer: (credentials: Credentials) => void = () => undefined;
    const opening = openSessionOver(() => Promise.resolve(server.pipe), {
      name: 'x',
      timeout: 1000,
      clock,
      credentials: { ask: () => new Promise((resolve) => (answer = resolve)) },
    });
    const check = assert.rejects(opening, fails('VNC_HANDSHAKE_TIMEOUT'));
    await clock.advance(600_000);
    assert.equal(clock.pending, 0);
    answer({ password: 'secret12' });
    await settle();
    assert.equal(server.written, 12 + 1 + 16);
    await clock.advance(999);
    assert.equal(server.pipe.ended, false);
    await clock.advance(1);
    await check;
    assert.equal(server.pipe.ended, true);
    assert.equal(clock.pending, 0);
  });

  it('says that nothing listens where it was sent', async () => {
    const opening = openSession({
      target: { transport: 'tcp', host: '127.0.0.1', port: 1 },
      name: 'nobody',
      credentials: {},
    });
    await assert.rejects(opening, fails('VNC_CONNECTION_REFUSED'));
  });

  it('leaves other clients connected unless it is told not to', async () => {
    for (const shared of [undefined, false]) {
      const written: number[] = [];
      const server = new FakeRfbServer();
      const pipe = new Proxy(server.pipe, {
        get: (target, key) => {
          const value: unknown = Reflect.get(target, key);
          if (key === 'write')
            return (bytes: Uint8Array) => {
              written.push(...bytes);
              target.write(bytes);
            };
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
      await using _session = await openSessionOver(() => Promise.resolve(pipe), {
        name: 'x',
        credentials: {},
        shared,
      });
      // The 12 bytes of the version and the security type come before ClientInit.
      assert.equal(written[13], shared === false ? 0 : 1);
    }
  });
});

describe('a session', () => {
  it('tells of cursor, bell and name', async () => {
    const { server, session } = await openFake();
    let bells = 0;
    session.screen.onBell(() => (bells += 1));
    const cursors: (CursorImage | undefined)[] = [session.cursor];
    server.sendBell();
    server.sendCursor({ width: 3, height: 2 }, 0x112233);
    await settle();
    assert.equal(bells, 1);
    cursors.push(session.cursor);
    assert.equal(cursors[0], undefined);
    assert.equal(cursors[1]?.width, 3);
    assert.deepEqual([...cursors[1].pixels.subarray(0, 4)], [0x11, 0x22, 0x33, 255]);
  });

  it('captures PNG, JPEG and BMP, whole and in part', async () => {
    const { session } = await openFake();
    const signatures = { png: '89504e47', jpeg: 'ffd8ff', bmp: '424d' } as const;
    for (const format of ['png', 'jpeg', 'bmp'] as const) {
      const region = { x: 1, y: 2, width: 10, height: 20 };
      const shot = await session.screen.capture({ format, region });
      assert.equal(shot.format, format);
      assert.deepEqual(shot.region, region);
      assert.equal(shot.width, 10);
      assert.ok(Buffer.from(shot.data).toString('hex').startsWith(signatures[format]));
    }
    const shot = await session.screen.capture();
    assert.equal(shot.format, 'png');
    assert.deepEqual(shot.region, { x: 0, y: 0, width: 64, height: 48 });
    for (const quality of [0, 101, Number.NaN])
      await assert.rejects(session.screen.capture({ quality }), fails('VNC_ARGUMENT_INVALID'));
  });

  it('captures what is known without asking, if told to', async () => {
    const { server, session } = await openFake({ answers: false });
    const region = { x: 3, y: 2, width: 5, height: 4 };
    for (const options of [{}, { region }]) {
      const shot = await session.screen.capture({ ...options, format: 'bmp', asKnown: true });
      assert.deepEqual(shot.region, options.region ?? { x: 0, y: 0, ...server.size });
    }
    assert.deepEqual(server.messages, []);
  });

  it('knows single pixels', async () => {
    const { server, session } = await openFake();
    server.paint({ x: 5, y: 6, width: 1, height: 1 }, 0xaabbcc);
    assert.deepEqual(await session.screen.pixel(5, 6), { red: 0xaa, green: 0xbb, blue: 0xcc });
    assert.deepEqual(await session.screen.pixel(6, 6), { red: 255, green: 255, blue: 255 });
  });

  it('copies pixels without asking the server', async () => {
    const { server, session } = await openFake();
    server.paint({ x: 0, y: 0, width: 64, height: 48 }, 0x010203);
    await session.screen.refresh();
    server.forget();
    const target = new Uint8Array(2 * 3 * 4);
    session.copyPixels({ x: 4, y: 4, width: 2, height: 3 }, target);
    assert.deepEqual([...target.subarray(20)], [1, 2, 3, 255]);
    assert.deepEqual(session.screen.peek({ x: 4, y: 4, width: 2, height: 3 }).pixels, target);
    assert.deepEqual(server.messages, []);
  });

  it('closes once, and says so once', async () => {
    const { server, session } = await openFake();
    const phases: string[] = [];
    session.onStateChange(({ phase }) => phases.push(phase));
    await Promise.all([session.close(), session.close()]);
    await session.close();
    assert.deepEqual(phases, ['closed']);
    assert.deepEqual(session.state, { phase: 'closed' });
    assert.equal(server.pipe.ended, true);
  });

  it('tells why it was lost, to listeners and to actions', async () => {
    const clock = new FakeClock();
    const { server, session } = await openFake({ answers: false }, { clock });
    const check = assert.rejects(session.screen.refresh(), fails('VNC_CONNECTION_LOST'));
    const typing = assert.rejects(
      session.keyboard.typeText('abc', { interval: 1000 }),
      fails('VNC_CONNECTION_LOST'),
    );
    await settle();
    server.drop(vncError('VNC_CONNECTION_LOST', { reason: 'ECONNRESET' }));
    await Promise.all([check, typing]);
    assert.equal(session.state.phase, 'closed');
    assert.ok(isVncError(session.state.error, 'VNC_CONNECTION_LOST'));
    assert.equal(clock.pending, 0);
    await session.close();
  });

  it('ends when the server breaks the protocol', async () => {
    const { server, session } = await openFake();
    server.pipe.deliver(Uint8Array.of(77));
    await settle();
    assert.equal(session.state.phase, 'closed');
    assert.ok(isVncError(session.state.error, 'VNC_MESSAGE_UNKNOWN'));
    assert.equal(server.pipe.ended, true);
  });

  it('ends when more waits to be sent than any link should hold', async () => {
    const { server, session } = await openFake();
    const person = session.attachPerson('panel');
    server.pipe.bufferedBytes = 17 * 1024 * 1024;
    person.key({ code: 'KeyA', key: 'a', location: 0, down: true });
    await settle();
    assert.equal(session.state.phase, 'closed');
    assert.equal(server.pipe.ended, true);
  });
});
