import type { Clock } from '../base/clock.ts';
import { createDeferred } from '../base/deferred.ts';
import { cancelError, throwIfCancelled } from '../base/deadline.ts';
import { type Disposable, DisposableValue } from '../base/disposables.ts';
import { Emitter } from '../base/emitter.ts';
import { type VncError, vncError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import type { BytePipe } from '../transport/bytePipe.ts';
import type { Connection } from './connectionAttempt.ts';
import { KeepAlive, defaultKeepAlive, defaultSilenceLimit } from './keepAlive.ts';
import type { LineFacts } from './lineProbe.ts';
import type { LossyArea } from './lossyArea.ts';
import type { ReconnectPolicy } from './reconnectOptions.ts';
import { Reconnector } from './reconnector.ts';
import { ReplaceableWire } from './replaceableWire.ts';
import type { SessionState } from './session.ts';
import { LatencyLog } from './statistics.ts';

/** The part of the screen that is asked for as a sign of life. */
const signOfLife = { x: 0, y: 0, width: 16, height: 16 } as const;

/** How a session keeps its connection. */
export interface KeepOptions {
  /** Milliseconds of silence after which the server is asked for a sign of life; 30 s by default, 0 for never. */
  readonly keepAlive?: number | undefined;
  /**
   * Milliseconds that the server may leave a question unanswered before the connection counts as lost; 20 s by
   * default, 0 for ever.
   */
  readonly silenceLimit?: number | undefined;
}

/** How a lost connection is made again. */
export interface Reconnection {
  readonly policy: ReconnectPolicy;
  /** 0 to below 1. */
  readonly random: () => number;
  /** Makes another connection; `adopt` takes it over. */
  connect(signal: AbortSignal, adopt: (connection: Connection) => void): Promise<void>;
}

/** What a {@link ConnectionKeeper} needs. */
export interface KeeperParts {
  readonly first: Connection;
  readonly options: KeepOptions;
  /** Without it the first loss is the end. */
  readonly reconnection: Reconnection | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onListenerError: (error: unknown) => void;
}

/** Keeps one session connected: watches whether the server is there, and dials again when it is not. */
export class ConnectionKeeper implements Disposable {
  /** What the session speaks through, whichever connection it is. */
  readonly wire: ReplaceableWire;
  readonly latency = new LatencyLog();
  readonly #parts: KeeperParts;
  readonly #states: Emitter<SessionState>;
  readonly #reconnector: Reconnector | undefined;
  readonly #keepAlive = new DisposableValue<KeepAlive>();
  #pipe: BytePipe;
  #lossyArea: LossyArea;
  #line: LineFacts | undefined;
  #state: SessionState = { phase: 'open' };
  #reconnects = 0;
  /** Why we closed the connection ourselves. */
  #reason: VncError | undefined;

  constructor(parts: KeeperParts) {
    const { first, reconnection, clock } = parts;
    this.#parts = parts;
    this.#pipe = first.pipe;
    this.#lossyArea = first.lossyArea;
    this.#line = first.line;
    this.wire = new ReplaceableWire(first.staged, parts.onListenerError);
    this.#states = new Emitter(parts.onListenerError);
    this.wire.onClose((error) => this.#lost(error));
    this.#reconnector =
      reconnection &&
      new Reconnector({
        policy: reconnection.policy,
        random: reconnection.random,
        clock,
        connect: (signal) => reconnection.connect(signal, (connection) => this.#adopt(connection)),
        waiting: (attempt, pause, error) => {
          const nextAttemptAt = pause === undefined ? undefined : Date.now() + pause;
          this.#enter({ phase: 'reconnecting', attempt, nextAttemptAt, error });
        },
        gaveUp: (error) => this.#enter({ phase: 'closed', error }),
      });
  }

  /** Hears of the first connection from now on. */
  start(): void {
    this.#watch();
    this.wire.start();
  }

  get state(): SessionState {
    return this.#state;
  }

  get onState(): Emitter<SessionState>['event'] {
    return this.#states.event;
  }

  get pipe(): BytePipe {
    return this.#pipe;
  }

  /** Where the first picture of the connection was simplified. */
  get lossyArea(): LossyArea {
    return this.#lossyArea;
  }

  /** What was found of the connection's line before its first picture; `undefined` unless it was slow. */
  get line(): LineFacts | undefined {
    return this.#line;
  }

  /** How often the connection was made again. */
  get reconnects(): number {
    return this.#reconnects;
  }

  /** The server has something to answer, or to show the effect of. */
  expectAnswer(): void {
    this.#keepAlive.value?.expect();
  }

  /** Measures a round trip, where the server has fences. */
  measure(answered?: () => void): void {
    this.wire.fence(answered).then(
      (milliseconds) => this.latency.add(milliseconds),
      // The end of the connection is told elsewhere.
      () => undefined,
    );
  }

  /** Waits while the connection is lost. @throws {@link cancelError} when `signal` aborts */
  async whenConnected(signal: AbortSignal): Promise<void> {
    throwIfCancelled(signal);
    if (this.#state.phase !== 'reconnecting') return;
    const connected = createDeferred<undefined>();
    const cancelled = (): void => connected.reject(cancelError(signal));
    signal.addEventListener('abort', cancelled, { once: true });
    const listening = this.#states.event(({ phase }) => {
      if (phase !== 'reconnecting') connected.resolve(undefined);
    });
    try {
      await connected.promise;
    } finally {
      listening.dispose();
      signal.removeEventListener('abort', cancelled);
    }
  }

  reconnectNow(): void {
    this.#reconnector?.now();
  }

  stopReconnecting(): void {
    this.#reconnector?.stop();
  }

  /** Ends the connection in order, and does not make it again. */
  close(): void {
    this.#reconnector?.dispose();
    this.#keepAlive.dispose();
    this.wire.close();
    if (this.wire.closed) this.#enter({ phase: 'closed' });
  }

  dispose(): void {
    this.#reconnector?.dispose();
    this.#keepAlive.dispose();
    this.wire.dispose();
    this.#states.dispose();
  }

  #adopt(connection: Connection): void {
    const { staged, pipe, lossyArea, line } = connection;
    if (this.#state.phase !== 'reconnecting') {
      // Nobody wants it any more: the session was closed in the moment in which the picture was there.
      staged.dispose();
      staged.wire.close();
      return;
    }
    this.#reason = undefined;
    this.#reconnects += 1;
    this.#pipe = pipe;
    this.#lossyArea = lossyArea;
    this.#line = line;
    this.#reconnector?.connected();
    this.#watch(connection);
    this.#parts.logger.log('info', `connected again: ${pipe.description}`);
    this.wire.replace(staged);
    // Last, so that who hears of it finds everything in place; a connection that is lost already was told of.
    if (!staged.wire.closed) this.#enter({ phase: 'open' });
  }

  #watch({ staged, pipe }: Connection = this.#parts.first): void {
    const { clock, options } = this.#parts;
    const { wire } = staged;
    this.#keepAlive.value = new KeepAlive({
      clock,
      interval: options.keepAlive ?? defaultKeepAlive,
      silenceLimit: options.silenceLimit ?? defaultSilenceLimit,
      bytesReceived: () => wire.statistics().bytesReceived,
      ask: () => {
        pipe.ping?.();
        if (wire.capabilities.fence) this.measure();
        else wire.requestUpdate(signOfLife, { incremental: false });
      },
      silent: (milliseconds) => {
        this.#reason = vncError('VNC_SERVER_SILENT', { milliseconds });
        wire.close();
      },
    });
  }

  #lost(error: VncError | undefined): void {
    if (this.#state.phase === 'closed') return;
    this.#keepAlive.value = undefined;
    const reason = this.#reason ?? error;
    if (reason === undefined || this.#reconnector === undefined) {
      this.#enter(reason === undefined ? { phase: 'closed' } : { phase: 'closed', error: reason });
      return;
    }
    this.#parts.logger.log('info', `the connection was lost: ${reason.message}`);
    this.#reconnector.lost(reason);
  }

  #enter(state: SessionState): void {
    if (this.#state.phase === 'closed') return;
    if (state.phase === 'open' && this.#state.phase === 'open') return;
    this.#state = state;
    this.#states.fire(state);
  }
}
