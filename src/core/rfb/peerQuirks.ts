import { type PixelFormat, sessionPixelFormat } from './pixelFormat.ts';
import type { ProtocolVersion } from './protocolVersion.ts';

/** What a server does otherwise than the protocol says, as far as it can be told before its first message. */
export interface PeerQuirks {
  /** The only format that it is known to send well, whatever was chosen. */
  readonly pixelFormat?: PixelFormat;
  /** Rectangles without pixels come without the data of their encoding. */
  readonly bareEmptyRectangles: boolean;
  /** Cursors come by themselves, also in the middle of a change of the pixel format, and then in the old one. */
  readonly unaskedCursors: boolean;
}

/** 8 bits as Intel's own viewers ask for them: three of red and green, two of blue, red highest. */
const amtPixelFormat: PixelFormat = {
  ...sessionPixelFormat,
  bitsPerPixel: 8,
  depth: 8,
  redMax: 7,
  greenMax: 7,
  blueMax: 3,
  redShift: 5,
  greenShift: 2,
  blueShift: 0,
};

/** Knows a server by what its handshake told. */
export function quirksOf(server: { readonly name: string; readonly version: ProtocolVersion }): PeerQuirks {
  return {
    // Intel's management engine (AMT 6 and later) has no 32 bits per pixel.
    ...(server.name === 'Intel(r) AMT KVM' ? { pixelFormat: amtPixelFormat } : {}),
    // Adder's KVM switches over IP (AdderLink). The specification does not make an exception for empty
    // rectangles, so nobody else gets one: reading on without the data would lose the place in the stream.
    bareEmptyRectangles: /adder/iu.test(server.name),
    // TightVNC 1.2.9 and others of its time.
    unaskedCursors: server.version !== '3.8',
  };
}
