import { type LayoutName, layoutOf } from './layouts.ts';

/**
 * Scancodes of the keys of a PC keyboard (set 1; E0 xx as xx | 0x80, as QEMU's extended key events want them), by
 * the DOM's `code` (W3C UI Events KeyboardEvent code Values).
 */
const byCode: Readonly<Record<string, number>> = {
  Escape: 0x01,
  Minus: 0x0c,
  Equal: 0x0d,
  Backspace: 0x0e,
  Tab: 0x0f,
  BracketLeft: 0x1a,
  BracketRight: 0x1b,
  Enter: 0x1c,
  ControlLeft: 0x1d,
  Semicolon: 0x27,
  Quote: 0x28,
  Backquote: 0x29,
  ShiftLeft: 0x2a,
  Backslash: 0x2b,
  Comma: 0x33,
  Period: 0x34,
  Slash: 0x35,
  ShiftRight: 0x36,
  NumpadMultiply: 0x37,
  AltLeft: 0x38,
  Space: 0x39,
  CapsLock: 0x3a,
  NumLock: 0x45,
  ScrollLock: 0x46,
  Numpad7: 0x47,
  Numpad8: 0x48,
  Numpad9: 0x49,
  NumpadSubtract: 0x4a,
  Numpad4: 0x4b,
  Numpad5: 0x4c,
  Numpad6: 0x4d,
  NumpadAdd: 0x4e,
  Numpad1: 0x4f,
  Numpad2: 0x50,
  Numpad3: 0x51,
  Numpad0: 0x52,
  NumpadDecimal: 0x53,
  // Print Screen and Pause send sequences of their own; these are what QEMU makes the sequences from.
  PrintScreen: 0x54,
  IntlBackslash: 0x56,
  F11: 0x57,
  F12: 0x58,
  NumpadEqual: 0x59,
  KanaMode: 0x70,
  Lang2: 0x71,
  Lang1: 0x72,
  IntlRo: 0x73,
  Convert: 0x79,
  NonConvert: 0x7b,
  IntlYen: 0x7d,
  NumpadComma: 0x7e,
  MediaTrackPrevious: 0x90,
  MediaTrackNext: 0x99,
  NumpadEnter: 0x9c,
  ControlRight: 0x9d,
  AudioVolumeMute: 0xa0,
  MediaPlayPause: 0xa2,
  MediaStop: 0xa4,
  AudioVolumeDown: 0xae,
  AudioVolumeUp: 0xb0,
  BrowserHome: 0xb2,
  NumpadDivide: 0xb5,
  AltRight: 0xb8,
  Pause: 0xc6,
  Home: 0xc7,
  ArrowUp: 0xc8,
  PageUp: 0xc9,
  ArrowLeft: 0xcb,
  ArrowRight: 0xcd,
  End: 0xcf,
  ArrowDown: 0xd0,
  PageDown: 0xd1,
  Insert: 0xd2,
  Delete: 0xd3,
  MetaLeft: 0xdb,
  MetaRight: 0xdc,
  ContextMenu: 0xdd,
  Power: 0xde,
  Sleep: 0xdf,
  WakeUp: 0xe3,
  BrowserSearch: 0xe5,
  BrowserFavorites: 0xe6,
  BrowserRefresh: 0xe7,
  BrowserStop: 0xe8,
  BrowserForward: 0xe9,
  BrowserBack: 0xea,
  LaunchMail: 0xec,
};

/** Letters by row, from the scancode of the first. */
const rows: readonly (readonly [first: number, letters: string])[] = [
  [0x10, 'QWERTYUIOP'],
  [0x1e, 'ASDFGHJKL'],
  [0x2c, 'ZXCVBNM'],
];

/**
 * The scancode of a physical key: PC set 1, E0 xx as xx | 0x80.
 *
 * @param code the DOM's `KeyboardEvent.code`
 * @returns `undefined` for keys that a PC keyboard does not have
 */
export function scancodeOfDomCode(code: string): number | undefined {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined)
    for (const [first, letters] of rows) if (letters.includes(letter)) return first + letters.indexOf(letter);
  const digit = /^Digit([0-9])$/.exec(code)?.[1];
  if (digit !== undefined) return digit === '0' ? 0x0b : 0x01 + Number(digit);
  const functionKey = Number(/^F([1-9][0-9]?)$/.exec(code)?.[1] ?? 0);
  if (functionKey >= 1 && functionKey <= 10) return 0x3a + functionKey;
  if (functionKey >= 13 && functionKey <= 23) return 0x5d + functionKey - 13;
  return Object.hasOwn(byCode, code) ? byCode[code] : undefined;
}

