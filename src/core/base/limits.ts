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
  /** Bits of a server's RSA key (RA2 and its kin): longer ones would only be slow. */
  rsaKeyBits: 8192,
  /** Bits that a server's RSA key must have at least. */
  rsaKeyBitsLeast: 1024,
  /** Bytes of a Diffie-Hellman modulus (Apple's login): macOS has 128, and longer ones would only be slow. */
  dhKeyBytes: 1024,
  /** Bytes that a Diffie-Hellman modulus must have at least; MSLogonII has its own, fixed length. */
  dhKeyBytesLeast: 128,
  /** Capabilities of one kind that Tight lists; real servers have dozens. */
  tightCapabilities: 1024,
  /** Bytes of clipboard text both ways, Latin-1 or extended: QEMU ends connections that send more than 1 MiB. */
  cutTextBytes: 1024 * 1024,
  /** Bytes of a message with clipboard data that are read over, because they are more than the text may have. */
  clipboardMessageBytes: 64 * 1024 * 1024,
  /** Bytes of one message of sound, which is read over: QEMU sends less than a second of it. */
  audioBytes: 1024 * 1024,
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
  /** Characters of what a program said last that are kept for the error: its last lines tell why it failed. */
  programErrorCharacters: 1000,
  /** Characters of a text that is typed in one action. */
  typedCharacters: 100_000,
  /** Characters of a text that a script makes: what a clipboard gives has room in it several times. */
  scriptTextCharacters: 4 * 1024 * 1024,
  /** Bytes of a file of certificates: those of all public authorities are a quarter of it. */
  certificateBytes: 1024 * 1024,
  /** Bytes of an answer of an API that gives tickets: ten thousand machines of a cluster are a quarter of it. */
  ticketAnswerBytes: 16 * 1024 * 1024,
  /** Bytes that a program which gives a ticket may print. */
  ticketOutputBytes: 64 * 1024,
  /** Bytes of a script file. */
  scriptBytes: 1024 * 1024,
  /** Bytes of the header of a recording: names are its longest part. */
  recordingHeaderBytes: 64 * 1024,
  /** Bytes of one packed block of a recording, and of what it holds: the largest screen with room for pictures. */
  recordingBlockBytes: 256 * 1024 * 1024,
  /** Pixels that are copied or decoded for one block of a recording: half a second of 4K video is half of them. */
  recordingWork: 512 * 1024 * 1024,
  /** Blocks of a recording: two a second for five days. */
  recordingBlocks: 1_000_000,
} as const;
