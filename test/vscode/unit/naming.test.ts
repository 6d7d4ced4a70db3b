import assert from 'node:assert/strict';
import { screenshotName } from '../../../src/vscode/commands/screenshotName.ts';
import { addressOf } from '../../../src/vscode/connections/connectionAddress.ts';
import {
  connectionPresets,
  freeName,
  variablesOf,
} from '../../../src/vscode/connections/connectionPresets.ts';
import { readProfiles } from '../../../src/core/profile/profileReader.ts';
import { placeholdersOf } from '../../../src/core/transport/urlTemplate.ts';

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

describe('the presets of connections', () => {
  for (const [name, { url, port, fields }] of Object.entries(connectionPresets)) {
    it(`make a profile that can be used: ${name}`, () => {
      const variables = url === undefined ? [] : variablesOf(placeholdersOf(url));
      const profile = {
        name: 'x',
        host: 'h',
        port,
        ...(url === undefined ? {} : { url }),
        ...fields,
        ...(variables.length === 0
          ? {}
          : { variables: Object.fromEntries(variables.map((variable) => [variable, '1'])) }),
      };
      assert.deepEqual(readProfiles([profile]), { profiles: [profile], problems: [] });
    });
  }

  it('ask for the placeholders of their own only', () => {
    const { url = '' } = connectionPresets.proxmox;
    assert.deepEqual(variablesOf(placeholdersOf(url)), ['node', 'vmid', 'vncport']);
  });

  it('propose a name that is free', () => {
    assert.equal(freeName('a', []), 'a');
    assert.equal(freeName('a', ['a', 'a 2']), 'a 3');
  });
});
