import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { startExtensionPeer } from '../support/peers/extensionPeer.ts';
import { driveWithNoVnc, logInWithLibVnc, logInWithNoVnc } from '../support/peers/independentClients.ts';
import { type PeerKind, startSecurityPeer } from '../support/peers/securityPeer.ts';

const username = 'labuser';
const password = 'secret12';
const kinds: readonly PeerKind[] = [
  'RA2',
  'RA2ne',
  'RA2_256',
  'RA2ne_256',
  'AppleDH',
  'MSLogonII',
  'XVP',
  'UnixLogin',
];

/** What stands in for servers that Debian has not is right only if clients of others get along with it. */
describe('noVNC logs in to our own server of', function () {
  this.timeout(60_000);

  for (const kind of kinds) {
    it(`${kind} with the right password and with no other`, async () => {
      await using peer = await startSecurityPeer({ kind, username, password });
      const login = { port: peer.port, username, password, target: 'machine' };
      assert.deepEqual(await logInWithNoVnc(kind, login), { name: 'peer' });
      const refused = await logInWithNoVnc(kind, { ...login, password: 'wrong' });
      assert.deepEqual(refused, { failure: 'unknown user or wrong password' });
      const target = kind === 'XVP' ? { target: 'machine' } : {};
      const wrong = kind === 'XVP' ? '(another)' : 'wrong';
      assert.deepEqual(peer.logins, [
        { username, password, ...target },
        { username, password: wrong, ...target },
      ]);
      assert.deepEqual(peer.complaints, []);
    });
  }

  it('RA2ne for a password alone', async () => {
    await using peer = await startSecurityPeer({ kind: 'RA2ne', username, password, passwordOnly: true });
    const login = { port: peer.port, username, password };
    assert.deepEqual(await logInWithNoVnc('RA2ne', login), { name: 'peer' });
    assert.deepEqual(peer.logins, [{ username: '', password }]);
  });
});

describe('libvncclient logs in to our own server of', function () {
  this.timeout(60_000);

  for (const [kind, number] of [
    ['AppleDH', 30],
    ['MSLogonII', 113],
  ] as const) {
    it(`${kind} with the right password and with no other`, async () => {
      await using peer = await startSecurityPeer({ kind, username, password });
      const login = { port: peer.port, username, password };
      assert.equal(await logInWithLibVnc(number, login), 'peer');
      await assert.rejects(
        logInWithLibVnc(number, { ...login, password: 'wrong' }),
        /unknown user or wrong password/,
      );
      assert.deepEqual(peer.logins, [
        { username, password },
        { username, password: 'wrong' },
      ]);
    });
  }
});

describe('noVNC drives our own server of', function () {
  this.timeout(60_000);

  it('power actions, and hears of what the machine cannot do', async () => {
    await using peer = await startExtensionPeer({ refuses: ['shutdown'] });
    const result = await driveWithNoVnc(peer.port, [
      { power: 'shutdown' },
      { power: 'reboot' },
      { power: 'reset' },
    ]);
    assert.deepEqual(peer.heard, ['shutdown', 'reboot', 'reset']);
    assert.deepEqual(peer.complaints, []);
    assert.deepEqual(
      [result.power, result.complaints, result.ended],
      [true, ['XVP operation failed'], false],
    );
  });

  it('power actions, of which one ends the connection', async () => {
    await using peer = await startExtensionPeer({ endsWith: 'reset' });
    const result = await driveWithNoVnc(peer.port, [{ power: 'reset' }]);
    assert.deepEqual(peer.heard, ['reset']);
    assert.equal(result.ended, true);
  });

  it('the buttons back and forward', async () => {
    await using peer = await startExtensionPeer();
    const result = await driveWithNoVnc(peer.port, [
      { buttons: 0b1000, x: 3, y: 4 },
      { buttons: 0b1_1000, x: 3, y: 4 },
      { buttons: 0b1_0001, x: 5, y: 6 },
      { buttons: 0, x: 5, y: 6 },
    ]);
    assert.deepEqual(peer.heard, ['3,4:8', '3,4:8 9', '5,6:1 9', '5,6:']);
    assert.deepEqual([peer.complaints, result.complaints, result.extended], [[], [], true]);
  });
});
