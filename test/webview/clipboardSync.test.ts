import assert from 'node:assert/strict';
import { vncError } from '../../src/core/base/errors.ts';
import type { ClipboardMode } from '../../src/core/profile/clipboardModes.ts';
import { ClipboardSync } from '../../src/vscode/screen/clipboardSync.ts';
import { HeldInput } from '../../src/vscode/screen/heldInput.ts';
import type { PanelToHost } from '../../src/protocol/messages.ts';
import { FakeClock, settle } from '../support/fakeClock.ts';

/** The clipboard of a person, that of a server, and what moved between them. */
class Desk {
  mode: ClipboardMode = 'auto';
  local = '';
  latin1 = false;
  refuses: Error | undefined;
  /** Ends the reading that is under way. */
  reading: (() => void) | undefined;
  slow = false;
  /** Whether what is sent there waits until `sent` is called. */
  waits = false;
  sent: (() => void) | undefined;
  readonly acts: string[] = [];
  readonly clock = new FakeClock();
  readonly sync = new ClipboardSync({
    mode: () => this.mode,
    readLocal: async () => {
      if (this.slow) await new Promise<void>((resolve) => (this.reading = resolve));
      return this.local;
    },
    writeLocal: async (text) => {
      this.local = text;
      this.acts.push(`here ${text}`);
      await Promise.resolve();
    },
    writeRemote: async (text, { takeOver, signal }) => {
      await Promise.resolve();
      if (this.waits) {
        await new Promise<void>((resolve, reject) => {
          this.sent = resolve;
          signal.addEventListener('abort', () => reject(vncError('VNC_CANCELLED')));
        });
      }
      if (this.refuses !== undefined) throw this.refuses;
      this.acts.push(`there ${text}${takeOver ? ' (taken over)' : ''}`);
      return { lost: this.latin1 ? text.replaceAll(/[\0-ÿ]/gu, '').length : 0 };
    },
    tell: (notice) => void this.acts.push(notice.kind),
    failed: (error) => void this.acts.push(`failed ${String(error)}`),
  });
  readonly held = new HeldInput({
    sync: this.sync,
    deliver: (message) => void this.acts.push(message.type === 'key' ? message.code : message.type),
    clock: this.clock,
  });

  constructor() {
    this.sync.restart();
  }

  /** What has moved since the last look. */
  async look(): Promise<string[]> {
    await settle();
    return this.acts.splice(0);
  }

  key(code: string, down = true): boolean {
    const message: PanelToHost = { type: 'key', code, key: code, location: 0, down };
    const held = this.held.takes(message);
    if (!held) this.acts.push(code);
    return held;
  }
}

