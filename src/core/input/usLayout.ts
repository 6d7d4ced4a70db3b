/** The characters of a US keyboard that need Shift, and under them those of the same keys without it. */
const shifted = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ~!@#$%^&*()_+{}|:"<>?';
const plain = "abcdefghijklmnopqrstuvwxyz`1234567890-=[]\\;',./";

const toShifted: ReadonlyMap<string, string> = new Map(Array.from(plain, (c, i) => [c, shifted.charAt(i)]));
const toPlain: ReadonlyMap<string, string> = new Map(Array.from(shifted, (c, i) => [c, plain.charAt(i)]));

/**
 * Whether a US keyboard makes `character` with Shift. Servers that look keysyms up in a keymap of their own
 * (QEMU does) type `a` for the keysym `A` unless Shift is down, so Shift is pressed for these. X servers
 * put the modifiers right by themselves and do not mind.
 */
export function needsShift(character: string): boolean {
  return toPlain.has(character);
}

/** What the key of `character` makes with Shift on a US keyboard; the character itself when it makes nothing else. */
export function withShift(character: string): string {
  return toShifted.get(character) ?? character;
}

/** What the key of `character` makes without Shift on a US keyboard. */
export function withoutShift(character: string): string {
  return toPlain.get(character) ?? character;
}
