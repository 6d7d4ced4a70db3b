import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposables.ts';
import { commandId } from '../contributions.ts';
import { bytesText } from '../report/statisticsLines.ts';
import type { PanelPart, PanelPartFactory } from '../screen/panelPart.ts';
import type { Recordings } from './recordings.ts';
import { elapsedText } from '../../protocol/clockText.ts';

/** The tool that begins and ends a recording. */
const toolId = 'record';

/** Makes the part of a panel that shows whether its session is recorded, for how long and how much. */
export function recordPart(recordings: Recordings): PanelPartFactory {
  return (host): PanelPart => {
    const store = new DisposableStore();
    const isRecording = (): boolean => recordings.of(host.session) !== undefined;

    const showFigures = (): void => {
      const recording = recordings.of(host.session);
      if (recording === undefined) {
        host.post({ type: 'recording' });
        return;
      }
      const figures = `${elapsedText(recording.milliseconds)} · ${bytesText(recording.bytes)}`;
      host.post({ type: 'recording', figures, label: vscode.l10n.t('Recording: {0}', figures) });
    };
    const show = (): void => {
      host.post({ type: 'tool', tool: toolId, change: { pressed: isRecording() } });
      showFigures();
    };
    store.add(
      recordings.onChange(() => {
        show();
        host.showState();
      }),
    );
    store.add(recordings.onLook(showFigures));

    return {
      get recording() {
        return isRecording();
      },
      pageReady: show,
      sessionChanged: show,
      receive: (message) => {
        if (message.type !== 'useTool' || message.tool !== toolId) return false;
        const command = isRecording() ? 'stopRecording' : 'startRecording';
        void vscode.commands.executeCommand(commandId(command), host.session?.id);
        return true;
      },
      dispose: () => store.dispose(),
    };
  };
}
