import type { HostToPage } from '../src/protocol/messages.ts';
import type { MenuRow } from '../src/protocol/toolMessages.ts';
import {
  type KeptView,
  type RemoteScreen,
  type ViewSettings,
  type ViewingToHost,
  type ZoomWish,
  zoomModes,
} from '../src/protocol/viewMessages.ts';
import { EdgePan } from './edgePan.ts';
import type { PagePart } from './pagePart.ts';
import type { Toolbar } from './toolbar.ts';
import type { Viewport } from './viewport.ts';
import { wheelUse } from './wheelUse.ts';

/** What the view needs of the page. */
export interface ViewPartPort {
  readonly view: Viewport;
  readonly canvas: HTMLCanvasElement;
  /** The element that picture and scrollbars fill. */
  readonly viewport: HTMLElement;
  readonly toolbar: Toolbar;
  readonly mac: boolean;
  post(message: ViewingToHost): void;
  /** What is kept over a reload has changed. */
  keep(): void;
  /** The zoom or the screens to choose from have changed. */
  show(): void;
  /** Says something for a while; nothing once more. */
  notice(text: string): void;
  /** Whether the remote side has the keyboard. */
  grabbed(): boolean;
  /** Whether the remote side takes input. */
  takesInput(): boolean;
  /** Another remote pixel is under the pointer, which has not moved. `buttons` are the browser's. */
  repoint(clientX: number, clientY: number, buttons: number): void;
}

/** Milliseconds after a change of the view until it is stored and told: gestures change it many times a second. */
const settleTime = 200;
/** Milliseconds for which something is said. */
const noticeTime = 8000;

/** Zoom, pan, and which screen of the desktop is shown: what a person does about them, and what is kept of it. */
export class ViewPart implements PagePart {
  readonly #port: ViewPartPort;
  readonly #edges: EdgePan;
  #settings: ViewSettings = { zoom: 'fit', wheelZoom: 'released', followPointer: true };
  /** Whether the zoom is the person's own, and not that of the settings. */
  #chosen = false;
  #screens: readonly RemoteScreen[] = [];
  #screen: number | undefined;
  #ctrlDown = false;
  #settling = false;
  #told = '';
  #noticing: ReturnType<typeof setTimeout> | undefined;

