import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isVncError, vncError } from '../../../src/core/base/errors.ts';
import type { MouseButton } from '../../../src/core/session/bridge.ts';
import type { Session } from '../../../src/core/session/session.ts';
import { openFake } from './openFake.ts';

const wrong: readonly (readonly [name: string, act: (session: Session) => Promise<unknown>])[] = [
  ['count', (session) => session.mouse.click({ count: -1 as 1 })],
  ['count', (session) => session.mouse.click({ count: Number.POSITIVE_INFINITY as 1 })],
  ['count', (session) => session.mouse.click({ count: 1.5 as 1 })],
  ['hold', (session) => session.mouse.click({ hold: Number.NaN })],
  ['button', (session) => session.mouse.click({ button: 'wheel' as MouseButton })],
  ['button', (session) => session.mouse.down('toString' as MouseButton)],
  ['button', (session) => session.mouse.up('x' as MouseButton)],
  ['timeout', (session) => session.mouse.click({ timeout: Number.NaN })],
  ['timeout', (session) => session.screen.pixels({ timeout: -1 })],
  ['delay', (session) => session.keyboard.press('a', { delay: -5 })],
];

describe('arguments that callers without a compiler can get wrong', () => {
  for (const [argument, act] of wrong)
    it(`${argument} is refused by name, and nothing is sent: ${String(act).slice(13)}`, async () => {
      const { server, session } = await openFake();
      await assert.rejects(act(session), (error) => {
        assert.ok(isVncError(error, 'VNC_ARGUMENT_INVALID'), String(error));
        assert.equal(error.data['argument'], argument);
        return true;
      });
      assert.deepEqual(server.messages, []);
    });

  for (const timeout of [0, -1, Number.NaN])
    it(`a session is not opened within ${timeout} ms`, async () => {
      await assert.rejects(openFake({}, { timeout }), (error) => isVncError(error, 'VNC_ARGUMENT_INVALID'));
    });
});

describe('a session that lives long', () => {
  it('keeps nothing of the actions that are over', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const { session } = await openFake();
    const failOnce = async (): Promise<WeakRef<Error>> => {
      const reason = vncError('VNC_CANCELLED');
      const controller = new AbortController();
      const typing = session.keyboard.typeText('abc', { interval: 1000, signal: controller.signal });
      controller.abort(reason);
      await assert.rejects(typing);
      return new WeakRef(reason);
    };
    const over = await failOnce();
    await session.mouse.moveTo(1, 1);
    for (let i = 0; i < 20 && over.deref() !== undefined; i++) {
      await new Promise((resolve) => setImmediate(resolve));
      collect();
    }
    assert.equal(over.deref(), undefined);
  });
});
