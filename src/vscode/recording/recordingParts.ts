/** What records and what tells of recordings: one part of the package, read whole when any of it is first needed. */
export { exportRecording } from './exportRecording.ts';
export { PlayerPanel } from './playerPanel.ts';
export { Recorder } from './recorder.ts';
export { tellInterrupted } from './recordingNotice.ts';
