import assert from 'node:assert/strict';
import { screenshotName } from '../../../src/vscode/commands/screenshotName.ts';
import { addressOf } from '../../../src/vscode/connections/connectionAddress.ts';
import { freeName } from '../../../src/vscode/connections/connectionPresets.ts';

describe('the file name of a screenshot', () => {
  const when = new Date(2026, 0, 2, 3, 4, 5);

  it('holds the screen and the time', () => {
    assert.equal(
      screenshotName('kiosk', when, () => false),
      'kiosk 2026-01-02 03-04-05.png',
    );
  });

  it('is another one for the second picture of a second', () => {
    const taken = new Set<string>();
    for (let count = 0; count < 3; count += 1) {
      taken.add(screenshotName('kiosk', when, (name) => taken.has(name)));
    }
    assert.deepEqual(
      [...taken],
      [
        'kiosk 2026-01-02 03-04-05.png',
        'kiosk 2026-01-02 03-04-05 (2).png',
        'kiosk 2026-01-02 03-04-05 (3).png',
      ],
    );
  });

  it('is one that every system takes', () => {
    assert.match(
      screenshotName('../pve/vm:1*?"<>|\\ ', when, () => false),
      /^pve-vm-1 2026/,
    );
    assert.match(
      screenshotName('...', when, () => false),
      /^screen 2026/,
    );
  });
});

describe('the address that people see', () => {
  it('is host and port', () => {
    assert.equal(addressOf({ name: 'a', host: 'h' }), 'h:5900');
    assert.equal(addressOf({ name: 'a', host: '::1', port: 5901 }), '[::1]:5901');
  });

  it('says how a server is reached that is no host and port', () => {
    assert.equal(addressOf({ name: 'a', socket: '~/vnc.sock' }), 'unix:~/vnc.sock');
    assert.equal(addressOf({ name: 'a', listen: {} }), 'listen:127.0.0.1:5500');
    assert.equal(addressOf({ name: 'a', host: 'r', port: 5901, repeaterId: '1234' }), 'r:5901/1234');
    const ticketSource = { kind: 'proxmox', vm: '101', user: 'root@pam' } as const;
    assert.equal(addressOf({ name: 'a', host: 'pve', ticketSource }), 'pve:8006/101');
  });

  it('is the template with what is no secret, without its query', () => {
    const profile = {
      name: 'a',
      url: 'wss://${host}:${port}/n/${node}/${token}/x?ticket=${ticket}',
      host: 'pve',
      port: 8006,
      variables: { node: 'one', token: 'secret' },
      secretVariables: ['token'],
    };
    assert.equal(addressOf(profile), 'wss://pve:8006/n/one/${token}/x');
  });

  it('never holds a user', () => {
    assert.equal(addressOf({ name: 'a', url: 'wss://me:${password}@h/x' }), 'wss://h/x');
  });
});

describe('the name of a new connection', () => {
  it('is one that is free', () => {
    assert.equal(freeName('a', []), 'a');
    assert.equal(freeName('a', ['a', 'a 2']), 'a 3');
  });
});
