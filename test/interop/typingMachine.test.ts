import assert from 'node:assert/strict';
import type { VncError } from '../../src/core/base/errors.ts';
import { type LayoutName, layoutNames } from '../../src/core/input/layouts.ts';
import { type SessionOptions, openSessionOver } from '../../src/core/session/openSession.ts';
import type { Session } from '../../src/core/session/session.ts';
import type { BytePipe } from '../../src/core/transport/bytePipe.ts';
import { dial } from '../../src/core/transport/dial.ts';
import { GuestKeyboard } from '../support/guestKeyboard.ts';
import { type KeyboardMachine, startKeyboardMachine } from '../support/servers/keyboardMachine.ts';
import { until } from '../support/until.ts';

/** Our layouts by QEMU's names for them. */
const keymaps = {
  us: 'en-us',
  uk: 'en-gb',
  de: 'de',
  fr: 'fr',
  es: 'es',
  it: 'it',
  jp: 'ja',
  br: 'pt-br',
  ch: 'de-ch',
  se: 'sv',
} as const satisfies Record<LayoutName, string>;

/** Letters beyond ASCII for which the layouts have keys, or dead keys. */
const letters: Readonly<Partial<Record<LayoutName, string>>> = {
  uk: '£€',
  de: 'äöüÄÖÜß§€é',
  fr: 'éèçàùêï€',
  es: 'ñÑáéíóúü¿¡ç€',
  it: 'àèéìòùç€',
  br: 'çãõáéíóúâêü',
  ch: 'äöüéèàç€',
  se: 'åäöÅÄÖé€',
};

const ascii = Array.from({ length: 0x7f - 0x20 }, (_, i) => String.fromCharCode(0x20 + i)).join('');
const extendedKeyEncoding = -258;

