import { hasKeysym, keysymOfCodePoint } from './keysyms.ts';

/** A key that has a name, as scripts and callers write it. */
export interface NamedKey {
  /** The spelling that the formatter writes. */
  readonly name: string;
  readonly keysym: number;
  /** Other spellings; upper and lower case are the same throughout. */
  readonly aliases?: readonly string[];
}

/** The modifiers in the order in which a chord is written. */
export const modifierNames = ['Ctrl', 'Alt', 'AltGr', 'Shift', 'Super', 'Meta', 'Hyper'] as const;

const modifiers: readonly NamedKey[] = [
  { name: 'Ctrl', keysym: 0xffe3, aliases: ['Control', 'LeftCtrl', 'LeftControl', 'Ctrl_L', 'Control_L'] },
  { name: 'Alt', keysym: 0xffe9, aliases: ['LeftAlt', 'Option', 'Alt_L'] },
  { name: 'AltGr', keysym: 0xfe03, aliases: ['AltGraph', 'ISO_Level3_Shift'] },
  { name: 'Shift', keysym: 0xffe1, aliases: ['LeftShift', 'Shift_L'] },
  {
    name: 'Super',
    keysym: 0xffeb,
    aliases: ['Win', 'Windows', 'Cmd', 'Command', 'LeftSuper', 'LeftWin', 'Super_L'],
  },
  { name: 'Meta', keysym: 0xffe7, aliases: ['LeftMeta', 'Meta_L'] },
  { name: 'Hyper', keysym: 0xffed, aliases: ['Hyper_L'] },
  { name: 'RightCtrl', keysym: 0xffe4, aliases: ['RightControl', 'Ctrl_R', 'Control_R'] },
  { name: 'RightAlt', keysym: 0xffea, aliases: ['Alt_R'] },
  { name: 'RightShift', keysym: 0xffe2, aliases: ['Shift_R'] },
  { name: 'RightSuper', keysym: 0xffec, aliases: ['RightWin', 'Super_R'] },
  { name: 'RightMeta', keysym: 0xffe8, aliases: ['Meta_R'] },
];

const editing: readonly NamedKey[] = [
  { name: 'Enter', keysym: 0xff0d, aliases: ['Return', 'Ret'] },
  { name: 'Esc', keysym: 0xff1b, aliases: ['Escape'] },
  { name: 'Tab', keysym: 0xff09 },
  { name: 'Space', keysym: 0x20, aliases: ['Spacebar'] },
  { name: 'Backspace', keysym: 0xff08, aliases: ['Bksp', 'BS'] },
  { name: 'Delete', keysym: 0xffff, aliases: ['Del'] },
  { name: 'Insert', keysym: 0xff63, aliases: ['Ins'] },
  { name: 'Home', keysym: 0xff50 },
  { name: 'End', keysym: 0xff57 },
  { name: 'PageUp', keysym: 0xff55, aliases: ['PgUp', 'Page_Up', 'Prior'] },
  { name: 'PageDown', keysym: 0xff56, aliases: ['PgDn', 'PgDown', 'Page_Down', 'Next'] },
  { name: 'Left', keysym: 0xff51, aliases: ['ArrowLeft', 'LeftArrow'] },
  { name: 'Up', keysym: 0xff52, aliases: ['ArrowUp', 'UpArrow'] },
  { name: 'Right', keysym: 0xff53, aliases: ['ArrowRight', 'RightArrow'] },
  { name: 'Down', keysym: 0xff54, aliases: ['ArrowDown', 'DownArrow'] },
  { name: 'Clear', keysym: 0xff0b },
];

const system: readonly NamedKey[] = [
  { name: 'PrintScreen', keysym: 0xff61, aliases: ['PrtSc', 'PrtScn', 'Print', 'Print_Screen'] },
  { name: 'SysRq', keysym: 0xff15, aliases: ['Sys_Req'] },
  { name: 'Pause', keysym: 0xff13 },
  { name: 'Break', keysym: 0xff6b },
  { name: 'Menu', keysym: 0xff67, aliases: ['ContextMenu', 'Apps'] },
  { name: 'CapsLock', keysym: 0xffe5, aliases: ['Caps', 'Caps_Lock'] },
  { name: 'NumLock', keysym: 0xff7f, aliases: ['Num_Lock'] },
  { name: 'ScrollLock', keysym: 0xff14, aliases: ['Scroll_Lock'] },
  { name: 'Help', keysym: 0xff6a },
  { name: 'Undo', keysym: 0xff65 },
  { name: 'Redo', keysym: 0xff66 },
  { name: 'Find', keysym: 0xff68 },
  { name: 'Select', keysym: 0xff60 },
  { name: 'Compose', keysym: 0xff20, aliases: ['Multi_Key'] },
  { name: 'VolumeDown', keysym: 0x1008_ff11 },
  { name: 'VolumeMute', keysym: 0x1008_ff12, aliases: ['Mute'] },
  { name: 'VolumeUp', keysym: 0x1008_ff13 },
  { name: 'MediaPlay', keysym: 0x1008_ff14, aliases: ['MediaPlayPause', 'Play'] },
  { name: 'MediaStop', keysym: 0x1008_ff15 },
  { name: 'MediaPrevious', keysym: 0x1008_ff16, aliases: ['MediaTrackPrevious'] },
  { name: 'MediaNext', keysym: 0x1008_ff17, aliases: ['MediaTrackNext'] },
  { name: 'BrowserBack', keysym: 0x1008_ff26 },
  { name: 'BrowserForward', keysym: 0x1008_ff27 },
  { name: 'BrowserRefresh', keysym: 0x1008_ff29 },
  { name: 'Sleep', keysym: 0x1008_ff2f },
  { name: 'WakeUp', keysym: 0x1008_ff2b, aliases: ['Wake'] },
  { name: 'PowerOff', keysym: 0x1008_ff2a, aliases: ['Power'] },
];

