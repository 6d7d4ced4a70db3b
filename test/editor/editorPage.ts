import { existsSync } from 'node:fs';
import process from 'node:process';
import {
  type Browser,
  type BrowserContext,
  type Frame,
  type Locator,
  type Page,
  chromium,
} from 'playwright-core';
import { until } from '../support/until.ts';
import type { EditorServer } from './editorServer.ts';

/** Kinds of theme that pictures are taken in. */
export type ThemeKind = 'dark' | 'light' | 'contrast';

/** How the browser is started. */
export interface BrowserOptions {
  /**
   * Device pixels of one CSS pixel, as the screen itself has them: pages that are opened without a size of their own
   * are laid out in device pixels then, which those that only believe to be on a finer screen are not.
   */
  readonly deviceScaleFactor?: number | undefined;
  /** The size of its windows, in CSS pixels. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

/** Starts headless Chromium; `CHROMIUM` names another one than the system's. */
export async function launchBrowser(options: BrowserOptions = {}): Promise<Browser> {
  const { deviceScaleFactor, width = 1280, height = 800 } = options;
  const candidates = [
    process.env['CHROMIUM'],
    ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(
      (name) => `/usr/bin/${name}`,
    ),
  ];
  const executablePath = candidates.find((file) => file !== undefined && existsSync(file));
  if (executablePath === undefined)
    throw new Error(
      'Chromium was not found: install it (Debian: apt-get install chromium), or name it in CHROMIUM',
    );
  return await chromium.launch({
    executablePath,
    headless: true,
    // A window with device pixels of its own has scrollbars as well.
    ...(deviceScaleFactor === undefined ? {} : { ignoreDefaultArgs: ['--hide-scrollbars'] }),
    args: [
      ...[
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
      ],
      ...['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
      ...(deviceScaleFactor === undefined
        ? []
        : [`--force-device-scale-factor=${deviceScaleFactor}`, `--window-size=${width},${height}`]),
    ],
  });
}

/** What the page shall open. */
export interface EditorPageOptions {
  /** The folder to open. */
  readonly folder?: string | undefined;
  /** A folder with an extension under development. */
  readonly extensionDevelopmentPath?: string | undefined;
  /** A module of which the editor calls `run()`. */
  readonly extensionTestsPath?: string | undefined;
  /** Device pixels for one CSS pixel; `window` for a page as large and as fine as the browser's own window. */
  readonly deviceScaleFactor?: number | 'window' | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** What the system's settings ask of the editor's theme; light by default. */
  readonly theme?: ThemeKind | undefined;
  /** A proxy through which everything goes, what leads to this machine too. */
  readonly proxy?: string | undefined;
  /** Hears of the end of the tests. */
  readonly onExit?: ((code: number) => void) | undefined;
  /** Hears what the page and the extension host log. */
  readonly onLog?: ((text: string) => void) | undefined;
}

/** The workbench in a browser's page. */
export class EditorPage implements AsyncDisposable {
  readonly page: Page;
  readonly #context: BrowserContext;

  private constructor(page: Page, context: BrowserContext) {
    this.page = page;
    this.#context = context;
  }

  /** Opens the workbench and waits until it stands. */
  static async open(
    browser: Browser,
    server: EditorServer,
    options: EditorPageOptions = {},
  ): Promise<EditorPage> {
    const { deviceScaleFactor = 1, width = 1280, height = 800 } = options;
    const context = await browser.newContext({
      ...(deviceScaleFactor === 'window'
        ? { viewport: null }
        : { viewport: { width, height }, deviceScaleFactor }),
      colorScheme: options.theme === 'light' ? 'dark' : 'light',
      forcedColors: options.theme === 'contrast' ? 'active' : 'none',
      ...(options.proxy === undefined ? {} : { proxy: { server: options.proxy, bypass: '<-loopback>' } }),
    });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await context.newPage();
    const { onExit, onLog } = options;
    if (onExit) await page.exposeFunction('codeAutomationExit', (code: number) => onExit(code));
    if (onLog) {
      await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) =>
        onLog(`${type}: ${args.map(String).join(' ')}`),
      );
      page.on('pageerror', (error) => onLog(`page error: ${String(error.stack ?? error)}`));
      page.on('crash', () => onLog('page error: the page has crashed'));
    }
    await page.goto(pageAddress(server, options));
    const editor = new EditorPage(page, context);
    if (options.extensionTestsPath === undefined) await editor.#untilReady();
    // A theme that is asked for before its extension is known is not found: the system's setting changes now.
    if (options.theme !== undefined)
      await page.emulateMedia({ colorScheme: options.theme === 'light' ? 'light' : 'dark' });
    return editor;
  }

