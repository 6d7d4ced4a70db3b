import type { Overlay, PageCommand, ViewState } from '../src/protocol/messages.ts';
import { element, fill, setLine, setText } from './element.ts';
import { keepFocus } from './keepFocus.ts';
import { LostBar } from './lostBar.ts';
import { OverlayActions } from './overlayActions.ts';
import { Toolbar } from './toolbar.ts';

/** How much of the line the toolbar may fill: what the keyboard does has to be read beside it. */
const toolbarShare = 0.62;

const overlayIcons: Readonly<Record<Overlay['icon'], string>> = {
  connecting: 'codicon-loading codicon-modifier-spin',
  disconnected: 'codicon-debug-disconnect',
  failed: 'codicon-warning',
};

/** The parts of the page around the picture: tools, banner, status and overlay. */
export class PanelView {
  readonly toolbar: Toolbar;
  readonly #canvas = element('screen', HTMLCanvasElement);
  readonly #status = element('status', HTMLElement);
  readonly #statusText = element('status-text', HTMLElement);
  readonly #scale = element('status-scale', HTMLElement);
  readonly #hint = element('hint', HTMLElement);
  readonly #banner = element('banner', HTMLElement);
  readonly #bannerText = element('banner-text', HTMLElement);
  readonly #overlay = element('overlay', HTMLElement);
  readonly #announcement = element('announcement', HTMLElement);
  #announced = '';
  readonly #lost: LostBar;
  readonly #driverButtons = {
    takeOver: element('take-over', HTMLButtonElement),
    resume: element('resume', HTMLButtonElement),
    stopDriver: element('stop-driver', HTMLButtonElement),
  };
  readonly #actions: OverlayActions;

  constructor(
    command: (command: PageCommand) => void,
    toggleZoom: () => void,
    useTool: (tool: string, row: string | undefined) => void,
  ) {
    this.#actions = new OverlayActions(element('overlay-actions', HTMLElement), command);
    this.#lost = new LostBar(command);
    const bar = element('bar', HTMLElement);
    this.toolbar = new Toolbar({
      bar: element('toolbar', HTMLElement),
      more: element('more', HTMLButtonElement),
      room: () => bar.clientWidth * toolbarShare,
      unhandled: useTool,
    });
    new ResizeObserver(() => this.toolbar.layout()).observe(bar);
    this.toolbar.onUse('zoom', toggleZoom);
    const driver = this.#driverButtons;
    for (const [name, button] of Object.entries(driver) as [keyof typeof driver, HTMLButtonElement][]) {
      keepFocus(button);
      button.addEventListener('click', () => command(name));
    }
  }

  /** Shows what the host says of the session. */
  show(state: ViewState): void {
    const open = state.phase === 'open';
    const { banner, overlay } = state;
    document.body.dataset['phase'] = state.phase;
    document.body.dataset['driver'] = banner === undefined ? 'none' : banner.paused ? 'paused' : 'driving';
    this.#canvas.setAttribute('aria-label', state.label);
    this.toolbar.allow({ session: open, input: open && !state.viewOnly });
    this.#banner.hidden = banner === undefined;
    setLine(this.#bannerText, banner?.text ?? '');
    this.#driverButtons.takeOver.hidden = banner?.paused !== false;
    this.#driverButtons.resume.hidden = banner?.paused !== true;
    this.#lost.show(state.lost);
    this.#overlay.hidden = overlay === undefined;
    if (overlay !== undefined) this.#showOverlay(overlay);
    this.#announce(state);
  }

  /** Has it read out when a connection is made, is there, or is gone: what is only seen, nobody hears of. */
  #announce({ phase, overlay, label }: ViewState): void {
    const news = phase === 'open' ? phase : [phase, overlay?.heading, overlay?.message].join();
    if (news === this.#announced) return;
    this.#announced = news;
    // A connection that was lost is told of by its own bar.
    if (phase === 'open') setText(this.#announcement, fill(document.body.dataset['connected'], label));
    else setText(this.#announcement, [overlay?.heading ?? '', overlay?.message ?? ''].join(' ').trim());
  }

  /**
   * @param text what the session is, or a notice: screen readers read it out.
   * @param scale how large the picture is shown, which they do not: it changes with every step of the zoom.
   */
  showStatus(text: string, scale: string): void {
    setText(this.#statusText, text);
    setText(this.#scale, scale);
    const line = text + scale;
    if (this.#status.title !== line) this.#status.title = line;
  }

  /** @param text what the keyboard does now. */
  showHint(text: string): void {
    setLine(this.#hint, text);
  }

  /** @param label what the zoom button does next. */
  showZoom(zoom: 'fit' | 'actual', label: string): void {
    this.toolbar.change('zoom', { icon: zoom === 'fit' ? 'screen-normal' : 'screen-full', label });
  }

  #showOverlay(overlay: Overlay): void {
    element('overlay-icon', HTMLElement).className = `codicon ${overlayIcons[overlay.icon]}`;
    setText(element('overlay-heading', HTMLElement), overlay.heading);
    setText(element('overlay-message', HTMLElement), overlay.message);
    setText(element('overlay-detail', HTMLElement), overlay.detail);
    this.#actions.show(overlay.actions);
  }
}
