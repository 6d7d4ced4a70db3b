import * as vscode from 'vscode';
import type { Session } from '../../core/session/session.ts';
import type { Log } from '../log.ts';
import type { Connector } from './connector.ts';

/** What a panel of the demo screen keeps as its connection, so that it can be brought back. */
export const demoConnectionId = 'vncAgentBridge.demo';

/** The screen to try things on: a server of our own, which lives as long as its session. */
export class DemoScreen {
  readonly #connector: Connector;
  readonly #log: Log;
  #session: Promise<Session> | undefined;

  constructor(parts: { readonly connector: Connector; readonly log: Log }) {
    this.#connector = parts.connector;
    this.#log = parts.log;
  }

  /** The live demo session, made when there is none. */
  async open(): Promise<Session> {
    if (this.#session === undefined) {
      const opening = this.#start();
      this.#session = opening;
      const forget = (): void => {
        if (this.#session === opening) this.#session = undefined;
      };
      opening.then((session) => session.onStateChange(forget), forget);
    }
    return await this.#session;
  }

  async #start(): Promise<Session> {
    const { startDemoServer } = await import('../onDemand.ts');
    const server = await startDemoServer();
    const close = (): void => {
      server.close().catch((error: unknown) => this.#log.failure('Closing the demo server failed', error));
    };
    try {
      const { host, port, password } = server;
      this.#log.hide(password);
      const session = await this.#connector.connectTarget(
        { transport: 'tcp', host, port },
        vscode.l10n.t('Demo Screen'),
        // The server lives as long as its session.
        { credentials: { password }, reconnect: false },
      );
      session.onStateChange(close);
      return session;
    } catch (error) {
      close();
      throw error;
    }
  }
}
