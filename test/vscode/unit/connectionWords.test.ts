import assert from 'node:assert/strict';
import { wordSession, wordTest } from '../../../src/vscode/connections/connectionWords.ts';
import { plainWords } from '../../webview/support/plainWords.ts';

const size = { width: 800, height: 600 };
const report = { protocolVersion: '3.8', ...size, milliseconds: 12 };

/** What the tip of a session says that was let in by this way. */
function tip(securityType: string, desktopName = 'desk'): readonly string[] {
  return wordSession({ size, desktopName, facts: { protocolVersion: '3.8', securityType } }, plainWords);
}

describe('what a person reads of a connection', () => {
  it('is the desktop, its size and how it was let in', () => {
    assert.deepEqual(tip('VncAuth'), ['Desktop: desk', 'Screen: 800 × 600', 'RFB 3.8, security VncAuth']);
    assert.deepEqual(tip('VncAuth', ''), ['Screen: 800 × 600', 'RFB 3.8, security VncAuth']);
    assert.deepEqual(wordTest('lab', { ...report, securityType: 'VeNCrypt X509Plain' }, plainWords), {
      works: '“lab” works: RFB 3.8, security VeNCrypt X509Plain, 800 × 600, connected in 12 ms.',
      warning: undefined,
    });
  });

  for (const [securityType, warning] of [
    ['VeNCrypt TLSPlain', /^VeNCrypt TLSPlain encrypts, but nothing in it proves/],
    ['VeNCrypt TLSVnc', /nothing in it proves/],
    ['VeNCrypt TLSNone', /nothing in it proves/],
    ['TLS VncAuth', /nothing in it proves/],
    ['MSLogonII', /^MSLogonII protects the password with keys of 64 bits only/],
  ] as const)
    it(`says what ${securityType} does not do, in the tip and after a test`, () => {
      assert.match(tip(securityType).at(-1) ?? '', warning);
      assert.match(wordTest('lab', { ...report, securityType }, plainWords).warning ?? '', warning);
    });
});
