import assert from 'node:assert/strict';
import { type VncError, vncError } from '../../../src/core/base/errors.ts';
import type { VncErrorCode } from '../../../src/core/base/errorCodes.ts';
import { reconnectPolicyOf } from '../../../src/core/profile/sessionOptions.ts';
import type { ReconnectPolicy } from '../../../src/core/session/reconnectOptions.ts';
import { Reconnector, isWorthRetrying, pauseBefore } from '../../../src/core/session/reconnector.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';

const lost = vncError('VNC_CONNECTION_LOST');

/** A connection that comes back when the test says so. */
class Attempts {
  readonly clock = new FakeClock();
  /** When attempts began. */
  readonly begun: number[] = [];
  readonly waits: string[] = [];
  readonly ends: VncError[] = [];
  /** What the next attempts end with; success when there is none left. */
  failures: Error[] = [];
  readonly reconnector: Reconnector;

  constructor(policy: ReconnectPolicy = {}, random = 0) {
    this.reconnector = new Reconnector({
      policy,
      clock: this.clock,
      random: () => random,
      connect: async () => {
        this.begun.push(this.clock.now());
        const failure = this.failures.shift();
        await settle();
        if (failure !== undefined) throw failure;
        this.reconnector.connected();
      },
      waiting: (attempt, pause) => this.waits.push(`${attempt}:${pause ?? 'now'}`),
      gaveUp: (error) => this.ends.push(error),
    });
  }

  fail(times: number, error: Error = vncError('VNC_CONNECTION_REFUSED')): void {
    this.failures = Array.from({ length: times }, () => error);
  }
}

describe('pauses between attempts to reconnect', () => {
  it('double up to the longest', () => {
    const pauses = [1, 2, 3, 4, 8, 100].map((attempt) => pauseBefore(attempt, {}, () => 0));
    assert.deepEqual(pauses, [500, 1000, 2000, 4000, 30_000, 30_000]);
  });

  it('are shorter by chance, by half at the most', () => {
    assert.equal(
      pauseBefore(2, {}, () => 0.5),
      750,
    );
    assert.ok(pauseBefore(2, {}, () => 0.999_999) >= 500);
    assert.equal(
      pauseBefore(3, { firstDelay: 10, longestDelay: 25 }, () => 0),
      25,
    );
  });
});