const functionKeys: readonly NamedKey[] = Array.from({ length: 24 }, (_, i) => ({
  name: `F${i + 1}`,
  keysym: 0xffbe + i,
}));

const keypad: readonly NamedKey[] = [
  ...Array.from({ length: 10 }, (_, i) => ({
    name: `KP${i}`,
    keysym: 0xffb0 + i,
    aliases: [`Keypad${i}`, `Numpad${i}`, `KP_${i}`],
  })),
  { name: 'KPEnter', keysym: 0xff8d, aliases: ['KeypadEnter', 'NumpadEnter', 'KP_Enter'] },
  { name: 'KPPlus', keysym: 0xffab, aliases: ['KeypadPlus', 'NumpadAdd', 'KP_Add'] },
  { name: 'KPMinus', keysym: 0xffad, aliases: ['KeypadMinus', 'NumpadSubtract', 'KP_Subtract'] },
  { name: 'KPMultiply', keysym: 0xffaa, aliases: ['KeypadMultiply', 'NumpadMultiply', 'KP_Multiply'] },
  { name: 'KPDivide', keysym: 0xffaf, aliases: ['KeypadDivide', 'NumpadDivide', 'KP_Divide'] },
  { name: 'KPDecimal', keysym: 0xffae, aliases: ['KeypadDecimal', 'NumpadDecimal', 'KP_Decimal'] },
  { name: 'KPEqual', keysym: 0xffbd, aliases: ['KeypadEqual', 'NumpadEqual', 'KP_Equal'] },
  { name: 'KPSeparator', keysym: 0xffac, aliases: ['KeypadSeparator', 'NumpadComma', 'KP_Separator'] },
];

/** Characters that need a name where `<`, `>` and `+` mean something, and the usual names of others. */
const punctuation: readonly NamedKey[] = (
  [
    ['Less', '<', 'LessThan', 'LT'],
    ['Greater', '>', 'GreaterThan', 'GT'],
    ['Plus', '+'],
    ['Minus', '-', 'Dash', 'Hyphen'],
    ['Equals', '=', 'Equal'],
    ['Comma', ','],
    ['Period', '.', 'Dot'],
    ['Slash', '/'],
    ['Backslash', '\\'],
    ['Semicolon', ';'],
    ['Colon', ':'],
    ['Quote', "'", 'Apostrophe', 'SingleQuote'],
    ['DoubleQuote', '"'],
    ['Backquote', '`', 'Backtick', 'Grave'],
    ['Underscore', '_'],
    ['Pipe', '|', 'Bar'],
    ['Tilde', '~'],
    ['Asterisk', '*', 'Star'],
    ['Hash', '#', 'NumberSign'],
  ] as const
).map(([name, character, ...aliases]) => ({
  name,
  keysym: keysymOfCodePoint(codePointOf(character)),
  aliases,
}));

/** Every named key, in the order in which a completion list shows them. */
export const namedKeys: readonly NamedKey[] = [
  ...editing,
  ...modifiers,
  ...functionKeys,
  ...system,
  ...keypad,
  ...punctuation,
];

const byName: ReadonlyMap<string, NamedKey> = new Map(
  namedKeys.flatMap((key) => [key.name, ...(key.aliases ?? [])].map((name) => [name.toLowerCase(), key])),
);

function codePointOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

/**
 * The key that `name` means: a name of {@link namedKeys} in any case, or one printable character, which is
 * its own name and keeps its case. `undefined` when there is no such key.
 */
export function findKey(name: string): NamedKey | undefined {
  const codePoint = name.codePointAt(0);
  if (codePoint !== undefined && name.length === String.fromCodePoint(codePoint).length) {
    if (codePoint === 0x20) return byName.get('space');
    return hasKeysym(codePoint) ? { name, keysym: keysymOfCodePoint(codePoint) } : undefined;
  }
  return byName.get(name.toLowerCase());
}
