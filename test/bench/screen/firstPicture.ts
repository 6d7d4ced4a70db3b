import type { BrowserContext, Frame, Page } from 'playwright-core';

/** Places of the screen that are looked at in each direction. */
const looks = 8;

/** Below this sum of red, green and blue a place counts as not painted yet: the screen that is opened has none. */
const darkest = 40;

/** Milliseconds of a page's life in which it is looked for. */
const patience = 15_000;

interface Watching {
  canvas?: number;
  firstPicture?: number;
  endWatch?(): void;
}

/** What a page has seen of its canvas, in milliseconds since 1970. */
export interface FirstPicture {
  /** The canvas is there, and with it the page's own document: before, nothing of a viewer can show. */
  readonly canvas: number;
  /** It has the whole picture. */
  readonly picture: number;
}

/**
 * Has every frame of a context note when its canvas first has the whole of a screen without dark places: for each
 * viewer with the same script, which is there before the page's own.
 */
export async function watchFirstPictures(context: BrowserContext, selector: string): Promise<void> {
  await context.addInitScript(
    ({ selector, looks, darkest, patience }) => {
      const isFull = (): boolean => {
        const canvas = document.querySelector<HTMLCanvasElement>(selector);
        if (canvas === null) return false;
        (window as Watching).canvas ??= performance.timeOrigin + performance.now();
        if (canvas.width < 640) return false;
        const context = canvas.getContext('2d');
        for (let i = 0; i < looks * looks; i++) {
          const x = Math.floor((canvas.width * ((i % looks) + 0.5)) / looks);
          const y = Math.floor((canvas.height * (Math.floor(i / looks) + 0.5)) / looks);
          const [red = 0, green = 0, blue = 0] = context?.getImageData(x, y, 1, 1).data ?? [];
          if (red + green + blue < darkest) return false;
        }
        return true;
      };
      // By the clock: the editor writes its page into a document that was there before, with which its animation ends.
      const timer = setInterval(() => {
        const isSeen = isFull();
        if (isSeen) (window as Watching).firstPicture = performance.timeOrigin + performance.now();
        if (isSeen || performance.now() > patience) clearInterval(timer);
      }, 5);
      (window as Watching).endWatch = (): void => clearInterval(timer);
    },
    { selector, looks, darkest, patience },
  );
}

/**
 * Ends the watch in a frame. A screen with dark places is never seen as whole, and who reads a canvas two hundred
 * times a second takes from its page what is measured next.
 */
export async function endFirstPictureWatch(frame: Frame): Promise<void> {
  await frame.evaluate(() => (window as Watching).endWatch?.());
}

/** The same in milliseconds since a moment, as milliseconds since 1970. */
export function sinceOf({ canvas, picture }: FirstPicture, moment: number): FirstPicture {
  return { canvas: canvas - moment, picture: picture - moment };
}

/** When somebody clicks next on a page, in milliseconds since 1970. */
export async function clickTime(page: Page): Promise<number> {
  return await page.evaluate(
    async () =>
      await new Promise<number>((resolve) => {
        const seen = (): void => resolve(performance.timeOrigin + performance.now());
        window.addEventListener('click', seen, { capture: true, once: true });
      }),
  );
}

/** When that was. */
export async function firstPictureOf(frame: Frame): Promise<FirstPicture> {
  const seen = await frame.waitForFunction(
    () => {
      const { canvas, firstPicture: picture } = window as Watching;
      return canvas === undefined || picture === undefined ? undefined : { canvas, picture };
    },
    undefined,
    { polling: 100, timeout: 2 * patience },
  );
  const first = await seen.jsonValue();
  if (first === undefined) throw new Error('no picture was seen');
  return first;
}
