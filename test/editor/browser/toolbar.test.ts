import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startProgram } from '../../support/programs.ts';
import type { XServer } from '../../support/servers/realServer.ts';
import { startTigerVnc } from '../../support/servers/tigerVnc.ts';
import { type XKeyLog, startKeyLog } from '../../support/servers/xEvents.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';
import { EditorPage } from '../editorPage.ts';
import { ScreenTools } from '../screenTools.ts';
import { ScreenView } from '../screenView.ts';
import { pictures, theStage } from './stage.ts';

const remote = { width: 640, height: 480 };
const wide = { width: 1400, height: 800 };
const narrow = { width: 760, height: 800 };

describe('the toolbar of a remote screen', function () {
  this.timeout(180_000);
  let server: XServer;
  let log: XKeyLog;
  let editor: EditorPage;
  let view: ScreenView;
  let tools: ScreenTools;

  before(async () => {
    const { editorServer, editor: own } = await theStage();
    const browser = own.page.context().browser();
    assert.ok(browser !== null);
    server = await startTigerVnc(remote);
    log = await startKeyLog(server.display, remote);
    const folder = temporaryFolder('vscode-folder');
    mkdirSync(path.join(folder, '.vscode'));
    const settings = {
      'vncAgentBridge.connections': [
        { name: 'tools', host: server.host, port: server.port },
        { name: 'follower', host: server.host, port: server.port, resize: 'remote' },
      ],
    };
    writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings));
    // An editor that has never shown a remote screen.
    editor = await EditorPage.open(browser, editorServer, { folder, theme: 'dark', ...wide });
    await editor.runCommand('View: Show VNC');
    await editor.page.locator('.monaco-list-row', { hasText: 'tools' }).first().click();
    view = await ScreenView.find(editor);
    tools = new ScreenTools(view);
    await view.zoomTo('actual');
  });

  after(async () => {
    await editor.close();
    await log[Symbol.asyncDispose]();
    await server.close();
  });

  afterEach(async function () {
    const name = (this.currentTest?.title ?? 'test').replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase();
    const outcome = this.currentTest?.state === 'failed' ? 'failed-' : '';
    await editor.screenshot(`${pictures}/${outcome}toolbar-${name}.png`);
  });

  /** Presses keys of the person's keyboard, one after the other. */
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await editor.page.keyboard.press(key);
  };

  /** Writes letters, which search in menus. */
  const type = async (text: string): Promise<void> => await editor.page.keyboard.type(text);

  /** Gives the keyboard back to the toolbar, as a person does who has no pointer. */
  const leaveScreen = async (): Promise<void> => {
    for (const key of ['Control', 'Alt', 'Shift']) await editor.page.keyboard.down(key);
    for (const key of ['Shift', 'Alt', 'Control']) await editor.page.keyboard.up(key);
    await until('the toolbar has the keyboard', async () => !(await view.isGrabbed()));
    await until('nothing is held there', () => {
      const keys = log.keys.split(' ').filter((key) => key !== '');
      return keys.length % 2 === 0;
    });
  };

  /** Gives it to the screen, and forgets what that brought there. */
  const enterScreen = async (): Promise<void> => {
    await view.click(320, 240);
    await until('the screen has the keyboard', async () => await view.isGrabbed());
    log.forget();
  };

  /** Sees exactly these keys arrive at the window on the remote screen. */
  const arrive = async (keys: string): Promise<void> => {
    await until(`the window gets ${keys}`, () => {
      if (log.keys !== keys) throw new Error(log.keys);
      return true;
    });
  };

  /** Walks to a tool from the first one, with the arrow keys. */
  const walkTo = async (tool: string): Promise<void> => {
    const shown = await tools.shown();
    assert.ok(shown.includes(tool), `${tool} is not among ${shown.join()}`);
    await press('Home', ...Array.from({ length: shown.indexOf(tool) }, () => 'ArrowRight'));
    await tools.untilFocused(tool);
  };

  it('is introduced once, by how to get the keyboard back', async () => {
    const hint = view.frame.locator('#first-hint');
    // A screen that opens takes the keyboard.
    await hint.waitFor();
    assert.match(await hint.innerText(), /Keys now go to the remote screen\. Press Ctrl\+Alt\+Shift/);
    await editor.screenshot(`${pictures}/first-hint.png`);
    await leaveScreen();
    await hint.waitFor({ state: 'hidden' });
    await enterScreen();
    await hint.waitFor({ state: 'hidden' });
    // Nor when the page is another one.
    await editor.runCommand('File: New Untitled Text File');
    await ScreenView.untilGone(editor);
    await editor.tab('tools').click();
    view = await ScreenView.find(editor);
    tools = new ScreenTools(view);
    await enterScreen();
    assert.equal(await view.frame.locator('#first-hint').isVisible(), false);
  });

  it('is walked through with the arrow keys, one stop of Tab', async () => {
    await leaveScreen();
    const shown = await tools.shown();
    assert.ok(shown.length > 8, shown.join());
    await press('Home');
    for (const tool of shown) {
      await tools.untilFocused(tool);
      assert.equal(await tools.attribute(tool, 'tabindex'), '0');
      assert.equal(await view.frame.locator('#toolbar button[tabindex="0"]').count(), 1);
      await press('ArrowRight');
    }
    await tools.untilFocused(shown[0] ?? '');
    await press('ArrowLeft');
    await tools.untilFocused(shown.at(-1) ?? '');
    await press('Home', 'End');
    await tools.untilFocused(shown.at(-1) ?? '');
    await press('Tab');
    await until('the screen has the keyboard', async () => await view.isGrabbed());
  });

  it('opens its menus with the keys, which walk, search and choose in them', async () => {
    const viewport = view.frame.locator('#viewport');
    await leaveScreen();
    await walkTo('zoom-menu');
    await press('ArrowDown');
    await tools.untilFocused('row fit');
    assert.equal(await tools.attribute('zoom-menu', 'aria-expanded'), 'true');
    await press('ArrowUp');
    await tools.untilFocused('row 400');
    await press('Home');
    await tools.untilFocused('row fit');
    // The first letter, again and again, and a word.
    await press('z');
    await tools.untilFocused('row in');
    await press('z');
    await tools.untilFocused('row out');
    await press('Escape');
    await tools.untilFocused('zoom-menu');
    await tools.untilOpen(0);
    await press('ArrowUp');
    await tools.untilFocused('row 400');
    await press('Escape', 'Enter');
    await tools.untilFocused('row fit');
    await type('150');
    await tools.untilFocused('row 150');
    await press('Enter');
    await viewport.and(view.frame.locator('[data-zoom="150"]')).waitFor();
    await tools.untilFocused('zoom-menu');
    await press('Space');
    const checked = view.frame.locator('.menu-row[aria-checked="true"]');
    await until('the new zoom is checked', async () => (await checked.innerText()) === '150 %');
    await type('actual');
    await press('Enter');
    await viewport.and(view.frame.locator('[data-zoom="actual"]')).waitFor();
  });

  it('opens its menus with the pointer, and leaves the keyboard where it was', async () => {
    await enterScreen();
    await tools.choose('zoom-menu', '200');
    await view.frame.locator('#viewport[data-zoom="200"]').waitFor();
    await until('the screen has the keyboard', async () => await view.isGrabbed());
    await tools.press('zoom-menu');
    await tools.untilOpen(1);
    // A press beside the menu closes it, and does nothing else.
    await view.frame.locator('.menu-block').click({ position: { x: 500, y: 400 } });
    await tools.untilOpen(0);
    await until('the screen has the keyboard again', async () => await view.isGrabbed());
    await tools.choose('zoom-menu', 'actual');
    await view.frame.locator('#viewport[data-zoom="actual"]').waitFor();
    assert.equal(log.keys, '');
  });

  it('sends keys of a menu beside a menu', async () => {
    await leaveScreen();
    log.forget();
    await walkTo('send-keys');
    await press('ArrowDown');
    const rows = await tools.rows();
    assert.ok(
      ['Ctrl+Alt+Delete', 'Super', 'PrintScreen', 'hold', 'other'].every((row) => rows.includes(row)),
    );
    await type('ctrl+alt+f');
    await tools.untilFocused('row Consoles');
    await press('ArrowRight');
    await tools.untilOpen(2);
    await tools.untilFocused('row Ctrl+Alt+F1');
    await editor.screenshot(`${pictures}/send-keys-submenu.png`);
    await press('ArrowLeft');
    await tools.untilOpen(1);
    await tools.untilFocused('row Consoles');
    await press('Enter');
    await tools.untilFocused('row Ctrl+Alt+F1');
    await press('Escape');
    await tools.untilOpen(1);
    await press('ArrowRight', 'ArrowDown', 'Enter');
    // X gives these keys another name while Ctrl and Alt are down.
    await until('the keys arrive', () => /\+Control_L \+Alt_L .*\+F2 .*-Control_L$/.test(log.keys));
    // Who sends keys goes on at the screen.
    await until('the screen has the keyboard', async () => await view.isGrabbed());
    log.forget();
    await press('q');
    await arrive('+q -q');
  });

  it('holds modifiers down for a key, or until it is told otherwise, with the characters that Shift makes', async () => {
    await enterScreen();
    await tools.press('send-keys');
    await view.frame.locator('.menu-row[data-row="hold"]').click();
    await view.frame.locator('.menu-row[data-row="hold-shift"]').click();
    await arrive('+Shift_L');
    assert.equal(await tools.attribute('hold-shift', 'aria-pressed'), 'true');
    await press('a');
    await arrive('+Shift_L +A -A -Shift_L');
    await view.frame.locator('#hold-shift').waitFor({ state: 'hidden' });
    log.forget();
    // Pressed twice it stays; a person's own Shift is up all the while.
    await tools.press('send-keys');
    await view.frame.locator('.menu-row[data-row="hold"]').click();
    await view.frame.locator('.menu-row[data-row="hold-shift"]').click();
    await tools.press('hold-shift');
    assert.equal(await tools.attribute('hold-shift', 'data-hold'), 'locked');
    await editor.screenshot(`${pictures}/held-shift.png`);
    await press('1', '/', 'b');
    await arrive('+Shift_L +exclam -exclam +question -question +B -B');
    await tools.press('hold-shift');
    await arrive('+Shift_L +exclam -exclam +question -question +B -B -Shift_L');
    await press('1');
    await arrive('+Shift_L +exclam -exclam +question -question +B -B -Shift_L +1 -1');
  });

  it('takes no input while it is told to view only, also after a reload of the page', async () => {
    await enterScreen();
    await tools.press('view-only');
    const hint = view.frame.locator('#hint');
    await hint.getByText('View only').waitFor();
    assert.equal(await tools.attribute('view-only', 'aria-pressed'), 'true');
    assert.equal(await tools.attribute('send-keys', 'aria-disabled'), 'true');
    assert.equal(await tools.attribute('screenshot', 'aria-disabled'), 'false');
    assert.equal(await view.isGrabbed(), false);
    await press('x');
    await view.click(100, 100);
    await view.frame.locator('#send-keys').click({ force: true });
    assert.equal(await tools.openMenus(), 0);
    await editor.runCommand('File: New Untitled Text File');
    await ScreenView.untilGone(editor);
    await editor.tab('tools').click();
    view = await ScreenView.find(editor);
    tools = new ScreenTools(view);
    await view.frame.locator('#hint').getByText('View only').waitFor();
    await view.click(320, 240);
    await press('y');
    await editor.runCommand('VNC: Toggle View Only');
    await until('input goes there again', async () => {
      await view.click(320, 240);
      return await view.isGrabbed();
    });
    await press('z');
    await arrive('+z -z');
  });

  it('has a choice of qualities', async () => {
    await tools.press('quality');
    const widget = editor.page.locator('.quick-input-widget');
    const row = widget.locator('.monaco-list-row');
    await row.filter({ hasText: 'Automatic' }).filter({ hasText: 'now' }).waitFor();
    await editor.screenshot(`${pictures}/quality.png`);
    await row.filter({ hasText: 'Medium' }).click();
    await tools.press('quality');
    await row.filter({ hasText: 'Medium' }).filter({ hasText: 'now' }).waitFor();
    await editor.page.keyboard.press('Escape');
  });

  it('shows statistics that are true', async () => {
    const list = view.frame.locator('#statistics-list');
    const lines = async (): Promise<Readonly<Record<string, string>>> =>
      Object.fromEntries(
        await list
          .locator('div')
          .evaluateAll((rows) =>
            rows.map((row) => [
              row.querySelector('dt')?.textContent ?? '',
              row.querySelector('dd')?.textContent ?? '',
            ]),
          ),
      );
    const says = async (what: string, holds: (now: Readonly<Record<string, string>>) => boolean) => {
      let now: Readonly<Record<string, string>> = {};
      await until(what, async () => {
        now = await lines();
        return holds(now);
      }).catch((error: unknown) => {
        throw new Error(`${what}: ${JSON.stringify(now)}`, { cause: error });
      });
    };
    await tools.press('statistics');
    await says(
      'nothing comes of a still screen',
      (now) => now['Painted'] === '0 /s' && now['Updates'] === '0 /s',
    );
    const carrier = await view.frame.locator('body').getAttribute('data-carrier');
    await says('the rest is known', (now) => {
      const isDirect = carrier === 'direct';
      return (
        now['Carrier'] === (isDirect ? 'direct' : 'messages of the editor') &&
        now['Quality'] === 'JPEG 5, compression 6, exact now' &&
        / ms$/.test(now['Latency'] ?? '')
      );
    });
    const busy = await startProgram('xterm', [
      ...['-display', server.display, '-geometry', '60x20+50+50', '-fn', 'fixed', '-b', '0'],
      ...['-e', 'sh', '-c', 'while :; do date; sleep 0.1; done'],
    ]);
    try {
      await says(
        'what comes of a busy one is counted',
        (now) =>
          Number.parseFloat(now['Painted'] ?? '') >= 2 &&
          Number.parseFloat(now['Updates'] ?? '') >= 2 &&
          // Ten lines a second: the painting and the updates go with them, and not beyond.
          Number.parseFloat(now['Updates'] ?? '') <= 25 &&
          Number.parseFloat(now['Received'] ?? '') > 0 &&
          /Tight|copy/i.test(now['Encodings'] ?? ''),
      );
      await editor.screenshot(`${pictures}/statistics.png`);
    } finally {
      await busy.stop();
    }
    await editor.runCommand('VNC: Toggle Statistics over the Screen');
    await list.waitFor({ state: 'hidden' });
    assert.equal(await tools.attribute('statistics', 'aria-pressed'), 'false');
  });

  it('shows the bell, and has it read out', async () => {
    const bell = view.frame.locator('#bell');
    const words = view.frame.locator('#bell-text');
    assert.equal(await bell.isVisible(), false);
    const rung = view.frame.evaluate(
      async () =>
        await new Promise<string>((resolve) => {
          const text = document.querySelector('#bell-text');
          if (text === null) return;
          new MutationObserver((_, observer) => {
            observer.disconnect();
            const sign = document.querySelector<HTMLElement>('#bell');
            resolve(`${sign?.hidden === false ? 'seen' : 'unseen'}: ${text.textContent}`);
          }).observe(text, { childList: true, characterData: true, subtree: true });
        }),
    );
    const ringing = await startProgram('xterm', [
      ...['-display', server.display, '-geometry', '20x4+400+350', '-fn', 'fixed'],
      ...['-e', 'sh', '-c', String.raw`while :; do printf '\a'; sleep 2; done`],
    ]);
    assert.equal(await rung, 'seen: Bell of tools');
    await ringing.stop();
    await bell.waitFor({ state: 'hidden' });
    await until('its words are gone', async () => (await words.textContent()) === '');
  });

  it('has what does not fit in a menu at its end', async () => {
    const all = await tools.shown();
    assert.ok(!all.includes('more'), all.join());
    await editor.page.setViewportSize(narrow);
    await until('some tools are left out', async () => (await tools.shown()).includes('more'));
    const shown = await tools.shown();
    const gone = all.filter((tool) => !shown.includes(tool));
    assert.ok(gone.length > 0 && shown.includes('zoom') && !shown.includes('statistics'), shown.join());
    // Nothing is cut off.
    const bar = await view.frame.locator('#bar').boundingBox();
    const last = await view.frame.locator('#more').boundingBox();
    assert.ok(bar !== null && last !== null && last.x + last.width <= bar.x + bar.width);
    await enterScreen();
    await leaveScreen();
    await press('End');
    await tools.untilFocused('more');
    await press('ArrowDown');
    await tools.untilFocused(`row ${gone[0] ?? ''}`);
    assert.deepEqual(await tools.rows(), gone);
    await editor.screenshot(`${pictures}/toolbar-narrow.png`);
    await type('statis');
    await press('Enter');
    await view.frame.locator('#statistics-list').waitFor();
    await tools.untilFocused('more');
    await press('ArrowUp');
    await view.frame.locator('.menu-row[data-row="statistics"][aria-checked="true"]').waitFor();
    await press('Enter');
    await view.frame.locator('#statistics-list').waitFor({ state: 'hidden' });
    await tools.press('more');
    await view.frame.locator('.menu-row[data-row="pick"]').click();
    await tools.untilOpen(2);
    await press('Escape', 'Escape');
    await editor.page.setViewportSize(wide);
    await until('all are back', async () => (await tools.shown()).join() === all.join());
  });

  /** Holds Ctrl down by the menu, until it is told otherwise. */
  const holdCtrl = async (): Promise<void> => {
    await enterScreen();
    await tools.press('send-keys');
    await view.frame.locator('.menu-row[data-row="hold"]').click();
    await view.frame.locator('.menu-row[data-row="hold-ctrl"]').click();
    await tools.press('hold-ctrl');
    await arrive('+Control_L');
  };

  it('lets everything go that is held when the tab is hidden', async () => {
    await holdCtrl();
    await editor.page.keyboard.down('k');
    await arrive('+Control_L +k');
    await editor.tab('Untitled-1').click();
    await ScreenView.untilGone(editor);
    await until('nothing is held', () => /^\+Control_L \+k( -(k|Control_L)){2}$/.test(log.keys));
    await editor.page.keyboard.up('k');
    await editor.tab('tools').click();
    view = await ScreenView.find(editor);
    tools = new ScreenTools(view);
    await enterScreen();
    assert.equal(await tools.attribute('hold-ctrl', 'aria-pressed'), 'false');
  });

  it('leaves chords that pass through to what the person has bound to them', async () => {
    await editor.runCommand('Preferences: Open Keyboard Shortcuts (JSON)');
    await editor.page.locator('.editor-instance .view-lines').first().click();
    await press('Control+a');
    const binding = { key: 'ctrl+shift+p', command: 'workbench.action.togglePanel' };
    await editor.page.keyboard.insertText(JSON.stringify([binding]));
    await editor.runCommand('File: Save');
    await editor.tab('tools').click();
    view = await ScreenView.find(editor);
    tools = new ScreenTools(view);
    await enterScreen();
    const panel = editor.page.locator('.part.panel');
    assert.equal(await panel.isVisible(), false);
    await until('the panel opens', async () => {
      if (await panel.isVisible()) return true;
      await press('Control+Shift+P');
      return await panel.waitFor({ timeout: 2000 }).then(
        () => true,
        () => false,
      );
    });
    assert.equal(await editor.page.locator('.quick-input-widget').isVisible(), false);
    assert.ok(!/[pP](?: |$)/.test(log.keys), log.keys);
    await editor.runCommand('View: Toggle Panel Visibility');
    await panel.waitFor({ state: 'hidden' });
  });

  it('lets everything go that is held when the connection is closed', async () => {
    await holdCtrl();
    await editor.runCommand('VNC: Disconnect');
    await view.overlaySays(/Disconnected/);
    await until(
      'nothing is held',
      () => log.keys.startsWith('+Control_L') && log.keys.endsWith('-Control_L'),
    );
    assert.equal(await tools.attribute('send-keys', 'aria-disabled'), 'true');
  });

  it('shows that a connection resizes its screen where only that one does', async () => {
    assert.equal(await tools.attribute('resize', 'aria-pressed'), 'false');
    await editor.page.locator('.monaco-list-row', { hasText: 'follower' }).first().click();
    view = await ScreenView.find(editor, 'follower');
    tools = new ScreenTools(view);
    await until('it is told', async () => (await tools.attribute('resize', 'aria-pressed')) === 'true');
    await until('the screen is as large as its panel', async () => {
      const { width, height } = await server.grab();
      const room = await view.frame.locator('#viewport').boundingBox();
      return room !== null && Math.abs(width - room.width) < 2 && Math.abs(height - room.height) < 2;
    });
  });
});
