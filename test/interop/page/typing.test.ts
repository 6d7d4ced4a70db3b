import assert from 'node:assert/strict';
import type { Browser, CDPSession } from 'playwright-core';
import type { KeyboardSettings } from '../../../src/protocol/messages.ts';
import { launchBrowser } from '../../editor/editorPage.ts';
import { until } from '../../support/until.ts';
import { PageServer, ScreenPage, type ScreenPageOptions } from '../../webview/support/screenPage.ts';

const remote = { width: 640, height: 400 };

/** The rows that hold modifiers, as the panel words them. */
const menu = [
  { id: 'Ctrl+Alt+Delete', label: 'Ctrl+Alt+Del' },
  {
    id: 'hold',
    label: 'Hold Down',
    rows: [
      { id: 'hold-ctrl', label: 'Ctrl', checked: false },
      { id: 'hold-alt', label: 'Alt', checked: false },
    ],
  },
];

describe('the page of the remote screen, typing', function () {
  this.timeout(60_000);
  let server: PageServer;
  let browser: Browser;
  before(async () => {
    server = await PageServer.start();
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
  });

  /** A page that shows an open session and has the keyboard. */
  async function open(
    options: ScreenPageOptions = {},
    settings: Partial<KeyboardSettings> = {},
  ): Promise<{ readonly page: ScreenPage; readonly method: CDPSession } & AsyncDisposable> {
    const page = await ScreenPage.open(browser, server, options);
    await page.send({
      type: 'setup',
      version: 1,
      keyboard: { releaseChord: 'Ctrl+Alt+Shift', passThrough: ['Ctrl+Shift+P'], ...settings },
    });
    await page.state();
    await page.send({ type: 'tool', tool: 'send-keys', change: { rows: menu } });
    const color = Uint8Array.of(40, 90, 140);
    await page.paint({ ...remote, regions: [{ form: 'fill', x: 0, y: 0, ...remote, color }] });
    await page.page.locator('#keys').focus();
    await page.page.locator('body[data-grabbed="true"]').waitFor();
    await page.forget();
    const method = await page.page.context().newCDPSession(page.page);
    return { page, method, [Symbol.asyncDispose]: async () => await page[Symbol.asyncDispose]() };
  }

  /** What was posted, in words: `+KeyA`, `-KeyA`, `hold +ctrl`, `“text”`, `button 1`, `all-up`. */
  async function sent(page: ScreenPage): Promise<string> {
    const words = (await page.posted()).flatMap((message) => {
      switch (message.type) {
        case 'key':
          return [`${message.down ? '+' : '-'}${message.code === '' ? message.key : message.code}`];
        case 'modifier':
          return [`hold ${message.down ? '+' : '-'}${message.modifier}`];
        case 'text':
          return [`“${message.text}”`];
        case 'pointer':
          return [`buttons ${message.buttons}`];
        case 'releaseAll':
          return ['all-up'];
        default:
          return [];
      }
    });
    return words.filter((word, i) => !word.startsWith('buttons') || word !== words[i - 1]).join(' ');
  }

  const isComposing = async (page: ScreenPage): Promise<boolean> =>
    await page.page.locator('#keys.composing').isVisible();

  /** A key of which an input method makes something. */
  async function processed(method: CDPSession, code: string, key = 'Process'): Promise<void> {
    await method.send('Input.dispatchKeyEvent', { type: 'keyDown', code, key, windowsVirtualKeyCode: 229 });
    await method.send('Input.dispatchKeyEvent', { type: 'keyUp', code, key });
  }

  it('sends what an input method composed, once, and shows the composition where the click was', async () => {
    await using bed = await open();
    const { page, method } = bed;
    const box = await page.box();
    await page.page.mouse.click(box.x + 200, box.y + 120);
    await page.next('pointer', 2);
    await page.forget();
    for (const half of ['ｎ', 'に', 'にほ', 'にほん']) {
      await processed(method, 'KeyN');
      await method.send('Input.imeSetComposition', {
        text: half,
        selectionStart: half.length,
        selectionEnd: half.length,
      });
    }
    assert.equal(await isComposing(page), true);
    assert.equal(await page.page.locator('#keys').inputValue(), 'にほん');
    const place = await page.page.locator('#keys').boundingBox();
    assert.ok(place !== null && Math.abs(place.x - box.x - 200) < 3 && Math.abs(place.y - box.y - 120) < 3);
    assert.ok(place.width > 50, `${place.width} pixels wide`);
    assert.equal(await sent(page), '');
    assert.deepEqual(await page.editorKeys(), []);
    await method.send('Input.insertText', { text: '日本' });
    await until('the composition is over', async () => !(await isComposing(page)));
    await page.page.keyboard.press('Enter');
    assert.equal(await sent(page), '“日本” +Enter -Enter');
    assert.equal(await page.page.locator('#keys').inputValue(), '');
  });

  it('lets the browser compose a dead key with the next one', async () => {
    await using bed = await open();
    const { page, method } = bed;
    // As Chromium on macOS and Linux has it.
    await processed(method, 'Equal', 'Dead');
    await method.send('Input.imeSetComposition', { text: '´', selectionStart: 1, selectionEnd: 1 });
    await processed(method, 'KeyE');
    await method.send('Input.insertText', { text: 'é' });
    await page.next('text');
    // As Chromium on Windows has it: the next key is the letter.
    await page.page.locator('#keys').evaluate((field) => {
      const fire = (type: string, code: string, key: string): void =>
        void field.dispatchEvent(new KeyboardEvent(type, { code, key, bubbles: true, cancelable: true }));
      for (const type of ['keydown', 'keyup']) fire(type, 'Equal', 'Dead');
      for (const type of ['keydown', 'keyup']) fire(type, 'KeyA', 'á');
    });
    assert.equal(await sent(page), '“é” +KeyA -KeyA');
  });

  it('sends dead keys as they are to a machine that composes by itself', async () => {
    await using bed = await open();
    const { page } = bed;
    await page.state({ composes: true, label: 'machine' });
    const prevented = await page.page.locator('#keys').evaluate((field) => {
      const fire = (type: string, code: string, key: string): boolean =>
        !field.dispatchEvent(new KeyboardEvent(type, { code, key, bubbles: true, cancelable: true }));
      const down = fire('keydown', 'Equal', 'Dead');
      fire('keyup', 'Equal', 'Dead');
      return down;
    });
    assert.equal(prevented, true);
    assert.equal(await sent(page), '+Equal -Equal');
  });

  it('sends what comes without a key: pictures of a panel, dictation', async () => {
    await using bed = await open();
    const { page, method } = bed;
    await method.send('Input.insertText', { text: '👍🏽 naïve' });
    await page.next('text');
    await method.send('Input.insertText', { text: 'x'.repeat(1200) });
    await page.next('text', 6);
    const texts = (await page.of('text')).map(({ text }) => text);
    assert.equal(texts[0], '👍🏽 naïve');
    assert.equal(texts.slice(1).join(''), 'x'.repeat(1200));
    assert.equal(await page.page.locator('#keys').inputValue(), '');
  });

  it('follows a keyboard on the screen letter by letter, and takes back what that takes back', async () => {
    await using bed = await open();
    const { page, method } = bed;
    for (const word of ['t', 'te', 'teh']) {
      await processed(method, '', 'Unidentified');
      await method.send('Input.imeSetComposition', {
        text: word,
        selectionStart: word.length,
        selectionEnd: word.length,
      });
    }
    await processed(method, '', 'Unidentified');
    await method.send('Input.insertText', { text: 'the ' });
    await until('it is put right', async () => (await sent(page)).includes('“he ”'));
    assert.equal(await sent(page), '“t” “e” “h” +Backspace -Backspace +Backspace -Backspace “he ”');
    assert.equal(await isComposing(page), false);
  });

  it('hears the release chord while something is composed, which is called off then', async () => {
    await using bed = await open();
    const { page, method } = bed;
    await method.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 });
    for (const key of ['Control', 'Alt', 'Shift']) await page.page.keyboard.down(key);
    await page.page.keyboard.up('Shift');
    await page.page.locator('body[data-grabbed="false"]').waitFor();
    assert.equal(await page.page.evaluate(() => document.activeElement?.id), 'zoom');
    assert.equal((await page.of('key')).length, 0);
    assert.equal(await isComposing(page), false);
  });

  it('hears a release chord that has a key while an input method has the keys', async () => {
    await using bed = await open({}, { releaseChord: 'Ctrl+Alt+R' });
    const { page, method } = bed;
    await method.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 });
    await page.page.keyboard.down('Control');
    await page.page.keyboard.down('Alt');
    await method.send('Input.dispatchKeyEvent', {
      ...{ type: 'keyDown', code: 'KeyR', key: 'Process', windowsVirtualKeyCode: 229 },
      modifiers: 1 + 2,
    });
    await page.page.locator('body[data-grabbed="false"]').waitFor();
    assert.equal((await page.of('key')).length, 0);
    assert.equal(await isComposing(page), false);
  });

  it('keeps the keyboard when modifiers come up that were held for a click or the wheel', async () => {
    await using bed = await open();
    const { page } = bed;
    const { keyboard, mouse } = page.page;
    const box = await page.box();
    await mouse.move(box.x + 50, box.y + 50);
    const modifiers = ['Control', 'Alt', 'Shift'];
    for (const use of [
      async (): Promise<void> => await mouse.click(box.x + 50, box.y + 50),
      async (): Promise<void> => await mouse.wheel(0, 100),
    ]) {
      for (const key of modifiers) await keyboard.down(key);
      await use();
      for (const key of modifiers) await keyboard.up(key);
      await page.forget();
      await keyboard.press('a');
      assert.equal(await sent(page), '+KeyA -KeyA');
    }
    for (const key of modifiers) await keyboard.down(key);
    await keyboard.up('Shift');
    await page.page.locator('body[data-grabbed="false"]').waitFor();
    for (const key of modifiers) await keyboard.up(key);
  });

  it('lets a modifier go that was held for a key when the focus goes before that comes up', async () => {
    await using bed = await open({}, { modifiers: true });
    const { page } = bed;
    await page.page.locator('#hold-ctrl').click();
    await page.page.keyboard.down('c');
    await page.page.locator('#zoom').focus();
    await page.next('modifier', 2);
    assert.equal(await sent(page), 'hold +ctrl +KeyC all-up hold -ctrl');
    assert.equal(await page.page.locator('#hold-ctrl').getAttribute('aria-pressed'), 'false');
  });

  it('asks for the clipboard when something else than a key pastes', async () => {
    await using bed = await open();
    const { page } = bed;
    await page.page.locator('#keys').evaluate((field) => {
      field.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true }));
    });
    assert.deepEqual(await page.next('useTool'), [{ type: 'useTool', tool: 'paste' }]);
    assert.equal(await sent(page), '');
  });

  it('tells screen readers what the field is for', async () => {
    await using bed = await open();
    const field = bed.page.page.getByRole('textbox', { name: 'Remote screen of web-01, 1280 × 800' });
    assert.equal(await field.getAttribute('id'), 'keys');
    assert.equal(await field.getAttribute('aria-describedby'), 'hint');
  });

  it('holds a modifier of the menu for the next key, and keeps the keyboard', async () => {
    await using bed = await open();
    const { page } = bed;
    const { page: tab } = page;
    await tab.locator('#send-keys').click();
    await tab.getByRole('menuitem', { name: 'Hold Down' }).click();
    await tab.getByRole('menuitemcheckbox', { name: 'Ctrl' }).click();
    const button = tab.locator('#hold-ctrl');
    assert.equal(await button.getAttribute('aria-pressed'), 'true');
    assert.equal(await button.getAttribute('title'), 'Ctrl is held for the next key or click');
    await tab.locator('body[data-grabbed="true"]').waitFor();
    await page.forget();
    await tab.keyboard.press('c');
    assert.equal(await sent(page), '+KeyC -KeyC hold -ctrl');
    assert.equal(await button.isVisible(), false);
  });

  it('locks a modifier that is pressed twice, through clicks, and lets it go when it is pressed again', async () => {
    await using bed = await open({}, { modifiers: true });
    const { page } = bed;
    const { page: tab } = page;
    const button = tab.locator('#hold-ctrl');
    await button.click();
    await button.click();
    assert.equal(await button.getAttribute('title'), 'Ctrl is held until you press it again');
    assert.equal(await page.page.evaluate(() => document.body.dataset['grabbed']), 'true');
    const box = await page.box();
    await tab.mouse.click(box.x + 50, box.y + 50);
    await tab.keyboard.press('a');
    await button.click();
    await page.next('modifier', 2);
    assert.equal(
      (await sent(page)).replace('buttons 0 buttons 1', 'buttons 1'),
      'hold +ctrl buttons 1 buttons 0 +KeyA -KeyA hold -ctrl',
    );
    assert.equal(await button.getAttribute('aria-pressed'), 'false');
    assert.equal(await button.isVisible(), true);
  });

  it('lets a modifier go that was held for one click when the button comes up', async () => {
    await using bed = await open({}, { modifiers: true });
    const { page } = bed;
    const { page: tab } = page;
    await tab.locator('#hold-shift').click();
    const box = await page.box();
    await tab.mouse.move(box.x + 50, box.y + 50);
    await tab.mouse.down();
    await tab.mouse.move(box.x + 90, box.y + 70);
    assert.equal((await page.of('modifier')).length, 1);
    await tab.mouse.up();
    await page.next('modifier', 2);
    assert.ok((await sent(page)).endsWith('buttons 0 hold -shift'));
  });

  it('keeps modifiers held in the page’s own tools, and lets go of them with the window, the page and the session', async () => {
    for (const leave of [
      async (page: ScreenPage) =>
        await page.page.evaluate(() => {
          Object.defineProperty(document, 'hasFocus', { value: () => false });
          window.dispatchEvent(new FocusEvent('blur'));
        }),
      async (page: ScreenPage) =>
        await page.page.evaluate(() => {
          Object.defineProperty(document, 'hidden', { value: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }),
      async (page: ScreenPage) => await page.state({ phase: 'lost', label: 'lost' }),
      async (page: ScreenPage) =>
        await page.state({ banner: { paused: false, text: 'a script drives' }, label: 'driven' }),
      async (page: ScreenPage) => await page.state({ viewOnly: true, label: 'viewed' }),
    ]) {
      await using bed = await open({}, { modifiers: true });
      const { page } = bed;
      await page.page.locator('#hold-alt').click();
      await page.page.locator('#zoom').focus();
      await page.page.locator('body[data-grabbed="false"]').waitFor();
      assert.equal((await page.of('modifier')).length, 1);
      await page.page.locator('#keys').focus();
      await leave(page);
      const [, up] = await page.next('modifier', 2);
      assert.deepEqual(up, { type: 'modifier', modifier: 'alt', down: false });
      assert.equal(await page.page.locator('#hold-alt').getAttribute('aria-pressed'), 'false');
    }
  });

  it('sends a chord of the menu, and asks for others', async () => {
    await using bed = await open();
    const { page } = bed;
    await page.page.locator('#send-keys').click();
    await page.page.getByRole('menuitem', { name: 'Ctrl+Alt+Del' }).click();
    assert.deepEqual(await page.next('useTool'), [
      { type: 'useTool', tool: 'send-keys', row: 'Ctrl+Alt+Delete' },
    ]);
  });

  it('makes of Command and Option of a Mac what the settings say', async () => {
    await using bed = await open({ platform: 'MacIntel' }, { command: 'ctrl' });
    const { page } = bed;
    await page.page.keyboard.down('Meta');
    await page.page.keyboard.down('c');
    await page.page.keyboard.up('Meta');
    await page.page.keyboard.up('c');
    assert.equal(await sent(page), '+ControlLeft +KeyC -KeyC -ControlLeft');
    await page.forget();
    await page.page.keyboard.down('Alt');
    const box = await page.box();
    await page.page.mouse.click(box.x + 20, box.y + 20);
    await page.page.keyboard.up('Alt');
    const words = await sent(page);
    assert.match(words, /\+AltLeft buttons 1 buttons 0 -AltLeft$/);
  });
});
