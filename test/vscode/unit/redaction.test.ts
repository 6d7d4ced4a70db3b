import assert from 'node:assert/strict';
import { withoutSecrets } from '../../../src/vscode/connections/recentAddresses.ts';
import { redactUrls } from '../../../src/vscode/redaction.ts';

describe('what the log shows of addresses', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['dial wss://pve:8006/x?vncticket=PVE%3A1 now', 'dial wss://pve:8006/x?… now'],
    ['wss://user:pass@host/path', 'wss://…@host/path'],
    ['vnc://user@host:5901', 'vnc://…@host:5901'],
    ['wss://host/path#frag', 'wss://host/path#…'],
    ['wss://host/path', 'wss://host/path'],
    ['"ws://host/?a=b", next', '"ws://host/?…", next'],
    ['127.0.0.1:5900 what? nothing', '127.0.0.1:5900 what? nothing'],
    ['wss://us:p@ss@host/x?y', 'wss://…@host/x?…'],
  ];
  for (const [text, shown] of cases) {
    it(`shows ${shown}`, () => assert.equal(redactUrls(text), shown));
  }
});

describe('what is kept of an address', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['host:1', 'host:1'],
    ['[::1]:5900', '[::1]:5900'],
    ['vnc://root@host:5901', 'vnc://root@host:5901'],
    ['wss://host/x?ticket=abc', 'wss://host/x'],
    ['wss://host/x?ticket=${ticket}', 'wss://host/x?ticket=${ticket}'],
    ['wss://host/x?port=${port}&ticket=${ticket}', 'wss://host/x?port=${port}&ticket=${ticket}'],
    ['wss://host/x?port=1&ticket=${ticket}', 'wss://host/x'],
    ['wss://me:secret@host/x', 'wss://host/x'],
    ['wss://token@host/x', 'wss://host/x'],
    ['wss://host/x#token', 'wss://host/x'],
    [' host ', 'host'],
  ];
  for (const [text, kept] of cases) {
    it(`keeps ${kept} of ${text}`, () => assert.equal(withoutSecrets(text), kept));
  }
});
