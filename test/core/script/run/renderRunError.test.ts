import assert from 'node:assert/strict';
import { vncError } from '../../../../src/core/base/errors.ts';
import { renderRunError } from '../../../../src/core/script/run/renderRunError.ts';
import type { RunError } from '../../../../src/core/script/run/runError.ts';
import { runFake } from './runFake.ts';

const source =
  'func ready() {\n\twait for pixel(1, 1) is "#000" timeout 2s\n}\ntest "t" {\n  step "s" { ready() }\n}\n';

describe('a rendered run error', () => {
  it('shows the line, what failed in it, what was seen, where it was called and the picture', async () => {
    const run = await runFake(source);
    assert.ok(run.result.error);
    assert.equal(
      renderRunError(run.result.error, { source, fileName: 'a/b.vncscript' }),
      [
        'error VS5001: pixel(1, 1) is "#000" did not hold within 2s',
        '  --> a/b.vncscript:2:11  in ready()  called at :5:14  (test "t", step "s")',
        ' 2 | \twait for pixel(1, 1) is "#000" timeout 2s',
        '   | \t         ^^^^^^^^^^^^^^^^^^^^^ pixel(1, 1) was #ffffff',
        '  = connection: fake',
        '  = screen: /run/failure-01.png',
      ].join('\n'),
    );
  });

  const plain: RunError = {
    code: 'VS5010',
    message: 'the server cannot be reached',
    span: { start: 0, end: 0, line: 1, column: 1, length: 0 },
    calls: [],
    note: 'a note',
    cause: vncError('VNC_CONNECTION_REFUSED', { host: 'h' }),
  };

  it('names the cause in words where there are some', () => {
    const options = { source: 'log "a"\n', fileName: 'x' };
    assert.equal(
      renderRunError(plain, { ...options, wordCause: () => 'Nothing listens there.' }),
      'error VS5010: the server cannot be reached\n  --> x:1:1\n  = a note\n  = because: Nothing listens there.',
    );
    assert.match(renderRunError(plain, options), /because: VNC_CONNECTION_REFUSED host=h$/);
  });

  it('is coloured where asked for, and the same without', () => {
    const coloured = renderRunError(plain, { fileName: 'x', colour: true });
    assert.match(coloured, /\u001b\[31;1merror VS5010\u001b\[0m/);
    assert.equal(coloured.replace(/\u001b\[[\d;]*m/gu, ''), renderRunError(plain, { fileName: 'x' }));
  });
});
