import assert from 'node:assert/strict';
import type { CDPSession } from 'playwright-core';
import { until } from '../../support/until.ts';
import type { EditorPage } from '../editorPage.ts';
import type { ScreenView } from '../screenView.ts';
import { type Stage, keepPicture, openLab, theStage } from './stage.ts';

/** A key of a keyboard layout: where it is, and what it writes with the modifiers that are down. */
interface Stroke {
  readonly code: string;
  readonly key: string;
  readonly shift?: true;
  readonly altGr?: true;
}

/** The bits of `Input.dispatchKeyEvent`. */
const shiftBit = 8;

const german: readonly Stroke[] = [
  { code: 'KeyZ', key: 'y' },
  { code: 'KeyY', key: 'z' },
  { code: 'BracketLeft', key: 'ü' },
  { code: 'Semicolon', key: 'Ö', shift: true },
  { code: 'Minus', key: 'ß' },
  { code: 'KeyQ', key: '@', altGr: true },
  { code: 'Digit7', key: '{', altGr: true },
  { code: 'KeyE', key: '€', altGr: true },
  { code: 'Digit2', key: '"', shift: true },
  { code: 'Backslash', key: '#' },
  { code: 'IntlBackslash', key: '<' },
];

const american: readonly Stroke[] = [
  { code: 'KeyZ', key: 'z' },
  { code: 'KeyY', key: 'y' },
  { code: 'BracketLeft', key: '[' },
  { code: 'Semicolon', key: ':', shift: true },
  { code: 'Digit2', key: '@', shift: true },
  { code: 'KeyQ', key: 'Q', shift: true },
  { code: 'Backslash', key: '\\' },
  { code: 'Backquote', key: '~', shift: true },
  { code: 'Quote', key: '"', shift: true },
];

const written = (strokes: readonly Stroke[]): string => strokes.map(({ key }) => key).join('');

