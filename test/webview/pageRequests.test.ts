import assert from 'node:assert/strict';
import type { Clock } from '../../src/core/base/clock.ts';
import type { HostToView } from '../../src/protocol/messages.ts';
import { PageRequests } from '../../src/vscode/screen/pageRequests.ts';

function start(): { requests: PageRequests; posts: HostToView[]; fire: () => void; pending: () => number } {
  const posts: HostToView[] = [];
  const actions = new Map<number, () => void>();
  let timers = 0;
  const clock: Clock = {
    now: () => 0,
    after: (_, action) => {
      const id = timers++;
      actions.set(id, action);
      return { dispose: () => void actions.delete(id) };
    },
  };
  const requests = new PageRequests((message) => void posts.push(message), clock);
  return {
    requests,
    posts,
    pending: () => actions.size,
    fire: () => {
      for (const action of [...actions.values()]) action();
    },
  };
}

const png = Uint8Array.of(1, 2, 3);

describe('requests to the page', () => {
  it('end when the page answers, each with its own answer', async () => {
    const { requests, posts } = start();
    const first = requests.copy(png);
    const second = requests.copy(png);
    assert.deepEqual(posts, [
      { type: 'copy', id: 1, png },
      { type: 'copy', id: 2, png },
    ]);
    requests.copied({ type: 'copied', id: 2, error: 'NotAllowedError' });
    requests.copied({ type: 'copied', id: 1 });
    await first;
    await assert.rejects(second, /NotAllowedError/);
  });

  it('are asked again of a page that takes the place of the one before', async () => {
    const { requests, posts } = start();
    const copied = requests.copy(png);
    requests.pageReady();
    assert.equal(posts.length, 2);
    requests.copied({ type: 'copied', id: 1 });
    await copied;
    requests.pageReady();
    assert.equal(posts.length, 2);
  });

  it('end when the page does not answer in time', async () => {
    const { requests, fire } = start();
    const copied = requests.copy(png);
    fire();
    await assert.rejects(copied, /did not answer/);
  });

  it('leave no timer behind', async () => {
    const { requests, pending } = start();
    const copied = requests.copy(png);
    assert.equal(pending(), 1);
    requests.copied({ type: 'copied', id: 1 });
    await copied;
    assert.equal(pending(), 0);
  });

  it('end with the panel', async () => {
    const { requests } = start();
    const copied = requests.copy(png);
    requests.dispose();
    await assert.rejects(copied, /panel is closed/);
    await assert.rejects(requests.copy(png), /panel is closed/);
  });

  it('take no answer that nobody waits for', () => {
    const { requests, posts } = start();
    requests.copied({ type: 'copied', id: 5, error: 'what' });
    assert.deepEqual(posts, []);
  });
});
