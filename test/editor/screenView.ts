import type { Frame } from 'playwright-core';
import type { PixelImage } from '../../src/core/session/bridge.ts';
import { until } from '../support/until.ts';
import type { EditorPage } from './editorPage.ts';

/** A remote screen in a panel, as a person sees and uses it. */
export class ScreenView {
  readonly #editor: EditorPage;
  readonly #frame: Frame;

  private constructor(editor: EditorPage, frame: Frame) {
    this.#editor = editor;
    this.#frame = frame;
  }

  /**
   * The panel that is open; waits until its canvas shows a picture.
   *
   * @param name of the session, where several panels are seen.
   */
  static async find(editor: EditorPage, name?: string): Promise<ScreenView> {
    const view = await ScreenView.findPage(editor, name);
    await view.frame.waitForFunction(() => (document.querySelector('canvas')?.width ?? 0) > 1);
    return view;
  }

  /** The picture of another page that shows screens as panels do, such as the player of recordings. */
  static async in(editor: EditorPage, frame: Frame): Promise<ScreenView> {
    const view = new ScreenView(editor, frame);
    await frame.waitForFunction(() => (document.querySelector('canvas')?.width ?? 0) > 1);
    return view;
  }

  /** The panel that is open, with a picture or without. */
  static async findPage(editor: EditorPage, name?: string): Promise<ScreenView> {
    const label = name === undefined ? '' : `[aria-label^="Remote screen of ${name},"]`;
    return new ScreenView(editor, await editor.frameWith(`canvas#screen${label}`, 60_000));
  }

  /** Waits until no panel is seen any more. */
  static async untilGone(editor: EditorPage): Promise<void> {
    await until('the panel is hidden', async () => {
      for (const frame of editor.page.frames())
        if (
          (await frame
            .locator('canvas#screen')
            .count()
            .catch(() => 0)) > 0
        )
          return false;
      return true;
    });
  }

  /** The frame with the panel's own page. */
  get frame(): Frame {
    return this.#frame;
  }

  /** The text of the panel: toolbar, status, messages. */
  async text(): Promise<string> {
    return await this.#frame.locator('body').innerText();
  }

  /** Shows the screen pixel by pixel, as the button of the panel does. */
  async showActualSize(size: { readonly width: number; readonly height: number }): Promise<void> {
    await this.#frame.locator('button#zoom').click();
    await this.#frame.waitForFunction(
      ({ width, height }) => {
        const canvas = document.querySelector('canvas');
        return canvas?.width === width && canvas.height === height;
      },
      size,
      { timeout: 10_000 },
    );
  }

  /** Shows the screen as wanted; how it was shown before does not matter. */
  async zoomTo(zoom: 'fit' | 'actual'): Promise<void> {
    if ((await this.zoom()) !== zoom) await this.#frame.locator('button#zoom').click();
    await this.#frame.locator(`#viewport[data-zoom="${zoom}"]`).waitFor();
  }

  /** How the screen is shown. */
  async zoom(): Promise<string | null> {
    return await this.#frame.locator('#viewport').getAttribute('data-zoom');
  }

  /** Whether keys go to the remote side now. */
  async isGrabbed(): Promise<boolean> {
    return (await this.#frame.locator('body').getAttribute('data-grabbed')) === 'true';
  }

  /** Waits until the words over the picture are these. */
  async overlaySays(words: RegExp): Promise<void> {
    const overlay = this.#frame.locator('#overlay');
    let text = '';
    await until(`the words over the picture are ${String(words)}`, async () => {
      text = await overlay.innerText({ timeout: 1000 });
      return words.test(text);
    }).catch((error: unknown) => {
      throw new Error(`over the picture stands “${text}”`, { cause: error });
    });
  }

  /**
   * Collects the words over the picture from now on, each time that they change; what stands there now is not among
   * them.
   */
  async watchOverlay(): Promise<() => Promise<string[]>> {
    const seen = await this.#frame.evaluateHandle(() => {
      const texts: string[] = [];
      const overlay = document.querySelector<HTMLElement>('#overlay');
      if (overlay === null) throw new Error('no overlay');
      new MutationObserver(() => texts.push(overlay.innerText)).observe(overlay, {
        childList: true,
        characterData: true,
        subtree: true,
      });
      return texts;
    });
    return async () => await seen.evaluate((texts) => [...texts]);
  }

  /** Presses a button of the overlay or the banner. */
  async press(button: string): Promise<void> {
    await this.#frame
      .locator('#overlay button, #banner button, #lost button', { hasText: button })
      .filter({ visible: true })
      .first()
      .click();
  }

  /** Where in CSS pixels of the canvas a pixel of the remote screen is, `size` being the remote screen's. */
  async placeOf(
    x: number,
    y: number,
    size: { readonly width: number; readonly height: number },
  ): Promise<[number, number]> {
    const box = await this.#frame.locator('canvas#screen').boundingBox();
    if (!box) throw new Error('the canvas is hidden');
    return [((x + 0.5) * box.width) / size.width, ((y + 0.5) * box.height) / size.height];
  }

  /** What the canvas holds, in device pixels. */
  async pixels(): Promise<PixelImage> {
    const { width, height, base64 } = await this.#frame.evaluate(() => {
      const canvas = document.querySelector('canvas');
      const image = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
      if (!image) throw new Error('the canvas cannot be read');
      let text = '';
      for (let at = 0; at < image.data.length; at += 32_768)
        text += String.fromCharCode(...image.data.subarray(at, at + 32_768));
      return { width: image.width, height: image.height, base64: btoa(text) };
    });
    return { width, height, pixels: new Uint8Array(Buffer.from(base64, 'base64')) };
  }

  /** Clicks on a place of the canvas, in CSS pixels from its top left corner. */
  async click(x: number, y: number): Promise<void> {
    await this.#frame.locator('canvas#screen').click({ position: { x, y } });
  }

  /** Types on the person's keyboard. */
  async type(text: string): Promise<void> {
    await this.#editor.page.keyboard.type(text, { delay: 20 });
  }
}
