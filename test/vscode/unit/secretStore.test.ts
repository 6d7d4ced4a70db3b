import assert from 'node:assert/strict';
import { SecretStore } from '../../../src/vscode/connections/secretStore.ts';
import { memorySecrets } from '../fixture/memorySecrets.ts';

describe('the secrets of connections', () => {
  it('come back for what they were given for', async () => {
    const hidden: string[] = [];
    const secrets = new SecretStore(memorySecrets(), (secret) => hidden.push(secret));
    await secrets.write('id', 'password', { binding: 'host-a', value: 'geheim' });
    assert.equal(await secrets.read('id', 'password', 'host-a'), 'geheim');
    assert.deepEqual(new Set(hidden), new Set(['geheim']));
  });

  it('are not given to anything else', async () => {
    const secrets = new SecretStore(memorySecrets(), () => undefined);
    await secrets.write('id', 'password', { binding: 'host-a', value: 'geheim' });
    assert.equal(await secrets.read('id', 'password', 'host-b'), undefined);
    assert.equal(await secrets.read('other', 'password', 'host-a'), undefined);
    assert.equal(await secrets.read('id', 'ticket', 'host-a'), undefined);
  });

  it('are forgotten together, and only those of the connection', async () => {
    const secrets = new SecretStore(memorySecrets(), () => undefined);
    await secrets.write('a', 'password', { binding: 'x', value: '1' });
    await secrets.write('a', 'api/token', { binding: 'x', value: '2' });
    await secrets.write('a/b', 'password', { binding: 'x', value: '3' });
    assert.deepEqual([...(await secrets.names('a'))].sort(), ['api/token', 'password']);
    await secrets.forgetAll('a');
    assert.deepEqual(await secrets.names('a'), []);
    assert.equal(await secrets.read('a/b', 'password', 'x'), '3');
  });

  it('count as not there when they cannot be read', async () => {
    const entries = new Map([
      ['connection/id/password', 'not json'],
      ['connection/id/ticket', '{"binding":1,"value":"x"}'],
    ]);
    const secrets = new SecretStore(memorySecrets(entries), () => undefined);
    assert.equal(await secrets.read('id', 'password', ''), undefined);
    assert.equal(await secrets.read('id', 'ticket', '1'), undefined);
  });

  it('are apart from those of scripts', async () => {
    const secrets = new SecretStore(memorySecrets(), () => undefined);
    await secrets.writeScriptSecret('id/password', 'script');
    assert.deepEqual(await secrets.names('id'), []);
    assert.equal(await secrets.readScriptSecret('id/password'), 'script');
    await secrets.forgetScriptSecret('id/password');
    assert.equal(await secrets.readScriptSecret('id/password'), undefined);
  });
});
