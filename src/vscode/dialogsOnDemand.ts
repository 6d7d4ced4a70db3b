/**
 * What asks and tells people, beside notifications. It is one part of the package, read whole when any of it is first
 * needed; nothing here may be imported at the top of a module that `extension.ts` imports.
 */
export { clipboardCommands } from './commands/clipboardCommands.ts';
export { inputCommands } from './commands/inputCommands.ts';
export { screenshotCommands } from './commands/screenshotCommands.ts';
export { askNewConnection } from './connections/addConnection.ts';
export { connectToAddress, pickAddress } from './connections/addressConnection.ts';
export { askConnectionFromAddress } from './connections/addressDialog.ts';
export { askConnectionsToImport } from './connections/importConnections.ts';
export { editConnection } from './connections/editConnection.ts';
export { askListenTarget } from './connections/listenForServer.ts';
export { checkName } from './connections/fieldChecks.ts';
export { askChord } from './keys/askChord.ts';
export { pasteText, typeText } from './keys/typeText.ts';
export { changeDesktopSize } from './machine/desktopSize.ts';
export { changePictureQuality } from './machine/pictureQuality.ts';
export { changePower } from './machine/powerDialog.ts';
export { pickScreen } from './machine/screenChoice.ts';
export { copyPicked } from './picking/copyPicked.ts';
export { Screenshots, pickRegion } from './picking/screenshots.ts';
export { copyReport, pickJournal } from './report/reportCommand.ts';
export { showStatistics } from './report/statisticsList.ts';
export { showKnownServers } from './trust/knownServersList.ts';
export { askToTrust, showServerChanged } from './trust/trustDialog.ts';
