import type { CursorPicture } from '../../src/protocol/pointerMessages.ts';
import { isHidden, lookOf } from '../cursorPicture.ts';
import type { Viewport } from '../viewport.ts';

/** The pointer of the recorded session, drawn over the picture where it was, as large as the picture. */
export class RecordedPointer {
  readonly #view: Viewport;
  readonly #viewport: HTMLElement;
  readonly #layer = document.createElement('div');
  #picture: CursorPicture | undefined;
  #place: { readonly x: number; readonly y: number } | undefined;
  #drawn:
    | { readonly picture: CursorPicture; readonly scale: number; readonly canvas: HTMLCanvasElement }
    | undefined;

  constructor(view: Viewport, viewport: HTMLElement) {
    this.#view = view;
    this.#viewport = viewport;
    this.#layer.id = 'cursor-layer';
    this.#layer.setAttribute('aria-hidden', 'true');
    viewport.append(this.#layer);
  }

  /** @param picture its shape; without one the server drew it into the picture. */
  shape(picture: CursorPicture | undefined): void {
    this.#picture = picture !== undefined && isHidden(picture) ? undefined : picture;
    this.arrange();
  }

  /** @param place in pixels of the screen. */
  moveTo(place: { readonly x: number; readonly y: number } | undefined): void {
    this.#place = place;
    this.arrange();
  }

  /** The picture has another size or place. */
  arrange(): void {
    const picture = this.#picture;
    const place = this.#place;
    const area = place === undefined ? undefined : this.#view.areaOnPage({ ...place, width: 1, height: 1 });
    this.#layer.hidden = picture === undefined || area === undefined;
    if (picture === undefined || area === undefined) return;
    const scale = this.#view.cssScale * devicePixelRatio;
    if (this.#drawn?.picture !== picture || this.#drawn.scale !== scale) {
      const { canvas, width, height } = lookOf(picture, this.#view.cssScale, devicePixelRatio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
      this.#layer.replaceChildren(canvas);
      this.#drawn = { picture, scale, canvas };
    }
    const { left, top } = this.#viewport.getBoundingClientRect();
    const x = area.x - left - picture.hotspotX * this.#view.cssScale;
    const y = area.y - top - picture.hotspotY * this.#view.cssScale;
    this.#drawn.canvas.style.transform = `translate(${x}px, ${y}px)`;
  }
}
