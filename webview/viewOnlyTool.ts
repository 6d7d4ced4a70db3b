import type { HostToPage, ViewState } from '../src/protocol/messages.ts';
import type { KeptAround, AroundToHost } from '../src/protocol/aroundMessages.ts';
import type { PagePart } from './pagePart.ts';
import type { Toolbar } from './toolbar.ts';

/** What the tool needs of the page. */
export interface ViewOnlyPort {
  readonly toolbar: Toolbar;
  post(message: AroundToHost): void;
  /** Input was switched off or on. */
  changed(): void;
}

/** Switches the person's own input off and on. A session that is viewed only stays so. */
export class ViewOnlyTool implements PagePart {
  readonly #port: ViewOnlyPort;
  #on = false;
  #byProfile = false;

  constructor(port: ViewOnlyPort) {
    this.#port = port;
    port.toolbar.onUse('view-only', () => this.#set(!this.#on));
  }

  /** What a reload of the page finds again. */
  get kept(): KeptAround {
    return this.#on ? { viewOnly: true } : {};
  }

  /** @param on as the page's last life had it. */
  restore(on: boolean): void {
    this.#on = on;
  }

  /** What the host told, and what the person wants besides. */
  applied(state: ViewState): ViewState {
    this.#byProfile = state.viewOnly;
    return this.#on ? { ...state, viewOnly: true } : state;
  }

  showState({ phase, viewOnly }: ViewState): void {
    const change = { pressed: phase === 'open' && viewOnly, enabled: !this.#byProfile };
    this.#port.toolbar.change('view-only', change);
  }

  receive(message: HostToPage): boolean {
    // A host that has just met this page knows nothing of it.
    if (message.type === 'setup' && this.#on) this.#port.post({ type: 'viewOnly', on: true });
    return false;
  }

  #set(on: boolean): void {
    this.#on = on;
    this.#port.changed();
    this.#port.post({ type: 'viewOnly', on });
  }
}