  constructor(port: ViewPartPort) {
    this.#port = port;
    const { view, canvas, viewport } = port;
    this.#edges = new EdgePan(canvas, {
      enabled: () => view.isPannable && this.#settings.followPointer && document.pointerLockElement === null,
      room: () => {
        const { x, y } = viewport.getBoundingClientRect();
        const { width, height } = view.layout?.room ?? { width: 0, height: 0 };
        return { x, y, width: width / devicePixelRatio, height: height / devicePixelRatio };
      },
      panBy: (dx, dy) => view.panBy(dx, dy),
      moved: (x, y, buttons) => port.repoint(x, y, buttons),
    });
    // Before the remote side, which has the wheel otherwise.
    viewport.addEventListener('wheel', (event) => this.#wheel(event), { capture: true, passive: false });
    for (const type of ['keydown', 'keyup', 'pointermove', 'pointerdown'] as const)
      window.addEventListener(type, ({ ctrlKey }) => (this.#ctrlDown = ctrlKey), { capture: true });
    window.addEventListener('blur', () => (this.#ctrlDown = false));
    const { toolbar } = port;
    toolbar.onUse('zoom-menu', (row) => {
      const percent = Number(row);
      const wish = [...zoomModes, 'in' as const, 'out' as const].find((name) => name === row);
      if (wish !== undefined) this.zoom(wish);
      else if (percent > 0) this.zoom(percent);
    });
    toolbar.rowsOf('zoom-menu', (rows) => checked(rows, String(view.zoom)));
    toolbar.onUse('screens', (row) => this.showScreen(row === 'all' ? undefined : Number(row)));
    toolbar.rowsOf('screens', (rows) => checked(rows, String(this.screen?.id ?? 'all')));
  }

  /** The screens of the desktop, where there are several. */
  get screens(): readonly RemoteScreen[] {
    return this.#screens.length > 1 ? this.#screens : [];
  }

  /** The screen that is shown alone. */
  get screen(): RemoteScreen | undefined {
    return this.screens.find(({ id }) => id === this.#screen);
  }

  /** What a reload of the page finds again. */
  get kept(): KeptView {
    const { zoom, middle } = this.#port.view;
    return {
      zoom,
      ...(middle === undefined ? {} : { middle }),
      ...(this.#screen === undefined ? {} : { screen: this.#screen }),
    };
  }

  /** Shows the screen as it was seen before the page was loaded anew. */
  restore({ zoom, middle, screen }: KeptView): void {
    this.#chosen = true;
    this.#screen = screen;
    this.#port.view.restore(zoom, middle);
    this.#port.show();
  }

  zoom(zoom: ZoomWish): void {
    const { view } = this.#port;
    this.#chosen = zoom !== 'reset';
    this.#edges.rest();
    if (zoom === 'in' || zoom === 'out') view.step(zoom);
    else if (zoom === 'reset') view.zoom = this.#settings.zoom;
    else view.zoom = zoom === 'toggle' ? (view.zoom === 'fit' ? 'actual' : 'fit') : zoom;
    this.#port.show();
    this.#settle();
  }

  /** Shows a screen alone; without an id, or one that is not there, all of them. */
  showScreen(id: number | undefined): void {
    this.#screen = id;
    this.#showChosen();
    this.#settle();
  }

  receive(message: HostToPage): boolean {
    switch (message.type) {
      case 'zoom':
        this.zoom(message.zoom);
        return true;
      case 'viewSettings':
        this.#settings = message.settings;
        if (!this.#chosen && typeof this.#port.view.zoom !== 'number') {
          this.#port.view.zoom = message.settings.zoom;
          this.#port.show();
        }
        // A page that has just come has told nothing yet.
        this.#told = '';
        this.#settle();
        return true;
      case 'screens':
        this.#screens = message.screens;
        this.#showChosen();
        this.#settle();
        return true;
      case 'showScreen':
        this.showScreen(message.screen);
        return true;
      case 'viewNotice':
        clearTimeout(this.#noticing);
        this.#port.notice(message.text);
        this.#noticing = setTimeout(() => this.#port.notice(''), noticeTime);
        return true;
      case 'remotePointer':
        if (this.#settings.followPointer) this.#port.view.reveal(message);
        return true;
      default:
        return false;
    }
  }

  laidOut(): void {
    this.#settle();
  }

  /** A screen that is gone is not waited for: all of them are shown. A server that has not told yet may have it. */
  #showChosen(): void {
    const { view } = this.#port;
    if (this.#screens.length > 0 && this.screen === undefined) this.#screen = undefined;
    view.show(this.screen);
    this.#port.show();
  }

  #wheel(event: WheelEvent): void {
    const { view, mac } = this.#port;
    const use = wheelUse(event, {
      setting: this.#settings.wheelZoom,
      ctrlDown: this.#ctrlDown,
      grabbed: this.#port.grabbed(),
      takesInput: this.#port.takesInput(),
      pannable: view.isPannable,
      mac,
    });
    if (use.for === 'remote') return;
    event.preventDefault();
    event.stopPropagation();
    this.#edges.rest();
    const { clientX, clientY, buttons } = event;
    if (use.for === 'zoom') {
      this.#chosen = true;
      view.zoomAt(use.factor, clientX, clientY);
      this.#port.show();
    } else {
      view.panBy(use.dx, use.dy);
    }
    if (event.target === this.#port.canvas) this.#port.repoint(clientX, clientY, buttons);
  }

  /** Stores and tells the view once it rests. */
  #settle(): void {
    if (this.#settling) return;
    this.#settling = true;
    setTimeout(() => {
      this.#settling = false;
      this.#port.keep();
      this.#tell();
    }, settleTime);
  }

  #tell(): void {
    const { zoom, wish } = this.#port.view;
    const message: ViewingToHost = { type: 'viewing', zoom, screen: this.screen?.id, wish };
    const told = JSON.stringify(message);
    if (told === this.#told) return;
    this.#told = told;
    this.#port.post(message);
  }
}

/** The rows of a menu with the mark at one of them. */
function checked(rows: readonly MenuRow[], id: string): readonly MenuRow[] {
  return rows.map((row) =>
    'separator' in row || row.checked === undefined ? row : { ...row, checked: row.id === id },
  );
}
