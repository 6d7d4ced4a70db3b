/**
 * Keysyms that Apple's Screen Sharing wants for the keys beside the space bar: it takes Hyper for Command and Meta for
 * Option, where others have Super and Alt.
 */
const appleKeysyms: ReadonlyMap<number, number> = new Map([
  [0xffe9, 0xffe7],
  [0xffea, 0xffe8],
  [0xffeb, 0xffed],
  [0xffec, 0xffee],
]);

/** The keysym by which a Mac knows the key that others know by `symbol`. */
export function appleKeysym(symbol: number): number {
  return appleKeysyms.get(symbol) ?? symbol;
}
