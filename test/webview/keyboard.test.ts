import assert from 'node:assert/strict';
import { type KeyChord, parseChord } from '../../webview/keyChord.ts';
import {
  type KeyFate,
  type KeyInput,
  type LockKeys,
  type Platform,
  Keyboard,
} from '../../webview/keyboard.ts';

/** A keyboard whose output is a line of words: `+KeyA` down, `-KeyA` up, `all-up`, `released`. */
class Bench {
  readonly out: string[] = [];
  /** The lock keys that are on, by their DOM names. */
  readonly lamps = new Set<string>();
  /** What the last key that went down told of them. */
  locks: LockKeys | undefined;
  readonly #timers: (() => void)[] = [];
  readonly keyboard: Keyboard;
  /** Whether dead keys are composed here. */
  composes = true;
  #flags = { ctrlKey: false, altKey: false, shiftKey: false, metaKey: false };

  constructor(platform: Platform = 'other', release = 'Ctrl+Alt+Shift', passThrough: readonly string[] = []) {
    const chord = (text: string): KeyChord => {
      const parsed = parseChord(text);
      assert.ok(parsed !== undefined);
      return parsed;
    };
    this.keyboard = new Keyboard(
      {
        send: ({ code, down, locks }) => {
          this.out.push((down ? '+' : '-') + code);
          this.locks = locks ?? this.locks;
        },
        releaseAll: () => void this.out.push('all-up'),
        composes: () => this.composes,
        release: () => void this.out.push('released'),
        after: (_, action) => {
          this.#timers.push(action);
          return () => void this.#timers.splice(this.#timers.indexOf(action), 1);
        },
      },
      platform,
      chord(release),
    );
    this.keyboard.configure(chord(release), passThrough.map(chord));
  }

