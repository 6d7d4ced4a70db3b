import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../core/base/disposables.ts';
import { recordingViewType } from './contributions.ts';
import { setContextKey } from './contextKeys.ts';
import { registerCommands } from './commands/commandRegistry.ts';
import type { Recorder } from './recording/recorder.ts';
import type { Services } from './services.ts';

/** Registers what records and plays. Its code is read when it is first needed. */
export function registerRecordingsOnDemand(services: Services): Disposable {
  const owned = new DisposableStore();
  let loading: Promise<Recorder> | undefined;
  const load = async (): Promise<Recorder> => {
    const { Recorder: Made } = await import('./recording/recordingParts.ts');
    return owned.add(new Made(services));
  };
  const recorder = async (): Promise<Recorder> => {
    loading ??= load();
    return await loading;
  };
  owned.add(
    registerCommands(
      {
        /** With `{ path }` as the second argument it asks nothing. Answers with the file's address. */
        startRecording: async (argument, options) => await (await recorder()).start(argument, options),
        /** Answers with the file's address. */
        stopRecording: async (argument) => await (await recorder()).stop(argument),
        /** Takes the address of a recording; with `{ path }` as the second argument it asks nothing. */
        exportRecording: async (argument, options) => {
          const { exportRecording } = await import('./recording/recordingParts.ts');
          return await exportRecording(argument, options);
        },
      },
      services.errors,
    ),
  );
  owned.add(
    vscode.window.registerCustomEditorProvider(
      recordingViewType,
      {
        openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
        resolveCustomEditor: async ({ uri }, webview) => {
          const { PlayerPanel } = await import('./recording/recordingParts.ts');
          const panel = owned.add(new PlayerPanel(webview, uri, services));
          webview.onDidDispose(() => owned.delete(panel));
          await panel.open();
        },
      },
      { supportsMultipleEditorsPerDocument: true },
    ),
  );
  const { recordings, panels } = services;
  const updateKeys = (): void => {
    setContextKey('recording', recordings.all.length > 0);
    setContextKey('screenRecorded', recordings.of(panels.active?.session) !== undefined);
  };
  owned.add(recordings.onChange(updateKeys));
  owned.add(panels.onChange(updateKeys));
  const interrupted = recordings.takeInterrupted();
  if (interrupted.length > 0)
    void tellInterrupted(interrupted).catch((error: unknown) => services.errors.show(error));
  return owned;
}

async function tellInterrupted(files: readonly string[]): Promise<void> {
  const { tellInterrupted: tell } = await import('./recording/recordingParts.ts');
  await tell(files);
}
