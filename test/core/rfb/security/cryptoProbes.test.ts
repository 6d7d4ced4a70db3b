import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { silentLogger } from '../../../../src/core/base/logger.ts';
import { connectRfb } from '../../../../src/core/rfb/rfbClient.ts';
import {
  describeCrypto,
  hasCrypto,
  proveAnonymousTls,
} from '../../../../src/core/rfb/security/cryptoProbes.ts';
import { provesAnonymousTls } from '../../../../src/core/transport/anonymousTls.ts';
import { until } from '../../../support/until.ts';
import { FakePipe } from '../support/fakePipe.ts';
import { greeting } from '../support/playStream.ts';
import { wire } from '../support/wireWriter.ts';

describe('what this program can encrypt', () => {
  it('is all that it needs, in Node', async () => {
    await proveAnonymousTls();
    assert.equal(describeCrypto(), 'DES, MD5, SHA, AES, AES-ECB, RSA, anonymous TLS');
  });

  it('is TLS without certificates where both ends come to speak it', async () => {
    assert.equal(await provesAnonymousTls(), true);
    await proveAnonymousTls();
    assert.equal(hasCrypto('anonymous TLS'), true);
  });

  it('is logged once for each connection, before a way to log in is chosen', async () => {
    const log: string[] = [];
    const logger = {
      ...silentLogger,
      enabled: () => true,
      log: (_level: string, line: string) => log.push(line),
    };
    for (const offered of [[1], [19, 1]]) {
      log.length = 0;
      const pipe = new FakePipe();
      const connecting = connectRfb({
        pipe,
        credentials: {},
        security: { types: ['None'], tls: { verify: true }, endpoint: { host: 'h', port: 1 } },
        logger,
      });
      pipe.send(
        wire()
          .text('RFB 003.008\n')
          .u8(offered.length, ...offered)
          .build(),
      );
      await until('a type is chosen', () => Promise.resolve(pipe.written.length > 1));
      pipe.send(greeting(1, 1).subarray(14));
      (await connecting).close();
      const lines = log.filter((line) => line.includes('cryptography'));
      assert.equal(lines.length, 1);
      assert.match(lines[0] ?? '', /: DES, MD5, SHA, AES, AES-ECB, RSA, anonymous TLS/u);
      const at = (text: string): number => log.findIndex((line) => line.includes(text));
      assert.ok(at('cryptography') < at('security type'));
    }
  });
});
