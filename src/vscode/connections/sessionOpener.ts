import { vncError } from '../../core/base/errors.ts';
import type { CredentialSource } from '../../core/rfb/credentials.ts';
import type { Session } from '../../core/session/session.ts';
import type { SessionRegistry } from '../../core/session/sessionRegistry.ts';
import type { TrustPolicy } from '../../core/transport/trust.ts';
import type { Log } from '../log.ts';
import type { ConnectionJournal, ConnectionJournals } from '../report/connectionJournal.ts';
import type { SessionPlan } from './sessionOptions.ts';

/** What sessions are opened with. */
export interface SessionOpenerParts {
  readonly registry: SessionRegistry;
  readonly trust: TrustPolicy;
  readonly journals: ConnectionJournals;
  readonly log: Log;
}

/** One session to open. */
export interface OpenRequest extends Omit<SessionPlan, 'trust'> {
  readonly credentials: CredentialSource;
  readonly journal: ConnectionJournal;
  /** Called once the server has let us in. */
  readonly loggedIn?: (() => void) | undefined;
  readonly signal: AbortSignal;
}

/** Opens sessions the way that the editor does: with its log, its trusted servers and its registry. */
export class SessionOpener {
  readonly #parts: SessionOpenerParts;

  constructor(parts: SessionOpenerParts) {
    this.#parts = parts;
  }

  /** @throws what `openSession` throws. */
  async open(request: OpenRequest): Promise<Session> {
    const { journal, signal } = request;
    const { registry } = this.#parts;
    const watch = new StopWatch();
    try {
      const { openOptionsOf, openSession } = await import('../onDemand.ts');
      const session = await openSession({
        ...openOptionsOf({ ...request, trust: this.#parts.trust }),
        logger: journal,
        credentials: outsideOf(watch, request.credentials),
        loggedIn: request.loggedIn,
        keepsPictures: true,
        signal,
      });
      if (signal.aborted) {
        await session.close();
        throw vncError('VNC_CANCELLED');
      }
      journal.openedIn = watch.milliseconds;
      journal.session = session;
      registry.add(session);
      this.#logLife(session);
      return session;
    } catch (error) {
      journal.failure = error;
      throw error;
    }
  }

  #logLife(session: Session): void {
    const { log } = this.#parts;
    const life = new StopWatch();
    const where = `${session.name} (${session.address})`;
    const tellConnected = (): void => {
      const { width, height } = session.size;
      const facts = Object.entries(session.facts).map(([key, value]) => `${key} ${value}`);
      log.log('info', `Connected to ${where}: ${width} x ${height}, ${facts.join(', ')}`);
    };
    tellConnected();
    session.onStateChange((state) => {
      switch (state.phase) {
        case 'open':
          tellConnected();
          break;
        case 'reconnecting':
          if (state.nextAttemptAt !== undefined) {
            log.log('warn', `Lost ${where} (${state.error.message}), attempt ${state.attempt} follows`);
          }
          break;
        case 'closed': {
          const seconds = (life.milliseconds / 1000).toFixed(1);
          const reason = state.error === undefined ? 'as wanted' : state.error.message;
          log.log('info', `Disconnected from ${where} after ${seconds} s: ${reason}`);
        }
      }
    });
  }
}

/** The same credentials; the time that a person takes to answer does not count. */
function outsideOf(watch: StopWatch, credentials: CredentialSource): CredentialSource {
  const { ask } = credentials;
  if (ask === undefined) return credentials;
  return { ...credentials, ask: async (request, signal) => await watch.outside(() => ask(request, signal)) };
}

/** Milliseconds since it was made, without those spent outside. */
class StopWatch {
  #since = performance.now();

  get milliseconds(): number {
    return performance.now() - this.#since;
  }

  /** Runs `work` without counting its time. */
  async outside<T>(work: () => Promise<T>): Promise<T> {
    const began = performance.now();
    try {
      return await work();
    } finally {
      this.#since += performance.now() - began;
    }
  }
}
