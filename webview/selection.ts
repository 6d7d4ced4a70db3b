import type { HostToPage } from '../src/protocol/messages.ts';
import type { SelectionKind, SelectionToHost } from '../src/protocol/selectionMessages.ts';
import { element, setText } from './element.ts';
import type { Area, Extent, Place } from './geometry.ts';
import type { PagePart } from './pagePart.ts';
import { areaBetween, moved, resized, startArea } from './selectionArea.ts';
import type { Viewport } from './viewport.ts';

/** What picking needs of the page. */
export interface SelectionPort {
  readonly view: Viewport;
  /** The size of the remote screen. */
  size(): Extent | undefined;
  post(message: SelectionToHost): void;
  /** Gives the keyboard back to the remote screen. */
  back(): void;
}

/** Remote pixels of one step with the arrow keys while Ctrl or Alt is down. */
const longStep = 10;
/** Room between what is picked and what tells of it, in CSS pixels. */
const gap = 6;

const directions: Partial<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A request of the host that the person is answering. */
interface Request {
  readonly id: number;
  readonly what: SelectionKind;
}

/**
 * Picks a pixel or a region of the remote screen, exactly, whatever the zoom: with the pointer, or with the arrow keys,
 * Enter and Escape. Meanwhile nothing goes to the remote side.
 */
export class Selection implements PagePart {
  readonly #port: SelectionPort;
  readonly #layer = element('selection', HTMLElement);
  readonly #box = element('selection-box', HTMLElement);
  readonly #across = element('selection-across', HTMLElement);
  readonly #down = element('selection-down', HTMLElement);
  readonly #help = element('selection-help', HTMLElement);
  readonly #size = element('selection-size', HTMLElement);
  #request: Request | undefined;
  #area: Area | undefined;
  /** Where the region began that is being dragged. */
  #start: Place | undefined;
  /** What had the focus before. */
  #before: Element | null = null;

