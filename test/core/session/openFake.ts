import type { Logger } from '../../../src/core/base/logger.ts';
import type { Session } from '../../../src/core/session/session.ts';
import { type SessionOptions, openSessionOver } from '../../../src/core/session/openSession.ts';
import { FakeRfbServer, type FakeRfbServerOptions } from '../../support/fakeRfbServer.ts';

/** An open session with a server in memory. */
export interface FakeSession {
  readonly server: FakeRfbServer;
  readonly session: Session;
  /** What was logged. */
  readonly lines: readonly string[];
}

/**
 * Opens a session with a server in memory. Without `answers` the server stops answering after the first
 * picture, not before. What the client sent until then is forgotten.
 */
export async function openFake(
  server: FakeRfbServerOptions = {},
  options: Partial<SessionOptions> = {},
): Promise<FakeSession> {
  const fake = new FakeRfbServer({ ...server, answers: true });
  const lines: string[] = [];
  const logger: Logger = { enabled: () => true, log: (level, message) => lines.push(`${level} ${message}`) };
  const session = await openSessionOver(() => Promise.resolve(fake.pipe), {
    name: 'fake',
    credentials: {},
    // A server in memory has no need to prove that it is there; the tests of that say so.
    keepAlive: 0,
    silenceLimit: 0,
    logger,
    ...options,
  });
  fake.answers = server.answers ?? true;
  fake.forget();
  return { server: fake, session, lines };
}
