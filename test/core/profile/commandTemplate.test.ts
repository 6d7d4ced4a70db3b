import assert from 'node:assert/strict';
import { isVncError } from '../../../src/core/base/errors.ts';
import { fillCommand } from '../../../src/core/profile/commandTemplate.ts';

describe('fillCommand', () => {
  it('fills values in as they are, argument by argument', () => {
    const command = ['ssh', '-W', '${host}:${port}', '${username:raw}@jump', '$HOME', '${localPort}'];
    assert.deepEqual(fillCommand(command, { host: 'a b', port: '5900', username: '$(id)', localPort: 'x' }), [
      'ssh',
      '-W',
      'a b:5900',
      '$(id)@jump',
      '$HOME',
      '${localPort}',
    ]);
  });

  const refused: readonly [readonly string[], Record<string, string>, string, string][] = [
    [['${host}'], { host: 'sh' }, 'VNC_TEMPLATE_INVALID', 'program'],
    [['ssh', '${host}'], { host: '-oProxyCommand=x' }, 'VNC_TEMPLATE_INVALID', 'value'],
    [['ssh', '${host:raw}:1'], { host: '-x' }, 'VNC_TEMPLATE_INVALID', 'value'],
    [['ssh', 'x${host}'], { host: 'a\0b' }, 'VNC_TEMPLATE_INVALID', 'value'],
    [['ssh', '${host'], {}, 'VNC_TEMPLATE_INVALID', 'unclosed'],
    [['ssh', '${host}'], {}, 'VNC_TEMPLATE_VALUE_MISSING', ''],
    [['ssh', '${toString}'], {}, 'VNC_TEMPLATE_VALUE_MISSING', ''],
  ];
  for (const [command, values, code, reason] of refused) {
    it(`refuses ${JSON.stringify(command)} with ${JSON.stringify(values)}`, () => {
      assert.throws(
        () => fillCommand(command, values),
        (error) => isVncError(error) && error.code === code && (error.data['reason'] ?? '') === reason,
      );
    });
  }

  it('lets a dash stand where it is no option', () => {
    assert.deepEqual(fillCommand(['nc', '--to=${host}'], { host: '-x' }), ['nc', '--to=-x']);
  });
});