  constructor(port: SelectionPort) {
    this.#port = port;
    const layer = this.#layer;
    layer.addEventListener('pointerdown', (event) => this.#press(event));
    layer.addEventListener('pointermove', (event) => this.#move(event));
    layer.addEventListener('pointerup', (event) => this.#release(event));
    layer.addEventListener('pointercancel', () => this.#finish(undefined));
    layer.addEventListener('contextmenu', (event) => {
      event.preventDefault();
      this.#finish(undefined);
    });
    layer.addEventListener('keydown', (event) => this.#key(event));
    // Who comes back to the tab goes on picking.
    window.addEventListener('focus', () => this.#takeFocus());
  }

  receive(message: HostToPage): boolean {
    switch (message.type) {
      case 'select':
        this.#begin(message, message.text);
        return true;
      case 'endSelection':
        if (this.#request?.id === message.id) this.#close();
        return true;
      default:
        return false;
    }
  }

  laidOut(): void {
    if (this.#request === undefined) return;
    const size = this.#port.size();
    // The screen has become smaller.
    if (this.#area !== undefined && size !== undefined) this.#area = moved(this.#area, 0, 0, size);
    this.#draw();
  }

  #begin({ id, what }: Request, text: string): void {
    if (this.#request === undefined) this.#before = document.activeElement;
    this.#request = { id, what };
    this.#area = undefined;
    this.#start = undefined;
    this.#layer.dataset['what'] = what;
    this.#layer.setAttribute('aria-label', text);
    this.#help.textContent = text;
    this.#layer.hidden = false;
    window.focus();
    this.#takeFocus();
    this.#draw();
  }

  #takeFocus(): void {
    if (this.#request !== undefined) this.#layer.focus();
  }

  /** Answers the host: with what was picked, or that nothing was. */
  #finish(area: Area | undefined): void {
    const request = this.#request;
    if (request === undefined) return;
    this.#close();
    this.#port.post({
      type: 'selected',
      id: request.id,
      ...(area === undefined ? {} : { area }),
    });
  }

  #close(): void {
    this.#request = undefined;
    this.#area = undefined;
    const hadFocus = document.activeElement === this.#layer;
    this.#layer.hidden = true;
    if (!hadFocus) return;
    if (this.#before instanceof HTMLButtonElement && this.#before.isConnected) this.#before.focus();
    else this.#port.back();
  }

  #press(event: PointerEvent): void {
    event.preventDefault();
    if (event.button !== 0) return;
    const pixel = this.#port.view.remotePixel(event.clientX, event.clientY);
    if (pixel === undefined) return;
    this.#layer.setPointerCapture(event.pointerId);
    this.#start = pixel;
    this.#pick(areaBetween(pixel, pixel));
  }

  #move({ clientX, clientY }: PointerEvent): void {
    const pixel = this.#port.view.remotePixel(clientX, clientY);
    if (pixel === undefined) return;
    if (this.#start !== undefined && this.#request?.what === 'region')
      this.#pick(areaBetween(this.#start, pixel));
    else if (this.#request?.what === 'point') this.#pick(areaBetween(pixel, pixel));
  }

  #release({ button }: PointerEvent): void {
    if (button !== 0 || this.#start === undefined) return;
    this.#start = undefined;
    const area = this.#area;
    // A click is no region yet: it can still be dragged anew, or made with the keys from there.
    if (this.#request?.what === 'point' || (area !== undefined && area.width * area.height > 1))
      this.#finish(area);
  }

  #key(event: KeyboardEvent): void {
    const direction = directions[event.key];
    if (direction === undefined && event.key !== 'Enter' && event.key !== 'Escape' && event.key !== 'Tab')
      return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') this.#finish(undefined);
    else if (event.key === 'Enter' && this.#area !== undefined) this.#finish(this.#area);
    else if (direction !== undefined) this.#step(direction, event);
  }

  #step([right, down]: readonly [number, number], { shiftKey, ctrlKey, altKey }: KeyboardEvent): void {
    const request = this.#request;
    const size = this.#port.size();
    if (request === undefined || size === undefined) return;
    const step = ctrlKey || altKey ? longStep : 1;
    const area = this.#area;
    const next =
      area === undefined
        ? startArea(request.what, this.#port.view.shown ?? { x: 0, y: 0, ...size })
        : shiftKey && request.what === 'region'
          ? resized(area, right * step, down * step, size)
          : moved(area, right * step, down * step, size);
    this.#pick(next);
    this.#port.view.reveal({
      x: right > 0 ? next.x + next.width - 1 : next.x,
      y: down > 0 ? next.y + next.height - 1 : next.y,
    });
  }

  #pick(area: Area): void {
    this.#area = area;
    this.#draw();
  }

  /** Shows what is picked, and how large it is. */
  #draw(): void {
    const area = this.#area;
    const page = area === undefined ? undefined : this.#port.view.areaOnPage(area);
    const isPoint = this.#request?.what === 'point';
    this.#layer.toggleAttribute('data-picked', page !== undefined);
    this.#box.hidden = page === undefined;
    this.#size.hidden = page === undefined;
    this.#across.hidden = page === undefined || !isPoint;
    this.#down.hidden = page === undefined || !isPoint;
    if (area === undefined || page === undefined) return;
    const origin = this.#layer.getBoundingClientRect();
    const [x, y] = [page.x - origin.x, page.y - origin.y];
    place(this.#box, { left: x, top: y, width: page.width, height: page.height });
    place(this.#across, { top: y + page.height / 2 });
    place(this.#down, { left: x + page.width / 2 });
    const where = `(${area.x}, ${area.y})`;
    setText(this.#size, isPoint ? where : `${area.width} × ${area.height} ${where}`);
    const { offsetWidth, offsetHeight } = this.#size;
    const below = y + page.height + gap;
    place(this.#size, {
      left: Math.max(0, Math.min(x, origin.width - offsetWidth)),
      top:
        below + offsetHeight <= origin.height
          ? below
          : Math.max(0, Math.min(y - offsetHeight - gap, origin.height - offsetHeight)),
    });
  }
}

function place(target: HTMLElement, css: Partial<Record<'left' | 'top' | 'width' | 'height', number>>): void {
  for (const [name, value] of Object.entries(css)) target.style.setProperty(name, `${value}px`);
}
