import type { HostToPage } from '../src/protocol/messages.ts';
import type { KeptAround, AroundToHost, StatisticsLine } from '../src/protocol/aroundMessages.ts';
import { element, fill, setText } from './element.ts';
import type { PagePart } from './pagePart.ts';
import type { Toolbar } from './toolbar.ts';

/** What the overlay needs of the page. */
export interface StatisticsPort {
  readonly toolbar: Toolbar;
  post(message: AroundToHost): void;
  /** What is kept over a reload has changed. */
  keep(): void;
}

/** Numbers over the picture: what comes, how fast, and in what form. Without it nobody counts or sends anything. */
export class StatisticsOverlay implements PagePart {
  readonly #port: StatisticsPort;
  readonly #list = element('statistics-list', HTMLElement);
  #shown = false;
  #painted = 0;
  #since = 0;

  constructor(port: StatisticsPort) {
    this.#port = port;
    port.toolbar.onUse('statistics', () => {
      this.#show(!this.#shown);
      port.keep();
    });
  }

  /** What a reload of the page finds again. */
  get kept(): KeptAround {
    return this.#shown ? { statistics: true } : {};
  }

  /** @param shown as the page's last life had it. */
  restore(shown: boolean): void {
    this.#shown = shown;
    this.#port.toolbar.change('statistics', { pressed: shown });
  }

  /** The canvas shows something new. */
  painted(): void {
    this.#painted += 1;
  }

  receive(message: HostToPage): boolean {
    if (message.type === 'setup') {
      // A host that has just met this page knows nothing of it.
      if (this.#shown) this.#show(true);
      return false;
    }
    if (message.type !== 'statistics') return false;
    if (this.#shown) this.#fill(message.lines);
    return true;
  }

  #show(shown: boolean): void {
    this.#shown = shown;
    this.#painted = 0;
    this.#since = performance.now();
    if (!shown) this.#list.hidden = true;
    this.#port.toolbar.change('statistics', { pressed: shown });
    this.#port.post({ type: 'wantStatistics', wanted: shown });
  }

  #fill(lines: readonly StatisticsLine[]): void {
    const now = performance.now();
    const rate = (this.#painted * 1000) / Math.max(1, now - this.#since);
    this.#painted = 0;
    this.#since = now;
    const { carrier, carrierDirect = '', carrierMessages = '' } = document.body.dataset;
    const known = {
      painted: String(Math.round(rate)),
      carrier: carrier === 'direct' ? carrierDirect : carrierMessages,
    };
    const rows = this.#list.children;
    while (rows.length > lines.length) rows[rows.length - 1]?.remove();
    while (rows.length < lines.length) this.#list.append(newRow());
    for (const [i, { label, value, fill: what }] of lines.entries()) {
      const [term, description] = rows[i]?.children ?? [];
      if (!(term instanceof HTMLElement) || !(description instanceof HTMLElement)) continue;
      setText(term, label);
      setText(description, what === undefined ? value : fill(value, known[what]));
    }
    this.#list.hidden = false;
  }
}

function newRow(): HTMLElement {
  const row = document.createElement('div');
  row.append(document.createElement('dt'), document.createElement('dd'));
  return row;
}
