import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type Frame, encodeFrame } from '../../../src/protocol/frames.ts';
import { isViewToHost } from '../../../src/protocol/messageGuards.ts';
import type { HostToView, PageState, ViewState, ViewToHost } from '../../../src/protocol/messages.ts';
import { InlineFileReader } from '../../../src/vscode/screen/inlineFiles.ts';
import { screenHtml } from '../../../src/vscode/screen/screenHtml.ts';
import { projectRoot } from '../../support/projectRoot.ts';
import { until } from '../../support/until.ts';
import { plainWords } from './plainWords.ts';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
};

/** Serves the page of the remote screen, built as the product builds it, with its real policy. */
export class PageServer implements AsyncDisposable {
  readonly origin: string;
  readonly #close: () => Promise<void>;

  private constructor(origin: string, close: () => Promise<void>) {
    this.origin = origin;
    this.#close = close;
  }

  /** @param connectSources where the page's policy lets it open its direct carrier. */
  static async start(connectSources: readonly string[] = []): Promise<PageServer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'screen-page-'));
    await esbuild.build({
      absWorkingDir: projectRoot,
      bundle: true,
      platform: 'browser',
      target: ['es2022', 'chrome124'],
      format: 'iife',
      entryPoints: { screen: 'webview/main.ts', 'screen-style': 'webview/screen.css' },
      outdir: folder,
      loader: { '.ttf': 'file' },
      assetNames: '[name]',
    });
    const inline = await new InlineFileReader(folder).read();
    const fonts = path.join(projectRoot, 'node_modules', '@vscode', 'codicons', 'dist');
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://page');
      const name = path.basename(pathname);
      response.setHeader('content-type', types[path.extname(name) || '.html'] ?? 'text/plain');
      if (name === 'favicon.ico') {
        response.writeHead(204).end();
        return;
      }
      if (name === '') {
        const origin = `http://${request.headers.host ?? ''}`;
        response.end(
          screenHtml({
            cspSource: origin,
            connectSources,
            nonce: 'n0nce',
            scriptUri: '',
            styleUri: '',
            inline,
            fontUri: `${origin}/codicon.ttf`,
            language: 'en',
            l10n: plainWords,
          }),
        );
        return;
      }
      try {
        response.end(readFileSync(path.join(name.endsWith('.ttf') ? fonts : folder, name)));
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return new PageServer(`http://127.0.0.1:${port}`, async () => {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      rmSync(folder, { recursive: true, force: true });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }
}

/** How a page is opened. */
export interface ScreenPageOptions {
  readonly width?: number;
  readonly height?: number;
  /** `window` for a page as large and as fine as the browser's own window. */
  readonly deviceScaleFactor?: number | 'window';
  /** What the page finds as stored by its last life. */
  readonly stored?: PageState;
  /** What `navigator.platform` says. */
  readonly platform?: string;
  readonly reducedMotion?: boolean;
  /** Whether the browser knows no device pixels of boxes, as WebKit does. */
  readonly lacksDeviceBoxes?: boolean;
}

/** What the test reads out of the page. */
interface PageGlobals {
  posted: unknown[];
  stored: unknown;
  editorKeys: string[];
}

/** The page in a browser, with a stand-in for the editor around it. */
export class ScreenPage implements AsyncDisposable {
  readonly page: Page;
  readonly #context: BrowserContext;
  /** Violations of the policy and errors of the script. */
  readonly complaints: string[] = [];
  #sequence = 0;

  private constructor(page: Page, context: BrowserContext) {
    this.page = page;
    this.#context = context;
  }

  static async open(
    browser: Browser,
    server: PageServer,
    options: ScreenPageOptions = {},
  ): Promise<ScreenPage> {
    const { deviceScaleFactor = 1, width = 800, height = 600 } = options;
    const context = await browser.newContext({
      ...(deviceScaleFactor === 'window'
        ? { viewport: null }
        : { viewport: { width, height }, deviceScaleFactor }),
      reducedMotion: options.reducedMotion === true ? 'reduce' : 'no-preference',
    });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.origin });
    const page = await context.newPage();
    const screenPage = new ScreenPage(page, context);
    page.on('pageerror', (error) => screenPage.complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') screenPage.complaints.push(message.text());
    });
    await page.addInitScript(
      ({ stored, platform, lacksDeviceBoxes }) => {
        const globals = window as unknown as PageGlobals & Record<string, unknown>;
        globals.posted = [];
        globals.stored = stored;
        globals.editorKeys = [];
        globals['acquireVsCodeApi'] = () => ({
          postMessage: (message: unknown) => void globals.posted.push(message),
          getState: () => globals.stored,
          setState: (state: unknown) => void (globals.stored = state),
        });
        if (platform !== undefined) Object.defineProperty(navigator, 'platform', { value: platform });
        if (lacksDeviceBoxes) {
          const observe = Object.getOwnPropertyDescriptor(ResizeObserver.prototype, 'observe')?.value as (
            this: ResizeObserver,
            target: Element,
            options?: ResizeObserverOptions,
          ) => void;
          ResizeObserver.prototype.observe = function (target, options) {
            if (options?.box === 'device-pixel-content-box') throw new TypeError('no such box');
            observe.call(this, target, options);
          };
          Object.defineProperty(ResizeObserverEntry.prototype, 'devicePixelContentBoxSize', {
            value: undefined,
          });
        }
        // The editor listens where its webview shell does: at the window, in the bubbling phase.
        window.addEventListener('keydown', (event) => void globals.editorKeys.push(event.code));
      },
      {
        stored: options.stored,
        platform: options.platform,
        lacksDeviceBoxes: options.lacksDeviceBoxes ?? false,
      },
    );
    await page.goto(server.origin);
    await screenPage.next('ready');
    return screenPage;
  }

  /** Everything that the page has posted, oldest first. */
  async posted(): Promise<ViewToHost[]> {
    const all = await this.page.evaluate(() => (window as unknown as PageGlobals).posted);
    return all.map((message) => {
      if (!isViewToHost(message)) throw new Error(`no message: ${JSON.stringify(message)}`);
      return message;
    });
  }

  /** The posts of one type. */
  async of<T extends ViewToHost['type']>(type: T): Promise<Extract<ViewToHost, { type: T }>[]> {
    const all = await this.posted();
    return all.filter((message): message is Extract<ViewToHost, { type: T }> => message.type === type);
  }

  /** Waits until there are `count` posts of a type and returns them. */
  async next<T extends ViewToHost['type']>(type: T, count = 1): Promise<Extract<ViewToHost, { type: T }>[]> {
    return await until(`${count} × ${type}`, async () => {
      const found = await this.of(type);
      return found.length >= count ? found : undefined;
    });
  }

  /** Forgets what was posted. */
  async forget(): Promise<void> {
    await this.page.evaluate(() => {
      (window as unknown as PageGlobals).posted = [];
      (window as unknown as PageGlobals).editorKeys = [];
    });
  }

  /** The keys that reached the editor around the page. */
  async editorKeys(): Promise<string[]> {
    return await this.page.evaluate(() => (window as unknown as PageGlobals).editorKeys);
  }

  async stored(): Promise<unknown> {
    return await this.page.evaluate(() => (window as unknown as PageGlobals).stored);
  }

  /** Sends a message to the page as the editor does. */
  async send(message: HostToView): Promise<void> {
    await this.page.evaluate(
      (encoded) => {
        const decoded: unknown = JSON.parse(encoded, (_, value: unknown) =>
          typeof value === 'object' && value !== null && '$bytes' in value && typeof value.$bytes === 'string'
            ? Uint8Array.from(atob(value.$bytes), (char) => char.charCodeAt(0))
            : value,
        );
        window.postMessage(decoded, '*');
      },
      JSON.stringify(message, (_, value: unknown) =>
        value instanceof Uint8Array ? { $bytes: Buffer.from(value).toString('base64') } : value,
      ),
    );
  }

  /** Sends a frame and waits until it is painted. */
  async paint(frame: Omit<Frame, 'sequence'>): Promise<void> {
    const sequence = this.#sequence++;
    await this.send({ type: 'frame', data: encodeFrame({ ...frame, sequence }) });
    await until(`frame ${sequence} is painted`, async () =>
      (await this.of('painted')).some((painted) => painted.sequence >= sequence),
    );
  }

  /** Shows a picture as the whole screen. */
  async show(
    width: number,
    height: number,
    color: (x: number, y: number) => readonly [number, number, number],
  ): Promise<void> {
    const pixels = new Uint8Array(width * height * 3);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) pixels.set(color(x, y), (y * width + x) * 3);
    await this.paint({ width, height, regions: [{ form: 'rgb', x: 0, y: 0, width, height, pixels }] });
  }

  /** Puts the page into a state; an open session by default. */
  async state(state: Partial<ViewState> = {}): Promise<void> {
    await this.send({
      type: 'state',
      state: {
        phase: 'open',
        viewOnly: false,
        label: 'Remote screen of web-01, 1280 × 800',
        status: 'web-01 · 1280 × 800',
        keep: { name: 'web-01', address: '127.0.0.1:5900' },
        ...state,
      },
    });
    const { label } = { label: 'Remote screen of web-01, 1280 × 800', ...state };
    await this.page.locator(`canvas[aria-label="${label}"]`).waitFor();
  }

  /** The canvas's pixels, RGB, device pixels row by row. */
  async pixels(): Promise<{ width: number; height: number; rgb: Uint8Array }> {
    const { width, height, base64 } = await this.page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('#screen')!;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      let text = '';
      for (let i = 0; i < data.length; i += 4)
        text += String.fromCharCode(data[i]!, data[i + 1]!, data[i + 2]!);
      return { width: canvas.width, height: canvas.height, base64: btoa(text) };
    });
    return { width, height, rgb: Uint8Array.from(Buffer.from(base64, 'base64')) };
  }

  /** Where the canvas lies, in CSS pixels. */
  async box(): Promise<{ x: number; y: number; width: number; height: number }> {
    return await this.page.locator('#screen').evaluate((canvas) => {
      const { x, y, width, height } = canvas.getBoundingClientRect();
      return { x, y, width, height };
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#context.close();
  }
}
