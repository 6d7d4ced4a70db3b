import assert from 'node:assert/strict';
import { connectRfb } from '../../../src/core/rfb/rfbClient.ts';
import { FakePipe } from './support/fakePipe.ts';
import { turn } from './support/playStream.ts';
import { splits } from './support/splits.ts';

describe('the version that a server says', () => {
  /** What servers of all kinds say, and what they are answered. */
  const greetings: Readonly<Record<string, string | undefined>> = {
    '003.003': '003.003',
    '003.004': '003.003', // UltraVNC with file transfer
    '003.006': '003.003', // UltraVNC
    '003.007': '003.007',
    '003.008': '003.008',
    '003.014': '003.008', // UltraVNC, single click, with file transfer
    '003.016': '003.008', // UltraVNC, single click
    '003.130': '003.008',
    '003.889': '003.008', // Apple
    '004.000': '003.008', // Intel AMT
    '004.001': '003.008', // RealVNC
    '005.000': '003.008', // RealVNC
    '006.000': '003.008',
    '999.999': '003.008',
    '003.002': undefined,
    '002.009': undefined,
    '000.000': undefined, // a repeater
  };

  for (const [said, answer] of Object.entries(greetings)) {
    it(`${said} is ${answer === undefined ? 'too old' : `answered with ${answer}`}`, async () => {
      for (const split of splits) {
        const pipe = new FakePipe();
        const code = answer === undefined ? 'VNC_VERSION_UNSUPPORTED' : 'VNC_CONNECTION_LOST';
        const refused = assert.rejects(connectRfb({ pipe, credentials: {} }), { code });
        for (const chunk of split.cut(Buffer.from(`RFB ${said}\n`))) {
          pipe.send(chunk);
          await turn();
        }
        await turn();
        assert.equal(
          pipe.writtenHex,
          answer === undefined ? '' : Buffer.from(`RFB ${answer}\n`).toString('hex'),
        );
        pipe.end();
        await refused;
      }
    });
  }
});
