import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/base/disposables.ts';
import { commandId } from '../contributions.ts';
import { bytesText } from '../report/statisticsLines.ts';
import type { Recordings } from './recordings.ts';
import { elapsedText } from '../../protocol/clockText.ts';

/** The item of the status bar that is there while something is recorded: pressing it ends that. */
export class RecordingStatus implements Disposable {
  readonly #recordings: Recordings;
  readonly #store = new DisposableStore();
  readonly #item: vscode.StatusBarItem;

  constructor(recordings: Recordings) {
    this.#recordings = recordings;
    this.#item = this.#store.add(
      vscode.window.createStatusBarItem('vncAgentBridge.recording', vscode.StatusBarAlignment.Left, 9),
    );
    this.#item.name = vscode.l10n.t('VNC Recording');
    this.#item.command = commandId('stopRecording');
    this.#item.backgroundColor = new vscode.ThemeColor('statusBarItem.errorBackground');
    this.#store.add(recordings.onChange(() => this.#show()));
    this.#store.add(recordings.onLook(() => this.#show()));
    this.#show();
  }

  dispose(): void {
    this.#store.dispose();
  }

  #show(): void {
    const { all } = this.#recordings;
    const [first] = all;
    if (first === undefined) {
      this.#item.hide();
      return;
    }
    const { recording } = first;
    const text =
      all.length === 1
        ? `${elapsedText(recording.milliseconds)} · ${bytesText(recording.bytes)}`
        : vscode.l10n.t('{0} recordings', all.length);
    this.#item.text = `$(record) ${text}`;
    this.#item.tooltip = [
      vscode.l10n.t('Recording. Press to stop.'),
      ...all.map(({ session, recording: { file } }) => `${session.name}: ${file}`),
    ].join('\n');
    const names = all.map(({ session }) => session.name).join(', ');
    this.#item.accessibilityInformation = {
      label: vscode.l10n.t('Recording of {0}. Press to stop.', names),
      role: 'button',
    };
    this.#item.show();
  }
}
