import assert from 'node:assert/strict';
import type { HostToPage } from '../../src/protocol/messages.ts';
import { SelectionRequests } from '../../src/vscode/screen/selectionRequests.ts';

const area = { x: 4, y: 5, width: 60, height: 70 };
const region = { what: 'region', text: 'Drag' } as const;

describe('requests to pick something', () => {
  let posted: HostToPage[];
  let requests: SelectionRequests;

  beforeEach(() => {
    posted = [];
    requests = new SelectionRequests((message) => void posted.push(message));
  });

  it('are answered with what was picked, or with nothing when it was called off', async () => {
    const first = requests.select(region);
    assert.deepEqual(posted, [{ type: 'select', id: 1, ...region }]);
    assert.equal(requests.receive({ type: 'selected', id: 1, area }), true);
    assert.deepEqual(await first, area);
    const second = requests.select({ what: 'point', text: 'Click' });
    requests.receive({ type: 'selected', id: 2 });
    assert.equal(await second, undefined);
  });

  it('take no answer to another one, and nothing that is no answer', async () => {
    const asked = requests.select(region);
    assert.equal(requests.receive({ type: 'selected', id: 9, area }), true);
    assert.equal(requests.receive({ type: 'releaseAll' }), false);
    requests.receive({ type: 'selected', id: 1 });
    assert.equal(await asked, undefined);
    requests.receive({ type: 'selected', id: 1, area });
  });

  it('end when another one begins, which alone is answered then', async () => {
    const first = requests.select(region);
    const second = requests.select(region);
    assert.equal(await first, undefined);
    assert.deepEqual(
      posted.map((message) => `${message.type} ${'id' in message ? message.id : ''}`),
      ['select 1', 'endSelection 1', 'select 2'],
    );
    requests.receive({ type: 'selected', id: 2, area });
    assert.deepEqual(await second, area);
  });

  it('are put again to a page that was loaded meanwhile', async () => {
    const asked = requests.select(region);
    requests.pageReady();
    assert.equal(posted.length, 2);
    assert.deepEqual(posted[1], posted[0]);
    requests.receive({ type: 'selected', id: 1, area });
    await asked;
    requests.pageReady();
    assert.equal(posted.length, 2);
  });

  for (const end of ['pageGone', 'sessionChanged', 'dispose'] as const)
    it(`end with ${end}`, async () => {
      const asked = requests.select(region);
      requests[end]();
      assert.equal(await asked, undefined);
      assert.deepEqual(posted.at(-1), { type: 'endSelection', id: 1 });
    });
});
