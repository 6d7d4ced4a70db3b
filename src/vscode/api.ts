import type { Event } from '../core/base/emitter.ts';
import { vncError } from '../core/base/errors.ts';
import type { createVnc, createWebSocketVnc } from '../core/index.ts';
import type { Session } from '../core/session/session.ts';
import type { Services } from './services.ts';

/**
 * What other extensions get: `vscode.extensions.getExtension('vnc-agent-bridge.vnc-agent-bridge')?.exports`.
 * Errors are told apart by their `code` and `kind`.
 */
export interface VncAgentBridgeApi {
  /** Rises when something is taken away or changed; what is added leaves it. */
  readonly version: 1;
  /** Connects over TCP. The session belongs to the caller and shows nowhere in the editor. */
  readonly createVnc: typeof createVnc;
  /** Connects over WebSocket. The session belongs to the caller and shows nowhere in the editor. */
  readonly createWebSocketVnc: typeof createWebSocketVnc;
  /** The sessions that the editor holds: one for each connection in use. */
  readonly sessions: readonly Session[];
  /** A session of the editor began or ended. */
  readonly onSessionsChange: Event<void>;
  /**
   * The session of a stored connection, made when there is none; secrets are asked for as they are needed. It
   * is shared: close it only if it is yours alone.
   *
   * @param connection the connection's name or id.
   * @throws `VNC_ARGUMENT_INVALID` when there is no such connection, and what connecting throws.
   */
  connect(connection: string, options?: { readonly signal?: AbortSignal }): Promise<Session>;
}

/** The library is loaded when it is first used: activation stays quick. */
export function createApi({ registry, store, connector }: Services): VncAgentBridgeApi {
  return {
    version: 1,
    createVnc: async (...args) => {
      const library = await import('./onDemand.ts');
      return await library.createVnc(...args);
    },
    createWebSocketVnc: async (...args) => {
      const library = await import('./onDemand.ts');
      return await library.createWebSocketVnc(...args);
    },
    get sessions() {
      return registry.sessions;
    },
    onSessionsChange: registry.onChange,
    async connect(name, options = {}) {
      const connection = store.find(name);
      if (connection === undefined) {
        throw vncError('VNC_ARGUMENT_INVALID', { argument: 'connection', value: name });
      }
      return await connector.connect(connection, options);
    },
  };
}
