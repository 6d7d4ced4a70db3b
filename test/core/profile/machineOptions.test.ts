import assert from 'node:assert/strict';
import { readMachineOptions } from '../../../src/core/profile/machineOptions.ts';

function read(value: unknown): readonly [unknown, readonly string[]] {
  const { options, problems } = readMachineOptions(value);
  return [options, problems.map(({ code, field }) => `${code} ${field ?? '-'}`)];
}

describe('readMachineOptions', () => {
  it('takes what is decided', () => {
    const options = {
      verifyCertificate: false,
      allowUnencrypted: true,
      proxyCommand: ['ssh', '-W', '${host}:${port}', 'jump'],
      tunnelCommand: ['kubectl', 'port-forward', 'svc/vm', '${localPort}:5900'],
      ticketCommand: ['ticket'],
    };
    assert.deepEqual(read(options), [options, []]);
    assert.deepEqual(read(undefined), [{}, []]);
  });

  it('decides nothing for what has a mistake, and keeps the rest', () => {
    const rest = { verifyCertificate: false };
    for (const command of ['ssh x', [], [''], ['ssh', 5], ['${host}'], ['ssh', '${'], ['a\0b']]) {
      assert.deepEqual(read({ ...rest, proxyCommand: command }), [rest, ['commandInvalid proxyCommand']]);
    }
    assert.deepEqual(read({ ...rest, allowUnencrypted: 'yes' }), [rest, ['wrongType allowUnencrypted']]);
    assert.deepEqual(read({ ...rest, verifyCertificat: true }), [rest, ['unknownProperty verifyCertificat']]);
    assert.deepEqual(read(5), [{}, ['wrongType -']]);
  });
});
