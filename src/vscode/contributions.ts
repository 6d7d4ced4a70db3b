/**
 * What the manifest contributes and the code refers to, by name. A test ties these tables to `package.json`, so
 * that neither side can gain or lose an entry alone.
 */

/** Everything that the extension contributes is named below this. */
export const extensionPrefix = 'vncAgentBridge';

/** The commands, without prefix. */
export const commandNames = [
  'connect',
  'disconnect',
  'cancelConnecting',
  'addConnection',
  'editConnection',
  'renameConnection',
  'duplicateConnection',
  'deleteConnection',
  'testConnection',
  'connectToAddress',
  'addConnectionFromAddress',
  'importConnections',
  'listenForServer',
  'forgetSecrets',
  'openConnectionSettings',
  'showTrustedServers',
  'openScreen',
  'openScreenToSide',
  'openScreenInNewWindow',
  'showWall',
  'openDemoScreen',
  'showSessions',
  'reconnectNow',
  'stopReconnecting',
  'takeScreenshot',
  'screenshotToClipboard',
  'screenshotToEditor',
  'regionToFile',
  'regionToClipboard',
  'regionToEditor',
  'copyPlace',
  'copyRegion',
  'copyColor',
  'startRecording',
  'stopRecording',
  'exportRecording',
  'zoomToFit',
  'actualSize',
  'zoomWholeSteps',
  'zoomToWidth',
  'zoomIn',
  'zoomOut',
  'resetZoom',
  'toggleResizeToPanel',
  'chooseScreen',
  'releaseKeyboard',
  'typeText',
  'pasteAsKeystrokes',
  'sendKeys',
  'sendCtrlAltDel',
  'clickAt',
  'scroll',
  'getClipboard',
  'setClipboard',
  'pasteToRemote',
  'clearClipboard',
  'changeClipboardMode',
  'changeDesktopSize',
  'changePictureQuality',
  'shutDownMachine',
  'rebootMachine',
  'resetMachine',
  'takeOver',
  'resume',
  'runScript',
  'stopScript',
  'openSampleScript',
  'showStatistics',
  'toggleStatistics',
  'toggleViewOnly',
  'copyConnectionReport',
  'showLog',
] as const;

/** A command, without prefix. */
export type CommandName = (typeof commandNames)[number];

/** The id under which the editor knows a command. */
export function commandId(name: CommandName): string {
  return `${extensionPrefix}.${name}`;
}

/** The tree of connections. */
export const connectionsViewId = 'vncAgentBridge.connections';

/** The view type of remote-screen panels. */
export const screenViewType = 'vncAgentBridge.screen';

/** The view type of the player of recordings. */
export const recordingViewType = 'vncAgentBridge.recording';

/** The view type of the wall of sessions. */
export const wallViewType = 'vncAgentBridge.wall';
