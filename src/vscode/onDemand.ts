/**
 * What activation does not wait for: all that speaks to servers, runs scripts and asks questions. It is one file of
 * the package, read whole when any of it is first needed; nothing here may be imported at the top of a module that
 * `extension.ts` imports.
 */
export { createVnc, createWebSocketVnc } from '../core/index.ts';
export { startDemoServer } from '../core/demo/demoServer.ts';
export { certificatePath, readCertificateFile } from '../core/profile/certificateFile.ts';
export { readCertificate, secretNamesOf, targetOf } from '../core/profile/profileTarget.ts';
export { secretBinding } from '../core/profile/secretBinding.ts';
export { openSession } from '../core/session/openSession.ts';
export { askNewConnection } from './connections/addConnection.ts';
export { editConnection } from './connections/editConnection.ts';
export { checkName } from './connections/fieldChecks.ts';
export { trustCertificate } from './connections/trustCertificate.ts';
export { registerScripts } from './run/registerScripts.ts';
