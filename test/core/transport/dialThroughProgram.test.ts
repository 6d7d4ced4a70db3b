import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BytePipe } from '../../../src/core/transport/bytePipe.ts';
import { dial } from '../../../src/core/transport/dial.ts';
import { gone } from '../../support/gone.ts';
import { startUltraVncRepeater } from '../../support/ultraVncRepeater.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { failsWith, serversOfEachTest, target } from './dialling.ts';
import { Collector, pem, webSocketServer } from './servers.ts';

const failing = ['sh', '-c', 'echo no route >&2; exit 7'];
const failure = { program: 'sh', status: 7, output: 'no route' };

/** A program that leads to a port of this machine and writes its process id into a file. */
const socat = (port: number, file: string): readonly string[] => [
  ...['sh', '-c', 'echo $$ >>"$1"; exec socat - "TCP:127.0.0.1:$2"', 'sh', file, String(port)],
];

async function pidsIn(file: string): Promise<number[]> {
  return (await readFile(file, 'utf8')).trim().split('\n').map(Number);
}

async function assertGone(file: string): Promise<void> {
  for (const pid of await pidsIn(file)) await gone(pid);
}

async function assertEchoes(pipe: BytePipe): Promise<void> {
  const heard = new Collector(pipe);
  const sent = Buffer.alloc(300_000, 'abcdefg');
  pipe.write(sent);
  await heard.have(sent.length);
  assert.ok(heard.bytes.equals(sent));
  pipe.close();
  assert.equal(await heard.end(), undefined);
}

describe('a program as the way to a server that speaks more than plain VNC', () => {
  const run = serversOfEachTest();
  let file = '';
  beforeEach(() => {
    file = path.join(temporaryFolder('program'), 'pids');
  });

  it('carries a WebSocket, and ends with it', async () => {
    const server = await run(webSocketServer((ws) => ws.on('message', (data: Buffer) => ws.send(data))));
    const pipe = await dial(
      target('ws://vm.invalid:80/websockify', { proxyCommand: socat(server.port, file) }),
    );
    assert.equal(pipe.confidential, true);
    await assertEchoes(pipe);
    await assertGone(file);
  });

  it('carries a WebSocket under TLS, checked as ever, and is started once for it', async () => {
    const server = await run(
      webSocketServer((ws) => ws.on('message', (data: Buffer) => ws.send(data)), {
        certificate: 'server',
      }),
    );
    const way = { proxyCommand: socat(server.port, file) };
    const pipe = await dial(
      target('wss://localhost/', { ...way, tls: { verify: true, certificate: pem('ca-cert') } }),
    );
    await assertEchoes(pipe);
    assert.equal((await pidsIn(file)).length, 1);
    await assertGone(file);
    await failsWith(dial(target('wss://localhost/', way)), 'VNC_TLS_UNTRUSTED');
    await assertGone(file);
  });

  it('carries the dialogue with a repeater', async () => {
    await using repeater = await startUltraVncRepeater();
    const waiting = dial({
      transport: 'tcp',
      host: 'repeater.invalid',
      port: 5901,
      repeaterId: '1234',
      proxyCommand: socat(repeater.viewerPort, file),
    });
    const server = await repeater.announce('1234');
    server.write('RFB 003.008\n');
    server.pipe(server);
    const pipe = await waiting;
    const heard = new Collector(pipe);
    await heard.have(12);
    assert.equal(heard.text, 'RFB 003.008\n');
    pipe.close();
    await heard.end();
    await assertGone(file);
  });

  it('tells what the program says that leads nowhere', async () => {
    const way = { proxyCommand: failing };
    await failsWith(dial(target('ws://vm.invalid/', way)), 'VNC_COMMAND_FAILED', failure);
    await failsWith(dial(target('wss://vm.invalid/', way)), 'VNC_COMMAND_FAILED', failure);
    const tcp = { transport: 'tcp', host: 'vm.invalid', port: 5901 } as const;
    await failsWith(dial({ ...tcp, repeaterId: '1', ...way }), 'VNC_COMMAND_FAILED', failure);
  });
});
