/**
 * Every way in which the core can fail, by its stable code.
 *
 * The kind groups codes for callers that do not care for details; sentences for people are made from the
 * code by `src/wording`, never here.
 */

/** What sort of trouble an error is: it decides the exit code of the CLI and the class that callers catch. */
export type VncErrorKind = 'connection' | 'timeout' | 'authentication' | 'protocol' | 'state' | 'input';

/** The codes and their kinds. Codes are public: they may be added, never renamed or given another kind. */
export const errorCodes = {
  // The other side was not reached, or was lost.
  VNC_HOST_NOT_FOUND: 'connection',
  VNC_CONNECTION_REFUSED: 'connection',
  VNC_UNREACHABLE: 'connection',
  VNC_CONNECTION_LOST: 'connection',
  VNC_SERVER_SILENT: 'connection',
  VNC_CONNECTION_FAILED: 'connection',
  VNC_TLS_UNTRUSTED: 'connection',
  VNC_TLS_HOST_MISMATCH: 'connection',
  VNC_TLS_EXPIRED: 'connection',
  VNC_TLS_FAILED: 'connection',
  VNC_SERVER_CHANGED: 'connection',
  VNC_KEY_UNTRUSTED: 'connection',
  VNC_PROXY_FAILED: 'connection',
  VNC_COMMAND_FAILED: 'connection',
  VNC_TICKET_MACHINE_STOPPED: 'connection',
  VNC_TICKET_NODE_UNREACHABLE: 'connection',
  VNC_TICKET_SOURCE_FAILED: 'connection',
  VNC_TICKET_COMMAND_FAILED: 'connection',
  VNC_SOCKET_FAILED: 'connection',
  VNC_LISTEN_FAILED: 'connection',
  VNC_REPEATER_FAILED: 'connection',
  VNC_WEBSOCKET_REJECTED: 'connection',
  VNC_WEBSOCKET_FAILED: 'connection',
  VNC_SUBPROTOCOL_REFUSED: 'connection',
  VNC_SERVER_REFUSED: 'connection',
  // The other side does not let us in.
  VNC_AUTH_REJECTED: 'authentication',
  VNC_AUTH_TOO_MANY: 'authentication',
  VNC_PASSWORD_REQUIRED: 'authentication',
  VNC_USERNAME_REQUIRED: 'authentication',
  VNC_TICKET_REJECTED: 'authentication',
  VNC_TICKET_LOGIN_REJECTED: 'authentication',
  VNC_TICKET_SECOND_FACTOR: 'authentication',
  VNC_TICKET_FORBIDDEN: 'authentication',
  VNC_PROXY_AUTH: 'authentication',
  VNC_CLIENT_CERTIFICATE: 'authentication',
  VNC_SECURITY_UNSUPPORTED: 'authentication',
  VNC_SECURITY_UNAVAILABLE: 'authentication',
  VNC_UNENCRYPTED_REFUSED: 'authentication',
  // A deadline passed.
  VNC_DIAL_TIMEOUT: 'timeout',
  VNC_TUNNEL_TIMEOUT: 'timeout',
  VNC_TICKET_TIMEOUT: 'timeout',
  VNC_HANDSHAKE_TIMEOUT: 'timeout',
  VNC_FIRST_PICTURE_TIMEOUT: 'timeout',
  VNC_ACTION_TIMEOUT: 'timeout',
  // The other side does not speak RFB as it should.
  VNC_NOT_VNC: 'protocol',
  VNC_VERSION_UNSUPPORTED: 'protocol',
  VNC_LIMIT_EXCEEDED: 'protocol',
  VNC_BAD_RECTANGLE: 'protocol',
  VNC_BAD_DATA: 'protocol',
  VNC_ENCODING_UNKNOWN: 'protocol',
  VNC_MESSAGE_UNKNOWN: 'protocol',
  // The session is not in a state for this.
  VNC_SESSION_CLOSED: 'state',
  VNC_CANCELLED: 'state',
  VNC_VIEW_ONLY: 'state',
  VNC_INPUT_TAKEN: 'state',
  VNC_EXTENSION_UNSUPPORTED: 'state',
  VNC_RESIZE_UNSUPPORTED: 'state',
  VNC_RESIZE_REFUSED: 'state',
  VNC_POWER_UNSUPPORTED: 'state',
  VNC_POWER_FAILED: 'state',
  // The caller asked for something that cannot be.
  VNC_KEY_UNKNOWN: 'input',
  VNC_UNTYPABLE: 'input',
  VNC_OUTSIDE_SCREEN: 'input',
  VNC_ARGUMENT_INVALID: 'input',
  VNC_ADDRESS_INVALID: 'input',
  VNC_TEMPLATE_INVALID: 'input',
  VNC_TEMPLATE_VALUE_MISSING: 'input',
  VNC_PROFILE_INVALID: 'input',
  VNC_TICKET_MACHINE_UNKNOWN: 'input',
  VNC_IMPORT_FAILED: 'input',
  VNC_CERTIFICATE_INVALID: 'input',
  VNC_CLIPBOARD_UNSUPPORTED: 'input',
  VNC_CLIPBOARD_TOO_LARGE: 'input',
  VNC_CLIPBOARD_OFF: 'input',
  VNC_FILE_NOT_WRITTEN: 'input',
  VNC_FILE_NOT_READ: 'input',
  VNC_RECORDING_INVALID: 'input',
  VNC_RECORDING_NEWER: 'input',
  VNC_RECORDING_LIMIT: 'input',
} as const satisfies Record<string, VncErrorKind>;

/** The stable code of an error. */
export type VncErrorCode = keyof typeof errorCodes;