describe('the exchange of clipboards', () => {
  it('sends what was copied here once, when the screen gets the focus', async () => {
    const desk = new Desk();
    desk.local = 'grüße 😀\r\nline';
    desk.sync.focus();
    assert.deepEqual(await desk.look(), ['there grüße 😀\nline']);
    desk.sync.blur();
    desk.sync.focus();
    assert.deepEqual(await desk.look(), []);
  });

  it('brings here what was copied there, and does not send it back', async () => {
    const desk = new Desk();
    desk.sync.focus();
    desk.sync.copiedThere('from there');
    assert.deepEqual(await desk.look(), ['here from there']);
    desk.sync.blur();
    desk.sync.focus();
    assert.deepEqual(await desk.look(), []);
  });

  it('does not bring back what it has sent, also without what Latin-1 lacks', async () => {
    const desk = new Desk();
    desk.latin1 = true;
    desk.local = 'a 😀 z';
    desk.sync.focus();
    assert.deepEqual(await desk.look(), ['there a 😀 z', 'lost']);
    desk.sync.copiedThere('a 😀 z');
    desk.sync.copiedThere('a ? z');
    assert.deepEqual(await desk.look(), []);
  });

  it('brings nothing here after a paste whose key came later than the loss of the focus', async () => {
    const desk = new Desk();
    desk.sync.focus();
    desk.sync.blur();
    desk.local = 'pasted';
    desk.sync.paste();
    assert.deepEqual(await desk.look(), ['there pasted (taken over)']);
    desk.sync.copiedThere('theirs');
    assert.deepEqual(await desk.look(), []);
    assert.equal(desk.local, 'pasted');
    desk.sync.focus();
    assert.deepEqual(await desk.look(), ['here theirs']);
  });

  it('does not paste for a person who leaves while the clipboard is read', async () => {
    const desk = new Desk();
    desk.local = 'mine';
    desk.slow = true;
    desk.sync.paste();
    await settle();
    desk.sync.blur();
    desk.reading?.();
    assert.deepEqual(await desk.look(), []);
  });

  it('moves nothing while the screen has not the focus', async () => {
    const desk = new Desk();
    desk.local = 'mine';
    desk.sync.copiedThere('theirs');
    assert.deepEqual(await desk.look(), []);
    assert.equal(desk.local, 'mine');
  });

  it('brings here what waited when the focus comes back, unless something was copied here', async () => {
    const desk = new Desk();
    desk.local = 'first';
    desk.sync.focus();
    await desk.look();
    desk.sync.blur();
    desk.sync.copiedThere('later');
    desk.sync.focus();
    assert.deepEqual(await desk.look(), ['here later']);
    desk.sync.blur();
    desk.sync.copiedThere('theirs');
    desk.local = 'mine';
    desk.sync.focus();
    assert.deepEqual(await desk.look(), ['there mine']);
  });

  it('stops before it sends when the focus goes while the clipboard is read', async () => {
    const desk = new Desk();
    desk.local = 'secret';
    desk.slow = true;
    desk.sync.focus();
    await settle();
    desk.sync.blur();
    desk.reading?.();
    assert.deepEqual(await desk.look(), []);
  });

  it('goes one way only, or none, where that is wanted', async () => {
    for (const [mode, expected] of [
      ['auto', ['there mine', 'here theirs']],
      ['toRemote', ['there mine']],
      ['fromRemote', ['here theirs']],
      ['manual', []],
      ['off', []],
    ] as const) {
      const desk = new Desk();
      desk.mode = mode;
      desk.local = 'mine';
      desk.sync.focus();
      await settle();
      desk.sync.copiedThere('theirs');
      assert.deepEqual(await desk.look(), expected, mode);
    }
  });

  it('empties no clipboard, neither here nor there', async () => {
    const desk = new Desk();
    desk.sync.focus();
    desk.sync.copiedThere('');
    assert.deepEqual(await desk.look(), []);
  });

  it('says once that a text is too long', async () => {
    const desk = new Desk();
    desk.refuses = vncError('VNC_CLIPBOARD_TOO_LARGE', { bytes: 3_000_000, limit: 1_048_576 });
    desk.local = 'long';
    desk.sync.focus();
    assert.deepEqual(await desk.look(), ['tooLarge']);
    desk.sync.blur();
    desk.sync.focus();
    assert.deepEqual(await desk.look(), []);
  });

  it('waits for a script that drives, and takes over when the person pastes', async () => {
    const desk = new Desk();
    desk.refuses = vncError('VNC_INPUT_TAKEN');
    desk.local = 'mine';
    desk.sync.focus();
    assert.deepEqual(await desk.look(), []);
    desk.refuses = undefined;
    desk.sync.paste();
    assert.deepEqual(await desk.look(), ['there mine (taken over)']);
  });

  it('sends it again to another connection', async () => {
    const desk = new Desk();
    desk.local = 'mine';
    desk.sync.focus();
    await desk.look();
    desk.sync.restart();
    assert.deepEqual(await desk.look(), ['there mine']);
  });

  it('sends nothing while the connection is lost, and all of it once there is another', async () => {
    const desk = new Desk();
    desk.local = 'mine';
    desk.sync.focus();
    await desk.look();
    desk.sync.lost();
    desk.local = 'copied meanwhile';
    desk.sync.paste();
    desk.sync.blur();
    desk.sync.focus();
    assert.deepEqual(await desk.look(), []);
    desk.sync.restart();
    assert.deepEqual(await desk.look(), ['there copied meanwhile']);
  });

  it('begins nothing when the connection is lost while the clipboard is read', async () => {
    const desk = new Desk();
    desk.local = 'mine';
    desk.slow = true;
    desk.sync.focus();
    await settle();
    desk.sync.lost();
    desk.reading?.();
    assert.deepEqual(await desk.look(), []);
  });

  it('calls off what waits to be sent when the focus or the connection goes, and sends it later', async () => {
    for (const [goes, comes] of [
      ['blur', 'focus'],
      ['lost', 'restart'],
    ] as const) {
      const desk = new Desk();
      desk.local = 'mine';
      desk.waits = true;
      desk.sync.focus();
      await settle();
      desk.sync[goes]();
      desk.sent?.();
      assert.deepEqual(await desk.look(), [], goes);
      desk.waits = false;
      desk.sync[comes]();
      assert.deepEqual(await desk.look(), ['there mine'], goes);
    }
  });

  it('tries again with the next look what could not be sent in time', async () => {
    const desk = new Desk();
    desk.refuses = vncError('VNC_ACTION_TIMEOUT', { action: 'clipboard.set', timeout: 30_000 });
    desk.local = 'mine';
    desk.sync.focus();
    assert.equal((await desk.look()).length, 1);
    desk.refuses = undefined;
    desk.sync.blur();
    desk.sync.focus();
    assert.deepEqual(await desk.look(), ['there mine']);
  });

  describe('and keys that paste', () => {
    it('wait until the text is there, and keep their order with all that follows', async () => {
      const desk = new Desk();
      desk.sync.focus();
      await desk.look();
      desk.local = 'copied meanwhile';
      desk.slow = true;
      assert.equal(desk.key('ControlLeft'), false);
      assert.equal(desk.key('KeyV'), true);
      assert.equal(desk.held.takes({ type: 'pointer', x: 1, y: 2, buttons: 0 }), true);
      assert.equal(desk.key('KeyV', false), true);
      await settle();
      desk.reading?.();
      assert.deepEqual(await desk.look(), [
        'ControlLeft',
        'there copied meanwhile (taken over)',
        'KeyV',
        'pointer',
        'KeyV',
      ]);
      assert.equal(desk.clock.pending, 0);
    });

    it('do not wait longer than a person would', async () => {
      const desk = new Desk();
      desk.slow = true;
      desk.key('ShiftRight');
      desk.held.takes({ type: 'key', code: 'Insert', key: 'Insert', location: 0, down: true });
      await desk.clock.advance(999);
      assert.deepEqual(await desk.look(), ['ShiftRight']);
      await desk.clock.advance(1);
      assert.deepEqual(await desk.look(), ['Insert']);
    });

    it('go at once where nothing is sent by itself, and all others do anyway', async () => {
      const desk = new Desk();
      desk.key('KeyV');
      desk.mode = 'manual';
      desk.key('ControlLeft');
      desk.key('KeyV');
      desk.mode = 'fromRemote';
      desk.key('KeyV');
      assert.deepEqual(await desk.look(), ['KeyV', 'ControlLeft', 'KeyV', 'KeyV']);
    });

    it('are forgotten when nobody is there any more', async () => {
      const desk = new Desk();
      desk.slow = true;
      desk.key('MetaLeft');
      desk.key('KeyV');
      desk.held.drop();
      desk.reading?.();
      await desk.clock.advance(2000);
      assert.ok(!(await desk.look()).includes('KeyV'));
      assert.equal(desk.clock.pending, 0);
    });
  });
});
