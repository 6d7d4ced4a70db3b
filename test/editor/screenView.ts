import type { Frame } from 'playwright-core';
import type { PixelImage } from '../../src/core/session/bridge.ts';
import type { EditorPage } from './editorPage.ts';

/** A remote screen in a panel, as a person sees and uses it. */
export class ScreenView {
  readonly #editor: EditorPage;
  readonly #frame: Frame;

  private constructor(editor: EditorPage, frame: Frame) {
    this.#editor = editor;
    this.#frame = frame;
  }

  /** The panel that is open; waits until its canvas shows a picture. */
  static async find(editor: EditorPage): Promise<ScreenView> {
    const frame = await editor.frameWith('canvas#screen', 60_000);
    await frame.waitForFunction(() => (document.querySelector('canvas')?.width ?? 0) > 1);
    return new ScreenView(editor, frame);
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

  /** Presses a chord on the person's keyboard, such as `Control+l`. */
  async press(chord: string): Promise<void> {
    await this.#editor.page.keyboard.press(chord);
  }
}
