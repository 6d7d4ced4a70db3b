import assert from 'node:assert/strict';
import type { CommandKey, OptionKey } from '../../src/protocol/keyboardMessages.ts';
import type { KeyChord } from '../../webview/keyChord.ts';
import { type KeyInput, Keyboard } from '../../webview/keyboard.ts';
import { MacKeys } from '../../webview/macKeys.ts';

const releaseChord: KeyChord = { modifiers: new Set(['ctrl', 'alt', 'shift']) };

/** A key event as Chromium on macOS tells of it: type, code, key, and the modifiers `c`, `o`, `s`, `m`. */
type Recorded = readonly [type: 'down' | 'up', code: string, key: string, modifiers?: string];

/** What reaches the remote side of a sequence: `+code:key` for keys that go down, `-code` for those that come up. */
function replay(
  events: readonly Recorded[],
  command: CommandKey = 'super',
  option: OptionKey = 'characters',
): string {
  const out: string[] = [];
  const mac = new MacKeys(({ code, key, down }) => void out.push(down ? `+${code}:${key}` : `-${code}`));
  mac.configure(command, option);
  const keyboard = new Keyboard(
    {
      send: (key) => mac.send(key),
      releaseAll: () => {
        mac.forget();
        out.push('all-up');
      },
      composes: ({ altKey }) => !(altKey && mac.optionIsAlt),
      release: () => void out.push('released'),
      after: () => () => undefined,
    },
    'mac',
    releaseChord,
  );
  for (const [type, code, key, modifiers = ''] of events) {
    if (code === 'click') {
      mac.pointerUsed();
      out.push('click');
      continue;
    }
    const event: KeyInput = {
      code,
      key,
      location: code.endsWith('Right') ? 2 : code.endsWith('Left') ? 1 : 0,
      repeat: false,
      isComposing: false,
      ctrlKey: modifiers.includes('c'),
      altKey: modifiers.includes('o'),
      shiftKey: modifiers.includes('s'),
      metaKey: modifiers.includes('m'),
      getModifierState: () => false,
    };
    if (type === 'down') keyboard.down(event);
    else keyboard.up(event);
  }
  return out.join(' ');
}

const copy: readonly Recorded[] = [
  ['down', 'MetaLeft', 'Meta', 'm'],
  // macOS tells of no key under Command that comes up.
  ['down', 'KeyC', 'c', 'm'],
  ['up', 'MetaLeft', 'Meta'],
];

/** `@` on a German keyboard. */
const at: readonly Recorded[] = [
  ['down', 'AltLeft', 'Alt', 'o'],
  ['down', 'KeyL', '@', 'o'],
  ['up', 'KeyL', '@', 'o'],
  ['up', 'AltLeft', 'Alt'],
];

describe('the Command key of a Mac', () => {
  it('is Super unless somebody wants otherwise', () => {
    assert.equal(replay(copy), '+MetaLeft:Meta +KeyC:c -KeyC -MetaLeft');
  });

  it('is Control where a person wants to copy as they do here', () => {
    assert.equal(replay(copy, 'ctrl'), '+ControlLeft:Control +KeyC:c -KeyC -ControlLeft');
  });

  it('is Alt where a person wants that, the right one too', () => {
    const right: readonly Recorded[] = [
      ['down', 'MetaRight', 'Meta', 'm'],
      ['up', 'MetaRight', 'Meta'],
    ];
    assert.equal(replay(copy, 'alt'), '+AltLeft:Alt +KeyC:c -KeyC -AltLeft');
    assert.equal(replay(right, 'alt'), '+AltRight:Alt -AltRight');
  });

  it('lets a key go that was down before it', () => {
    const events: readonly Recorded[] = [
      ['down', 'KeyA', 'a'],
      ['down', 'MetaLeft', 'Meta', 'm'],
      ['up', 'MetaLeft', 'Meta'],
    ];
    assert.equal(replay(events, 'ctrl'), '+KeyA:a +ControlLeft:Control -ControlLeft -KeyA');
  });
});

