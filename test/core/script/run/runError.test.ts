import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type VncErrorCode, errorCodes } from '../../../../src/core/base/errorCodes.ts';
import { vncError } from '../../../../src/core/base/errors.ts';
import {
  type RunErrorCode,
  ScriptFailure,
  exitCodeOf,
  failureFrom,
  runErrorCodes,
} from '../../../../src/core/script/run/runError.ts';

const span = { start: 0, end: 0 };
const place = { ...span, line: 1, column: 1, length: 0 };

describe('the failures of a run', () => {
  it('stand in the reference with their exit codes', () => {
    const page = readFileSync('media/vncscript.md', 'utf8').split('## When a run fails')[1] ?? '';
    const rows = [...page.matchAll(/^\| (VS5\d+) \| (.+) \| (.+) \|$/gmu)];
    assert.deepEqual(
      rows.map(([, code, text]) => [code, text]),
      Object.entries(runErrorCodes),
    );
    for (const [, code = '', , exit] of rows)
      if (code !== 'VS5010')
        assert.equal(String(exitCodeOf({ code, message: '', span: place, calls: [] })), exit, code);
  });

  it('are made of every error that a session can throw, and keep it', () => {
    for (const code of Object.keys(errorCodes) as VncErrorCode[]) {
      const cause = vncError(code);
      const failure = failureFrom(cause, span);
      assert.ok(failure instanceof ScriptFailure, code);
      assert.ok(failure.code in runErrorCodes, code);
      assert.equal(failure.details.cause, cause);
    }
  });

  it('are not made of bugs', () => {
    const bug = new TypeError('x is not a function');
    assert.equal(failureFrom(bug, span), bug);
  });

  const kinds: [VncErrorCode, RunErrorCode][] = [
    ['VNC_SESSION_CLOSED', 'VS5012'],
    ['VNC_CONNECTION_LOST', 'VS5012'],
    ['VNC_AUTH_REJECTED', 'VS5011'],
    ['VNC_OUTSIDE_SCREEN', 'VS5020'],
    ['VNC_UNTYPABLE', 'VS5021'],
    ['VNC_VIEW_ONLY', 'VS5031'],
    ['VNC_CANCELLED', 'VS5040'],
    ['VNC_INPUT_TAKEN', 'VS5041'],
    ['VNC_ACTION_TIMEOUT', 'VS5063'],
  ];
  for (const [from, to] of kinds)
    it(`tell ${from} as ${to}`, () => {
      const failure = failureFrom(vncError(from), span);
      assert.ok(failure instanceof ScriptFailure);
      assert.equal(failure.code, to);
    });
});
