import assert from 'node:assert/strict';
import { wholeOf } from '../../src/core/base/geometry.ts';
import { assertSamePicture } from '../support/pictures.ts';
import { startQemu } from '../support/servers/qemu.ts';
import { until } from '../support/until.ts';
import { connectPlain } from './extensions.ts';

/**
 * A boot sector that echoes every key to the debug port and then lights Caps Lock, which the firmware never does. The
 * keyboard acknowledges both bytes of its command, which must not reach the firmware:
 *
 *     xor ax,ax; mov ds,ax
 *     next: mov ah,0; int 16h; out 0e9h,al; cli
 *     mov al,0edh; out 60h,al; mov cx,0ffffh; loop $; in al,60h
 *     mov al,4; out 60h,al; mov cx,0ffffh; loop $; in al,60h; sti; jmp next
 */
const lightsCapsLock = Buffer.from(
  '31c08ed8b400cd16e6e9fab0ede660b9ffffe2fee460b004e660b9ffffe2fee460fbebe0',
  'hex',
);

describe('the extensions of QEMU', function () {
  this.timeout(60_000);

  it('are confirmed, and scancodes arrive as keys', async () => {
    await using server = await startQemu();
    await using connected = await connectPlain(server);
    const { client } = connected;
    await until('the server has told', () => client.capabilities.extendedClipboard);
    assert.deepEqual(client.capabilities, {
      fence: false,
      continuousUpdates: false,
      extendedKeys: true,
      extendedMouseButtons: false,
      extendedClipboard: true,
      desktopResize: true,
      power: false,
    });
    // The keysym says nothing: the scancode is the key Q of a US keyboard.
    client.sendKey(0, true, 0x10);
    client.sendKey(0, false, 0x10);
    await until('the machine has read q', async () => (await server.typed()) === 'q');
  });

  it('a mouse that knows movements only makes the pointer relative, and a tablet absolute', async () => {
    await using server = await startQemu({ options: ['-usb', '-device', 'usb-tablet,id=tablet'] });
    await using connected = await connectPlain(server);
    const { client } = connected;
    const indexOf = async (absolute: boolean): Promise<number> => {
      const mice = (await server.command('query-mice')) as { index: number; absolute: boolean }[];
      return mice.find((mouse) => mouse.absolute === absolute)?.index ?? -1;
    };
    const choose = async (absolute: boolean): Promise<void> => {
      const index = await indexOf(absolute);
      await server.command('human-monitor-command', { 'command-line': `mouse_set ${index}` });
      // QEMU looks at its mice when a client moves the pointer.
      client.sendPointer(5, 5, 0);
    };
    await choose(true);
    await until('it is absolute at first', () => client.pointerMode === 'absolute');
    const heard: string[] = [];
    client.onPointerMode((mode) => heard.push(mode));
    await choose(false);
    await until('it is relative', () => client.pointerMode === 'relative');
    client.sendPointerDelta(-3, 4, 0);
    await choose(true);
    await until('it is absolute', () => client.pointerMode === 'absolute');
    assert.deepEqual(heard, ['relative', 'absolute']);
  });

  it('lock keys are told', async () => {
    await using server = await startQemu({ program: lightsCapsLock });
    await using connected = await connectPlain(server);
    const { client } = connected;
    client.sendKey(0x61, true, 0x1e);
    client.sendKey(0x61, false, 0x1e);
    await until('Caps Lock is told', () => client.lockState?.caps === true);
    assert.deepEqual(client.lockState, { scroll: false, num: false, caps: true });
  });

  it('the colours on the wire change while requests wait for an answer, and every later pixel is right', async () => {
    await using server = await startQemu();
    await using connected = await connectPlain(server);
    const { client } = connected;
    for (const depth of [8, 24] as const) {
      // The screen is still: nobody answers. QEMU takes its time with each answer then.
      client.requestUpdate(wholeOf(client.framebuffer), { incremental: true });
      await client.setPixelFormat(depth);
      await connected.refresh();
    }
    assertSamePicture(client.framebuffer, await server.grab(), 'QEMU');
  });

  it('a wish for another size is refused or handed on, and the connection goes on', async () => {
    await using server = await startQemu();
    await using connected = await connectPlain(server);
    const { client } = connected;
    const outcome = await client.requestResize({ width: 1000, height: 700 }).then(
      () => 'handed on',
      (error: unknown) => (error as { code: string }).code,
    );
    assert.ok(['handed on', 'VNC_RESIZE_REFUSED'].includes(outcome), outcome);
    await connected.refresh();
  });

  it('text that is announced does not end the connection', async () => {
    await using server = await startQemu();
    await using connected = await connectPlain(server);
    const { client } = connected;
    await until('the server has told', () => client.capabilities.extendedClipboard);
    assert.deepEqual(await client.setClipboard('Ω '.repeat(300_000)), { lost: 0 });
    await client.setClipboard('');
    await connected.refresh();
    await assert.rejects(client.setClipboard('x'.repeat(1024 * 1024)), { code: 'VNC_CLIPBOARD_TOO_LARGE' });
  });
});
