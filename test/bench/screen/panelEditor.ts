import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';
import { EditorPage } from '../../editor/editorPage.ts';
import { type EditorServer, startEditorServer } from '../../editor/editorServer.ts';
import { packageExtension } from '../../editor/packageExtension.ts';
import { ScreenView } from '../../editor/screenView.ts';
import { editorVersion } from '../../editor/versions.ts';
import { BareWebview, packageBareWebview } from './bareWebview.ts';
import { clickTime, firstPictureOf, sinceOf, watchFirstPictures } from './firstPicture.ts';
import { processesOf } from './processes.ts';
import { quietPage } from './quietPage.ts';
import type { OpenOptions, OpenedScreen, Quality, Viewer } from './viewer.ts';
import { screenSize } from './workloads.ts';

/** Ways of frames and input from extension host to page. */
export type Carrier = 'messages' | 'direct' | 'auto';

const selector = 'canvas#screen';

/** How an editor is opened. */
export interface PanelEditorOptions {
  /** The VNC server's, for every screen that is opened. */
  readonly port: number;
  readonly qualities: readonly Quality[];
  readonly settings: Readonly<Record<string, unknown>>;
  /** Whether first pictures are looked for, which keeps every page busy at first; they are by default. */
  readonly firstPictures?: boolean;
}

/**
 * The newest editor with the packaged extension, in one page that stays open: a screen is opened in it as a person does
 * who clicks on a stored connection.
 */
export class PanelEditor implements AsyncDisposable {
  readonly #server: EditorServer;
  readonly #editor: EditorPage;
  readonly #baseSettings: Readonly<Record<string, unknown>>;
  #carrier: Carrier = 'auto';

  private constructor(
    server: EditorServer,
    editor: EditorPage,
    baseSettings: Readonly<Record<string, unknown>>,
  ) {
    this.#server = server;
    this.#editor = editor;
    this.#baseSettings = baseSettings;
  }

  /** Starts the editor and waits until it lists the connections. */
  static async start(browser: Browser, options: PanelEditorOptions): Promise<PanelEditor> {
    const { vsix } = await packageExtension('out/bench/vnc-agent-bridge.vsix');
    const folder = temporaryFolder('vscode-folder');
    writeFileSync(path.join(folder, 'notes.txt'), 'something to open\n');
    const connections = options.qualities.map((quality) => ({
      name: connectionName(quality),
      host: '127.0.0.1',
      port: options.port,
      quality,
    }));
    const settings = {
      'workbench.sideBar.location': 'right',
      'vncAgentBridge.connections': connections,
      ...options.settings,
    };
    const server = await startEditorServer({
      version: editorVersion('newest'),
      trusted: true,
      extensions: [vsix, await packageBareWebview()],
      settings,
    });
    const watching: Pick<Browser, 'newContext'> = {
      async newContext(...args): Promise<BrowserContext> {
        const context = await browser.newContext(...args);
        if (options.firstPictures !== false) await watchFirstPictures(context, selector);
        return context;
      },
    };
    const editor = await EditorPage.open(watching as Browser, server, { folder, width: 2400, height: 1400 });
    const base = JSON.parse(readFileSync(machineSettings(server), 'utf8')) as Record<string, unknown>;
    await editor.runCommand('View: Show VNC');
    await rowOf(editor.page, options.qualities[0] ?? 'auto').waitFor({ timeout: 60_000 });
    await quietPage(editor.page);
    return new PanelEditor(server, editor, base);
  }

  /** The panel with one carrier. */
  viewer(carrier: Carrier): Viewer {
    return {
      name: `panel, ${carrier}`,
      selector,
      open: async (options) => await this.#open(carrier, options),
      recover: async (picture) => {
        await this.#editor.screenshot(picture);
        await this.#editor.page.keyboard.press('Escape');
        await this.#close().catch(() => undefined);
      },
    };
  }

  /** A page of the same editor that is not ours. */
  bare(): BareWebview {
    return new BareWebview(this.#editor);
  }

  /** Makes the panel's room so large that the screen fits pixel by pixel. A panel must be open. */
  async fitRoom(): Promise<void> {
    const view = await ScreenView.find(this.#editor);
    await until('the screen is shown pixel by pixel', async () => {
      const { width, height, canvas } = await view.frame.evaluate(() => {
        const room = document.querySelector('#viewport')?.getBoundingClientRect();
        return {
          width: room?.width ?? 0,
          height: room?.height ?? 0,
          canvas: document.querySelector('canvas')?.width,
        };
      });
      if (canvas === screenSize.width && height === screenSize.height) return true;
      const { page } = this.#editor;
      const now = page.viewportSize() ?? screenSize;
      await page.setViewportSize({
        width: Math.ceil(Math.max(now.width, now.width + screenSize.width - width)),
        height: Math.round(now.height + screenSize.height - height),
      });
      await new Promise((resolve) => setTimeout(resolve, 300));
      return false;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#editor.close();
    await this.#server.close();
  }

  async #open(carrier: Carrier, { server, quality, undisturbed = 0 }: OpenOptions): Promise<OpenedScreen> {
    await this.#choose(carrier);
    const { page } = this.#editor;
    const clicked = clickTime(page);
    await rowOf(page, quality).click();
    await new Promise((resolve) => setTimeout(resolve, undisturbed));
    const view = await ScreenView.find(this.#editor);
    if (carrier !== 'messages')
      await view.frame.locator('body[data-carrier="direct"]').waitFor({ timeout: 15_000 });
    const hosts = processesOf('extension host');
    const editorPort = this.#server.port;
    return {
      frame: view.frame,
      page,
      firstPicture: async () => sinceOf(await firstPictureOf(view.frame), await clicked),
      links: [
        { name: 'server to host', sends: (port) => port === server.port },
        { name: 'messages to page', sends: (port) => port === editorPort },
        { name: 'direct to page', sends: (_, pid) => hosts.includes(pid) },
      ],
      close: async () => await this.#close(),
    };
  }

  async #close(): Promise<void> {
    await this.#editor.runCommand('VNC: Disconnect');
    await this.#editor.runCommand('View: Close All Editors');
    await ScreenView.untilGone(this.#editor);
  }

  /** The setting is read when a panel is opened. */
  async #choose(carrier: Carrier): Promise<void> {
    if (carrier === this.#carrier) return;
    this.#carrier = carrier;
    const settings = { ...this.#baseSettings, 'vncAgentBridge.screen.carrier': carrier };
    writeFileSync(machineSettings(this.#server), JSON.stringify(settings));
    // The editor hears of it from the file system, and nobody tells when.
    await new Promise((resolve) => setTimeout(resolve, 3000));
  }
}

function connectionName(quality: Quality): string {
  return `screen of quality ${quality}`;
}

function rowOf(page: Page, quality: Quality): Locator {
  return page.locator('.monaco-list-row', { hasText: connectionName(quality) }).first();
}

function machineSettings(server: EditorServer): string {
  return path.join(server.dataFolder, 'data', 'Machine', 'settings.json');
}