describe('the Option key of a Mac', () => {
  it('makes characters, which are sent without it', () => {
    assert.equal(replay(at), '+KeyL:@ -KeyL');
  });

  it('is Alt with keys that write nothing, as long as those are pressed', () => {
    const events: readonly Recorded[] = [
      ['down', 'AltLeft', 'Alt', 'o'],
      ['down', 'ArrowLeft', 'ArrowLeft', 'o'],
      ['up', 'ArrowLeft', 'ArrowLeft', 'o'],
      ['down', 'KeyL', '@', 'o'],
      ['up', 'KeyL', '@', 'o'],
      ['up', 'AltLeft', 'Alt'],
    ];
    assert.equal(replay(events), '+AltLeft:Alt +ArrowLeft:ArrowLeft -ArrowLeft -AltLeft +KeyL:@ -KeyL');
  });

  it('is Alt with the mouse', () => {
    const events: readonly Recorded[] = [
      ['down', 'AltLeft', 'Alt', 'o'],
      ['down', 'click', ''],
      ['up', 'AltLeft', 'Alt'],
    ];
    assert.equal(replay(events), '+AltLeft:Alt click -AltLeft');
  });

  it('is Alt in a shortcut with Control, whose key is what it writes without it', () => {
    const events: readonly Recorded[] = [
      ['down', 'ControlLeft', 'Control', 'c'],
      ['down', 'AltLeft', 'Alt', 'co'],
      ['down', 'KeyT', '†', 'co'],
      ['up', 'KeyT', '†', 'co'],
      ['up', 'AltLeft', 'Alt', 'c'],
      ['up', 'ControlLeft', 'Control'],
    ];
    assert.equal(replay(events), '+ControlLeft:Control +AltLeft:Alt +KeyT:t -KeyT -AltLeft -ControlLeft');
  });

  it('leaves a dead key to the browser where it makes characters', () => {
    const events: readonly Recorded[] = [
      ['down', 'AltLeft', 'Alt', 'o'],
      ['down', 'KeyE', 'Dead', 'o'],
      ['up', 'KeyE', 'Dead', 'o'],
      ['up', 'AltLeft', 'Alt'],
    ];
    assert.equal(replay(events), '');
    assert.equal(replay(events, 'super', 'alt'), '+AltLeft:Alt +KeyE:e -KeyE -AltLeft');
  });

  it('as Alt goes with what keys write without it, as it was seen or as on a US keyboard', () => {
    const events: readonly Recorded[] = [
      ['down', 'KeyZ', 'y'],
      ['up', 'KeyZ', 'y'],
      ['down', 'AltRight', 'Alt', 'o'],
      ['down', 'KeyZ', '¥', 'o'],
      ['up', 'KeyZ', '¥', 'o'],
      ['down', 'KeyB', '∫', 'o'],
      ['up', 'KeyB', '∫', 'o'],
      ['down', 'Slash', '÷', 'o'],
      ['up', 'Slash', '÷', 'o'],
      ['up', 'AltRight', 'Alt'],
    ];
    assert.equal(
      replay(events, 'super', 'alt'),
      '+KeyZ:y -KeyZ +AltRight:Alt +KeyZ:y -KeyZ +KeyB:b -KeyB +Slash:/ -Slash -AltRight',
    );
  });

  it('as AltGr goes with the characters that it makes', () => {
    assert.equal(replay(at, 'super', 'altgr'), '+AltRight:AltGraph +KeyL:@ -KeyL -AltRight');
  });

  it('counts for the release chord, sent or not', () => {
    const events: readonly Recorded[] = [
      ['down', 'ControlLeft', 'Control', 'c'],
      ['down', 'AltLeft', 'Alt', 'co'],
      ['down', 'ShiftLeft', 'Shift', 'cos'],
      ['up', 'ShiftLeft', 'Shift', 'co'],
    ];
    assert.equal(replay(events), '+ControlLeft:Control +ShiftLeft:Shift all-up released');
  });

  it('is forgotten with the focus', () => {
    const mac: string[] = [];
    const keys = new MacKeys(({ code, down }) => void mac.push((down ? '+' : '-') + code));
    keys.send({ code: 'AltLeft', key: 'Alt', location: 1, down: true });
    keys.forget();
    keys.pointerUsed();
    keys.send({ code: 'AltLeft', key: 'Alt', location: 1, down: false });
    assert.deepEqual(mac, []);
  });
});
