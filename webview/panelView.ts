import type { Overlay, PageCommand, ViewState } from '../src/protocol/messages.ts';
import { element } from './element.ts';
import { Toolbar, isEnabled } from './toolbar.ts';

/** The parts of the page around the picture: tools, banner, status and overlay. */
export class PanelView {
  readonly toolbar = new Toolbar(element('toolbar', HTMLElement));
  readonly #canvas = element('screen', HTMLCanvasElement);
  readonly #status = element('status', HTMLElement);
  readonly #hint = element('hint', HTMLElement);
  readonly #banner = element('banner', HTMLElement);
  readonly #bannerText = element('banner-text', HTMLElement);
  readonly #overlay = element('overlay', HTMLElement);
  readonly #tools = {
    zoom: element('zoom', HTMLButtonElement),
    ctrlAltDelete: element('ctrl-alt-delete', HTMLButtonElement),
    paste: element('paste', HTMLButtonElement),
    screenshot: element('screenshot', HTMLButtonElement),
  };
  readonly #driverButtons = {
    takeOver: element('take-over', HTMLButtonElement),
    resume: element('resume', HTMLButtonElement),
    stopDriver: element('stop-driver', HTMLButtonElement),
  };
  readonly #command: (command: PageCommand) => void;

  constructor(command: (command: PageCommand) => void, toggleZoom: () => void) {
    this.#command = command;
    const { zoom, ...tools } = this.#tools;
    zoom.addEventListener('click', toggleZoom);
    for (const [name, tool] of Object.entries(tools) as [keyof typeof tools, HTMLButtonElement][]) {
      tool.addEventListener('click', () => {
        if (isEnabled(tool)) command(name);
      });
    }
    const driver = this.#driverButtons;
    for (const [name, button] of Object.entries(driver) as [keyof typeof driver, HTMLButtonElement][]) {
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
    this.toolbar.enable(this.#tools.ctrlAltDelete, open && !state.viewOnly);
    this.toolbar.enable(this.#tools.paste, open && !state.viewOnly);
    this.toolbar.enable(this.#tools.screenshot, open);
    this.#banner.hidden = banner === undefined;
    setText(this.#bannerText, banner?.text ?? '');
    this.#driverButtons.takeOver.hidden = banner?.paused !== false;
    this.#driverButtons.resume.hidden = banner?.paused !== true;
    this.#overlay.hidden = overlay === undefined;
    if (overlay !== undefined) this.#showOverlay(overlay);
  }

  /** @param text the line that tells of size and scale. */
  showStatus(text: string): void {
    setText(this.#status, text);
  }

  /** @param text what the keyboard does now. */
  showHint(text: string): void {
    setText(this.#hint, text);
  }

  /** @param label what the zoom button does next. */
  showZoom(zoom: 'fit' | 'actual', label: string): void {
    const { zoom: tool } = this.#tools;
    tool.classList.toggle('codicon-screen-normal', zoom === 'fit');
    tool.classList.toggle('codicon-screen-full', zoom === 'actual');
    tool.title = label;
    tool.setAttribute('aria-label', label);
  }

  #showOverlay(overlay: Overlay): void {
    const icon = element('overlay-icon', HTMLElement);
    icon.className =
      overlay.icon === 'connecting'
        ? 'codicon codicon-loading codicon-modifier-spin'
        : 'codicon codicon-debug-disconnect';
    setText(element('overlay-heading', HTMLElement), overlay.heading);
    setText(element('overlay-message', HTMLElement), overlay.message);
    setText(element('overlay-detail', HTMLElement), overlay.detail);
    element('overlay-actions', HTMLElement).replaceChildren(
      ...overlay.actions.map(({ command, label }, i) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.textContent = label;
        if (i > 0) button.className = 'secondary';
        button.addEventListener('click', () => this.#command(command));
        return button;
      }),
    );
  }
}

/** Changes a text only when it is another one: screen readers read out every change. */
function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
