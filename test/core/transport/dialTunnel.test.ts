import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { dial } from '../../../src/core/transport/dial.ts';
import type { DialTarget } from '../../../src/core/transport/target.ts';
import { gone } from '../../support/gone.ts';
import { startSshd } from '../../support/servers/sshd.ts';
import { startWebsockify } from '../../support/servers/websockify.ts';
import { startTigerVnc } from '../../support/servers/tigerVnc.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';
import { failsWith, serversOfEachTest, target } from './dialling.ts';
import { Collector, pem, tcpServer, webSocketServer } from './servers.ts';

const through = (command: readonly string[], readyTimeout?: number): DialTarget => ({
  transport: 'tcp',
  host: 'vm.invalid',
  port: 5900,
  tunnel: { command, readyTimeout },
});

/** A tunnel that writes its process id into a file. */
function noted(file: string, script: string): readonly string[] {
  return ['sh', '-c', `echo $$ >"$1"; shift; ${script}`, 'sh', file, '${localPort}'];
}

async function notedIsGone(file: string): Promise<void> {
  await gone(Number(await readFile(file, 'utf8')));
}

describe('dialling through a tunnel command', () => {
  const run = serversOfEachTest();
  let file = '';
  beforeEach(() => {
    file = path.join(temporaryFolder('tunnel'), 'pid');
  });

  it('dials the free port that the program was given, and ends it with the connection', async () => {
    const server = await run(tcpServer((socket) => socket.pipe(socket)));
    // Good for one connection only: the first one has to be the connection.
    const pipe = await dial(
      through(noted(file, `sleep 0.3; exec socat TCP-LISTEN:$1,bind=127.0.0.1 TCP:127.0.0.1:${server.port}`)),
    );
    assert.equal(pipe.description, 'vm.invalid:5900');
    assert.equal(pipe.confidential, true);
    const heard = new Collector(pipe);
    pipe.write(Buffer.from('hello'));
    await heard.have(5);
    pipe.close();
    assert.equal(await heard.end(), undefined);
    await notedIsGone(file);
  });

  it('ends the program when the server closes the connection', async () => {
    const server = await run(tcpServer((socket) => socket.end('bye')));
    const relay = `exec socat TCP-LISTEN:$1,bind=127.0.0.1,fork TCP:127.0.0.1:${server.port}`;
    const heard = new Collector(await dial(through(noted(file, relay))));
    assert.equal(await heard.end(), undefined);
    assert.equal(heard.text, 'bye');
    await notedIsGone(file);
  });

  it('goes through an SSH server', async () => {
    await using ssh = await startSshd();
    const server = await run(tcpServer((socket) => void socket.write('RFB 003.008\n')));
    const forward = ['-N', '-L', `127.0.0.1:\${localPort}:127.0.0.1:${server.port}`, ssh.host];
    const pipe = await dial(through(['ssh', ...ssh.login, ...forward]));
    const heard = new Collector(pipe);
    await heard.have(12);
    assert.equal(heard.text, 'RFB 003.008\n');
    pipe.close();
    assert.equal(await heard.end(), undefined);
  });

  it('carries WebSockets and TLS, for the host of the URL', async () => {
    let asked: string | undefined;
    const server = await run(
      webSocketServer(
        (socket, request) => {
          asked = request.headers.host;
          socket.close();
        },
        { certificate: 'other' },
      ),
    );
    const tunnel = {
      command: ['socat', 'TCP-LISTEN:${localPort},bind=127.0.0.1', `TCP:127.0.0.1:${server.port}`],
    };
    const tls = { verify: true, certificate: pem('ca-cert') };
    const pipe = await dial(target('wss://other.test:8443/', { tls, tunnel }));
    assert.equal(await new Collector(pipe).end(), undefined);
    assert.equal(asked, 'other.test:8443');
    await failsWith(dial(target('wss://another.test:8443/', { tls, tunnel })), 'VNC_TLS_HOST_MISMATCH');
  });

  it('reaches a real server behind a real WebSocket relay', async () => {
    await using vnc = await startTigerVnc();
    await using relay = await startWebsockify({ targetPort: vnc.port });
    const tunnel = {
      command: ['socat', 'TCP-LISTEN:${localPort},bind=127.0.0.1', `TCP:127.0.0.1:${relay.port}`],
    };
    const pipe = await dial(target('ws://vm.invalid/', { tunnel }));
    const heard = new Collector(pipe);
    await heard.have(12);
    assert.equal(heard.text, 'RFB 003.008\n');
    pipe.close();
    await heard.end();
  });

  it('tells a program that ends, and what it said', async () => {
    await failsWith(
      dial(through(['sh', '-c', 'echo no such pod >&2; exit 4', '${localPort}'])),
      'VNC_COMMAND_FAILED',
      {
        program: 'sh',
        status: 4,
        output: 'no such pod',
      },
    );
    await failsWith(dial(through(['/no/such/program', '${localPort}'])), 'VNC_COMMAND_FAILED', {
      reason: 'notFound',
    });
  });

  it('tells a program that opens no port in time, and ends it', async () => {
    await failsWith(
      dial(through(noted(file, 'echo waiting >&2; exec sleep 1000'), 300)),
      'VNC_TUNNEL_TIMEOUT',
      {
        program: 'sh',
        seconds: 0.3,
        output: 'waiting',
      },
    );
    await notedIsGone(file);
  });

  it('wants to know where the port goes', async () => {
    await failsWith(dial(through(['sleep', '1000'])), 'VNC_ARGUMENT_INVALID', { argument: 'tunnel' });
  });

  it('can be cancelled while it waits, and ends the program', async () => {
    const controller = new AbortController();
    const dialling = dial(through(noted(file, 'exec sleep 1000')), { signal: controller.signal });
    const failed = failsWith(dialling, 'VNC_CANCELLED');
    await until('the program runs', async () => (await readFile(file, 'utf8')).trim() !== '');
    controller.abort();
    await failed;
    await notedIsGone(file);
  });
});
