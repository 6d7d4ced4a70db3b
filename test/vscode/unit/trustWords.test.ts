import assert from 'node:assert/strict';
import type { TrustQuestion } from '../../../src/core/transport/trust.ts';
import {
  wordKnownServer,
  wordServerChanged,
  wordTrustQuestion,
} from '../../../src/vscode/trust/trustWords.ts';
import { plainWords } from '../../webview/support/plainWords.ts';

const certificate: TrustQuestion = {
  kind: 'certificate',
  host: 'pve.example',
  port: 8006,
  fingerprint: 'AA:BB:CC',
  subject: 'CN=pve\nO=Lab',
  issuer: 'CN=pve',
  names: 'DNS:pve',
  validFrom: 'Jan 1 2026',
  validTo: 'Jan 1 2027',
  reason: 'DEPTH_ZERO_SELF_SIGNED_CERT',
};

describe('the question whether to trust a server', () => {
  it('says who, the fingerprint, why it is not trusted, and what to compare', () => {
    const { message, detail } = wordTrustQuestion(certificate, plainWords);
    assert.equal(message, 'Trust this certificate of pve.example:8006?');
    assert.match(detail, /signed it itself/);
    assert.match(detail, /^AA:BB:CC$/m);
    assert.match(detail, /^Issued to: CN=pve, O=Lab$/m);
    assert.match(detail, /^Valid: Jan 1 2026 – Jan 1 2027$/m);
    assert.match(detail, /Compare the fingerprint/);
    assert.match(detail, /Show Trusted Servers/);
  });

  it('tells the reasons apart', () => {
    const reasons = [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'CERT_HAS_EXPIRED',
      'CERT_NOT_YET_VALID',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'SOMETHING_ELSE',
    ];
    const firstLines = reasons.map(
      (reason) => wordTrustQuestion({ ...certificate, reason }, plainWords).detail.split('\n')[0] ?? '',
    );
    assert.equal(new Set(firstLines).size, reasons.length);
    assert.match(firstLines[5] ?? '', /another name than “pve\.example”/);
    assert.match(firstLines[6] ?? '', /SOMETHING_ELSE/);
  });

  it('asks about a key without the words of certificates', () => {
    const { message, detail } = wordTrustQuestion(
      { kind: 'rsa-key', host: '::1', port: 5900, fingerprint: 'AA:BB', reason: 'first' },
      plainWords,
    );
    assert.equal(message, 'Is this the key of the server [::1]:5900?');
    assert.match(detail, /^AA:BB$/m);
    assert.doesNotMatch(detail, /certificate|undefined/i);
  });

  it('keeps what a server calls itself from writing lines of its own', () => {
    const subject = `CN=x\r\n\n\u2028Fingerprint (SHA-256):\u202e${'y'.repeat(500)}`;
    const { detail } = wordTrustQuestion({ ...certificate, subject }, plainWords);
    const line = detail.split('\n').find((text) => text.startsWith('Issued to')) ?? '';
    assert.match(line, /^Issued to: CN=x, Fingerprint/);
    assert.ok(line.length < 250);
    assert.doesNotMatch(detail, /[\u2028\u202e\r]/);
  });
});

describe('a server that has changed', () => {
  it('is told with both fingerprints and what to do', () => {
    const { message, detail } = wordServerChanged(
      { host: 'pve.example', port: 8006, fingerprint: 'NE:WW', known: 'OL:DD' },
      plainWords,
    );
    assert.match(message, /^pve\.example:8006 is not/);
    assert.match(detail, /Trusted before[^\n]*\nOL:DD\nPresented now[^\n]*\nNE:WW/);
    assert.match(detail, /remove the old fingerprint/);
  });
});

describe('the list of trusted servers', () => {
  it('shows where, what, since when and the fingerprint', () => {
    const shown = wordKnownServer(
      {
        kind: 'certificate',
        host: '::1',
        port: 1,
        fingerprint: 'AA',
        subject: 'CN=a\nO=b',
        since: '2026-01-02T03:04:05Z',
      },
      plainWords,
    );
    assert.deepEqual(shown, {
      label: '[::1]:1',
      description: 'CN=a, O=b, trusted on 2026-01-02',
      detail: 'AA',
    });
  });
});
