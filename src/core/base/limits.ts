/**
 * Every hard limit of the core in one place, each with its reason. Exceeding one that the server controls is
 * `VNC_LIMIT_EXCEEDED` with the limit's name; each has a test that exceeds it.
 */
export const limits = {
  /** Pixels of a framebuffer: two 8K screens (7680 x 4320); 256 MiB of RGBA. */
  framebufferPixels: 2 * 7680 * 4320,
  /** Either side of a framebuffer: what one JPEG or WebP picture of it can still be. */
  framebufferSide: 16_384,
  /** Bytes of a desktop name: longer ones serve no title. */
  desktopNameBytes: 64 * 1024,
  /** Bytes of a reason that a server gives for refusing us. */
  reasonBytes: 64 * 1024,
  /** Security types that a server may offer; the count is one byte, so this is its natural bound. */
  securityTypes: 255,
  /** Bytes of cut text from the server, Latin-1 or extended: QEMU cuts at 1 MiB as well. */
  cutTextBytes: 1024 * 1024,
  /** Either side of a cursor: real ones are at most 256. */
  cursorSide: 512,
  /** Bytes of one compressed run (Tight, Zlib, ZRLE, JPEG) on the wire. */
  compressedBytes: 64 * 1024 * 1024,
  /** Bytes that wait to be sent before a session counts as stuck. */
  sendBufferBytes: 16 * 1024 * 1024,
  /** Bytes received and not yet consumed before the transport is paused. */
  receiveBufferBytes: 8 * 1024 * 1024,
  /** Bytes of one WebSocket message: a server may send a whole raw 4K picture (32 MiB) as one. */
  webSocketMessageBytes: 64 * 1024 * 1024,
  /** Characters of a text that is typed in one action. */
  typedCharacters: 100_000,
  /** Characters of a text that a script makes: what a clipboard gives has room in it several times. */
  scriptTextCharacters: 4 * 1024 * 1024,
  /** Bytes of a file of certificates: those of all public authorities are a quarter of it. */
  certificateBytes: 1024 * 1024,
  /** Bytes of a script file. */
  scriptBytes: 1024 * 1024,
} as const;
