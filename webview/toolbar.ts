/**
 * A row of buttons with one stop for the Tab key: the arrow keys, Home and End walk along it, as the pattern
 * for toolbars of ARIA has it.
 */
export class Toolbar {
  readonly #tools: readonly HTMLButtonElement[];
  #current = 0;

  constructor(bar: HTMLElement) {
    this.#tools = [...bar.querySelectorAll('button')];
    this.#stopAt(0);
    bar.addEventListener('keydown', (event) => this.#walk(event));
    bar.addEventListener('focusin', (event) => {
      const index = this.#tools.findIndex((tool) => tool === event.target);
      if (index >= 0) this.#stopAt(index);
    });
  }

  /** Moves the focus here. */
  focus(): void {
    this.#tools[this.#current]?.focus();
  }

  /** Disabled tools stay reachable, so that a screen reader finds them. */
  enable(tool: HTMLButtonElement, enabled: boolean): void {
    tool.setAttribute('aria-disabled', String(!enabled));
  }

  #walk(event: KeyboardEvent): void {
    const last = this.#tools.length - 1;
    const places: Partial<Record<string, number>> = {
      ArrowRight: this.#current === last ? 0 : this.#current + 1,
      ArrowLeft: this.#current === 0 ? last : this.#current - 1,
      Home: 0,
      End: last,
    };
    const next = places[event.key];
    if (next === undefined || event.ctrlKey || event.altKey || event.shiftKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.#stopAt(next);
    this.focus();
  }

  #stopAt(index: number): void {
    this.#current = index;
    for (const [i, tool] of this.#tools.entries()) tool.tabIndex = i === index ? 0 : -1;
  }
}

/** Whether a tool may be used. */
export function isEnabled(tool: HTMLButtonElement): boolean {
  return tool.getAttribute('aria-disabled') !== 'true';
}
