import { hasKeysym, keysymOfCodePoint } from './keysyms.ts';

/** A key as the DOM reports it (W3C UI Events: `code`, `key`, `location`). */
export interface DomKey {
  readonly code: string;
  readonly key: string;
  readonly location: number;
}

/** `KeyboardEvent.location` of right-hand and keypad keys. */
const rightSide = 2;
const numericKeypad = 3;

/** Named `key` values (W3C UI Events KeyboardEvent key Values) and their keysyms. */
const named: Readonly<Record<string, number>> = {
  Backspace: 0xff08,
  Tab: 0xff09,
  Clear: 0xff0b,
  Enter: 0xff0d,
  Pause: 0xff13,
  ScrollLock: 0xff14,
  Escape: 0xff1b,
  Delete: 0xffff,
  Home: 0xff50,
  ArrowLeft: 0xff51,
  ArrowUp: 0xff52,
  ArrowRight: 0xff53,
  ArrowDown: 0xff54,
  PageUp: 0xff55,
  PageDown: 0xff56,
  End: 0xff57,
  Select: 0xff60,
  PrintScreen: 0xff61,
  Execute: 0xff62,
  Insert: 0xff63,
  Undo: 0xff65,
  Redo: 0xff66,
  ContextMenu: 0xff67,
  Find: 0xff68,
  Cancel: 0xff69,
  Help: 0xff6a,
  NumLock: 0xff7f,
  CapsLock: 0xffe5,
  AltGraph: 0xfe03,
  // Input method keys of Japanese and Korean keyboards.
  KanjiMode: 0xff21,
  NonConvert: 0xff22,
  Convert: 0xff23,
  Romaji: 0xff24,
  Hiragana: 0xff25,
  Katakana: 0xff26,
  HiraganaKatakana: 0xff27,
  Zenkaku: 0xff28,
  Hankaku: 0xff29,
  ZenkakuHankaku: 0xff2a,
  KanaMode: 0xff2d,
  Eisu: 0xff30,
  HangulMode: 0xff31,
  HanjaMode: 0xff34,
  Compose: 0xff20,
  AudioVolumeDown: 0x1008_ff11,
  AudioVolumeMute: 0x1008_ff12,
  AudioVolumeUp: 0x1008_ff13,
  MediaPlayPause: 0x1008_ff14,
  MediaStop: 0x1008_ff15,
  MediaTrackPrevious: 0x1008_ff16,
  MediaTrackNext: 0x1008_ff17,
  BrowserHome: 0x1008_ff18,
  LaunchMail: 0x1008_ff19,
  BrowserSearch: 0x1008_ff1b,
  BrowserBack: 0x1008_ff26,
  BrowserForward: 0x1008_ff27,
  BrowserStop: 0x1008_ff28,
  BrowserRefresh: 0x1008_ff29,
  PowerOff: 0x1008_ff2a,
  WakeUp: 0x1008_ff2b,
  Sleep: 0x1008_ff2f,
  BrowserFavorites: 0x1008_ff30,
};

/** Modifiers: the keysym of the left and of the right key. */
const sided: Readonly<Record<string, readonly [left: number, right: number]>> = {
  Shift: [0xffe1, 0xffe2],
  Control: [0xffe3, 0xffe4],
  Alt: [0xffe9, 0xffea],
  // Browsers call the Windows and the Command key Meta; X calls the key at that place Super.
  Meta: [0xffeb, 0xffec],
  OS: [0xffeb, 0xffec],
  Super: [0xffeb, 0xffec],
  Hyper: [0xffed, 0xffee],
};

/** Keys of the keypad by what they say, with Num Lock on and off. */
const keypad: Readonly<Record<string, number>> = {
  Enter: 0xff8d,
  Home: 0xff95,
  ArrowLeft: 0xff96,
  ArrowUp: 0xff97,
  ArrowRight: 0xff98,
  ArrowDown: 0xff99,
  PageUp: 0xff9a,
  PageDown: 0xff9b,
  End: 0xff9c,
  Clear: 0xff9d,
  Insert: 0xff9e,
  Delete: 0xff9f,
  '*': 0xffaa,
  '+': 0xffab,
  '-': 0xffad,
  '/': 0xffaf,
  '=': 0xffbd,
};

function keypadKeysym(code: string, key: string): number | undefined {
  if (/^[0-9]$/.test(key)) return 0xffb0 + Number(key);
  // The separator key writes a comma on many layouts; it is told from a point by what it writes.
  if (code === 'NumpadDecimal' && key === '.') return 0xffae;
  if ((code === 'NumpadDecimal' || code === 'NumpadComma') && key === ',') return 0xffac;
  return Object.hasOwn(keypad, key) ? keypad[key] : undefined;
}

/**
 * The keysym for a key event of a page: what the key writes when it writes one character, a named key else.
 *
 * `undefined` for keys that must not be sent: unknown ones, `Dead` (the next key already brings the composed
 * character), `Process` and `Unidentified` (an input method has the key).
 */
export function keysymOfDomKey(event: DomKey): number | undefined {
  const { code, key, location } = event;
  if (location === numericKeypad) {
    const onKeypad = keypadKeysym(code, key);
    if (onKeypad !== undefined) return onKeypad;
  }
  const codePoint = key.codePointAt(0);
  if (codePoint !== undefined && key.length === String.fromCodePoint(codePoint).length)
    return hasKeysym(codePoint) ? keysymOfCodePoint(codePoint) : undefined;
  const sides = Object.hasOwn(sided, key) ? sided[key] : undefined;
  if (sides !== undefined) return sides[location === rightSide ? 1 : 0];
  if (Object.hasOwn(named, key)) return named[key];
  const functionKey = /^F([1-9]|[12][0-9]|3[0-5])$/.exec(key)?.[1];
  return functionKey === undefined ? undefined : 0xffbd + Number(functionKey);
}
