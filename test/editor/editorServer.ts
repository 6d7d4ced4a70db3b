import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram, startProgram } from '../support/programs.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { until } from '../support/until.ts';
import { installEditor } from './installEditor.ts';
import type { EditorVersion } from './versions.ts';

/** How to start the server build of the editor. */
export interface EditorServerOptions {
  readonly version: EditorVersion;
  /** Whether every folder is trusted; otherwise they open in Restricted Mode. */
  readonly trusted: boolean;
  /** Packaged extensions (`.vsix`) to install first. */
  readonly extensions?: readonly string[] | undefined;
  /** User settings on top of those that keep a test undisturbed. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Loads extensions under development, which a built workbench ignores otherwise; notifications are then seen in
   * their center only. False by default.
   */
  readonly development?: boolean | undefined;
  /** Clients must present it (`?tkn=…`); everyone on this machine may come when left out. */
  readonly connectionToken?: string | undefined;
  /** More environment for the extension host. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  readonly log?: ((line: string) => void) | undefined;
}

/** A running editor, to be looked at with a browser. */
export interface EditorServer extends AsyncDisposable {
  readonly port: number;
  /** `http://127.0.0.1:PORT/` */
  readonly address: string;
  /** Settings, logs and installed extensions. */
  readonly dataFolder: string;
  /** The address of a file of this machine, as the page wants it. */
  remoteUri(file: string): string;
  readonly output: string;
  close(): Promise<void>;
}

/** Nothing of the editor's own business stands before the extension. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.enableExperiments': false,
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'extensions.autoCheckUpdates': false,
  'security.workspace.trust.startupPrompt': 'never',
  'remote.autoForwardPorts': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'git.enabled': false,
  'window.commandCenter': false,
  'window.autoDetectColorScheme': true,
  'window.autoDetectHighContrast': true,
};

/** The themes for a dark and a light system; newer editors call them differently. */
function themesOf(version: EditorVersion): Readonly<Record<string, string>> {
  const prefix = version.name === 'oldest' ? 'Default ' : '';
  return {
    'workbench.preferredDarkColorTheme': `${prefix}Dark Modern`,
    'workbench.preferredLightColorTheme': `${prefix}Light Modern`,
  };
}

/** Starts the server build on a free port of 127.0.0.1, with a data folder of its own. */
export async function startEditorServer(options: EditorServerOptions): Promise<EditorServer> {
  const editor = await installEditor(options.version, options.log);
  const dataFolder = temporaryFolder('vscode-data');
  const settings = JSON.stringify(
    { ...quietSettings, ...themesOf(options.version), ...options.settings },
    undefined,
    2,
  );
  for (const scope of ['User', 'Machine']) {
    await mkdir(path.join(dataFolder, 'data', scope), { recursive: true });
    await writeFile(path.join(dataFolder, 'data', scope, 'settings.json'), settings);
  }
  const main = path.join(editor.server, 'out/server-main.js');
  const shared = [main, '--server-data-dir', dataFolder, '--accept-server-license-terms'];
  // The editor marks the environment of its terminals: started from one of them, it must not see that.
  const env: Record<string, string | undefined> = { ...options.env };
  for (const name of Object.keys(process.env))
    if (/^(VSCODE_(?!TEST)|ELECTRON_)/.test(name) && !(name in env)) env[name] = undefined;
  for (const vsix of options.extensions ?? [])
    await runProgram(editor.node, [...shared, '--install-extension', path.resolve(vsix)], { env });
  const program = await startProgram(
    editor.node,
    [
      ...[...shared, '--host', '127.0.0.1', '--port', '0', '--telemetry-level', 'off'],
      ...(options.connectionToken === undefined
        ? ['--without-connection-token']
        : ['--connection-token', options.connectionToken]),
      ...(options.development === true ? ['--enable-smoke-test-driver'] : []),
      ...(options.trusted ? ['--disable-workspace-trust'] : []),
    ],
    { env },
  );
  const port = await until('the editor listens', () => {
    if (program.ended) throw new Error(`the editor has ended:\n${program.output}`);
    const found = /Extension host agent listening on (\d+)/.exec(program.output);
    return found ? Number(found[1]) : undefined;
  }).catch(async (error: unknown) => {
    await program.stop();
    throw error;
  });
  const close = async (): Promise<void> => await program.stop();
  return {
    port,
    address: `http://127.0.0.1:${port}/`,
    dataFolder,
    remoteUri: (file) => `vscode-remote://127.0.0.1:${port}${path.resolve(file)}`,
    get output() {
      return program.output;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
