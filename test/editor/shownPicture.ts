import type { ScreenView } from './screenView.ts';

/** How a remote screen is seen on the editor's page. */
export interface ShownPicture {
  /** Where its top left corner is, or would be were it not outside of what is seen, in CSS pixels of the page. */
  readonly x: number;
  readonly y: number;
  /** The room in which it is seen. */
  readonly width: number;
  readonly height: number;
  /** CSS pixels of one remote pixel. */
  readonly scale: number;
}

/** Where the picture of a remote screen with this size lies on the editor's page. */
export async function shownPicture(
  view: ScreenView,
  remote: { readonly width: number },
): Promise<ShownPicture> {
  const room = await view.frame.locator('#viewport').boundingBox();
  const canvas = await view.frame.locator('canvas#screen').boundingBox();
  if (room === null || canvas === null) throw new Error('the picture is hidden');
  const inside = await view.frame.evaluate(() => {
    const scroller = document.querySelector('#scroller');
    const percent = / (\d+) %/.exec(document.querySelector('#status')?.textContent ?? '')?.[1];
    const zoom = document.querySelector<HTMLElement>('#viewport')?.dataset['zoom'];
    return { left: scroller?.scrollLeft ?? 0, top: scroller?.scrollTop ?? 0, zoom, percent: Number(percent) };
  });
  return {
    x: inside.left > 0 ? room.x - inside.left : canvas.x,
    y: inside.top > 0 ? room.y - inside.top : canvas.y,
    width: room.width,
    height: room.height,
    // The percentage that a person reads is rounded.
    scale:
      inside.zoom === 'fit'
        ? canvas.width / remote.width
        : Math.abs(Number(inside.zoom) - inside.percent) < 1
          ? Number(inside.zoom) / 100
          : inside.percent / 100,
  };
}
