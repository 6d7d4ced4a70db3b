import assert from 'node:assert/strict';
import { SessionRegistry } from '../../../src/core/session/sessionRegistry.ts';
import { openFake } from './openFake.ts';

describe('the session registry', () => {
  it('keeps sessions until they close', async () => {
    const registry = new SessionRegistry();
    let changes = 0;
    registry.onChange(() => (changes += 1));
    const { session: first } = await openFake();
    const { session: second } = await openFake();
    registry.add(first);
    registry.add(second);
    registry.add(second);
    assert.deepEqual(registry.sessions, [first, second]);
    assert.equal(registry.get(second.id), second);
    assert.notEqual(first.id, second.id);
    assert.equal(changes, 2);
    await first.close();
    assert.deepEqual(registry.sessions, [second]);
    assert.equal(registry.get(first.id), undefined);
    assert.equal(changes, 3);
    await registry.closeAll();
    assert.deepEqual(registry.sessions, []);
    assert.equal(second.state.phase, 'closed');
  });

  it('does not keep a session that is closed already', async () => {
    const registry = new SessionRegistry();
    const { session } = await openFake();
    await session.close();
    registry.add(session);
    assert.deepEqual(registry.sessions, []);
  });
});
