import type { MenuItem, MenuRow } from '../src/protocol/toolMessages.ts';
import { type OpenRow, closeTimeout, movesBy, placeMenu, rowElement } from './menuRows.ts';

/** A menu that is to be opened. */
export interface MenuOptions {
  readonly rows: readonly MenuRow[];
  /** For screen readers. */
  readonly label: string;
  /** What it opens below. */
  readonly anchor: HTMLElement;
  /** Which row has the focus at first; by default none, as for a menu that was opened with the pointer. */
  readonly start?: 'first' | 'last' | undefined;
  /** A row was chosen: the ids from the outermost menu on. The menu is closed already. */
  readonly choose: (path: readonly string[]) => void;
  readonly closed?: (() => void) | undefined;
}

/** Milliseconds after which typing searches for another word. */
const typeAheadTime = 700;

/**
 * A popup menu after ARIA's pattern for menus: arrow keys, Home and End walk through it, letters search, Enter and
 * Space choose, Escape closes one level, Tab and a press elsewhere all of them. Whoever had the focus gets it back.
 */
export class Menu {
  readonly #options: MenuOptions;
  readonly #returnTo = document.activeElement;
  readonly #block = document.createElement('div');
  readonly #levels: Level[] = [];
  readonly #blurred = (): void => this.#end();
  #search = { text: '', at: 0 };
  #closed = false;

  constructor(options: MenuOptions) {
    this.#options = options;
    this.#block.className = 'menu-block';
    for (const type of ['pointerdown', 'contextmenu', 'wheel'] as const) {
      this.#block.addEventListener(type, (event) => {
        if (event.target !== this.#block) return;
        event.preventDefault();
        if (type === 'pointerdown') this.close();
      });
    }
    document.body.append(this.#block);
    window.addEventListener('blur', this.#blurred);
    options.anchor.setAttribute('aria-expanded', 'true');
    const level = this.#open(options.rows, options.label, options.anchor, 'below');
    if (options.start === undefined) level.element.focus();
    else this.#focus(level, options.start === 'first' ? 0 : level.rows.length - 1);
  }

  /** Closes the menu and gives the focus back. */
  close(): void {
    if (this.#closed) return;
    this.#end();
    // An element that is not there any more, or was none: the editor's own focus stays as it is.
    if (this.#returnTo instanceof HTMLElement && this.#returnTo !== document.body) this.#returnTo.focus();
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    window.removeEventListener('blur', this.#blurred);
    for (const level of this.#levels) clearTimeout(level.timer);
    this.#options.anchor.setAttribute('aria-expanded', 'false');
    this.#block.remove();
    this.#options.closed?.();
  }

  #open(
    rows: readonly MenuRow[],
    label: string,
    anchor: HTMLElement,
    side: 'below' | 'beside',
    path: readonly string[] = [],
  ): Level {
    const element = document.createElement('div');
    element.className = 'menu';
    element.setAttribute('role', 'menu');
    element.setAttribute('aria-label', label);
    element.tabIndex = -1;
    const level: Level = { element, rows: [], path, anchor, timer: undefined };
    this.#levels.push(level);
    for (const row of rows) {
      const made = rowElement(row);
      element.append(made);
      if (!('separator' in row)) this.#listen(level, { row, element: made });
    }
    element.addEventListener('keydown', (event) => this.#key(level, event));
    element.addEventListener('contextmenu', (event) => event.preventDefault());
    this.#block.append(element);
    placeMenu(element, anchor.getBoundingClientRect(), side);
    return level;
  }

  #listen(level: Level, open: OpenRow): void {
    const index = level.rows.push(open) - 1;
    const { element, row } = open;
    element.addEventListener('pointermove', () => {
      if (document.activeElement === element) return;
      this.#focus(level, index);
      clearTimeout(level.timer);
      level.timer = setTimeout(() => {
        this.#closeAbove(level);
        if (isParent(row)) this.#openBeside(level, index);
      }, closeTimeout);
    });
    element.addEventListener('click', () => this.#use(level, index, {}));
  }

  #focus(level: Level, index: number): void {
    level.rows[index]?.element.focus();
  }

  /** Chooses a row, or opens the menu of one that has one. */
  #use(level: Level, index: number, { start }: { readonly start?: 'first' }): void {
    const row = level.rows[index]?.row;
    if (row === undefined || row.disabled === true) return;
    if (isParent(row)) {
      this.#closeAbove(level);
      const above = this.#openBeside(level, index);
      if (above !== undefined && start === 'first') this.#focus(above, 0);
      return;
    }
    this.close();
    this.#options.choose([...level.path, row.id]);
  }

  #openBeside(level: Level, index: number): Level | undefined {
    const open = level.rows[index];
    if (open?.row.rows === undefined || open.row.disabled === true) return undefined;
    open.element.setAttribute('aria-expanded', 'true');
    return this.#open(open.row.rows, open.row.label, open.element, 'beside', [...level.path, open.row.id]);
  }

  /** Closes the menus that were opened from `level`. */
  #closeAbove(level: Level): void {
    while (this.#levels.length > 0 && this.#levels.at(-1) !== level) {
      const above = this.#levels.pop();
      clearTimeout(above?.timer);
      above?.anchor.setAttribute('aria-expanded', 'false');
      above?.element.remove();
    }
  }

  /** Goes back to the row that opened `level`, or closes the menu. */
  #leave(level: Level): void {
    const below = this.#levels[this.#levels.indexOf(level) - 1];
    if (below === undefined) {
      this.close();
      return;
    }
    this.#closeAbove(below);
    level.anchor.focus();
  }

