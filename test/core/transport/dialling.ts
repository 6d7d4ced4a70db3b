import assert from 'node:assert/strict';
import { type VncErrorData, isVncError } from '../../../src/core/base/errors.ts';
import type { VncErrorCode } from '../../../src/core/base/errorCodes.ts';
import type { WebSocketTarget } from '../../../src/core/transport/target.ts';
import type { TestServer } from './servers.ts';

/** A target over WebSocket that verifies certificates. */
export function target(urlTemplate: string, more: Partial<WebSocketTarget> = {}): WebSocketTarget {
  return { transport: 'websocket', urlTemplate, values: {}, tls: { verify: true }, ...more };
}

/** Asserts that `work` fails with the code and at least the data. */
export async function failsWith(
  work: Promise<unknown>,
  code: VncErrorCode,
  data: VncErrorData = {},
): Promise<void> {
  await assert.rejects(work, (error: unknown) => {
    assert.ok(isVncError(error), String(error));
    assert.equal(error.code, code);
    for (const [key, value] of Object.entries(data)) assert.equal(error.data[key], value, key);
    return true;
  });
}

/** Ends the servers of each test of a suite, once it has seen that no socket of ours stays, however the test went. */
export function serversOfEachTest(): (server: Promise<TestServer>) => Promise<TestServer> {
  const servers: TestServer[] = [];
  afterEach(async () => {
    const used = servers.splice(0);
    for (const server of used) await server.empty();
    await Promise.all(used.map((server) => server.close()));
  });
  return async (server) => {
    const running = await server;
    servers.push(running);
    return running;
  };
}
