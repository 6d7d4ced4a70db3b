import { cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import type { Frame } from 'playwright-core';
import { projectRoot } from '../../support/projectRoot.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import type { EditorPage } from '../../editor/editorPage.ts';
import { packageExtension } from '../../editor/packageExtension.ts';
import { ScreenView } from '../../editor/screenView.ts';
import { bareName } from './bars.ts';
import { clickTime, firstPictureOf, sinceOf } from './firstPicture.ts';
import type { OpenOptions, OpenedScreen, Viewer } from './viewer.ts';

/** Packages the extension that shows a bare page. @returns the `.vsix` */
export async function packageBareWebview(): Promise<string> {
  const source = path.join(projectRoot, 'test/bench/screen/bareWebview');
  const folder = temporaryFolder('bare-webview');
  cpSync(path.join(source, 'package.json'), path.join(folder, 'package.json'));
  cpSync(path.join(projectRoot, 'LICENSE'), path.join(folder, 'LICENSE'));
  writeFileSync(path.join(folder, 'README.md'), 'A bare page.\n');
  await build({
    entryPoints: [path.join(source, 'extension.ts')],
    outfile: path.join(folder, 'extension.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'error',
  });
  const { vsix } = await packageExtension('out/bench/bare-webview.vsix', folder, [
    '--allow-missing-repository',
  ]);
  return vsix;
}

/**
 * A page of the editor in which nothing happens but what a test asks for: what of a screen's times is the editor's own,
 * on the same machine, in the same run. It is opened as a screen is, and full as soon as its script can run.
 */
export class BareWebview implements Viewer {
  readonly name = bareName;
  readonly selector = 'canvas#screen';
  readonly #editor: EditorPage;

  constructor(editor: EditorPage) {
    this.#editor = editor;
  }

  async open({ undisturbed = 0 }: Pick<OpenOptions, 'undisturbed'>): Promise<OpenedScreen> {
    const { page } = this.#editor;
    const clicked = clickTime(page);
    await page.locator('.monaco-list-row', { hasText: 'bare webview' }).first().click();
    await new Promise((resolve) => setTimeout(resolve, undisturbed));
    const frame = await this.#editor.frameWith(this.selector, 60_000);
    return {
      frame,
      page,
      firstPicture: async () => sinceOf(await firstPictureOf(frame), await clicked),
      links: [],
      close: async () => await this.#close(),
    };
  }

  async recover(picture: string): Promise<void> {
    await this.#editor.screenshot(picture);
    await this.#close().catch(() => undefined);
  }

  async #close(): Promise<void> {
    await this.#editor.runCommand('View: Close All Editors');
    await ScreenView.untilGone(this.#editor);
  }
}

/** Milliseconds that a small message takes from the page to its extension and back, so many times. */
export async function sampleRoundTrips(frame: Frame, count: number): Promise<readonly number[]> {
  return await frame.evaluate(async (count) => {
    const { ask } = window as unknown as { ask: (question: object) => Promise<unknown> };
    const times: number[] = [];
    for (let i = 0; i < count; i++) {
      const begin = performance.now();
      await ask({ type: 'echo' });
      times.push(performance.now() - begin);
      // As far apart as keys are.
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
    return times;
  }, count);
}

/** How many messages of this size reach a page in a second, two on their way at a time, when it does nothing with them. */
export async function samplePace(frame: Frame, bytes: number, seconds: number): Promise<number> {
  const answer = await frame.evaluate(
    async ({ bytes, seconds }) => {
      const { ask } = window as unknown as { ask: (question: object) => Promise<{ rate: number }> };
      return await ask({ type: 'pace', bytes, seconds });
    },
    { bytes, seconds },
  );
  return answer.rate;
}
