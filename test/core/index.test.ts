import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PNG } from 'pngjs';
import {
  VncAuthenticationError,
  VncConnectionError,
  VncError,
  VncProtocolError,
  VncTimeoutError,
  createVnc,
  createWebSocketVnc,
  isVncError,
  saveScreenshot,
} from '../../src/core/index.ts';
import { settle } from '../support/fakeClock.ts';
import { listenTcp, listenWebSocket } from '../support/fakeRfbListener.ts';
import { FakeRfbServer } from '../support/fakeRfbServer.ts';
import { openFake } from './session/openFake.ts';

/** Code without the formatter's line breaks. */
const oneLine = (code: string): string => code.replaceAll(/\s+/g, ' ').trim();

describe('the library', () => {
  it('connects over TCP, acts, captures and lets go', async () => {
    const server = new FakeRfbServer();
    await using listener = await listenTcp(server);
    {
      await using vnc = await createVnc(listener.host, listener.port, { timeout: 5000 });
      assert.equal(vnc.name, `127.0.0.1:${listener.port}`);
      await vnc.mouse.click({ at: { x: 4, y: 3 } });
      await vnc.keyboard.typeText('Hi\n');
      await vnc.keyboard.down('Shift');
      const { data } = await vnc.screen.capture();
      assert.ok(PNG.sync.read(Buffer.from(data)).data.equals(server.picture.pixels));
    }
    await settle();
    assert.equal(server.pointer, '4,3 4,3:1 4,3');
    assert.equal(server.keys, '+ffe1 +48 -48 -ffe1 +69 -69 +ff0d -ff0d +ffe1 -ffe1');
    assert.equal(server.pipe.ended, true);
  });

  it('connects over WebSocket with everything that the URL and the upgrade need', async () => {
    const server = new FakeRfbServer();
    await using listener = await listenWebSocket(server);
    await using vnc = await createWebSocketVnc({
      urlTemplate: 'ws://${host}:${port}/vm/${vmid}?ticket=${ticket}&p=${password}',
      host: listener.host,
      port: listener.port,
      ticket: 'a/b:c==',
      password: 'p w',
      variables: { vmid: '100' },
      headers: { Cookie: 'auth=1' },
      name: 'the lab',
    });
    assert.equal(vnc.name, 'the lab');
    assert.ok(!vnc.address.includes('a/b') && !vnc.address.includes('a%2Fb'), vnc.address);
    assert.equal(listener.requests[0]?.url, '/vm/100?ticket=a%2Fb%3Ac%3D%3D&p=p%20w');
    assert.equal(listener.requests[0].headers['cookie'], 'auth=1');
    await vnc.keyboard.press('a');
    await vnc.screen.refresh();
    assert.equal(server.keys, '+61 -61');
  });

  it('names a missing value before anything is dialled', async () => {
    await assert.rejects(
      createWebSocketVnc({ urlTemplate: 'ws://${host}:${port}/?t=${ticket}', host: '127.0.0.1', port: 1 }),
      (error) => isVncError(error, 'VNC_TEMPLATE_VALUE_MISSING') && error.data['names'] === 'ticket',
    );
  });

  for (const port of [0, 65_536, 1.5, Number.NaN])
    it(`refuses the port ${port}`, async () => {
      await assert.rejects(createVnc('127.0.0.1', port), (error) =>
        isVncError(error, 'VNC_ARGUMENT_INVALID'),
      );
    });

  it('has the error classes that callers catch', async () => {
    await assert.rejects(createVnc('127.0.0.1', 1), VncConnectionError);
    const silent = new FakeRfbServer({ silentAt: 'version' });
    await using silentListener = await listenTcp(silent);
    await assert.rejects(createVnc('127.0.0.1', silentListener.port, { timeout: 200 }), VncTimeoutError);
    const other = new FakeRfbServer({ silentAt: 'version' });
    other.pipe.deliver(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await using otherListener = await listenTcp(other);
    await assert.rejects(createVnc('127.0.0.1', otherListener.port), VncProtocolError);
    assert.ok(VncAuthenticationError.prototype instanceof VncConnectionError);
    assert.ok(VncConnectionError.prototype instanceof VncError);
  });

  it('documents examples that compile', async () => {
    const documented = await readFile('src/core/createVnc.ts', 'utf8');
    const compiled = oneLine(await readFile('test/core/libraryExamples.ts', 'utf8'));
    const examples = [...documented.matchAll(/ \* ```ts\n((?: \*.*\n)+?) \* ```\n/g)].map(([, body = '']) =>
      oneLine(body.replaceAll(/^ \* ?/gm, '')),
    );
    assert.equal(examples.length, 2);
    for (const example of examples) assert.ok(compiled.includes(example), example);
  });
});

describe('saving a screenshot', () => {
  let folder = '';
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'screenshot-'))));
  afterEach(async () => await rm(folder, { recursive: true }));

  it('takes the format from the name, and leaves nothing beside the file', async () => {
    const { session } = await openFake();
    for (const [name, start] of [
      ['a.png', '89504e47'],
      ['b.jpg', 'ffd8'],
      ['c.JPEG', 'ffd8'],
      ['d.bmp', '424d'],
    ] as const) {
      const file = path.join(folder, name);
      const { data } = await saveScreenshot(session, file);
      const written = await readFile(file);
      assert.ok(written.equals(data));
      assert.ok(written.toString('hex').startsWith(start));
    }
    assert.deepEqual((await readdir(folder)).sort(), ['a.png', 'b.jpg', 'c.JPEG', 'd.bmp']);
  });

  it('refuses a name that is no picture', async () => {
    const { server, session } = await openFake();
    for (const name of ['a', 'a.gif', 'png', '.png'])
      await assert.rejects(
        saveScreenshot(session, path.join(folder, name)),
        (error) => isVncError(error, 'VNC_ARGUMENT_INVALID'),
        name,
      );
    assert.deepEqual(server.messages, []);
  });

  it('keeps the old file when the new one cannot be written', async () => {
    const { session } = await openFake();
    const target = path.join(folder, 'taken.png');
    // A folder that is not empty cannot be replaced by a file.
    const inside = path.join(target, 'old.txt');
    await mkdir(target);
    await writeFile(inside, 'old');
    await assert.rejects(saveScreenshot(session, target), (error) =>
      isVncError(error, 'VNC_FILE_NOT_WRITTEN'),
    );
    assert.deepEqual(await readdir(folder), ['taken.png']);
    assert.equal(await readFile(inside, 'utf8'), 'old');
    await assert.rejects(saveScreenshot(session, path.join(folder, 'no/such/a.png')), {
      code: 'VNC_FILE_NOT_WRITTEN',
    });
  });
});
