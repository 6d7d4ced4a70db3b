/**
 * Encodings and pseudo-encodings by name: the numbers of the IANA registry "Remote Framebuffer", signed as
 * rectangles carry them.
 */
export const encodings = {
  Raw: 0,
  CopyRect: 1,
  RRE: 2,
  CoRRE: 4,
  Hextile: 5,
  Zlib: 6,
  Tight: 7,
  TRLE: 15,
  ZRLE: 16,
  ZYWRLE: 17,
  JPEG: 21,
  DesktopSize: -223,
  LastRect: -224,
  PointerPos: -232,
  Cursor: -239,
  XCursor: -240,
  /** The lowest level is -256 (0), the highest -247 (9). */
  CompressionLevel2: -254,
  QemuPointerMotion: -257,
  QemuExtendedKeys: -258,
  QemuAudio: -259,
  TightPng: -260,
  QemuLedState: -261,
  DesktopName: -307,
  ExtendedDesktopSize: -308,
  Xvp: -309,
  Fence: -312,
  ContinuousUpdates: -313,
  CursorWithAlpha: -314,
  ExtendedMouseButtons: -316,
  /** Not an encoding of its own: says that Tight may come without zlib. */
  TightWithoutZlib: -317,
  VMwareCursor: 0x574d5664,
  VMwareCursorState: 0x574d5665,
  VMwareCursorPosition: 0x574d5666,
  VMwareKeyRepeat: 0x574d5667,
  VMwareLedState: 0x574d5668,
  VMwareDisplayMode: 0x574d5669,
  VMwareMachineState: 0x574d566a,
  ExtendedClipboard: 0xc0a1e5ce | 0,
} as const;

/** The name of an encoding that carries pixels, or of a pseudo-encoding. */
export type EncodingName = keyof typeof encodings;

/** Encodings that are never asked for and cannot be decoded, for a message that names them. */
const unsupported = new Map<number, string>([
  [3, 'reserved'],
  [8, 'ZlibHex'],
  [9, 'Ultra'],
  [10, 'Ultra2'],
  [18, 'XZ'],
  [19, 'XZYW'],
  [20, 'H.264'],
  [22, 'JRLE'],
  [23, 'VA H.264'],
  [24, 'ZRLE2'],
  [50, 'Open H.264'],
  // Baseboard controllers with ATEN's iKVM firmware (Supermicro, Dell iDRAC): pictures of their own codecs.
  [0x57, 'ATEN iKVM AST2100'],
  [0x58, 'ATEN iKVM'],
  [0x59, 'ATEN iKVM Hermon'],
  [0x48323634, 'VA H.264'],
  [1000, 'Apple'],
  [1001, 'Apple'],
  [1002, 'Apple'],
  [1011, 'Apple'],
]);

/** Highest and lowest of a family of pseudo-encodings whose number is a level. */
const levels: readonly { readonly name: string; readonly lowest: number; readonly highest: number }[] = [
  { name: 'Quality', lowest: -32, highest: -23 },
  { name: 'Compression', lowest: -256, highest: -247 },
  { name: 'FineQuality', lowest: -512, highest: -412 },
  { name: 'Subsampling', lowest: -768, highest: -763 },
];

/** JPEG quality, 0 (coarse) to 9 (fine): also says that lossy methods are wanted. */
export function qualityEncoding(level: number): number {
  return -32 + within(level, 9);
}

/** How hard the server compresses, 0 (not) to 9 (slowly). */
export function compressionEncoding(level: number): number {
  return -256 + within(level, 9);
}

/** JPEG quality in percent, 0 to 100 (rfbproto, "JPEG Fine-Grained Quality Level"). */
export function fineQualityEncoding(percent: number): number {
  return -512 + within(percent, 100);
}

/** The numbers of JPEG's ways to thin out colours (rfbproto, "JPEG Subsampling Level"). */
const subsamplings = { '1x': 0, '4x': 1, '2x': 2, gray: 3, '8x': 4, '16x': 5 } as const;

/** The pseudo-encoding of a way to thin out colours. */
export function subsamplingEncoding(subsampling: keyof typeof subsamplings): number {
  return -768 + subsamplings[subsampling];
}

function within(level: number, highest: number): number {
  return Math.max(0, Math.min(Math.round(level), highest));
}

const names = new Map<number, string>(Object.entries(encodings).map(([name, number]) => [number, name]));

/** The usual name of an encoding, or its number when it has none here. */
export function encodingName(number: number): string {
  const level = levels.find(({ lowest, highest }) => number >= lowest && number <= highest);
  if (level !== undefined) return `${level.name}${number - level.lowest}`;
  return names.get(number) ?? unsupported.get(number) ?? String(number);
}

/**
 * What a session asks for, the preferred one first. All are exact: without a JPEG quality level Tight keeps to
 * lossless methods. Tight comes before ZRLE because servers make it in less time (TigerVNC 1.12 sends 27
 * full refreshes of 1080p a second instead of 17). ZYWRLE, JPEG and Tight PNG are decoded when they come, but
 * asked for only with a quality or by name: the first two lose detail, and the third costs servers much time.
 */
export const defaultEncodings: readonly number[] = [
  encodings.CopyRect,
  encodings.Tight,
  encodings.ZRLE,
  encodings.Hextile,
  encodings.Zlib,
  encodings.TRLE,
  encodings.RRE,
  encodings.CoRRE,
  encodings.Raw,
  encodings.CompressionLevel2,
  encodings.LastRect,
  encodings.CursorWithAlpha,
  encodings.VMwareCursor,
  encodings.Cursor,
  encodings.XCursor,
  encodings.PointerPos,
  encodings.VMwareCursorPosition,
  encodings.DesktopSize,
  encodings.DesktopName,
];
