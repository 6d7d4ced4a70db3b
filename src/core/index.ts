/**
 * VNC for programs: connect, see and act, without an editor.
 *
 * @packageDocumentation
 */
export type { Clock } from './base/clock.ts';
export { type VncOptions, type WebSocketVncOptions, createVnc, createWebSocketVnc } from './createVnc.ts';
export type { Disposable } from './base/disposables.ts';
export type { Event } from './base/emitter.ts';
export { type VncErrorCode, type VncErrorKind, errorCodes } from './base/errorCodes.ts';
export {
  VncAuthenticationError,
  VncConnectionError,
  VncError,
  type VncErrorData,
  VncProtocolError,
  VncTimeoutError,
  isVncError,
} from './base/errors.ts';
export type { Point, Rect, Size } from './base/geometry.ts';
export type { LogLevel, Logger } from './base/logger.ts';
export { allKeyNames, canonicalChord, isKeyName } from './input/chords.ts';
export { type LayoutName, layoutNames } from './input/layouts.ts';
export { untypableCharacters } from './input/textPlan.ts';
export { type ConvertOptions, type ConvertResult, convertRecording } from './recording/convertRecording.ts';
export { openRecording } from './recording/openRecording.ts';
export type {
  RecordedSession,
  Recording,
  RecordingEnd,
  RecordingFormat,
  RecordingLimits,
  RecordingResult,
} from './recording/recording.ts';
export type { RecordingHeader } from './recording/recordingFormat.ts';
export type { RecordingPlayer } from './recording/recordingPlayer.ts';
export { type RecordSessionOptions, recordSession } from './recording/recordSession.ts';
export type { VideoOptions } from './recording/video/createVideoWriter.ts';
export type { CredentialRequest, CredentialSource, Credentials } from './rfb/credentials.ts';
export { securityTypeNames, type SecurityTypeName } from './rfb/security/securityNames.ts';
export type { SecurityOptions } from './rfb/security/securityOptions.ts';
export type * from './session/bridge.ts';
export type * from './session/drivers.ts';
export { type OpenSessionOptions, type SessionOptions, openSession } from './session/openSession.ts';
export { saveScreenshot } from './session/saveScreenshot.ts';
export type { PictureQuality } from './session/pictureQuality.ts';
export type { PreparedConnection, ReconnectOptions, ReconnectPolicy } from './session/reconnectOptions.ts';
export type { CursorImage } from './image/cursorImage.ts';
export type { FeedOptions, ScreenFeed, Session, SessionState } from './session/session.ts';
export { SessionRegistry } from './session/sessionRegistry.ts';
export type { EncodingStatistics, LatencyStatistics, SessionStatistics } from './session/statistics.ts';
export type {
  ColorDepth,
  Damage,
  EncodingChoice,
  LockState,
  PointerMode,
  PowerAction,
  ResizeRequest,
  ScreenArea,
  ScreenPicture,
  Subsampling,
  WireCapabilities,
  WireStatistics,
} from './session/wire.ts';
export type * from './transport/target.ts';
export type * from './transport/trust.ts';
