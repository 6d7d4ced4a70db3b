import assert from 'node:assert/strict';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { openSession, type OpenSessionOptions } from '../../src/core/session/openSession.ts';
import type { Session } from '../../src/core/session/session.ts';
import type { DialTarget } from '../../src/core/transport/target.ts';
import { startQemu } from '../support/servers/qemu.ts';
import { type TigerVncOptions, startTigerVnc } from '../support/servers/tigerVnc.ts';
import { startWebsockify } from '../support/servers/websockify.ts';
import { paintDisplay } from '../support/servers/xDisplay.ts';
import { until } from '../support/until.ts';
import { assertCaptureIsGrab, assertTyping } from './sessions.ts';

/** Attempts follow each other fast enough for a test. */
const policy = { firstDelay: 100, longestDelay: 400, maxAttempts: 100 } as const;

/** Opens a session that reconnects, and notes its phases. */
async function openKept(
  target: DialTarget,
  options: Partial<OpenSessionOptions> = {},
): Promise<{ readonly session: Session; readonly phases: string[] }> {
  const session = await openSession({ target, name: 'kept', credentials: {}, reconnect: policy, ...options });
  const phases: string[] = [];
  session.onStateChange((state) => {
    if (state.phase !== 'open') phases.push(`${state.phase} ${state.error?.code ?? ''}`.trim());
    else phases.push('open');
  });
  return { session, phases };
}

function tcp({ host, port }: { readonly host: string; readonly port: number }): DialTarget {
  return { transport: 'tcp', host, port };
}

/** Waits until the session is open again, by another connection. */
async function untilReconnected(session: Session, times = 1): Promise<void> {
  await until(
    'the session is open again',
    () => session.state.phase === 'open' && session.statistics.reconnects >= times,
  );
}

describe('a session whose server goes away', function () {
  this.timeout(120_000);

  it('goes on with the next one in its place, whatever its size and picture', async () => {
    const options: TigerVncOptions = { width: 640, height: 480 };
    await using first = await startTigerVnc(options);
    const { session, phases } = await openKept(tcp(first));
    try {
      const sizes: string[] = [];
      const damaged: string[] = [];
      session.screen.onResize(({ width, height }) => sizes.push(`${width}x${height}`));
      session.screen.watch((rects) =>
        damaged.push(...rects.map(({ width, height }) => `${width}x${height}`)),
      );
      const script = session.drive({ kind: 'script', name: 'test.vncscript' });
      await script.mouse.moveTo(5, 5);
      await first.close();
      await until('the loss is noticed', () => session.state.phase === 'reconnecting');
      const capture = script.screen.capture({ timeout: 60_000 });
      const moving = script.mouse.moveTo(700, 20, { timeout: 60_000 }).catch((error: unknown) => error);
      await using second = await startTigerVnc({ width: 720, height: 500, port: first.port });
      await untilReconnected(session);
      assert.deepEqual([(await capture).width, (await capture).height], [720, 500]);
      // A place that the old screen did not have is refused before it is waited for.
      assert.equal(((await moving) as { code?: string }).code, 'VNC_OUTSIDE_SCREEN');
      assert.deepEqual(sizes, ['720x500']);
      assert.ok(damaged.includes('720x500'));
      const pixels = Buffer.from('3366aaff'.repeat(720 * 500), 'hex');
      {
        await using _painting = await paintDisplay(second.display, { width: 720, height: 500, pixels });
        await assertCaptureIsGrab(session, second, 'the new server');
      }
      script.dispose();
      await assertTyping(session, second);
      assert.equal(phases[0], 'reconnecting VNC_CONNECTION_LOST');
      assert.equal(phases.at(-1), 'open');
    } finally {
      await session.close();
    }
  });

  it('asks for the size of the desktop again that it had asked for', async () => {
    await using first = await startTigerVnc();
    const { session } = await openKept(tcp(first));
    try {
      await until('the server has shown that it resizes', () => session.capabilities.desktopResize);
      await session.resize({ width: 900, height: 700 });
      await until('the desktop has the size', () => session.size.width === 900);
      await first.close();
      await using second = await startTigerVnc({ port: first.port });
      await untilReconnected(session);
      await session.screen.refresh();
      await until('the desktop has the size again', () => session.size.width === 900);
      await assertCaptureIsGrab(session, second, 'the new server with the old size');
    } finally {
      await session.close();
    }
  });

  it('ends when the next one does not let it in, and does not try again', async () => {
    await using first = await startTigerVnc({ security: 'vncauth', password: 'secret12' });
    const { session, phases } = await openKept(tcp(first), { credentials: { password: 'secret12' } });
    await first.close();
    await using _second = await startTigerVnc({
      security: 'vncauth',
      password: 'other345',
      port: first.port,
    });
    await until('the session has ended', () => session.state.phase === 'closed');
    assert.equal(phases.at(-1), 'closed VNC_AUTH_REJECTED');
  });

  it('gets in with the fresh password of each attempt', async () => {
    await using first = await startTigerVnc({ security: 'vncauth', password: 'secret12' });
    let prepared = 0;
    const { session } = await openKept(tcp(first), {
      credentials: { password: 'secret12' },
      reconnect: {
        ...policy,
        prepare: async () => {
          prepared += 1;
          return await Promise.resolve({ target: tcp(first), credentials: { password: 'other345' } });
        },
      },
    });
    try {
      await first.close();
      await using second = await startTigerVnc({
        security: 'vncauth',
        password: 'other345',
        port: first.port,
      });
      await untilReconnected(session);
      assert.ok(prepared >= 1);
      await assertCaptureIsGrab(session, second, 'the new server');
    } finally {
      await session.close();
    }
  });

  it('asks a person once for the password', async () => {
    const options: TigerVncOptions = { security: 'vncauth', password: 'secret12' };
    await using first = await startTigerVnc(options);
    let asked = 0;
    const ask = async (): Promise<{ password: string }> => {
      asked += 1;
      return await Promise.resolve({ password: 'secret12' });
    };
    const { session } = await openKept(tcp(first), { credentials: { ask } });
    try {
      await first.close();
      await using _second = await startTigerVnc({ ...options, port: first.port });
      await untilReconnected(session);
      assert.equal(asked, 1);
    } finally {
      await session.close();
    }
  });

  it('ends with the refusal when nothing comes in its place', async () => {
    await using server = await startQemu();
    const { session, phases } = await openKept(tcp(server), { reconnect: { ...policy, maxAttempts: 3 } });
    await server.command('quit').catch(() => undefined);
    await until('the session has ended', () => session.state.phase === 'closed');
    assert.equal(phases[0], 'reconnecting VNC_CONNECTION_LOST');
    assert.equal(phases.at(-1), 'closed VNC_CONNECTION_REFUSED');
  });

  it('comes back through a WebSocket gateway that was started anew', async () => {
    await using server = await startTigerVnc();
    await using first = await startWebsockify({ targetPort: server.port });
    let gateway = first;
    const target = (): DialTarget => ({
      transport: 'websocket',
      urlTemplate: gateway.origin,
      values: {},
      tls: { verify: true },
    });
    const prepare = async (): Promise<{ target: DialTarget; credentials: object }> =>
      await Promise.resolve({ target: target(), credentials: {} });
    const { session } = await openKept(target(), { reconnect: { ...policy, prepare } });
    try {
      await first.close();
      await until('the loss is noticed', () => session.state.phase === 'reconnecting');
      gateway = await startWebsockify({ targetPort: server.port });
      await untilReconnected(session);
      await assertCaptureIsGrab(session, server, 'the server behind the new gateway');
    } finally {
      await session.close();
      await gateway.close();
    }
  });
});

