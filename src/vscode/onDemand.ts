/**
 * What activation does not wait for: all that speaks to servers. It is one part of the package, read whole when any
 * of it is first needed; nothing here may be imported at the top of a module that `extension.ts` imports. What asks
 * people is in `dialogsOnDemand.ts`, what runs scripts in `run/registerScripts.ts`.
 */
export { createVnc, createWebSocketVnc } from '../core/createVnc.ts';
export { startDemoServer } from '../core/demo/demoServer.ts';
export { certificatePath, readCertificateFile } from '../core/profile/certificateFile.ts';
export { readCertificate, secretNamesOf } from '../core/profile/profileTarget.ts';
export { tlsOptionsOf } from '../core/profile/profileTls.ts';
export { secretBinding } from '../core/profile/secretBinding.ts';
export { prepareTarget } from '../core/profile/prepareTarget.ts';
export { openSession } from '../core/session/openSession.ts';
export { editorProxyOf } from './connections/editorProxy.ts';
export { openOptionsOf } from './connections/sessionOptions.ts';
export { overlayLines } from './screen/overlayLines.ts';
export { viewControl } from './screen/viewControl.ts';
