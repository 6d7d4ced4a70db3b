import assert from 'node:assert/strict';
import process from 'node:process';
import { silentLogger } from '../../../src/core/base/logger.ts';
import { SecretVault } from '../../../src/core/script/run/secretVault.ts';
import { redactReport } from '../../../src/vscode/redaction.ts';
import { ConnectionJournal, ConnectionJournals } from '../../../src/vscode/report/connectionJournal.ts';
import { connectionReport } from '../../../src/vscode/report/connectionReport.ts';
import { bytesText } from '../../../src/vscode/report/statisticsLines.ts';
import { openFake } from '../../core/session/openFake.ts';

const surroundings = {
  version: '1.2.3',
  editor: 'Editor 1.106 (desktop)',
  versions: process.versions,
  platform: 'linux x64',
};

const profile = {
  name: 'lab',
  id: 'some-id',
  host: 'lab.example',
  port: 5901,
  quality: 5,
  security: ['VncAuth'],
  username: 'ada',
};

describe('the report on a connection', () => {
  it('tells versions, settings, what was negotiated, statistics and the log', async () => {
    const { session } = await openFake();
    const journal = new ConnectionJournal(silentLogger, 'lab', profile);
    journal.session = session;
    journal.openedIn = 123.4;
    journal.log('debug', 'the server offers VncAuth (2)');
    const report = connectionReport(journal, surroundings, redactReport);
    assert.match(report, /extension 1\.2\.3/);
    assert.match(report, new RegExp(`node ${process.versions.node}`));
    assert.match(report, /state: open/);
    assert.match(report, /first picture after: 123 ms/);
    assert.match(report, /profile: host, port 5901, quality 5, security \["VncAuth"\], username$/m);
    assert.match(report, /capabilities: /);
    assert.match(report, /screen: 64 x 48/);
    assert.match(report, /received: /);
    assert.match(report, /debug: the server offers VncAuth \(2\)/);
    await session.close();
  });

  it('tells why an attempt failed', () => {
    const journal = new ConnectionJournal(silentLogger, 'lab');
    journal.failure = new Error('VNC_CONNECTION_REFUSED host=lab');
    assert.match(
      connectionReport(journal, surroundings, redactReport),
      /state: failed: VNC_CONNECTION_REFUSED/,
    );
  });

  it('holds no secret, however it got into a line', () => {
    const secrets = ['hunter2secret', 'PVEVNC:abc==', 'tok-en-1'];
    const journal = new ConnectionJournal(silentLogger, 'lab');
    for (const secret of secrets) {
      for (const line of [
        `GET wss://h/x?vncticket=${encodeURIComponent(secret)}&a=b`,
        `path /api2/json/vncwebsocket?port=5900&vncticket=${encodeURIComponent(secret)} HTTP/1.1`,
        `Authorization: PVEAPIToken=${secret}`,
        `cookie: PVEAuthCookie=${secret}`,
        `password=${secret}`,
        `{"ticket":"${secret}"}`,
        `wss://user:${secret}@host/`,
        `said: ${secret}`,
      ])
        journal.log('debug', line);
    }
    journal.failure = new Error(`ticket ${secrets[1] ?? ''}`);
    const vault = new SecretVault();
    for (const secret of secrets) vault.add(secret);
    const report = connectionReport(journal, surroundings, (text) => redactReport(vault.mask(text)));
    for (const secret of secrets) {
      assert.ok(!report.includes(secret), secret);
      assert.ok(!report.includes(encodeURIComponent(secret)), secret);
    }
  });

  it('cuts queries and named secrets also where they are not known', () => {
    for (const line of [
      'wss://h/x?vncticket=unknown1',
      '/x/vncwebsocket?port=1&vncticket=unknown1',
      'Authorization: Bearer unknown1',
      'Authorization: PVEAPIToken=root@pam!vnc=unknown1',
      'Cookie: PVEAuthCookie=unknown1',
      'password: unknown1',
      '{"ticket":"unknown1","port":"5900"}',
      'token=unknown1',
    ])
      assert.doesNotMatch(redactReport(line), /unknown1/, line);
    assert.equal(redactReport('security type VncAuth, 640 x 480'), 'security type VncAuth, 640 x 480');
  });
});

describe('what is kept of connections', () => {
  it('is the beginning and the end of a long log', () => {
    const journal = new ConnectionJournal(silentLogger, 'lab');
    for (let line = 0; line < 1000; line += 1) journal.log('debug', `line ${line}`);
    journal.log('trace', 'chatter');
    const { lines, left } = journal;
    assert.equal(lines[0]?.text, 'line 0');
    assert.equal(lines.at(-1)?.text, 'line 999');
    assert.equal(lines.length + left, 1000);
    assert.ok(lines.length <= 300);
    assert.match(connectionReport(journal, surroundings, redactReport), /… \d+ lines left out …/);
  });

  it('is the latest few attempts, and every live session', async () => {
    const journals = new ConnectionJournals(silentLogger, 3);
    const { session } = await openFake();
    const live = journals.begin('live');
    live.session = session;
    for (const name of ['a', 'b', 'c', 'd']) journals.begin(name);
    assert.deepEqual(
      journals.all.map(({ name }) => name),
      ['d', 'c', 'b', 'live'],
    );
    assert.equal(journals.of(session), live);
    await session.close();
    journals.begin('e');
    assert.deepEqual(
      journals.all.map(({ name }) => name),
      ['e', 'd', 'c'],
    );
  });
});

describe('numbers of bytes', () => {
  it('have the unit that fits', () => {
    assert.deepEqual([0, 999, 1000, 1_234_567, 5e12].map(bytesText), [
      '0 B',
      '999 B',
      '1.0 KB',
      '1.2 MB',
      '5000.0 GB',
    ]);
  });
});
