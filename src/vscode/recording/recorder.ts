import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/base/disposables.ts';
import { vncError } from '../../core/base/errors.ts';
import type { Recording, RecordingResult } from '../../core/recording/recording.ts';
import { recordSession } from '../../core/recording/recordSession.ts';
import type { Session } from '../../core/session/session.ts';
import { pickSession } from '../commands/pickSession.ts';
import { isRecord } from '../record.ts';
import type { Services } from '../services.ts';
import { endWords, tellOfFile } from './recordingNotice.ts';
import { readRecordingSettings } from './recordingSettings.ts';
import { RecordingStatus } from './recordingStatus.ts';
import { chosenFile, chosenFormat, formatOfPath } from './recordingTarget.ts';

/** Begins and ends the recordings of this window, and tells what became of them. */
export class Recorder implements Disposable {
  readonly #services: Services;
  readonly #store = new DisposableStore();
  /** Those that are asked about or begun just now: nobody begins two of one session. */
  readonly #starting = new Set<Session>();
  #disposed = false;

  constructor(services: Services) {
    this.#services = services;
    this.#store.add(new RecordingStatus(services.recordings));
  }

  /**
   * Begins a recording of the session that `argument` is about.
   *
   * @param options with `path`, an absolute one, nothing is asked.
   * @returns the file's address; `undefined` when the person called it off.
   * @throws `VNC_FILE_NOT_WRITTEN`, `VNC_ARGUMENT_INVALID`, `VNC_SESSION_CLOSED`, `VNC_CANCELLED`
   */
  async start(argument: unknown, options: unknown): Promise<string | undefined> {
    const { recordings } = this.#services;
    const session = await pickSession(argument, this.#services);
    const given = isRecord(options) ? options['path'] : undefined;
    const running = recordings.of(session);
    if (running !== undefined) {
      await this.#offerToStop(session, running);
      return undefined;
    }
    if (this.#starting.has(session)) return undefined;
    this.#starting.add(session);
    try {
      return await this.#begin(session, given);
    } finally {
      this.#starting.delete(session);
    }
  }

  async #begin(session: Session, given: unknown): Promise<string | undefined> {
    const file = given === undefined ? await askFile(session) : checkedPath(given);
    if (file === undefined) return undefined;
    const { recordings } = this.#services;
    const recording = await recordSession(recordings.viewOf(session), { file, ...readRecordingSettings() });
    recordings.add(session, recording);
    void recording.ended
      .then(async (result) => await this.#tell(session, result))
      .catch((error: unknown) => {
        this.#services.errors.show(error);
      });
    return vscode.Uri.file(file).toString();
  }

  /**
   * Ends the recording of the session that `argument` is about, or the only one, or the one that is chosen.
   *
   * @returns the file's address; `undefined` when the person called it off.
   */
  async stop(argument: unknown): Promise<string | undefined> {
    const recording = await this.#pick(argument);
    if (recording === undefined) return undefined;
    const { file } = await recording.stop();
    return vscode.Uri.file(file).toString();
  }

  dispose(): void {
    this.#disposed = true;
    this.#store.dispose();
  }

  async #pick(argument: unknown): Promise<Recording | undefined> {
    const { recordings, panels } = this.#services;
    if (argument !== undefined) {
      const session = await pickSession(argument, this.#services);
      const recording = recordings.of(session);
      if (recording === undefined)
        void vscode.window.showInformationMessage(vscode.l10n.t('{0} is not being recorded.', session.name));
      return recording;
    }
    const { all } = recordings;
    const [first] = all;
    if (all.length <= 1) return first?.recording;
    const active = recordings.of(panels.active?.session);
    if (active !== undefined) return active;
    const chosen = await vscode.window.showQuickPick(
      all.map(({ session, recording }) => ({
        label: session.name,
        description: recording.file,
        iconPath: new vscode.ThemeIcon('record'),
        recording,
      })),
      { placeHolder: vscode.l10n.t('Which recording is to end?'), matchOnDescription: true },
    );
    return chosen?.recording;
  }

  async #offerToStop(session: Session, running: Recording): Promise<void> {
    const stop = vscode.l10n.t('Stop Recording');
    const text = vscode.l10n.t('{0} is being recorded already.', session.name);
    if ((await vscode.window.showInformationMessage(text, stop)) === stop) await running.stop();
  }

  async #tell(session: Session, result: RecordingResult): Promise<void> {
    // With the window: its next life tells.
    if (this.#disposed) return;
    const { errors, log } = this.#services;
    if (result.error === undefined) {
      await tellOfFile(
        endWords(result, session.name, undefined),
        result.file,
        result.reason === 'stopped' ? 'information' : 'warning',
      );
      return;
    }
    log.failure('A recording failed', result.error);
    const { message, detail } = await errors.word(result.error);
    await tellOfFile(endWords(result, session.name, `${message} ${detail}`), result.file, 'warning');
  }
}

async function askFile(session: Session): Promise<string | undefined> {
  const format = await chosenFormat(session.name);
  return format === undefined ? undefined : await chosenFile(session.name, format);
}

function checkedPath(path: unknown): string {
  if (typeof path !== 'string')
    throw vncError('VNC_ARGUMENT_INVALID', { argument: 'path', value: String(path) });
  formatOfPath(path);
  return path;
}
