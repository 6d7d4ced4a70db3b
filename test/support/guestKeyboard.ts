import { readFile } from 'node:fs/promises';

/** QEMU's keymaps: what a guest with such a layout makes of its keys, compiled from X's by QEMU's own tool. */
const keymaps = '/usr/share/qemu/keymaps';

/** Names of keysyms that are characters other than letters and digits, as far as the layouts have them in ASCII. */
const punctuation: Readonly<Record<string, string>> = {
  space: ' ',
  exclam: '!',
  quotedbl: '"',
  numbersign: '#',
  dollar: '$',
  percent: '%',
  ampersand: '&',
  apostrophe: "'",
  parenleft: '(',
  parenright: ')',
  asterisk: '*',
  plus: '+',
  comma: ',',
  minus: '-',
  period: '.',
  slash: '/',
  colon: ':',
  semicolon: ';',
  less: '<',
  equal: '=',
  greater: '>',
  question: '?',
  at: '@',
  bracketleft: '[',
  backslash: '\\',
  bracketright: ']',
  asciicircum: '^',
  underscore: '_',
  grave: '`',
  braceleft: '{',
  bar: '|',
  braceright: '}',
  asciitilde: '~',
  Return: '\n',
  EuroSign: '€',
  sterling: '£',
  section: '§',
  degree: '°',
  ssharp: 'ß',
  adiaeresis: 'ä',
  odiaeresis: 'ö',
  udiaeresis: 'ü',
  Adiaeresis: 'Ä',
  Odiaeresis: 'Ö',
  Udiaeresis: 'Ü',
  aring: 'å',
  Aring: 'Å',
  agrave: 'à',
  egrave: 'è',
  igrave: 'ì',
  ograve: 'ò',
  ugrave: 'ù',
  eacute: 'é',
  ccedilla: 'ç',
  Ccedilla: 'Ç',
  ntilde: 'ñ',
  Ntilde: 'Ñ',
  questiondown: '¿',
  exclamdown: '¡',
};

/** Dead keys by name, and the combining character that each is. */
const dead: Readonly<Record<string, string>> = {
  dead_grave: '\u0300',
  dead_acute: '\u0301',
  dead_circumflex: '\u0302',
  dead_tilde: '\u0303',
  dead_diaeresis: '\u0308',
};

/** What a dead key and the space bar write (X's Compose file). */
const spacing: Readonly<Record<string, string>> = { '\u0300': '`', '\u0302': '^', '\u0303': '~' };

const modifiers: Readonly<Record<number, 'shift' | 'altgr'>> = {
  0x2a: 'shift',
  0x36: 'shift',
  0xb8: 'altgr',
};

/**
 * What the keymaps of QEMU lack: German and French are there only in their variants without dead keys, Swedish without
 * its letters.
 */
const added: Readonly<Record<string, string>> = {
  de: 'dead_circumflex 0x29\ndead_acute 0x0d\ndead_grave 0x0d shift',
  fr: 'dead_circumflex 0x1a\ndead_diaeresis 0x1a shift',
  sv: 'space 0x39\nReturn 0x1c',
};

/** The keys of letters, for a keymap that lacks them. */
const letterRows: readonly (readonly [first: number, letters: string])[] = [
  [0x10, 'qwertyuiop'],
  [0x1e, 'asdfghjkl'],
  [0x2c, 'zxcvbnm'],
];

function lettersOf(name: string): string {
  if (name !== 'sv') return '';
  return letterRows
    .flatMap(([first, letters]) =>
      Array.from(
        letters,
        (c, i) =>
          `${c} 0x${(first + i).toString(16)}\n${c.toUpperCase()} 0x${(first + i).toString(16)} shift`,
      ),
    )
    .join('\n');
}

/** A guest with a layout: reads the scancodes of its keyboard as its users would see them. */
export class GuestKeyboard {
  readonly #keys = new Map<string, string>();

  /**
   * @param keymap the lines of a keymap of QEMU: a keysym's name, a scancode, and the modifiers that it needs
   * @param more what the guest has and the keymap lacks, in the same form
   */
  constructor(keymap: string, more = '') {
    for (const line of `${keymap}\n${more}`.split('\n')) {
      const [name = '', code = '', ...needed] = line.trim().split(/\s+/);
      if (!/^0x[0-9a-f]+$/.test(code)) continue;
      const written = dead[name] ?? punctuation[name] ?? (/^[0-9A-Za-z]$/.test(name) ? name : undefined);
      if (written !== undefined) this.#keys.set(`${Number(code)} ${needed.sort().join(' ')}`.trim(), written);
    }
  }

  /** Reads the layout of that name. */
  static async read(name: string): Promise<GuestKeyboard> {
    return new GuestKeyboard(
      await readFile(`${keymaps}/${name}`, 'utf8'),
      `${lettersOf(name)}\n${added[name] ?? ''}`,
    );
  }

  /** The text that the keyboard's bytes write. A key that writes nothing is shown as `<38>`, what hangs as `<down …>`. */
  read(bytes: Uint8Array): string {
    const down = new Set<number>();
    let pending = '';
    let text = '';
    let extended = false;
    for (const byte of bytes) {
      if (byte === 0xe0) {
        extended = true;
        continue;
      }
      const key = (byte & 0x7f) | (extended ? 0x80 : 0);
      extended = false;
      if ((byte & 0x80) !== 0) {
        down.delete(key);
        continue;
      }
      down.add(key);
      if (modifiers[key] !== undefined) continue;
      const held = [
        ...new Set([...down].map((code) => modifiers[code]).filter((name) => name !== undefined)),
      ];
      const written = this.#keys.get(`${key} ${held.sort().join(' ')}`.trim()) ?? `<${key.toString(16)}>`;
      if (/^[\u0300-\u036f]$/.test(written)) {
        pending = written;
        continue;
      }
      text +=
        written === ' ' && pending !== ''
          ? (spacing[pending] ?? `<${pending}>`)
          : (written + pending).normalize();
      pending = '';
    }
    return text + (down.size === 0 ? '' : `<down ${[...down].join(' ')}>`);
  }
}
