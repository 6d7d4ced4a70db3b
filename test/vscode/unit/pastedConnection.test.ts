import assert from 'node:assert/strict';
import { parseConsoleAddress } from '../../../src/core/profile/imports/consoleAddress.ts';
import { readProfiles } from '../../../src/core/profile/profileReader.ts';
import { type ConnectionDraft, emptyDraft } from '../../../src/vscode/connections/connectionDraft.ts';
import { needsLogin, pastedConnection } from '../../../src/vscode/connections/pastedConnection.ts';

const console = 'https://pve.test:8006/?console=kvm&novnc=1&vmid=100&vmname=web&node=pve1';

const login: ConnectionDraft = {
  ...emptyDraft,
  user: ' ops@pve ',
  login: 'token',
  tokenId: 'vnc',
  apiSecret: '5ecre7',
};

describe('a connection of a pasted address', () => {
  it('asks who logs in where the address does not say, and nowhere else', () => {
    assert.ok(needsLogin(parseConsoleAddress(console)));
    assert.ok(!needsLogin(parseConsoleAddress('http://vnc.test:6080/vnc.html')));
    assert.ok(!needsLogin(parseConsoleAddress('vnc://vnc.test')));
  });

  it('takes user and token of the answers, and keeps the secret apart', () => {
    const { connection, notes } = pastedConnection(parseConsoleAddress(console), ' web ', login);
    assert.deepEqual(notes, []);
    assert.deepEqual(connection.profile, {
      name: 'web',
      host: 'pve.test',
      ticketSource: {
        kind: 'proxmox',
        vm: '100',
        type: 'qemu',
        node: 'pve1',
        user: 'ops@pve',
        tokenId: 'vnc',
      },
    });
    assert.deepEqual([...connection.secrets], [['apiToken', '5ecre7']]);
    const stored: unknown = JSON.parse(JSON.stringify(connection.profile));
    assert.deepEqual(readProfiles([stored]).problems, []);
  });

  it('tells what was guessed, taken and left out where nobody was asked', () => {
    const codes = (address: string): readonly string[] =>
      pastedConnection(parseConsoleAddress(address), 'x').notes.map(({ code }) => code);
    assert.deepEqual(codes(console), ['userGuessed']);
    assert.deepEqual(codes('http://vnc.test:6080/vnc.html'), ['pathGuessed']);
    assert.deepEqual(codes('vnc://:pw@vnc.test/?SshHost=jump'), ['passwordTaken', 'notTaken']);
  });
});
