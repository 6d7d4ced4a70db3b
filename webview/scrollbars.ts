import type { Layout, Place } from './geometry.ts';

/**
 * Scrollbars beside a picture that there is not enough room for. They belong to an element behind the canvas, whose
 * wheel is the remote side's.
 */
export class Scrollbars {
  readonly #scroller = document.createElement('div');
  readonly #extent = document.createElement('div');
  readonly #used: (pan: Place) => void;
  #layout: Layout | undefined;
  /** How wide one is, in CSS pixels. */
  readonly width: number;

  /**
   * @param parent what holds the picture.
   * @param used somebody has scrolled: hears the pan in device pixels, infinite at an end.
   */
  constructor(parent: HTMLElement, used: (pan: Place) => void) {
    this.#used = used;
    this.#scroller.id = 'scroller';
    this.#scroller.append(this.#extent);
    parent.prepend(this.#scroller);
    this.#scroller.style.overflow = 'scroll';
    this.width = this.#scroller.offsetWidth - this.#scroller.clientWidth;
    this.#scroller.style.overflow = 'hidden';
    this.#scroller.addEventListener('scroll', () => this.#scrolled());
    // The keyboard stays where it is while somebody drags a scrollbar.
    this.#scroller.addEventListener('mousedown', (event) => event.preventDefault());
  }

  /** Shows how a picture lies. */
  show(layout: Layout): void {
    const { picture, bars, pan } = layout;
    const ratio = devicePixelRatio;
    this.#layout = layout;
    this.#scroller.style.overflow = `${bars.bottom ? 'scroll' : 'hidden'} ${bars.right ? 'scroll' : 'hidden'}`;
    this.#extent.style.width = bars.bottom ? `${picture.width / ratio}px` : '0';
    this.#extent.style.height = bars.right ? `${picture.height / ratio}px` : '0';
    this.#scroller.scrollLeft = pan.x / ratio;
    this.#scroller.scrollTop = pan.y / ratio;
  }

  /** What {@link show} itself has set is as near to the layout as the browser counts. */
  #scrolled(): void {
    const pan = this.#layout?.pan;
    if (pan === undefined) return;
    const ratio = devicePixelRatio;
    const { scrollLeft, scrollWidth, clientWidth, scrollTop, scrollHeight, clientHeight } = this.#scroller;
    const slack = Math.max(ratio, 1.5);
    if (Math.abs(scrollLeft * ratio - pan.x) < slack && Math.abs(scrollTop * ratio - pan.y) < slack) return;
    // Its end is the picture's, also where the browser rounds the way there.
    this.#used({
      x: scrollLeft >= scrollWidth - clientWidth - 1 ? Infinity : scrollLeft * ratio,
      y: scrollTop >= scrollHeight - clientHeight - 1 ? Infinity : scrollTop * ratio,
    });
  }
}
