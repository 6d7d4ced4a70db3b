import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type VncErrorCode, errorCodes } from '../../src/core/base/errorCodes.ts';
import { type VncErrorData, vncError } from '../../src/core/base/errors.ts';
import { errorTable } from '../../src/wording/errorTable.ts';
import { wordError, wordErrorInOneLine } from '../../src/wording/errorWording.ts';
import { placesOf } from '../../src/wording/translate.ts';
import { troubleshootingPage } from '../../src/wording/troubleshootingPage.ts';

const codes = Object.keys(errorCodes) as VncErrorCode[];

function say(code: VncErrorCode, data: VncErrorData = {}): string {
  return wordErrorInOneLine(vncError(code, data));
}

describe('wordError', () => {
  for (const code of codes) {
    it(`says ${code} in whole sentences, with and without data`, () => {
      const { wordings } = errorTable[code];
      const last = wordings[wordings.length - 1];
      assert.deepEqual(
        placesOf(`${last?.message ?? ''}${last?.fix ?? ''}`).filter((place) => place !== 'example'),
        [],
      );
      assert.equal(last?.when, undefined);
      for (const { message, fix, when } of wordings) {
        const data: Record<string, string> = { ...when };
        for (const place of placesOf(message + fix)) data[place] ??= `<${place}>`;
        const worded = wordError(vncError(code, data));
        assert.match(worded.message, /^[(“\p{Lu}<].*[.?]$/su);
        assert.match(worded.detail, /^[(“\p{Lu}].*\.$/su);
        assert.doesNotMatch(worded.message + worded.detail, /(?<!\$)\{|undefined/);
      }
      const bare = wordError(vncError(code));
      assert.doesNotMatch(bare.message + bare.detail, /(?<!\$)\{|undefined/);
    });
  }

  it('gives each failure of connecting its own sentence', () => {
    const place = { host: 'lab', port: 5900 };
    const said = [
      say('VNC_HOST_NOT_FOUND', { host: 'lab' }),
      say('VNC_CONNECTION_REFUSED', place),
      say('VNC_NOT_VNC', place),
      say('VNC_AUTH_REJECTED', { securityType: 'VncAuth', reason: '' }),
      say('VNC_PASSWORD_REQUIRED', { securityType: 'VncAuth' }),
      say('VNC_TICKET_REJECTED', { ...place, status: 401, reason: 'Unauthorized' }),
      say('VNC_SUBPROTOCOL_REFUSED', { offered: 'binary', chosen: 'chat' }),
      say('VNC_TLS_UNTRUSTED', { ...place, fingerprint: 'AA:BB' }),
      say('VNC_CONNECTION_LOST', place),
      say('VNC_DIAL_TIMEOUT', { name: 'lab', timeout: 15_000 }),
    ];
    assert.equal(new Set(said).size, said.length);
    assert.match(
      say('VNC_CONNECTION_REFUSED', place),
      /Nothing listens on port 5900 of “lab”\. Start the VNC server/,
    );
    assert.match(
      say('VNC_DIAL_TIMEOUT', { name: 'lab', timeout: 2500 }),
      /“lab” did not answer within 2\.5 s/,
    );
    assert.match(say('VNC_TLS_UNTRUSTED', { ...place, fingerprint: 'AA:BB' }), /AA:BB/);
  });

  it('names all three causes of a refused password', () => {
    const text = say('VNC_AUTH_REJECTED', { reason: 'Authentication failed' });
    assert.match(text, /“Authentication failed”.*wrong.*expired.*none set/s);
  });

  it('tells variants apart by the data', () => {
    assert.match(
      say('VNC_TEMPLATE_INVALID', { reason: 'scheme', scheme: 'https', hint: 'wss' }),
      /wss:\/\/ was meant\?/,
    );
    assert.match(
      say('VNC_TEMPLATE_INVALID', { reason: 'modifier', placeholder: 'a:b64' }),
      /\$\{name:raw\} takes/,
    );
    assert.match(
      say('VNC_WEBSOCKET_FAILED', { host: '::1', port: 5900, reason: 'rfb' }),
      /^\[::1\]:5900 is a plain VNC/,
    );
  });

  it('makes one plain line of what a server says', () => {
    const text = wordError(
      vncError('VNC_SERVER_REFUSED', { reason: `a\u001b[31m\nb\u202e${'x'.repeat(1000)}` }),
    ).message;
    assert.doesNotMatch(text, /[\p{Cc}\p{Cf}]/u);
    assert.ok(text.length < 400);
  });

  it('hands the sentences to the translator with their places', () => {
    const asked: [string, unknown][] = [];
    wordError(vncError('VNC_HOST_NOT_FOUND', { host: 'lab' }), (template, args) => {
      asked.push([template, args['host']]);
      return template;
    });
    assert.equal(asked.length, 2);
    assert.deepEqual(asked[0], ['There is no host named “{host}”.', 'lab']);
  });

  it('says what is no expected failure, and is silent about aborts', () => {
    assert.match(wordErrorInOneLine(new TypeError('x is not a function')), /should not: x is not a function/);
    assert.match(wordErrorInOneLine('odd'), /odd/);
    assert.equal(wordError(new DOMException('aborted', 'AbortError')).message, 'Cancelled.');
  });
});

describe('the troubleshooting page', () => {
  it('is what the table says: run `npm run docs` after a change', () => {
    assert.equal(readFileSync('docs/troubleshooting.md', 'utf8'), troubleshootingPage());
  });

  it('has every code', () => {
    const page = troubleshootingPage();
    for (const code of codes) assert.ok(page.includes(`Code \`${code}\`.`), code);
    assert.doesNotMatch(page, /\{(?!name\})/);
  });
});
