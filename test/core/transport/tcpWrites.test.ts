import assert from 'node:assert/strict';
import { type AddressInfo, createServer } from 'node:net';
import { dial } from '../../../src/core/transport/dial.ts';

describe('writing to a TCP pipe', () => {
  it('sends what is written in one go in one piece, and the rest before the end', async () => {
    const chunks: string[] = [];
    const ended = new Promise<void>((resolve) => {
      const server = createServer((socket) => {
        socket.on('data', (chunk) => chunks.push(chunk.toString()));
        socket.on('end', () => {
          socket.end();
          server.close(() => resolve());
        });
      }).listen(0, '127.0.0.1', () => {
        const { port } = server.address() as AddressInfo;
        void dial({ transport: 'tcp', host: '127.0.0.1', port }).then((pipe) => {
          pipe.open({ receive: () => undefined, ended: () => undefined });
          for (const text of ['a', 'b', 'c']) pipe.write(Buffer.from(text));
          setTimeout(() => {
            pipe.write(Buffer.from('d'));
            pipe.close();
          }, 20);
        });
      });
    });
    await ended;
    assert.deepEqual(chunks, ['abc', 'd']);
  });
});
