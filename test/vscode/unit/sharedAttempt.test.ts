import assert from 'node:assert/strict';
import { createDeferred } from '../../../src/core/base/deferred.ts';
import { isVncError } from '../../../src/core/base/errors.ts';
import { SharedAttempt } from '../../../src/vscode/connections/sharedAttempt.ts';

const cancelled = (error: unknown): boolean => isVncError(error, 'VNC_CANCELLED');

describe('an attempt that several wait for', () => {
  it('is made once and answers all', async () => {
    const work = createDeferred<number>();
    let made = 0;
    const attempt = new SharedAttempt(async () => {
      made += 1;
      return await work.promise;
    });
    const both = Promise.all([attempt.join(), attempt.join(new AbortController().signal)]);
    work.resolve(7);
    assert.deepEqual(await both, [7, 7]);
    assert.equal(made, 1);
  });

  it('goes on when one of two leaves, and is cancelled with the last', async () => {
    const given: AbortSignal[] = [];
    const work = createDeferred<number>();
    const attempt = new SharedAttempt(async (signal) => {
      given.push(signal);
      return await work.promise;
    });
    const first = new AbortController();
    const second = new AbortController();
    const one = attempt.join(first.signal);
    const other = attempt.join(second.signal);
    first.abort();
    await assert.rejects(one, cancelled);
    assert.equal(given.at(0)?.aborted, false);
    second.abort();
    await assert.rejects(other, cancelled);
    assert.equal(given.at(0)?.aborted, true);
  });

  it('fails for all who wait, and settles', async () => {
    const attempt = new SharedAttempt(() => Promise.reject(new Error('no')));
    await assert.rejects(attempt.join(), /no/);
    await attempt.settled;
  });

  it('does not begin to wait when that is cancelled already', async () => {
    const attempt = new SharedAttempt(() => Promise.resolve(1));
    await assert.rejects(attempt.join(AbortSignal.abort()), cancelled);
  });
});
