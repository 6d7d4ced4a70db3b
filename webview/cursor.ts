import type { CursorPicture } from '../src/protocol/pointerMessages.ts';
import { type CursorLook, dot, isHidden, isNative, isShownAt, lookOf } from './cursorPicture.ts';

/** A place on the page, in CSS pixels. */
interface PagePlace {
  readonly x: number;
  readonly y: number;
}

/** What the browser shows as its cursor by itself. */
interface NativeCursor {
  readonly style: string;
  readonly url: string;
  /** Keeps the decoded picture: without it the arrow would be seen until the browser has read it. */
  readonly image: HTMLImageElement;
}

/**
 * Shows the server's cursor at the hand, without delay: as the browser's own, and drawn into a layer over the picture
 * where browsers show none that large, or where a finger points.
 */
export class Cursor {
  readonly #canvas: HTMLCanvasElement;
  readonly #layer: HTMLElement;
  #picture: CursorPicture | undefined;
  #remote = false;
  #dotted = true;
  #scale = 1;
  #ratio = 1;
  #look: CursorLook | undefined;
  #native: NativeCursor | undefined;
  /** Where a pointer is over the picture. */
  #place: PagePlace | undefined;
  #touched = false;
  #style = '';
  #version = 0;

  /** @param layer lies over the picture. */
  constructor(canvas: HTMLCanvasElement, layer: HTMLElement) {
    this.#canvas = canvas;
    this.#layer = layer;
    for (const type of ['pointerenter', 'pointermove'] as const) {
      canvas.addEventListener(type, ({ pointerType, clientX, clientY }) => {
        if (pointerType !== 'touch') this.#follow({ x: clientX, y: clientY }, false);
      });
    }
    canvas.addEventListener('pointerleave', ({ pointerType }) => {
      if (pointerType !== 'touch') this.#follow(undefined, false);
    });
  }

  /** @param picture the server's cursor; without one the server draws it into the screen, or not at all. */
  show(picture: CursorPicture | undefined): void {
    this.#picture = picture;
    void this.#draw();
  }

  /** Whether the pointer acts on the remote side: if not, the page's arrow says so. */
  set remote(remote: boolean) {
    if (remote === this.#remote) return;
    this.#remote = remote;
    void this.#draw();
  }

  /** Whether a dot stands for a cursor that is hidden or unknown. */
  set dotted(dotted: boolean) {
    if (dotted === this.#dotted) return;
    this.#dotted = dotted;
    void this.#draw();
  }

  /** @param scale CSS pixels of one remote pixel. A cursor grows with the picture and never shrinks. */
  set scale(scale: number) {
    if (scale === this.#scale && devicePixelRatio === this.#ratio) return;
    this.#scale = scale;
    this.#ratio = devicePixelRatio;
    void this.#draw();
  }

  /** A finger points there. */
  touch(place: PagePlace): void {
    this.#follow(place, true);
  }

  #follow(place: PagePlace | undefined, touched: boolean): void {
    this.#place = place;
    this.#touched = touched;
    this.#arrange();
  }

  async #draw(): Promise<void> {
    this.#version += 1;
    const version = this.#version;
    const picture = this.#shown();
    const scale = picture === dot ? 1 : Math.max(1, this.#scale);
    const look = picture === undefined ? undefined : lookOf(picture, scale, devicePixelRatio);
    const native = look !== undefined && isNative(look) ? await nativeOf(look, devicePixelRatio) : undefined;
    if (version !== this.#version) {
      if (native !== undefined) URL.revokeObjectURL(native.url);
      return;
    }
    const before = this.#native;
    this.#look = look;
    this.#native = native;
    this.#layer.replaceChildren(...(look === undefined ? [] : [look.canvas]));
    if (look !== undefined) {
      look.canvas.style.width = `${look.width}px`;
      look.canvas.style.height = `${look.height}px`;
    }
    this.#arrange();
    if (before !== undefined) URL.revokeObjectURL(before.url);
  }

  /** What stands for the pointer: nothing where there is nothing to do, or where nothing is wanted. */
  #shown(): CursorPicture | undefined {
    if (!this.#remote) return undefined;
    if (this.#picture !== undefined && !isHidden(this.#picture)) return this.#picture;
    return this.#dotted ? dot : undefined;
  }

  #arrange(): void {
    const look = this.#look;
    const place = this.#place;
    const native = this.#native;
    const room = { width: innerWidth, height: innerHeight };
    const byBrowser =
      native !== undefined && look !== undefined && (place === undefined || isShownAt(look, place, room));
    const style = !this.#remote ? '' : byBrowser ? native.style : 'none';
    if (this.#style !== style) this.#canvas.style.cursor = style;
    this.#style = style;
    const drawn = this.#remote && look !== undefined && place !== undefined && (this.#touched || !byBrowser);
    this.#layer.hidden = !drawn;
    if (!drawn) return;
    const { left, top } = this.#layer.getBoundingClientRect();
    const x = Math.round(place.x - left - look.hotspotX);
    const y = Math.round(place.y - top - look.hotspotY);
    look.canvas.style.transform = `translate(${x}px, ${y}px)`;
  }
}

/** The cursor as the browser takes it; `undefined` where it cannot. */
async function nativeOf(look: CursorLook, ratio: number): Promise<NativeCursor | undefined> {
  const blob = await new Promise<Blob | null>((resolve) => look.canvas.toBlob(resolve));
  if (blob === null) return undefined;
  const url = URL.createObjectURL(blob);
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
  } catch {
    URL.revokeObjectURL(url);
    return undefined;
  }
  const style = `image-set(url("${url}") ${ratio}x) ${look.hotspotX} ${look.hotspotY}, default`;
  return { style, url, image };
}
