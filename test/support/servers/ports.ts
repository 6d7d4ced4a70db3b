import { createServer, connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Program } from '../programs.ts';
import { until } from '../until.ts';

/**
 * A TCP port of 127.0.0.1 that nobody listens on. Another program may take it before ours does: start servers
 * with {@link withFreePorts}.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    // QEMU counts its ports from 5900.
    if (port > 5900) return port;
  }
}

/** Starts a server on free ports; a server that ends at once is tried again on others. */
export async function withFreePorts<T>(
  start: (ports: readonly number[]) => Promise<T>,
  count = 1,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const ports: number[] = [];
    while (ports.length < count) {
      const port = await freePort();
      if (!ports.includes(port)) ports.push(port);
    }
    try {
      return await start(ports);
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

/** Waits until `program` answers on `port`. With `greeting`, until it has sent that many bytes of its own accord. */
export async function untilListening(program: Program, port: number, greeting = 0): Promise<void> {
  try {
    await until(`${program.name} listens on ${port}`, async () => {
      if (program.ended) return true;
      return await answers(port, greeting);
    });
    if (program.ended) throw new Error('it has ended');
  } catch (error) {
    await program.stop();
    throw new Error(`${program.name} does not answer on port ${port}:\n${program.output}`, { cause: error });
  }
}

async function answers(port: number, greeting: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    let received = 0;
    const done = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(2000, () => done(false));
    socket.once('error', () => done(false));
    socket.once('close', () => done(false));
    socket.once('connect', () => {
      if (greeting === 0) done(true);
    });
    socket.on('data', (chunk) => {
      received += chunk.length;
      if (received >= greeting) done(true);
    });
  });
}
