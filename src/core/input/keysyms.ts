import { keysymTable } from './keysymTable.ts';

/** Keysyms that the core refers to by name; the other named keys are in `keyNames.ts`. */
export const keysym = {
  backspace: 0xff08,
  tab: 0xff09,
  enter: 0xff0d,
  escape: 0xff1b,
  shiftLeft: 0xffe1,
  controlLeft: 0xffe3,
  altLeft: 0xffe9,
  superLeft: 0xffeb,
  altGr: 0xfe03,
  capsLock: 0xffe5,
  numLock: 0xff7f,
  scrollLock: 0xff14,
} as const;

/** Where the keysyms of characters without an older keysym begin. */
const unicodeKeysyms = 0x0100_0000;

const legacyKeysyms: ReadonlyMap<number, number> = readTable();

function readTable(): Map<number, number> {
  const map = new Map<number, number>();
  for (const word of keysymTable.trim().split(/\s+/)) {
    const [codePoint = 0, first = 0, length = 1] = word.split(':').map((part) => Number.parseInt(part, 36));
    for (let i = 0; i < length; i += 1) map.set(codePoint + i, first + i);
  }
  return map;
}

/**
 * The keysym that makes the character `codePoint` (X11 protocol, appendix A): Latin-1 as it is, the older
 * keysym where there is one, because older servers know only that, else `0x01000000 + codePoint`. Control
 * characters are not characters; see {@link hasKeysym}.
 */
export function keysymOfCodePoint(codePoint: number): number {
  if (codePoint < 0x100) return codePoint;
  return legacyKeysyms.get(codePoint) ?? unicodeKeysyms + codePoint;
}

/** Whether a key can make this character: it is no control character, surrogate or noncharacter. */
export function hasKeysym(codePoint: number): boolean {
  if (codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0)) return false;
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return false;
  if (codePoint >= 0xfdd0 && codePoint <= 0xfdef) return false;
  return codePoint <= 0x10_ffff && (codePoint & 0xfffe) !== 0xfffe;
}
