/** Encodings and pseudo-encodings by name: the numbers of the IANA registry "Remote Framebuffer". */
export const encodings = {
  Raw: 0,
  CopyRect: 1,
  RRE: 2,
  Hextile: 5,
  Zlib: 6,
  Tight: 7,
  ZRLE: 16,
  DesktopSize: -223,
  LastRect: -224,
  Cursor: -239,
  /** The lowest level is -256 (0), the highest -247 (9). */
  CompressionLevel2: -254,
  TightPng: -260,
  DesktopName: -307,
  ExtendedDesktopSize: -308,
} as const;

const names = new Map<number, string>(Object.entries(encodings).map(([name, number]) => [number, name]));

/** The usual name of an encoding, or its number when it has none here. */
export function encodingName(number: number): string {
  return names.get(number) ?? String(number);
}

/**
 * What a session asks for, the preferred one first. All are exact: without a JPEG quality level Tight keeps to
 * lossless methods. Tight comes before ZRLE because servers make it in less time (TigerVNC 1.12 sends 27
 * full refreshes of 1080p a second instead of 17).
 */
export const defaultEncodings: readonly number[] = [
  encodings.CopyRect,
  encodings.Tight,
  encodings.ZRLE,
  encodings.Hextile,
  encodings.Zlib,
  encodings.RRE,
  encodings.Raw,
  encodings.CompressionLevel2,
  encodings.LastRect,
  encodings.Cursor,
  encodings.DesktopSize,
  encodings.DesktopName,
];