describe('reconnecting', () => {
  it('tries with growing pauses until it succeeds', async () => {
    const attempts = new Attempts();
    attempts.fail(3);
    attempts.reconnector.lost(lost);
    await attempts.clock.advance(60_000);
    assert.deepEqual(attempts.begun, [500, 1500, 3500, 7500]);
    assert.deepEqual(attempts.waits, [
      ...['1:500', '1:now', '2:1000', '2:now', '3:2000', '3:now', '4:4000', '4:now'],
    ]);
    assert.deepEqual(attempts.ends, []);
    assert.equal(attempts.clock.pending, 0);
  });

  it('gives up after the attempts that are allowed, with the last error', async () => {
    const attempts = new Attempts({ maxAttempts: 2 });
    attempts.fail(9);
    attempts.reconnector.lost(lost);
    await attempts.clock.advance(600_000);
    assert.equal(attempts.begun.length, 2);
    assert.deepEqual(
      attempts.ends.map(({ code }) => code),
      ['VNC_CONNECTION_REFUSED'],
    );
    assert.equal(attempts.clock.pending, 0);
  });

  it('begins no attempt after the total time', async () => {
    const attempts = new Attempts({ totalTime: 4000, maxAttempts: Infinity });
    attempts.fail(99);
    attempts.reconnector.lost(lost);
    await attempts.clock.advance(600_000);
    assert.deepEqual(attempts.begun, [500, 1500, 3500]);
    assert.equal(attempts.ends.length, 1);
  });

  it('goes on for hours where the connection says how often or how slowly, as the page about connecting shows', async () => {
    const patient = reconnectPolicyOf({ name: 'patient', reconnect: { maxAttempts: 100, maxDelay: 60 } });
    assert.ok(patient !== undefined);
    const attempts = new Attempts(patient);
    attempts.fail(999);
    attempts.reconnector.lost(lost);
    await attempts.clock.advance(3_600_000);
    assert.equal(attempts.ends.length, 0);
    await attempts.clock.advance(2 * 3_600_000);
    assert.equal(attempts.begun.length, 100);
    assert.equal(attempts.ends.length, 1);
    const slow = new Attempts({ longestDelay: 600_000, firstDelay: 60_000 });
    slow.fail(999);
    slow.reconnector.lost(lost);
    await slow.clock.advance(10 * 600_000);
    assert.equal(slow.begun.length, 10);
  });

  for (const code of [
    'VNC_AUTH_REJECTED',
    'VNC_AUTH_TOO_MANY',
    'VNC_PASSWORD_REQUIRED',
    'VNC_TICKET_REJECTED',
    'VNC_SECURITY_UNSUPPORTED',
    'VNC_SERVER_REFUSED',
    'VNC_SERVER_CHANGED',
    'VNC_TLS_UNTRUSTED',
    'VNC_TLS_HOST_MISMATCH',
    'VNC_KEY_UNTRUSTED',
    'VNC_UNENCRYPTED_REFUSED',
    'VNC_CANCELLED',
    'VNC_PROFILE_INVALID',
  ] satisfies VncErrorCode[]) {
    it(`never loops on ${code}`, async () => {
      const attempts = new Attempts();
      attempts.fail(9, vncError(code));
      attempts.reconnector.lost(lost);
      await attempts.clock.advance(600_000);
      assert.equal(attempts.begun.length, 1);
      assert.deepEqual(
        attempts.ends.map((error) => error.code),
        [code],
      );
      assert.equal(attempts.clock.pending, 0);
    });
  }

  it('tries again what may pass: losses, refusals while a server starts, deadlines, garbled bytes', () => {
    for (const code of [
      'VNC_CONNECTION_LOST',
      'VNC_SERVER_SILENT',
      'VNC_CONNECTION_REFUSED',
      'VNC_WEBSOCKET_REJECTED',
      'VNC_DIAL_TIMEOUT',
      'VNC_HANDSHAKE_TIMEOUT',
      'VNC_BAD_DATA',
    ] satisfies VncErrorCode[])
      assert.ok(isWorthRetrying(vncError(code)), code);
  });

  it('ends with a coded error when an attempt fails with another', async () => {
    const attempts = new Attempts({ maxAttempts: 1 });
    attempts.fail(1, new TypeError('a mistake'));
    attempts.reconnector.lost(lost);
    await attempts.clock.advance(1000);
    assert.equal(attempts.ends[0]?.code, 'VNC_CONNECTION_FAILED');
    assert.ok(attempts.ends[0].cause instanceof TypeError);
  });

  it('counts on when the new connection is lost again at once, and anew when it lasted', async () => {
    const attempts = new Attempts({ maxAttempts: 3 });
    attempts.reconnector.lost(lost);
    await attempts.clock.advance(1000);
    attempts.reconnector.lost(lost);
    await attempts.clock.advance(1000);
    assert.deepEqual(attempts.begun, [500, 2000]);
    await attempts.clock.advance(60_000);
    attempts.reconnector.lost(lost);
    assert.equal(attempts.waits.at(-1), '1:500');
    await attempts.clock.advance(1000);
    for (let loss = 0; loss < 3; loss += 1) {
      attempts.reconnector.lost(lost);
      await attempts.clock.advance(10_000);
    }
    assert.deepEqual(attempts.ends, [lost]);
  });

  it('begins at once when a person does not want to wait', async () => {
    const attempts = new Attempts();
    attempts.reconnector.now();
    attempts.reconnector.lost(lost);
    await attempts.clock.advance(100);
    attempts.reconnector.now();
    attempts.reconnector.now();
    await settle();
    assert.deepEqual(attempts.begun, [100]);
    await attempts.clock.advance(10_000);
    assert.deepEqual(attempts.begun, [100]);
  });

  it('stops when a person says so, in a pause and in an attempt', async () => {
    const waiting = new Attempts();
    waiting.reconnector.stop();
    waiting.reconnector.lost(lost);
    waiting.reconnector.stop();
    await waiting.clock.advance(60_000);
    assert.deepEqual(waiting.begun, []);
    assert.deepEqual(waiting.ends, [lost]);
    assert.equal(waiting.clock.pending, 0);

    const trying = new Attempts();
    trying.fail(9);
    trying.reconnector.lost(lost);
    trying.reconnector.now();
    trying.reconnector.stop();
    await trying.clock.advance(60_000);
    assert.equal(trying.begun.length, 1);
    assert.deepEqual(trying.ends, [lost]);
    assert.equal(trying.clock.pending, 0);
  });
});
