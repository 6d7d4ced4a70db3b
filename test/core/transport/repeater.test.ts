import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import type { BytePipe } from '../../../src/core/transport/bytePipe.ts';
import { dial } from '../../../src/core/transport/dial.ts';
import { repeaterName } from '../../../src/core/transport/repeater.ts';
import { logInWithLibVnc } from '../../support/peers/independentClients.ts';
import { startTigerVnc } from '../../support/servers/tigerVnc.ts';
import { startUltraVncRepeater } from '../../support/ultraVncRepeater.ts';
import { failsWith, serversOfEachTest } from './dialling.ts';
import { Collector, tcpServer } from './servers.ts';

describe('going through an UltraVNC repeater', () => {
  const run = serversOfEachTest();
  const dialRepeater = async (port: number, repeaterId: string, signal?: AbortSignal): Promise<BytePipe> =>
    await dial({ transport: 'tcp', host: '127.0.0.1', port, repeaterId }, { signal });

  it('is connected to the server that has announced itself with the number (mode II)', async () => {
    await using repeater = await startUltraVncRepeater();
    const waiting = dialRepeater(repeater.viewerPort, '1234');
    const server = await repeater.announce('1234');
    server.write('RFB 003.008\n');
    server.pipe(server);
    const pipe = await waiting;
    assert.equal(pipe.confidential, false);
    const heard = new Collector(pipe);
    pipe.write(Buffer.from('hello'));
    await heard.have(17);
    assert.equal(heard.text, 'RFB 003.008\nhello');
    pipe.close();
    assert.equal(await heard.end(), undefined);
  });

  it('is connected to the address behind the repeater (mode I)', async () => {
    await using vnc = await startTigerVnc();
    await using repeater = await startUltraVncRepeater();
    const pipe = await dialRepeater(repeater.viewerPort, `127.0.0.1::${vnc.port}`);
    const heard = new Collector(pipe);
    await heard.have(12);
    assert.equal(heard.text, 'RFB 003.008\n');
    pipe.close();
    await heard.end();
  });

  it('meets a repeater that a client of others gets through as well', async () => {
    await using vnc = await startTigerVnc();
    await using repeater = await startUltraVncRepeater();
    const named: string[] = [];
    repeater.onViewer((name) => named.push(name));
    const login = { port: repeater.viewerPort, username: '', password: '', behindRepeater: vnc.port };
    assert.equal(await logInWithLibVnc(1, login), 'test desktop');
    assert.deepEqual(named, [`127.0.0.1:${vnc.port}`]);
  });

  it('tells a repeater that has no such server', async () => {
    await using repeater = await startUltraVncRepeater({ waitForServers: false });
    await failsWith(dialRepeater(repeater.viewerPort, 'ID:77'), 'VNC_REPEATER_FAILED', {
      reason: 'closed',
      id: 'ID:77',
      port: repeater.viewerPort,
    });
  });

  it('tells a server that is no repeater', async () => {
    const server = await run(tcpServer((socket: Socket) => void socket.write('RFB 003.008\n')));
    await failsWith(dialRepeater(server.port, '1'), 'VNC_REPEATER_FAILED', {
      reason: 'notRepeater',
      greeting: 'RFB 003.008',
    });
    const web = await run(tcpServer((socket) => void socket.write('HTTP')));
    await failsWith(dialRepeater(web.port, '1'), 'VNC_REPEATER_FAILED', { reason: 'notRepeater' });
  });

  it('can be cancelled while the server is still to come, and leaves no socket', async () => {
    await using repeater = await startUltraVncRepeater();
    const controller = new AbortController();
    repeater.onViewer(() => controller.abort());
    await failsWith(dialRepeater(repeater.viewerPort, '5', controller.signal), 'VNC_CANCELLED');
  });

  it('names the server in 250 bytes', async () => {
    const named = (id: string): string => {
      const bytes = Buffer.from(repeaterName(id));
      assert.equal(bytes.length, 250);
      return bytes.toString('latin1').replace(/\0+$/, '');
    };
    assert.equal(named('1234'), 'ID:1234');
    assert.equal(named('id:1234'), 'ID:1234');
    assert.equal(named('lab'), 'lab:5900');
    assert.equal(named('lab:1'), 'lab:5901');
    assert.equal(named('lab:5905'), 'lab:5905');
    assert.equal(named('lab::80'), 'lab::80');
    for (const id of ['', 'ws://lab/', 'unix:/x', 'x'.repeat(250)]) {
      await failsWith(
        Promise.resolve().then(() => repeaterName(id)),
        id === '' ? 'VNC_ADDRESS_INVALID' : 'VNC_ARGUMENT_INVALID',
      );
    }
  });
});