/** The keys that write nothing, by their keysym (X11 protocol, appendix A). */
const codeOfKeysym: Readonly<Record<number, string>> = {
  0x20: 'Space',
  0xfe03: 'AltRight',
  0xff08: 'Backspace',
  0xff09: 'Tab',
  0xff0d: 'Enter',
  0xff13: 'Pause',
  0xff14: 'ScrollLock',
  0xff15: 'PrintScreen',
  0xff1b: 'Escape',
  0xff22: 'NonConvert',
  0xff23: 'Convert',
  0xff27: 'KanaMode',
  0xff2a: 'Backquote',
  0xff31: 'Lang1',
  0xff34: 'Lang2',
  0xff50: 'Home',
  0xff51: 'ArrowLeft',
  0xff52: 'ArrowUp',
  0xff53: 'ArrowRight',
  0xff54: 'ArrowDown',
  0xff55: 'PageUp',
  0xff56: 'PageDown',
  0xff57: 'End',
  0xff61: 'PrintScreen',
  0xff63: 'Insert',
  0xff67: 'ContextMenu',
  0xff7f: 'NumLock',
  0xff8d: 'NumpadEnter',
  0xff95: 'Numpad7',
  0xff96: 'Numpad4',
  0xff97: 'Numpad8',
  0xff98: 'Numpad6',
  0xff99: 'Numpad2',
  0xff9a: 'Numpad9',
  0xff9b: 'Numpad3',
  0xff9c: 'Numpad1',
  0xff9d: 'Numpad5',
  0xff9e: 'Numpad0',
  0xff9f: 'NumpadDecimal',
  0xffaa: 'NumpadMultiply',
  0xffab: 'NumpadAdd',
  0xffac: 'NumpadComma',
  0xffad: 'NumpadSubtract',
  0xffae: 'NumpadDecimal',
  0xffaf: 'NumpadDivide',
  0xffbd: 'NumpadEqual',
  0xffe1: 'ShiftLeft',
  0xffe2: 'ShiftRight',
  0xffe3: 'ControlLeft',
  0xffe4: 'ControlRight',
  0xffe5: 'CapsLock',
  0xffe9: 'AltLeft',
  0xffea: 'AltRight',
  0xffeb: 'MetaLeft',
  0xffec: 'MetaRight',
  0xffff: 'Delete',
  0x1008_ff11: 'AudioVolumeDown',
  0x1008_ff12: 'AudioVolumeMute',
  0x1008_ff13: 'AudioVolumeUp',
  0x1008_ff14: 'MediaPlayPause',
  0x1008_ff15: 'MediaStop',
  0x1008_ff16: 'MediaTrackPrevious',
  0x1008_ff17: 'MediaTrackNext',
  0x1008_ff18: 'BrowserHome',
  0x1008_ff19: 'LaunchMail',
  0x1008_ff1b: 'BrowserSearch',
  0x1008_ff26: 'BrowserBack',
  0x1008_ff27: 'BrowserForward',
  0x1008_ff28: 'BrowserStop',
  0x1008_ff29: 'BrowserRefresh',
  0x1008_ff2a: 'Power',
  0x1008_ff2b: 'WakeUp',
  0x1008_ff2f: 'Sleep',
  0x1008_ff30: 'BrowserFavorites',
};

/**
 * The scancode of the key that a keysym stands for: a character's on `layout`, whatever modifiers it needs, every
 * other key's where a PC keyboard has it. `undefined` when there is no such key.
 */
export function scancodeOfKeysym(symbol: number, layout: LayoutName): number | undefined {
  if (symbol > 0x20 && symbol <= 0xff) return layoutOf(layout).keyOf(String.fromCodePoint(symbol))?.scancode;
  if (symbol >= 0xffb0 && symbol <= 0xffb9) return scancodeOfDomCode(`Numpad${symbol - 0xffb0}`);
  if (symbol >= 0xffbe && symbol <= 0xffe0) return scancodeOfDomCode(`F${symbol - 0xffbd}`);
  const code = Object.hasOwn(codeOfKeysym, symbol) ? codeOfKeysym[symbol] : undefined;
  return code === undefined ? undefined : scancodeOfDomCode(code);
}