  /** The editor is of use when our own icon stands in the activity bar: then its extensions are known. */
  async #untilReady(): Promise<void> {
    await this.page
      .locator('.activitybar .action-item [aria-label^="VNC"]')
      .first()
      .waitFor({ timeout: 90_000 });
  }

  /** Runs a command by the words of its title, as a person does in the palette. */
  async runCommand(title: string): Promise<void> {
    await this.#pick(`>${title}`, title);
  }

  /** Opens a file of the folder by its name. */
  async openFile(name: string): Promise<void> {
    await this.#pick(name, name.split('/').at(-1) ?? name);
    await this.page.locator('.editor-instance').first().waitFor({ timeout: 30_000 });
  }

  /** Takes the row with `label` from quick open. */
  async #pick(text: string, label: string): Promise<void> {
    const row = this.page.locator('.quick-input-widget .quick-input-list .monaco-list-row', {
      hasText: label,
    });
    // The list does not follow what extensions and the search of files bring later: it is opened again.
    await until(`quick open offers "${label}"`, async () => {
      const input = await this.openPalette(text);
      const offered = row.first().waitFor({ timeout: 3000 });
      return await offered.then(
        () => true,
        async () => {
          await this.page.keyboard.press('Escape');
          await input.waitFor({ state: 'hidden', timeout: 3000 });
          return false;
        },
      );
    });
    await row.first().click();
    // What is typed next belongs to what the command asks, not to this list.
    const input = this.#quickInput;
    await until(
      `quick open is done with "${label}"`,
      // The command may have taken the whole window away.
      async () =>
        (await input.inputValue({ timeout: 1000 }).catch(() => '')) !== text || !(await input.isVisible()),
    );
  }

  get #quickInput(): Locator {
    return this.page.locator('.quick-input-widget .quick-input-box input');
  }

  /** Opens quick open with `text` in it. */
  async openPalette(text: string): Promise<Locator> {
    const input = this.#quickInput;
    // A question that nobody has answered is not the palette.
    if (await input.isVisible()) await this.page.keyboard.press('Escape');
    await input.waitFor({ state: 'hidden', timeout: 3000 });
    await until('the command palette opens', async () => {
      if (await input.isVisible()) return true;
      await this.leaveWebview();
      await this.page.keyboard.press('F1');
      return await input
        .waitFor({ state: 'visible', timeout: 1500 })
        .then(() => true)
        .catch(() => false);
    });
    await input.fill(text, { timeout: 5000 });
    return input;
  }

  /**
   * Reloads the window by the editor's own command, which first stores what it remembers, and waits until it
   * stands again.
   */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('domcontentloaded');
    await this.runCommand('Developer: Reload Window');
    await loaded;
    await this.#untilReady();
  }

  /** The tab with this title. */
  tab(title: string): Locator {
    return this.page.locator('.tabs-container .tab', { hasText: title }).first();
  }

  /** A notification that holds `text`; waits until it is there. */
  async notification(text: string): Promise<Locator> {
    const toast = this.page.locator('.notifications-toasts .notification-toast', { hasText: text }).first();
    await toast.waitFor({ timeout: 30_000 });
    return toast;
  }

  /** Presses a button of the notification that holds `text`. */
  async answerNotification(text: string, button: string): Promise<void> {
    const toast = await this.notification(text);
    await toast.locator('.monaco-button', { hasText: button }).first().click();
  }

  /** Takes the keyboard away from a webview, as a person does who clicks on an empty part of the status bar. */
  async leaveWebview(): Promise<void> {
    const bar = await this.page.locator('.part.statusbar').boundingBox();
    if (bar) await this.page.mouse.click(bar.x + bar.width * 0.6, bar.y + bar.height / 2);
  }

  /** Answers the quick pick or input box that is open: types and presses Enter. */
  async answer(text: string, prompt?: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget');
    // Rows of a list that was shown before stay in the widget, hidden.
    if (prompt !== undefined)
      await widget.getByText(prompt).filter({ visible: true }).first().waitFor({ timeout: 30_000 });
    const input = widget.locator('.quick-input-box input');
    await input.waitFor({ state: 'visible', timeout: 30_000 });
    await input.fill(text);
    await input.press('Enter');
  }

  /** The innermost frame, of any webview, that holds an element; webviews are nested frames. */
  async frameWith(selector: string, timeout = 30_000): Promise<Frame> {
    return await until(
      `a frame with ${selector}`,
      async () => {
        for (const frame of this.page.frames()) {
          const count = await frame
            .locator(selector)
            .count()
            .catch(() => 0);
          if (count > 0) return frame;
        }
        return undefined;
      },
      timeout,
    );
  }

  /** The same editor in another of its windows. */
  window(page: Page): EditorPage {
    return new EditorPage(page, this.#context);
  }

  /** Keeps what the page shows as a PNG. */
  async screenshot(file: string): Promise<void> {
    await this.page.screenshot({ path: file });
  }

  async close(): Promise<void> {
    await this.#context.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** The address that opens `options.folder` with the extensions under development. */
export function pageAddress(server: EditorServer, options: EditorPageOptions): string {
  const address = new URL(server.address);
  if (options.folder !== undefined) address.searchParams.set('folder', options.folder);
  else address.searchParams.set('ew', 'true');
  const payload: [string, string][] = [];
  for (const key of ['extensionDevelopmentPath', 'extensionTestsPath'] as const) {
    const file = options[key];
    if (file !== undefined) payload.push([key, server.remoteUri(file)]);
  }
  if (payload.length > 0) address.searchParams.set('payload', JSON.stringify(payload));
  return address.href;
}