describe('a session whose server stands still', function () {
  this.timeout(120_000);

  it('goes on when the server does in time', async () => {
    await using server = await startTigerVnc();
    const { session, phases } = await openKept(tcp(server), { silenceLimit: 60_000 });
    try {
      process.kill(server.pid, 'SIGSTOP');
      const capture = session.screen.capture();
      await pause(2500);
      process.kill(server.pid, 'SIGCONT');
      assert.equal((await capture).width, 800);
      await assertCaptureIsGrab(session, server, 'the server that goes on');
      assert.deepEqual(phases, []);
      assert.equal(session.statistics.reconnects, 0);
    } finally {
      process.kill(server.pid, 'SIGCONT');
      await session.close();
    }
  });

  it('takes it for lost after the limit, and comes back when it goes on', async () => {
    await using server = await startTigerVnc();
    const { session, phases } = await openKept(tcp(server), { silenceLimit: 3000, timeout: 2000 });
    try {
      process.kill(server.pid, 'SIGSTOP');
      const capture = session.screen.capture({ timeout: 60_000 });
      await until('the silence is noticed', () => session.state.phase === 'reconnecting');
      assert.equal(phases[0], 'reconnecting VNC_SERVER_SILENT');
      // The system takes the connection, but the server says nothing.
      await until('an attempt has failed', () => phases.includes('reconnecting VNC_HANDSHAKE_TIMEOUT'));
      process.kill(server.pid, 'SIGCONT');
      assert.equal((await capture).width, 800);
      assert.equal(session.state.phase, 'open');
      await assertCaptureIsGrab(session, server, 'the server that goes on');
    } finally {
      process.kill(server.pid, 'SIGCONT');
      await session.close();
    }
  });

  it('never takes a static screen for lost', async () => {
    await using server = await startTigerVnc();
    const { session, phases } = await openKept(tcp(server), { keepAlive: 100, silenceLimit: 2500 });
    try {
      session.screen.watch(() => undefined);
      await until('it was asked again and again whether it is there', () => {
        const { latency } = session.statistics;
        return latency !== undefined && latency.count >= 3;
      });
      assert.deepEqual(phases, []);
      const { latency } = session.statistics;
      assert.ok(latency !== undefined && latency.median > 0 && latency.last > 0);
    } finally {
      await session.close();
    }
  });
});