  #key(level: Level, event: KeyboardEvent): void {
    if (event.target instanceof Node && !level.element.contains(event.target)) return;
    const current = level.rows.findIndex(({ element }) => element === document.activeElement);
    if (event.key === 'Tab') {
      // The focus is back where it was before the browser moves it on.
      event.stopPropagation();
      this.close();
      return;
    }
    // The editor around the page acts on keys that get that far: none does.
    event.stopPropagation();
    const isSearch = /^\S$/u.test(event.key);
    if (event.ctrlKey || event.altKey || event.metaKey || (!isSearch && event.shiftKey)) return;
    event.preventDefault();
    const next = movesBy(event.key, current, level.rows.length);
    if (next !== undefined) this.#focus(level, next);
    else if (event.key === 'Escape') this.#leave(level);
    else if (event.key === 'ArrowLeft' && this.#levels[0] !== level) this.#leave(level);
    else if (event.key === 'ArrowRight') {
      const row = level.rows[current]?.row;
      if (row !== undefined && isParent(row)) this.#use(level, current, { start: 'first' });
    } else if (event.key === 'Enter' || event.key === ' ') this.#use(level, current, { start: 'first' });
    else if (isSearch) this.#find(level, current, event);
  }

  /** Goes to the next row that begins with what was typed within a moment. */
  #find(level: Level, current: number, { key, timeStamp }: KeyboardEvent): void {
    const goesOn = timeStamp - this.#search.at < typeAheadTime;
    const text = (goesOn ? this.#search.text : '') + key.toLocaleLowerCase();
    this.#search = { text, at: timeStamp };
    // One letter again and again walks through the rows that begin with it.
    const again = text === key.toLocaleLowerCase().repeat(text.length);
    const wanted = again ? key.toLocaleLowerCase() : text;
    const from = again ? current + 1 : Math.max(0, current);
    const order = level.rows.map((_, i) => (from + i) % level.rows.length);
    const found = order.find((i) => level.rows[i]?.row.label.toLocaleLowerCase().startsWith(wanted));
    if (found !== undefined) this.#focus(level, found);
  }
}

/** A menu, or one that was opened from a row of another. */
interface Level {
  readonly element: HTMLElement;
  readonly rows: OpenRow[];
  /** Ids of the rows that lead here. */
  readonly path: readonly string[];
  /** What opened it. */
  readonly anchor: HTMLElement;
  timer: ReturnType<typeof setTimeout> | undefined;
}

function isParent(row: MenuItem): boolean {
  return row.rows !== undefined;
}
