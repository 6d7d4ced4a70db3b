import assert from 'node:assert/strict';
import type { TrustQuestion } from '../../../src/core/transport/trust.ts';
import { KnownServers } from '../../../src/vscode/trust/knownServers.ts';
import { ServerTrust } from '../../../src/vscode/trust/serverTrust.ts';
import { memoryMemento } from '../fixture/memoryMemento.ts';

const place = { kind: 'certificate', host: 'pve.example', port: 8006 } as const;
const question: TrustQuestion = {
  ...place,
  fingerprint: 'AA:BB',
  subject: 'CN=pve',
  reason: 'DEPTH_ZERO_SELF_SIGNED_CERT',
};

describe('known servers', () => {
  it('are known by kind, host and port, whatever the case of the host', async () => {
    const known = new KnownServers(memoryMemento());
    await known.trust({ ...place, host: 'PVE.example', fingerprint: 'AA:BB' });
    assert.deepEqual(known.of(place), ['AA:BB']);
    assert.deepEqual(known.of({ ...place, port: 8007 }), []);
    assert.deepEqual(known.of({ ...place, kind: 'rsa-key' }), []);
    assert.deepEqual(known.of({ ...place, host: 'pve.example.net' }), []);
  });

  it('are kept for the next window', async () => {
    const values = new Map<string, unknown>();
    await new KnownServers(memoryMemento(values)).trust(
      { ...place, fingerprint: 'AA:BB', subject: 'CN=pve' },
      new Date(0),
    );
    assert.deepEqual(new KnownServers(memoryMemento(values)).all, [
      { ...place, fingerprint: 'AA:BB', subject: 'CN=pve', since: '1970-01-01T00:00:00.000Z' },
    ]);
  });

  it('are forgotten one by one or all at once, and tell of it', async () => {
    const known = new KnownServers(memoryMemento());
    let changes = 0;
    known.onChange(() => (changes += 1));
    await Promise.all(['a', 'b', 'c'].map((host) => known.trust({ ...place, host, fingerprint: 'AA' })));
    assert.equal(known.all.length, 3);
    const [first] = known.all;
    assert.ok(first);
    await known.forget(first);
    assert.deepEqual(
      known.all.map(({ host }) => host),
      ['b', 'c'],
    );
    await known.clear();
    assert.deepEqual(known.all, []);
    assert.equal(changes, 5);
  });

  it('leave out what was stored by nobody they know', () => {
    const stored = [{ ...place, fingerprint: 1 }, 'text', null, { ...place, kind: 'x', fingerprint: 'AA' }];
    assert.deepEqual(new KnownServers(memoryMemento(new Map([['knownServers', stored]]))).all, []);
    assert.deepEqual(new KnownServers(memoryMemento(new Map([['knownServers', 'text']]))).all, []);
  });
});

describe('trust on first use', () => {
  it('asks, and remembers a yes', async () => {
    const known = new KnownServers(memoryMemento());
    const trust = new ServerTrust(known, () => Promise.resolve(true));
    assert.deepEqual(trust.known(place), []);
    assert.equal(await trust.ask(question), true);
    assert.deepEqual(trust.known(place), ['AA:BB']);
    assert.equal(known.all[0]?.subject, 'CN=pve');
  });

  it('remembers no no', async () => {
    const known = new KnownServers(memoryMemento());
    const trust = new ServerTrust(known, () => Promise.resolve(false));
    assert.equal(await trust.ask(question), false);
    assert.deepEqual(known.all, []);
  });

  it('asks once when many connect at the same time', async () => {
    let asked = 0;
    const trust = new ServerTrust(new KnownServers(memoryMemento()), () => {
      asked += 1;
      return Promise.resolve(true);
    });
    const answers = await Promise.all([1, 2, 3].map(() => trust.ask(question)));
    assert.deepEqual(answers, [true, true, true]);
    assert.equal(asked, 1);
    await trust.ask({ ...question, fingerprint: 'CC' });
    assert.equal(asked, 2);
  });
});
