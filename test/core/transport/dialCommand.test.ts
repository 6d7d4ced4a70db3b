import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { limits } from '../../../src/core/base/limits.ts';
import type { BytePipe } from '../../../src/core/transport/bytePipe.ts';
import { dial } from '../../../src/core/transport/dial.ts';
import { gone } from '../../support/gone.ts';
import { startSshd } from '../../support/servers/sshd.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';
import { failsWith, serversOfEachTest } from './dialling.ts';
import { Collector, closedPort, tcpServer } from './servers.ts';

const command = async (words: readonly string[], signal?: AbortSignal): Promise<BytePipe> =>
  await dial({ transport: 'command', command: words }, { signal });
const shell = async (script: string, ...args: readonly string[]): Promise<BytePipe> =>
  await command(['sh', '-c', script, 'sh', ...args]);

describe('dialling through a command', () => {
  const run = serversOfEachTest();

  it('has the standard input and output of the program for a connection', async () => {
    const server = await run(tcpServer((socket) => socket.pipe(socket)));
    const pipe = await command(['socat', '-', `TCP:127.0.0.1:${server.port}`]);
    assert.equal(pipe.description, 'socat');
    assert.equal(pipe.confidential, true);
    const heard = new Collector(pipe);
    const sent = Buffer.alloc(3_000_000, 'abcdefg');
    pipe.write(sent);
    await heard.have(sent.length);
    assert.ok(heard.bytes.equals(sent));
    assert.ok(!heard.chunks.some((chunk) => Buffer.isBuffer(chunk)));
    pipe.close();
    assert.equal(await heard.end(), undefined);
    assert.equal(heard.ends, 1);
  });

  it('goes through an SSH server', async () => {
    await using ssh = await startSshd();
    const server = await run(
      tcpServer((socket) => {
        socket.write('RFB 003.008\n');
        socket.pipe(socket);
      }),
    );
    const pipe = await dial({
      transport: 'command',
      command: ['ssh', ...ssh.login, '-W', `127.0.0.1:${server.port}`, ssh.host],
      endpoint: { host: '::1', port: 5900 },
    });
    assert.equal(pipe.description, '[::1]:5900');
    const heard = new Collector(pipe);
    pipe.write(Buffer.alloc(200_000, 'x'));
    await heard.have(200_012);
    assert.equal(heard.text.slice(0, 13), 'RFB 003.008\nx');
    pipe.close();
    assert.equal(await heard.end(), undefined);
  });

  it('tells what an SSH client says that does not get in, or not on', async () => {
    await using ssh = await startSshd();
    const stranger = await command(['ssh', ...ssh.refusedLogin, '-W', '127.0.0.1:1', ssh.host]);
    const refused = await new Collector(stranger).end();
    assert.equal(refused?.code, 'VNC_COMMAND_FAILED');
    assert.equal(refused.data['status'], 255);
    assert.match(String(refused.data['output']), /Permission denied \(publickey/);
    const nowhere = await command(['ssh', ...ssh.login, '-W', `127.0.0.1:${await closedPort()}`, ssh.host]);
    const unreached = await new Collector(nowhere).end();
    assert.equal(unreached?.code, 'VNC_COMMAND_FAILED');
    assert.match(String(unreached.data['output']), /stdio forwarding failed|[Cc]onnection refused/);
  });

  it('lets no shell read the words', async () => {
    const heard = new Collector(await command(['printf', '%s|', '$HOME', '; touch x', '*', '']));
    await heard.have(19);
    assert.equal(heard.text, '$HOME|; touch x|*||');
  });

  it('keeps the last of what the program wrote to standard error, and only so much', async () => {
    const pipe = await shell(
      'echo first >&2; yes noise | head -c 100000 >&2; printf "last\\033[31m line" >&2; exit 3',
    );
    const error = await new Collector(pipe).end();
    assert.equal(error?.code, 'VNC_COMMAND_FAILED');
    assert.equal(error.data['program'], 'sh');
    assert.equal(error.data['status'], 3);
    const output = String(error.data['output']);
    assert.match(output, /last \[31m line$/);
    assert.ok(output.length <= limits.programErrorCharacters);
    const endless = await new Collector(
      await shell('head -c 100000 /dev/zero | tr "\\0" x >&2; exit 1'),
    ).end();
    assert.equal(String(endless?.data['output']).length, limits.programErrorCharacters);
  });

  it('takes what the server said before for a connection that was lost', async () => {
    const heard = new Collector(await shell('printf hello; echo why >&2; exit 1'));
    const error = await heard.end();
    assert.equal(heard.text, 'hello');
    assert.equal(error?.code, 'VNC_CONNECTION_LOST');
    assert.deepEqual(error.data, { program: 'sh', status: 1, output: 'why' });
    const orderly = new Collector(await shell('printf hello'));
    assert.equal(await orderly.end(), undefined);
    const signalled = await new Collector(await shell('kill -9 $$')).end();
    assert.equal(signalled?.data['status'], 'SIGKILL');
  });

  it('tells a program that is not there or cannot run', async () => {
    await failsWith(command(['/no/such/program', 'secret']), 'VNC_COMMAND_FAILED', {
      reason: 'notFound',
      program: 'program',
    });
    await failsWith(command([temporaryFolder('no-program')]), 'VNC_COMMAND_FAILED', {
      reason: 'notStarted',
      system: 'EACCES',
    });
    for (const words of [[], [''], ['a\0b']]) {
      await failsWith(command(words), 'VNC_ARGUMENT_INVALID', { argument: 'command' });
    }
    await failsWith(command(['true'], AbortSignal.abort()), 'VNC_CANCELLED');
  });

  it('ends the program and what it started with the connection', async () => {
    const file = path.join(temporaryFolder('pids'), 'pids');
    const pipe = await shell('sleep 1000 & echo $$ $! >"$1"; printf ready; wait', file);
    const heard = new Collector(pipe);
    await heard.have(5);
    const pids = (await readFile(file, 'utf8')).trim().split(' ').map(Number);
    assert.equal(pids.length, 2);
    pipe.close();
    await heard.end();
    for (const pid of pids) await gone(pid);
  });

  it('makes a program end that does not want to', async () => {
    const file = path.join(temporaryFolder('pids'), 'pid');
    const pipe = await shell(
      'trap "" TERM HUP INT PIPE; echo $$ >"$1"; printf ready; while :; do sleep 0.1; done',
      file,
    );
    const heard = new Collector(pipe);
    await heard.have(5);
    const pid = Number(await readFile(file, 'utf8'));
    pipe.close();
    await heard.end();
    await gone(pid);
  });

  it('holds bytes back while paused', async () => {
    const pipe = await shell('yes');
    const heard = new Collector(pipe);
    await heard.have(1);
    pipe.pause();
    // What is under way may still come; then the program cannot write on.
    const settled = await until('nothing more comes', async () => {
      const before = heard.bytes.length;
      await new Promise((resolve) => setTimeout(resolve, 50));
      return heard.bytes.length === before ? before : undefined;
    });
    pipe.resume();
    await heard.have(settled + 1_000_000);
    pipe.close();
    assert.equal(await heard.end(), undefined);
  });
});