/** A connection on which nobody hears that we could send scancodes. */
function withoutScancodes(pipe: BytePipe): BytePipe {
  const write = (bytes: Uint8Array): void => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const count = bytes[0] === 2 && bytes.length >= 4 ? view.getUint16(2) : 0;
    if (count === 0 || bytes.length !== 4 + 4 * count) {
      pipe.write(bytes);
      return;
    }
    const encodings = Array.from({ length: count }, (_, i) => view.getInt32(4 + 4 * i));
    assert.ok(encodings.includes(extendedKeyEncoding), 'scancodes are offered');
    const rest = encodings.filter((encoding) => encoding !== extendedKeyEncoding);
    const message = Buffer.alloc(4 + 4 * rest.length);
    message[0] = 2;
    message.writeUInt16BE(rest.length, 2);
    rest.forEach((encoding, i) => message.writeInt32BE(encoding, 4 + 4 * i));
    pipe.write(message);
  };
  return new Proxy(pipe, {
    get: (target, name) => {
      if (name === 'write') return write;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** Opens a session with a machine whose guest has `layout`. */
async function open(
  machine: KeyboardMachine,
  layout: LayoutName | undefined,
  scancodes: boolean,
): Promise<Session> {
  const { host, port } = machine;
  const options: SessionOptions = { name: 'machine', credentials: {}, keyboardLayout: layout };
  return await openSessionOver(async (signal) => {
    const pipe = await dial({ transport: 'tcp', host, port }, { signal });
    return scancodes ? pipe : withoutScancodes(pipe);
  }, options);
}

/** Types and returns what a guest with the layout has got, once all keys are there. */
async function typed(
  session: Session,
  machine: KeyboardMachine,
  layout: LayoutName,
  text: string,
): Promise<string> {
  const guest = await GuestKeyboard.read(keymaps[layout]);
  const before = (await machine.scancodes()).length;
  await session.keyboard.typeText(`${text}\n`);
  return await until('the machine has all keys', async () => {
    const bytes = (await machine.scancodes()).subarray(before);
    // The last key comes up.
    return bytes.at(-1) === 0x9c ? guest.read(bytes) : undefined;
  });
}

const textFor = (layout: LayoutName): string => ascii + (letters[layout] ?? '');

describe('typing into QEMU', function () {
  this.timeout(60_000);
  // A machine without acceleration that gets no processor loses keys in its own controller, as on a busy host.
  this.retries(2);

  describe('by scancodes', () => {
    let machine: KeyboardMachine;
    // The machine's keyboard has no layout: what its keys mean is the guest's matter.
    before(async () => {
      machine = await startKeyboardMachine();
    });
    after(async () => {
      await machine.close();
    });

    for (const layout of layoutNames)
      it(`arrives in a guest with the layout ${layout}`, async () => {
        await using session = await open(machine, layout, true);
        assert.equal(session.capabilities.extendedKeys, true);
        const text = textFor(layout);
        assert.equal(await typed(session, machine, layout, text), `${text}\n`);
      });

    it('arrives without a layout in one with the layout us', async () => {
      await using session = await open(machine, undefined, true);
      assert.equal(await typed(session, machine, 'us', ascii), `${ascii}\n`);
    });

    it('is refused before the first key when the layout lacks a character', async () => {
      await using session = await open(machine, undefined, true);
      const before = (await machine.scancodes()).length;
      const reason = { reason: 'layout', layout: 'us', characters: 'U+00FC' };
      await assert.rejects(session.keyboard.typeText('fünf'), (error: VncError) => {
        assert.equal(error.code, 'VNC_UNTYPABLE');
        assert.deepEqual(error.data, { ...reason, count: 1 });
        return true;
      });
      assert.equal(await typed(session, machine, 'us', 'x'), 'x\n');
      // x and Return, down and up: nothing came before them.
      assert.equal((await machine.scancodes()).length - before, 4);
    });

    it('takes another layout for one text', async () => {
      await using session = await open(machine, 'us', true);
      const guest = await GuestKeyboard.read('de');
      const before = (await machine.scancodes()).length;
      await session.keyboard.typeText('yz=ß\n', { layout: 'de' });
      const text = await until('the machine has all keys', async () => {
        const bytes = (await machine.scancodes()).subarray(before);
        return bytes.at(-1) === 0x9c && guest.read(bytes);
      });
      assert.equal(text, 'yz=ß\n');
    });

    it('arrives whole when it is long', async () => {
      await using session = await open(machine, 'us', true);
      const text = 'The QUICK brown fox. '.repeat(14);
      assert.equal(await typed(session, machine, 'us', text), `${text}\n`);
    });

    it('presses the keys of chords where the layout has them', async () => {
      await using session = await open(machine, 'de', true);
      const before = (await machine.scancodes()).length;
      for (const chord of ['Ctrl+Alt+Delete', 'Ctrl+Z', 'Ctrl+/', 'F12', 'Right', 'Super+E'])
        await session.keyboard.press(chord);
      const expected = [
        ...['1d', '38', 'e053', 'e0d3', 'b8', '9d'],
        ...['1d', '15', '95', '9d'],
        ...['1d', '2a', '08', '88', 'aa', '9d'],
        ...['58', 'd8', 'e04d', 'e0cd', 'e05b', '12', '92', 'e0db'],
      ].join('');
      const bytes = await until('the machine has all keys', async () => {
        const now = Buffer.from((await machine.scancodes()).subarray(before)).toString('hex');
        return now.length >= expected.length && now;
      });
      assert.equal(bytes, expected);
    });
  });

  for (const layout of ['us', 'uk', 'de', 'fr'] as const)
    it(`arrives in a guest with the layout ${layout} by keysyms, when QEMU was told of it`, async () => {
      await using machine = await startKeyboardMachine(keymaps[layout]);
      const text = textFor(layout);
      {
        await using session = await open(machine, layout, false);
        assert.equal(session.capabilities.extendedKeys, false);
        assert.equal(await typed(session, machine, layout, text), `${text}\n`);
      }
      // It looks at keysyms then also when scancodes come with them.
      await using session = await open(machine, layout, true);
      assert.equal(await typed(session, machine, layout, text), `${text}\n`);
    });
});