  /** Presses a key; modifiers are told from its code. */
  down(code: string, more: Partial<KeyInput> = {}): KeyFate {
    this.#flag(code, true, more.key);
    return this.keyboard.down(this.#event(code, more));
  }

  up(code: string, more: Partial<KeyInput> = {}): boolean {
    this.#flag(code, false, more.key);
    return this.keyboard.up(this.#event(code, more));
  }

  /** Milliseconds pass: pending timers fire. */
  wait(): void {
    for (const timer of this.#timers.splice(0)) timer();
  }

  #flag(code: string, down: boolean, key?: string): void {
    if (key === 'AltGraph') return;
    if (code.startsWith('Control')) this.#flags.ctrlKey = down;
    if (code.startsWith('Alt')) this.#flags.altKey = down;
    if (code.startsWith('Shift')) this.#flags.shiftKey = down;
    if (code.startsWith('Meta')) this.#flags.metaKey = down;
  }

  #event(code: string, more: Partial<KeyInput>): KeyInput {
    const key = code.startsWith('Key') ? code.slice(3).toLowerCase() : code.replace(/(Left|Right)$/, '');
    const getModifierState = (name: string): boolean => this.lamps.has(name);
    return {
      code,
      key,
      location: 0,
      repeat: false,
      isComposing: false,
      getModifierState,
      ...this.#flags,
      ...more,
    };
  }
}

describe('the keyboard of the page', () => {
  it('tells with every key which lock keys are on, as far as the platform has them', () => {
    const bench = new Bench();
    bench.lamps.add('CapsLock');
    bench.down('KeyA');
    assert.deepEqual(bench.locks, { caps: true, num: false });
    const mac = new Bench('mac');
    mac.lamps.add('NumLock');
    mac.down('KeyA');
    assert.deepEqual(mac.locks, { caps: false });
  });

  it('sends keys down and up, Tab and Escape too', () => {
    const bench = new Bench();
    for (const code of ['KeyA', 'Tab', 'Escape', 'F1']) {
      assert.equal(bench.down(code), 'sent');
      assert.equal(bench.up(code), true);
    }
    assert.equal(bench.out.join(' '), '+KeyA -KeyA +Tab -Tab +Escape -Escape +F1 -F1');
  });

  it('repeats a held key, and no key that went down before the focus came', () => {
    const bench = new Bench();
    bench.down('KeyA');
    bench.down('KeyA', { repeat: true });
    bench.down('Enter', { repeat: true });
    assert.equal(bench.up('Enter'), false);
    bench.up('KeyA');
    assert.equal(bench.out.join(' '), '+KeyA +KeyA -KeyA');
  });

  it('leaves keys to an input method without sending them, or letting the editor act on them', () => {
    const bench = new Bench();
    assert.equal(bench.down('KeyA', { isComposing: true }), 'composed');
    assert.equal(bench.down('KeyA', { key: 'Process' }), 'composed');
    assert.equal(bench.down('', { key: 'Unidentified' }), 'composed');
    assert.equal(bench.down('Enter', { keyCode: 229 }), 'composed');
    assert.equal(bench.up('KeyA'), false);
    assert.deepEqual(bench.out, []);
  });

  it('leaves dead keys to the browser where letters are composed here, and sends them elsewhere', () => {
    const bench = new Bench();
    assert.equal(bench.down('Equal', { key: 'Dead' }), 'composed');
    bench.composes = false;
    assert.equal(bench.down('Equal', { key: 'Dead' }), 'sent');
    bench.up('Equal', { key: 'Dead' });
    assert.equal(bench.out.join(' '), '+Equal -Equal');
  });

  it('pairs keys without a code by what they write', () => {
    const bench = new Bench();
    bench.down('', { key: 'q' });
    bench.up('', { key: 'q' });
    assert.equal(bench.out.join(' '), '+q -q');
  });

  it('brings everything up once when the focus goes, and nothing when nothing is held', () => {
    const bench = new Bench();
    bench.keyboard.blur();
    bench.down('ControlLeft');
    bench.down('KeyC');
    bench.keyboard.blur();
    bench.keyboard.blur();
    assert.equal(bench.up('KeyC'), false);
    assert.equal(bench.out.join(' '), '+ControlLeft +KeyC all-up');
  });

  it('brings a modifier up that came up where nobody saw it', () => {
    const bench = new Bench();
    bench.down('AltLeft');
    bench.down('KeyA', { altKey: false });
    assert.equal(bench.out.join(' '), '+AltLeft -AltLeft +KeyA');
  });
});

describe('the release chord', () => {
  it('gives the keyboard back when its modifiers were pressed alone and one is let go', () => {
    const bench = new Bench();
    for (const code of ['ControlLeft', 'AltLeft', 'ShiftLeft']) bench.down(code);
    assert.ok(!bench.out.includes('released'));
    assert.equal(bench.up('AltLeft'), true);
    assert.equal(bench.out.join(' '), '+ControlLeft +AltLeft +ShiftLeft all-up released');
  });

  it('counts modifiers of either side in any order, and their repeats', () => {
    const bench = new Bench();
    for (const code of ['ShiftRight', 'AltLeft', 'ControlRight']) bench.down(code);
    bench.down('ControlRight', { repeat: true });
    bench.up('ControlRight');
    assert.equal(bench.out.at(-1), 'released');
  });

  it('is heard while something is composed, of whose modifiers nothing is sent', () => {
    const bench = new Bench();
    for (const code of ['ControlLeft', 'AltLeft', 'ShiftLeft']) bench.down(code, { isComposing: true });
    bench.up('AltLeft', { isComposing: true });
    assert.deepEqual(bench.out, ['released']);
  });

  it('with a key of its own is heard while an input method has the keys', () => {
    for (const method of [{ isComposing: true }, { key: 'Process' }, { keyCode: 229 }]) {
      const bench = new Bench('other', 'Ctrl+Alt+R');
      bench.down('ControlLeft');
      bench.down('AltLeft');
      assert.equal(bench.down('KeyR', method), 'sent');
      assert.equal(bench.out.at(-1), 'released');
    }
  });

  it('is none when the pointer was used meanwhile, until all of its keys have come up', () => {
    const bench = new Bench();
    const codes = ['ControlLeft', 'AltLeft', 'ShiftLeft'];
    for (const code of codes) bench.down(code);
    bench.keyboard.pointerUsed();
    bench.up('ShiftLeft');
    bench.down('ShiftLeft');
    for (const code of codes) bench.up(code);
    assert.ok(!bench.out.includes('released'));
    for (const code of codes) bench.down(code);
    bench.up('ShiftLeft');
    assert.equal(bench.out.at(-1), 'released');
  });

  it('is not meant when another key was pressed with it', () => {
    const bench = new Bench();
    for (const code of ['ControlLeft', 'AltLeft', 'ShiftLeft', 'KeyT']) bench.down(code);
    for (const code of ['KeyT', 'ShiftLeft', 'AltLeft', 'ControlLeft']) bench.up(code);
    assert.ok(!bench.out.includes('released'));
    assert.equal(bench.out.length, 8);
  });

  it('is not meant when a fourth modifier is down', () => {
    const bench = new Bench();
    for (const code of ['ControlLeft', 'AltLeft', 'ShiftLeft', 'MetaLeft']) bench.down(code);
    for (const code of ['MetaLeft', 'ShiftLeft', 'AltLeft', 'ControlLeft']) bench.up(code);
    assert.ok(!bench.out.includes('released'));
  });

  it('works again after keys were typed', () => {
    const bench = new Bench();
    for (const code of ['ControlLeft', 'KeyT']) bench.down(code);
    for (const code of ['KeyT', 'ControlLeft']) bench.up(code);
    for (const code of ['ControlLeft', 'AltLeft', 'ShiftLeft']) bench.down(code);
    bench.up('ShiftLeft');
    assert.equal(bench.out.at(-1), 'released');
  });

  it('can be another one, with a key', () => {
    const bench = new Bench('other', 'Ctrl+Shift+F12');
    bench.down('ControlLeft');
    bench.down('ShiftLeft');
    assert.equal(bench.down('F12'), 'sent');
    assert.equal(bench.out.join(' '), '+ControlLeft +ShiftLeft all-up released');
  });
});

describe('chords that stay with the editor', () => {
  const open = (): Bench => new Bench('other', 'Ctrl+Alt+Shift', ['F1', 'Ctrl+Shift+P']);

  it('are neither taken nor sent, down or up', () => {
    const bench = open();
    assert.equal(bench.down('F1'), 'left');
    assert.equal(bench.up('F1'), false);
    bench.down('ControlLeft');
    bench.down('ShiftLeft');
    assert.equal(bench.down('KeyP', { key: 'P' }), 'left');
    assert.equal(bench.up('KeyP', { key: 'P' }), false);
    assert.equal(bench.out.join(' '), '+ControlLeft +ShiftLeft');
  });

  it('are those exactly: one modifier more or less goes to the remote side', () => {
    const bench = open();
    bench.down('ControlLeft');
    assert.equal(bench.down('KeyP'), 'sent');
    assert.equal(bench.down('F1'), 'sent');
  });

  it('spoil the release chord that they are part of', () => {
    const bench = new Bench('other', 'Ctrl+Shift', ['Ctrl+Shift+P']);
    bench.down('ControlLeft');
    bench.down('ShiftLeft');
    bench.down('KeyP', { key: 'P' });
    bench.up('KeyP', { key: 'P' });
    bench.up('ShiftLeft');
    assert.ok(!bench.out.includes('released'));
  });
});

describe('the oddities of platforms', () => {
  it('Windows: AltGr comes as Control and AltRight, and goes on as AltRight alone', () => {
    const bench = new Bench('windows');
    bench.down('ControlLeft');
    bench.down('AltRight', { key: 'AltGraph' });
    bench.down('KeyQ', { key: '@', ctrlKey: false });
    bench.up('KeyQ', { key: '@' });
    bench.up('ControlLeft');
    bench.up('AltRight', { key: 'AltGraph' });
    bench.wait();
    assert.equal(bench.out.join(' '), '+AltRight +KeyQ -KeyQ -AltRight');
  });

  it('Windows: a Control of its own is sent when no AltGr follows', () => {
    const bench = new Bench('windows');
    bench.down('ControlLeft');
    assert.deepEqual(bench.out, []);
    bench.wait();
    assert.deepEqual(bench.out, ['+ControlLeft']);
  });

  it('Windows: keys after Control wait for nothing and stay in order', () => {
    const bench = new Bench('windows');
    bench.down('ControlLeft');
    bench.down('KeyC');
    bench.up('ControlLeft');
    bench.down('ControlLeft');
    bench.up('ControlLeft');
    bench.wait();
    assert.equal(bench.out.join(' '), '+ControlLeft +KeyC -ControlLeft +ControlLeft -ControlLeft');
  });

  it('Windows: a Control that waits is forgotten with the focus', () => {
    const bench = new Bench('windows');
    bench.down('ControlLeft');
    bench.keyboard.blur();
    bench.wait();
    assert.deepEqual(bench.out, []);
  });

  it('Windows: of two Shift keys only the last one comes up, and both do', () => {
    const bench = new Bench('windows');
    bench.down('ShiftLeft');
    bench.down('ShiftRight');
    bench.up('ShiftRight');
    assert.equal(bench.out.join(' '), '+ShiftLeft +ShiftRight -ShiftRight -ShiftLeft');
  });

  it('Windows: keys of input methods that never come up do', () => {
    const bench = new Bench('windows');
    bench.down('Backquote', { key: 'Hankaku' });
    assert.equal(bench.out.join(' '), '+Backquote -Backquote');
  });

  it('Mac: a key under Command comes up at once, for nobody tells when it does', () => {
    const bench = new Bench('mac');
    bench.down('MetaLeft');
    bench.down('KeyC');
    bench.up('MetaLeft');
    assert.equal(bench.out.join(' '), '+MetaLeft +KeyC -KeyC -MetaLeft');
  });

  it('Mac: a key that was down before Command comes up with it', () => {
    const bench = new Bench('mac');
    bench.down('KeyA');
    bench.down('MetaLeft');
    bench.up('MetaLeft');
    assert.equal(bench.out.join(' '), '+KeyA +MetaLeft -MetaLeft -KeyA');
  });

  it('Mac: Caps Lock is pressed whenever its light changes', () => {
    const bench = new Bench('mac');
    bench.down('CapsLock');
    bench.up('CapsLock');
    assert.equal(bench.out.join(' '), '+CapsLock -CapsLock +CapsLock -CapsLock');
  });
});
