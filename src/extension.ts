import type * as vscode from 'vscode';
import { type VncAgentBridgeApi, createApi } from './vscode/api.ts';
import { registerAllCommands } from './vscode/commands/registerAllCommands.ts';
import { showConnectionProblems } from './vscode/connections/connectionDiagnostics.ts';
import { reconnect } from './vscode/connections/reconnect.ts';
import { createServices } from './vscode/createServices.ts';
import { leaveWindow } from './vscode/leaveWindow.ts';
import { registerRecordingsOnDemand } from './vscode/recordingsOnDemand.ts';
import { registerScriptsOnDemand } from './vscode/scriptsOnDemand.ts';
import type { Services } from './vscode/services.ts';
import { watchSessions } from './vscode/sessionWatch.ts';
import { StatusBar } from './vscode/statusBar.ts';
import { registerWallOnDemand } from './vscode/wallOnDemand.ts';

export type { VncAgentBridgeApi } from './vscode/api.ts';

// The editor calls `deactivate` without telling for what.
let running: Services | undefined;

/** Builds the services and connects them to the editor. */
export function activate(context: vscode.ExtensionContext): VncAgentBridgeApi {
  const services = createServices(context);
  running = services;
  context.subscriptions.push(
    registerAllCommands(services),
    registerScriptsOnDemand(services),
    registerWallOnDemand(services),
    registerRecordingsOnDemand(services),
    services.panels.registerSerializer((subject, signal) => reconnect(subject, services, signal)),
    showConnectionProblems(services.store, services.log),
    new StatusBar(services),
    watchSessions(services),
  );
  return createApi(services);
}

/** Keys and buttons come up, connections close and recordings are whole before the window goes. */
export async function deactivate(): Promise<void> {
  if (running !== undefined) await leaveWindow(running);
  running = undefined;
}
