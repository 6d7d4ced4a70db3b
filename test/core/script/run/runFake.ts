import assert from 'node:assert/strict';
import type { RunEvent, RunResult } from '../../../../src/core/script/run/runEvent.ts';
import { type RunOptions, runScript } from '../../../../src/core/script/run/runScript.ts';
import type { Session } from '../../../../src/core/session/session.ts';
import type { FakeRfbServer, FakeRfbServerOptions } from '../../../support/fakeRfbServer.ts';
import { openFake } from '../../session/openFake.ts';
import { AutoClock } from './autoClock.ts';

/** What a test can do while a script runs. */
export interface Stage {
  readonly server: FakeRfbServer;
  readonly session: Session;
  readonly clock: AutoClock;
  readonly cancel: () => void;
  /** Does something at a time after the start of the run, in milliseconds. */
  readonly at: (milliseconds: number, action: () => void) => void;
}

export interface FakeRunOptions extends Partial<RunOptions> {
  readonly server?: FakeRfbServerOptions;
  readonly viewOnly?: boolean;
  readonly secrets?: Readonly<Record<string, string>>;
  /** Called when the script has ended. */
  readonly after?: () => void;
  /** Called before the script starts. */
  readonly before?: (stage: Stage) => void;
}

/** What a run left. */
export interface FakeRun {
  readonly result: RunResult;
  readonly events: readonly RunEvent[];
  readonly server: FakeRfbServer;
  readonly session: Session;
  readonly clock: AutoClock;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The messages of `log`, and of the run itself. */
  readonly logs: readonly string[];
  /** Milliseconds of script time. */
  readonly took: number;
}

/** Runs a script against a server in memory, with time that passes by itself. */
export async function runFake(source: string, options: FakeRunOptions = {}): Promise<FakeRun> {
  const clock = new AutoClock();
  const {
    server: serverOptions = { width: 100, height: 80 },
    viewOnly = false,
    secrets = {},
    before,
  } = options;
  const { server, session } = await openFake(serverOptions, { clock, viewOnly });
  if (serverOptions.answers ?? true) holdWhileEncoding(session, clock);
  const events: RunEvent[] = [];
  const files = new Map<string, Uint8Array>();
  const controller = new AbortController();
  const begin = clock.now();
  before?.({
    server,
    session,
    clock,
    cancel: () => controller.abort(),
    at: (milliseconds, action) => void clock.after(milliseconds, action),
  });
  const result = await runScript({
    source,
    fileName: 'test.vncscript',
    connect: () => Promise.resolve(session),
    secret: (name) => Promise.resolve(secrets[name]),
    writeArtefact: (name, bytes) => {
      files.set(name, bytes);
      return Promise.resolve(`/run/${name}`);
    },
    onEvent: (event) => events.push(event),
    signal: controller.signal,
    clock,
    ...options,
  });
  const took = clock.now() - begin;
  options.after?.();
  const logs = events.flatMap((event) => (event.type === 'log' ? [event.message] : []));
  if (session.state.phase === 'open') {
    assert.equal(session.arbiter.state.driver, undefined, 'the controls were given back');
    await session.close();
  }
  return { result, events, server, session, clock, files, logs, took };
}

/** Pictures are compressed in a thread: script time waits for that. */
function holdWhileEncoding(session: Session, clock: AutoClock): void {
  const { screen } = session;
  const capture = screen.capture.bind(screen);
  screen.capture = (options) => clock.hold(capture(options));
}

/** Runs a script that must pass. */
export async function runPassing(source: string, options: FakeRunOptions = {}): Promise<FakeRun> {
  const run = await runFake(source, options);
  assert.equal(run.result.error, undefined);
  assert.equal(run.result.outcome, 'passed');
  assert.equal(run.result.exitCode, 0);
  return run;
}
