import assert from 'node:assert/strict';
import { readProfiles } from '../../../src/core/profile/profileReader.ts';
import {
  type ConnectionDraft,
  connectionOf,
  emptyDraft,
  variableNames,
} from '../../../src/vscode/connections/connectionDraft.ts';
import { type PresetId, connectionPresets } from '../../../src/vscode/connections/connectionPresets.ts';

const typed: Omit<ConnectionDraft, 'preset' | 'url' | 'port'> = {
  ...emptyDraft,
  variables: { node: 'one', unused: 'x' },
  host: ' 10.0.0.1 ',
  name: ' lab ',
  password: 'pw',
  socket: '/run/vnc.sock',
  repeaterId: '1234',
  vm: '100',
  user: 'root@pam',
  login: 'token',
  tokenId: 'vnc',
  apiSecret: 'uuid',
};

function draftOf(preset: PresetId, more: Partial<ConnectionDraft> = {}): ConnectionDraft {
  const { url, port } = connectionPresets[preset];
  return { ...typed, preset, url, port: String(port), ...more };
}

describe('what the add flow makes', () => {
  for (const preset of Object.keys(connectionPresets) as PresetId[]) {
    it(`can be used: ${preset}`, () => {
      const { profile } = connectionOf(draftOf(preset));
      const stored: unknown = JSON.parse(JSON.stringify(profile));
      assert.deepEqual(readProfiles([stored]).problems, []);
      assert.equal(profile.name, 'lab');
      assert.doesNotMatch(JSON.stringify(profile), /pw|uuid/);
    });
  }

  it('holds what each kind of server needs, and nothing of the others', () => {
    const made = (preset: PresetId): unknown =>
      JSON.parse(JSON.stringify(connectionOf(draftOf(preset)).profile));
    assert.deepEqual(made('tcp'), { name: 'lab', host: '10.0.0.1', port: 5900 });
    assert.deepEqual(made('socket'), { name: 'lab', socket: '/run/vnc.sock' });
    assert.deepEqual(made('listen'), { name: 'lab', listen: { host: '10.0.0.1', port: 5500 } });
    assert.deepEqual(made('repeater'), { name: 'lab', host: '10.0.0.1', port: 5901, repeaterId: '1234' });
    assert.deepEqual(made('proxmox'), {
      name: 'lab',
      host: '10.0.0.1',
      ticketSource: { kind: 'proxmox', vm: '100', user: 'root@pam', tokenId: 'vnc' },
    });
  });

  it('keeps secrets apart, under the names that are asked for', () => {
    assert.deepEqual([...connectionOf(draftOf('tcp')).secrets], [['password', 'pw']]);
    assert.deepEqual([...connectionOf(draftOf('tcp', { password: '' })).secrets], []);
    assert.deepEqual([...connectionOf(draftOf('proxmox')).secrets], [['apiToken', 'uuid']]);
    const byPassword = connectionOf(draftOf('proxmox', { login: 'password' }));
    assert.deepEqual([...byPassword.secrets], [['apiPassword', 'uuid']]);
    assert.deepEqual(byPassword.profile.ticketSource, { kind: 'proxmox', vm: '100', user: 'root@pam' });
  });

  it('keeps the values of the placeholders of the address only', () => {
    const url = 'wss://${host}/n/${node}?ticket=${ticket}';
    assert.deepEqual(variableNames(url), ['node']);
    const { profile } = connectionOf(draftOf('custom', { url }));
    assert.deepEqual(profile.variables, { node: 'one' });
    assert.equal(profile.port, undefined);
  });
});
