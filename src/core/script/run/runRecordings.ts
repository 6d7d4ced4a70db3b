import { type Disposable, DisposableStore } from '../../base/disposables.ts';
import type { Clock } from '../../base/clock.ts';
import { isVncError } from '../../base/errors.ts';
import type { Recording, RecordingResult } from '../../recording/recording.ts';
import { recordSession, recordingFormatOf } from '../../recording/recordSession.ts';
import { ShieldedSession } from '../../recording/shieldedSession.ts';
import type { Span } from '../ast.ts';
import type { Artefacts } from './artefacts.ts';
import type { Frame } from './frame.ts';
import type { RunContext } from './runContext.ts';
import { ScriptFailure } from './runError.ts';

/** What a script wants recorded. */
export interface RecordingRequest {
  readonly file: string;
  readonly fps: number | undefined;
  readonly span: Span;
}

/** The recording of a run: one at a time. It ends with its block, its `record stop` or its test, whichever is first. */
export class RunRecordings {
  readonly #artefacts: Artefacts;
  readonly #clock: Clock;
  readonly #shieldOthers: () => Disposable;
  #running:
    | {
        readonly recording: Recording;
        readonly session: ShieldedSession;
        readonly name: string;
        readonly span: Span;
      }
    | undefined;

  /**
   * @param clock real time: a recording goes on while a person holds the controls.
   * @param shieldOthers shields recordings that are not of the run.
   */
  constructor(artefacts: Artefacts, clock: Clock, shieldOthers: () => Disposable) {
    this.#artefacts = artefacts;
    this.#clock = clock;
    this.#shieldOthers = shieldOthers;
  }

  /** @throws ScriptFailure VS5061 where one goes on or the name is none of a recording, VS5031, VS5032 */
  async start(context: RunContext, request: RecordingRequest, frame: Frame): Promise<void> {
    const { span } = request;
    if (this.#running !== undefined)
      throw new ScriptFailure('VS5061', `the recording ${this.#running.name} goes on`, span);
    const { name, path } = await context.perform(frame, span, async () => {
      return await this.#artefacts.place(context, request.file, span, isRecordingName);
    });
    const session = new ShieldedSession(frame.connection.session, this.#clock);
    const beginning: { promise?: Promise<Recording> } = {};
    try {
      const recording = await context.perform(frame, span, async () => {
        beginning.promise = recordSession(session, { file: path, fps: request.fps, clock: this.#clock });
        return await beginning.promise;
      });
      this.#running = { recording, session, name, span };
    } catch (error) {
      // One that begins although nobody waits for it any more ends at once.
      beginning.promise
        ?.then(async (recording) => await recording.stop())
        .catch(() => undefined)
        .finally(() => session.dispose());
      const cause: unknown = error instanceof ScriptFailure ? error.details.cause : undefined;
      if (!isVncError(cause, 'VNC_FILE_NOT_WRITTEN')) throw error;
      throw new ScriptFailure('VS5032', `the recording ${name} could not be written`, span, { cause });
    }
  }

  /** @throws ScriptFailure VS5061 where none goes on, VS5032 where it could not be written */
  async stop(context: RunContext, span: Span): Promise<void> {
    if (this.#running === undefined) throw new ScriptFailure('VS5061', 'no recording goes on', span);
    const failure = await this.#end(context);
    if (failure !== undefined) throw failure;
  }

  /** Ends what still goes on, for whatever reason the test has ended. What fails is told in the log. */
  async end(context: RunContext): Promise<void> {
    const failure = await this.#end(context);
    if (failure === undefined) return;
    const message = `${failure.code} ${failure.message}`;
    context.emit({ type: 'log', level: 'warn', message, depth: 0, span: context.place(failure.span) });
  }

  /** While the result is not disposed a secret is typed: a recording shows what was there before. */
  shield(): Disposable {
    const store = new DisposableStore();
    store.add(this.#shieldOthers());
    if (this.#running !== undefined) store.add(this.#running.session.shield());
    return store;
  }

  async #end(context: RunContext): Promise<ScriptFailure | undefined> {
    const running = this.#running;
    if (running === undefined) return undefined;
    this.#running = undefined;
    const { recording, session, name, span } = running;
    const result = await recording.stop();
    session.dispose();
    this.#artefacts.add(context, { name, path: result.file }, span);
    tellLimit(result, name, context, span);
    if (result.error === undefined) return undefined;
    return new ScriptFailure('VS5032', `the recording ${name} could not be written to its end`, span, {
      cause: result.error,
    });
  }
}

function tellLimit({ reason }: RecordingResult, name: string, context: RunContext, span: Span): void {
  if (reason !== 'maxBytes' && reason !== 'maxSeconds') return;
  const message = `the recording ${name} has ended before: it was as ${reason === 'maxBytes' ? 'large' : 'long'} as it may be`;
  context.emit({ type: 'log', level: 'warn', message, depth: 0, span: context.place(span) });
}

function isRecordingName(name: string): boolean {
  try {
    recordingFormatOf(name);
    return true;
  } catch {
    return false;
  }
}
