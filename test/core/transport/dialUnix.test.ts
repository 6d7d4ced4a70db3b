import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { type Server, type Socket, createServer } from 'node:net';
import path from 'node:path';
import { dial } from '../../../src/core/transport/dial.ts';
import { startTigerVnc } from '../../support/servers/tigerVnc.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { failsWith } from './dialling.ts';
import { Collector } from './servers.ts';

describe('dialling a Unix socket', () => {
  const folder = temporaryFolder('unix');
  const servers: Server[] = [];
  let sockets: Socket[] = [];
  const serve = async (name: string, onConnection: (socket: Socket) => void): Promise<string> => {
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      onConnection(socket);
      socket.resume();
    });
    const file = path.join(folder, name);
    await new Promise<void>((resolve) => server.listen(file, resolve));
    servers.push(server);
    return file;
  };
  afterEach(async () => {
    for (const socket of sockets)
      if (!socket.destroyed) await new Promise((resolve) => socket.once('close', resolve));
    sockets = [];
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  });

  it('carries bytes both ways, and nobody can read along', async () => {
    const file = await serve('echo', (socket) => socket.pipe(socket));
    const pipe = await dial({ transport: 'unix', path: file });
    assert.equal(pipe.description, file);
    assert.equal(pipe.confidential, true);
    const heard = new Collector(pipe);
    pipe.write(Buffer.from('hello'));
    await heard.have(5);
    assert.equal(heard.text, 'hello');
    pipe.close();
    assert.equal(await heard.end(), undefined);
  });

  it('reaches a real server', async () => {
    const file = path.join(folder, 'tigervnc');
    await using _server = await startTigerVnc({ options: ['-rfbunixpath', file] });
    const pipe = await dial({ transport: 'unix', path: file });
    const heard = new Collector(pipe);
    await heard.have(12);
    assert.equal(heard.text, 'RFB 003.008\n');
    pipe.close();
    await heard.end();
  });

  it('says why a socket cannot be used', async () => {
    const plain = path.join(folder, 'plain');
    await writeFile(plain, '');
    const left = await serve('left', (socket) => socket.end());
    const abandoned = path.join(folder, 'abandoned');
    await abandon(left, abandoned);
    const reasons: readonly [string, string][] = [
      [path.join(folder, 'nowhere'), 'missing'],
      [path.join(plain, 'x'), 'missing'],
      ['a\0b', 'missing'],
      [plain, 'noSocket'],
      [folder, 'noSocket'],
      [abandoned, 'refused'],
      [path.join(folder, 'x'.repeat(110)), 'tooLong'],
    ];
    for (const [file, reason] of reasons) {
      await failsWith(dial({ transport: 'unix', path: file }), 'VNC_SOCKET_FAILED', { path: file, reason });
    }
  });

  it('tells the end and the cancelling of a dial', async () => {
    const file = await serve('short', (socket) => socket.end('bye'));
    const heard = new Collector(await dial({ transport: 'unix', path: file }));
    assert.equal(await heard.end(), undefined);
    assert.equal(heard.text, 'bye');
    await failsWith(
      dial({ transport: 'unix', path: file }, { signal: AbortSignal.abort() }),
      'VNC_CANCELLED',
    );
    const controller = new AbortController();
    const dialling = dial({ transport: 'unix', path: file }, { signal: controller.signal });
    controller.abort();
    await failsWith(dialling, 'VNC_CANCELLED');
  });

  /** Leaves a socket behind on which nobody listens, as a server does that crashes. */
  async function abandon(_other: string, file: string): Promise<void> {
    await mkdir(path.dirname(file), { recursive: true });
    const { runProgram } = await import('../../support/programs.ts');
    const code = `import socket; s = socket.socket(socket.AF_UNIX); s.bind(${JSON.stringify(file)})`;
    await runProgram('python3', ['-c', code]);
  }
});