describe('typing on a remote screen', function () {
  this.timeout(180_000);
  let stage: Stage;
  let editor: EditorPage;
  let view: ScreenView;
  let devtools: CDPSession;
  let start = '';

  before(async () => {
    stage = await theStage();
    ({ editor } = stage);
    view = await openLab(stage);
    devtools = await editor.page.context().newCDPSession(editor.page);
  });

  beforeEach(async () => {
    await view.click(200, 150);
    await until('the screen has the keyboard', async () => await view.isGrabbed());
    start = await stage.terminal.typed();
  });

  afterEach(keepPicture);

  /** Sees the terminal get exactly this text. */
  const arrives = async (text: string): Promise<void> => {
    await until(`the terminal gets ${JSON.stringify(text)}`, async () => {
      const got = (await stage.terminal.typed()).slice(start.length);
      if (got !== text) throw new Error(JSON.stringify(got));
      return true;
    });
  };

  const dispatch = async (
    type: 'keyDown' | 'keyUp',
    code: string,
    key: string,
    modifiers = 0,
  ): Promise<void> => {
    const text = type === 'keyDown' && Array.from(key).length === 1 ? key : undefined;
    await devtools.send('Input.dispatchKeyEvent', {
      type,
      code,
      key,
      modifiers,
      ...(text === undefined ? {} : { text }),
    });
  };

  /** Presses keys as the browser tells of them on a keyboard of that layout. */
  const press = async (strokes: readonly Stroke[]): Promise<void> => {
    for (const { code, key, shift, altGr } of strokes) {
      const modifiers = shift === true ? shiftBit : 0;
      if (shift === true) await dispatch('keyDown', 'ShiftLeft', 'Shift', shiftBit);
      if (altGr === true) await dispatch('keyDown', 'AltRight', 'AltGraph');
      await dispatch('keyDown', code, key, modifiers);
      await dispatch('keyUp', code, key, modifiers);
      if (altGr === true) await dispatch('keyUp', 'AltRight', 'AltGraph');
      if (shift === true) await dispatch('keyUp', 'ShiftLeft', 'Shift');
    }
  };

  it('writes what a German keyboard writes: umlauts, y and z, and characters of AltGr', async () => {
    await press(german);
    await arrives(written(german));
  });

  it('writes what a US keyboard writes', async () => {
    await press(american);
    await arrives(written(american));
  });

  it('writes what a dead key and a letter make', async () => {
    await dispatch('keyDown', 'Equal', 'Dead');
    await dispatch('keyUp', 'Equal', 'Dead');
    await devtools.send('Input.imeSetComposition', { text: '´', selectionStart: 1, selectionEnd: 1 });
    await devtools.send('Input.insertText', { text: 'é' });
    await press([{ code: 'KeyA', key: 'a' }]);
    await arrives('éa');
  });

  it('writes what an input method composed', async () => {
    for (const text of ['に', 'にほ', 'にほんご']) {
      await devtools.send('Input.imeSetComposition', {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      });
    }
    await view.frame.locator('#keys.composing').waitFor();
    await editor.screenshot('out/screenshots/composing.png');
    await devtools.send('Input.insertText', { text: '日本語' });
    await press([{ code: 'Space', key: ' ' }]);
    await arrives('日本語 ');
  });

  it('lets the remote lock keys follow the person’s', async () => {
    const status = view.frame.locator('#status');
    // Chromium’s own tools cannot press lock keys.
    const typeWith = async (
      key: { readonly code: string; readonly key: string; readonly location?: number },
      lamps: { readonly modifierCapsLock?: boolean; readonly modifierNumLock?: boolean },
    ): Promise<void> => {
      const event = { ...key, ...lamps, bubbles: true, cancelable: true };
      await view.frame.locator('#keys').evaluate((field, init) => {
        for (const type of ['keydown', 'keyup']) field.dispatchEvent(new KeyboardEvent(type, init));
      }, event);
    };
    const isOff = async (lamp: string): Promise<void> => {
      await until(`${lamp} is off there`, async () => !(await status.innerText()).includes(lamp));
    };
    await typeWith({ code: 'KeyA', key: 'A' }, { modifierCapsLock: true });
    await status.getByText('Caps Lock').waitFor();
    await typeWith({ code: 'KeyA', key: 'a' }, {});
    await isOff('Caps Lock');
    await typeWith({ code: 'Numpad7', key: '7', location: 3 }, { modifierNumLock: true });
    await status.getByText('Num Lock').waitFor();
    await typeWith({ code: 'KeyB', key: 'b' }, {});
    await isOff('Num Lock');
    await arrives('Aa7b');
  });

  it('sends Tab there while it has the keyboard, and is reached and left by keys alone', async () => {
    const { keyboard } = editor.page;
    const focused = async (): Promise<string> =>
      await view.frame.evaluate(() =>
        document.hasFocus() ? (document.activeElement?.id ?? '') : 'elsewhere',
      );
    await keyboard.press('Tab');
    await arrives('\t');
    assert.equal(await focused(), 'keys');
    for (const key of ['Control', 'Alt', 'Shift']) await keyboard.down(key);
    for (const key of ['Shift', 'Alt', 'Control']) await keyboard.up(key);
    await until('the toolbar has the focus', async () => (await focused()) === 'zoom');
    await keyboard.press('ArrowRight');
    const next = await focused();
    assert.ok(!['zoom', 'keys', 'elsewhere'].includes(next), next);
    await keyboard.press('Tab');
    await until('the screen has the keyboard', async () => await view.isGrabbed());
    await keyboard.type('x');
    await arrives('\tx');
    for (const key of ['Control', 'Alt', 'Shift']) await keyboard.down(key);
    for (const key of ['Shift', 'Alt', 'Control']) await keyboard.up(key);
    await until('the toolbar has the focus', async () => (await focused()) === next);
    // The editor’s own key to go to the next part of its window.
    await keyboard.press('F6');
    await until('the focus is elsewhere', async () => (await focused()) === 'elsewhere');
    await keyboard.press('Shift+F6');
    await until('the focus is back', async () => (await focused()) !== 'elsewhere');
  });

  /** Puts a text on the clipboard and pastes it as keystrokes. */
  const paste = async (text: string): Promise<void> => {
    await editor.page.evaluate(async (copied) => await navigator.clipboard.writeText(copied), text);
    await editor.runCommand('VNC: Paste as Keystrokes');
  };

  it('pastes as keystrokes what has one line at once, and asks before several', async () => {
    await editor.leaveWebview();
    await paste('one line: ü');
    await arrives('one line: ü');
    await paste('\nfirst\r\nsecond\n');
    const dialog = editor.page.locator('.monaco-dialog-box');
    await dialog.getByText('Each line break is sent as the Enter key').waitFor();
    await dialog.locator('.monaco-button', { hasText: 'Paste' }).first().click();
    await arrives('one line: ü\nfirst\nsecond\n');
  });

  it('says beforehand what cannot be typed, and leaves it out when that is wanted', async () => {
    await editor.leaveWebview();
    await paste('be\u0007ll');
    const dialog = editor.page.locator('.monaco-dialog-box');
    await dialog.getByText('U+0007').waitFor();
    await editor.screenshot('out/screenshots/paste-question.png');
    await dialog.locator('.monaco-button', { hasText: 'Paste the Rest' }).click();
    await arrives('bell');
  });

  it('shows how much is left of a long text, and stops when it is called off', async () => {
    await editor.leaveWebview();
    await paste('0123456789'.repeat(150));
    const dialog = editor.page.locator('.monaco-dialog-box');
    await dialog.getByText('1500 characters').waitFor();
    await dialog.locator('.monaco-button', { hasText: 'Paste' }).first().click();
    const toast = await editor.notification('of 1500 keystrokes left');
    await editor.screenshot('out/screenshots/paste-progress.png');
    await toast.hover();
    await toast.locator('.monaco-button', { hasText: 'Cancel' }).click();
    await toast.waitFor({ state: 'hidden' });
    const typed = await until('nothing more comes', async () => {
      const now = await stage.terminal.typed();
      await new Promise((resolve) => setTimeout(resolve, 300));
      return now === (await stage.terminal.typed()) ? now.slice(start.length) : undefined;
    });
    assert.ok(typed.length > 0 && typed.length < 1500, `${typed.length} characters`);
    assert.ok('0123456789'.repeat(150).startsWith(typed));
    // Nothing stayed down: what follows is written as it is.
    await view.click(200, 150);
    await view.type('end');
    await arrives(`${typed}end`);
  });
});
