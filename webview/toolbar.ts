import type { MenuItem, MenuRow, ToolChange } from '../src/protocol/toolMessages.ts';
import { isMenuRows } from '../src/protocol/toolMessages.ts';
import { keepFocus } from './keepFocus.ts';
import { Menu } from './menu.ts';

/** What a toolbar needs. */
export interface ToolbarOptions {
  readonly bar: HTMLElement;
  /** The button of the menu that takes what does not fit. */
  readonly more: HTMLButtonElement;
  /** How many CSS pixels it may fill. */
  readonly room: () => number;
  /** A tool that nothing in the page handles was used; `row` is what was chosen in its menu. */
  readonly unhandled: (tool: string, row: string | undefined) => void;
}

/** What the session allows. */
export interface ToolConditions {
  readonly session: boolean;
  readonly input: boolean;
}

/** A tool as the document was written with it, and what became of it. */
interface Tool {
  readonly id: string;
  readonly button: HTMLButtonElement;
  readonly priority: number;
  readonly needs: string | undefined;
  enabled: boolean;
  hidden: boolean;
  /** Does not fit: it is in the menu. */
  inMenu: boolean;
  menu: readonly MenuRow[] | undefined;
  rowsOf: ((rows: readonly MenuRow[]) => readonly MenuRow[]) | undefined;
  use: ((row: string | undefined) => void) | undefined;
}

/**
 * A row of buttons with one stop for the Tab key: the arrow keys, Home and End walk along it, as the pattern
 * for toolbars of ARIA has it. What does not fit is in the menu at its end.
 */
export class Toolbar {
  readonly #options: ToolbarOptions;
  readonly #tools: readonly Tool[];
  #conditions: ToolConditions = { session: false, input: false };
  #stop: HTMLButtonElement;
  #menu: Menu | undefined;

  constructor(options: ToolbarOptions) {
    this.#options = options;
    const { bar, more } = options;
    const buttons = [...bar.querySelectorAll<HTMLButtonElement>('button.tool')];
    this.#tools = buttons.filter((button) => button !== more).map(toolOf);
    this.#stop = buttons[0] ?? more;
    for (const tool of this.#tools) this.#listen(tool.button, (start) => this.#press(tool, start));
    this.#listen(more, (start) => this.#openMore(start));
    bar.addEventListener('keydown', (event) => this.#walk(event));
    bar.addEventListener('focusin', ({ target }) => {
      const button = this.#shown().find((shown) => shown === target);
      if (button !== undefined) this.#stopAt(button);
    });
    this.layout();
  }

  /** Moves the focus here. */
  focus(): void {
    this.#stop.focus();
  }

  /** Handles a tool in the page: `row` is what was chosen in its menu. */
  onUse(id: string, use: (row: string | undefined) => void): void {
    const tool = this.#find(id);
    if (tool !== undefined) tool.use = use;
  }

  /** Words the rows of a tool's menu whenever it opens, from those that it has. */
  rowsOf(id: string, rowsOf: (rows: readonly MenuRow[]) => readonly MenuRow[]): void {
    const tool = this.#find(id);
    if (tool !== undefined) tool.rowsOf = rowsOf;
  }

  /** Changes what a tool looks like. One that the toolbar does not have is nothing to change. */
  change(id: string, change: ToolChange): void {
    const tool = this.#find(id);
    if (tool === undefined) return;
    const { button } = tool;
    const { enabled, pressed, hidden, icon, label, rows } = change;
    if (icon !== undefined) button.className = `tool codicon codicon-${icon}`;
    if (label !== undefined) {
      button.title = label;
      button.setAttribute('aria-label', label);
    }
    if (pressed !== undefined) button.setAttribute('aria-pressed', String(pressed));
    if (rows !== undefined) tool.menu = rows;
    if (enabled !== undefined) {
      tool.enabled = enabled;
      this.#showEnabled(tool);
    }
    if (hidden !== undefined && hidden !== tool.hidden) {
      tool.hidden = hidden;
      this.layout();
    }
  }

  /** Does what a press of the tool does; one with a menu has nothing that it does by itself. */
  press(id: string): void {
    const tool = this.#find(id);
    if (tool !== undefined && tool.menu === undefined && this.#isEnabled(tool)) this.#use(tool, undefined);
  }

  /** Whether what the tool switches is on. */
  isPressed(id: string): boolean {
    return this.#find(id)?.button.getAttribute('aria-pressed') === 'true';
  }

  /** Disables what the session does not allow. Disabled tools stay reachable: a screen reader finds them. */
  allow(conditions: ToolConditions): void {
    this.#conditions = conditions;
    for (const tool of this.#tools) this.#showEnabled(tool);
  }

  /** Fits the tools into the room that there is now. */
  layout(): void {
    const { bar, more, room } = this.#options;
    // Browsers take the focus from what is hidden as soon as they lay out.
    const hadFocus = document.activeElement === this.#stop;
    const shown = this.#tools.filter((tool) => !tool.hidden);
    for (const tool of this.#tools) {
      tool.inMenu = false;
      tool.button.hidden = tool.hidden;
    }
    more.hidden = true;
    this.#showGroups();
    const limit = room();
    const byPriority = shown.toSorted((a, b) => a.priority - b.priority);
    for (const tool of byPriority) {
      if (bar.scrollWidth <= limit) break;
      more.hidden = false;
      tool.inMenu = true;
      tool.button.hidden = true;
      this.#showGroups();
    }
    // The stop may have gone into the menu.
    const reachable = this.#shown();
    this.#stopAt(reachable.includes(this.#stop) ? this.#stop : (reachable.at(-1) ?? more));
    if (hadFocus && document.activeElement !== this.#stop) this.#stop.focus();
  }

  #find(id: string): Tool | undefined {
    return this.#tools.find((tool) => tool.id === id);
  }

  #shown(): HTMLButtonElement[] {
    const buttons = [...this.#tools.map(({ button }) => button), this.#options.more];
    return buttons.filter((button) => !button.hidden);
  }

  /** Groups are set apart where something stands before them. */
  #showGroups(): void {
    let before: string | undefined;
    for (const { button } of this.#tools.filter((tool) => !tool.button.hidden)) {
      const group = button.dataset['group'];
      button.toggleAttribute('data-first', before !== undefined && group !== before);
      before = group;
    }
  }

  #isEnabled({ enabled, needs }: Tool): boolean {
    return (
      enabled &&
      (needs === 'input' ? this.#conditions.input : needs !== 'session' || this.#conditions.session)
    );
  }

  #showEnabled(tool: Tool): void {
    tool.button.setAttribute('aria-disabled', String(!this.#isEnabled(tool)));
  }

  #listen(button: HTMLButtonElement, press: (start?: 'first' | 'last') => void): void {
    keepFocus(button);
    // Enter and Space click too, without a count of clicks.
    button.addEventListener('click', ({ detail }) => press(detail === 0 ? 'first' : undefined));
    button.addEventListener('keydown', (event) => {
      if (button.getAttribute('aria-haspopup') !== 'menu') return;
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      event.preventDefault();
      event.stopPropagation();
      press(event.key === 'ArrowDown' ? 'first' : 'last');
    });
  }

  #press(tool: Tool, start?: 'first' | 'last'): void {
    if (!this.#isEnabled(tool)) return;
    if (tool.menu === undefined) {
      this.#use(tool, undefined);
      return;
    }
    this.#open({
      anchor: tool.button,
      rows: this.#rows(tool),
      start,
      choose: (path) => this.#use(tool, path.at(-1)),
    });
  }

  #use(tool: Tool, row: string | undefined): void {
    if (tool.use === undefined) this.#options.unhandled(tool.id, row);
    else tool.use(row);
  }

  #rows({ menu = [], rowsOf }: Tool): readonly MenuRow[] {
    return rowsOf?.(menu) ?? menu;
  }

  #openMore(start?: 'first' | 'last'): void {
    const rows: MenuRow[] = [];
    let group: string | undefined;
    for (const tool of this.#tools.filter(({ inMenu }) => inMenu)) {
      const own = tool.button.dataset['group'];
      if (group !== undefined && own !== group) rows.push({ separator: true });
      group = own;
      rows.push(this.#rowOf(tool));
    }
    this.#open({
      anchor: this.#options.more,
      rows,
      start,
      choose: ([id = '', ...path]) => {
        const tool = this.#find(id);
        if (tool !== undefined) this.#use(tool, path.at(-1));
      },
    });
  }

  #rowOf(tool: Tool): MenuItem {
    const pressed = tool.button.getAttribute('aria-pressed');
    return {
      id: tool.id,
      label: tool.button.title,
      disabled: !this.#isEnabled(tool),
      ...(pressed === null ? {} : { checked: pressed === 'true' }),
      ...(tool.menu === undefined ? {} : { rows: this.#rows(tool) }),
    };
  }

  #open(options: {
    readonly anchor: HTMLButtonElement;
    readonly rows: readonly MenuRow[];
    readonly start: 'first' | 'last' | undefined;
    readonly choose: (path: readonly string[]) => void;
  }): void {
    this.#menu?.close();
    this.#menu = new Menu({ ...options, label: options.anchor.title });
  }

  #walk(event: KeyboardEvent): void {
    const shown = this.#shown();
    const current = shown.indexOf(this.#stop);
    const places: Partial<Record<string, number>> = {
      ArrowRight: (current + 1) % shown.length,
      ArrowLeft: (current + shown.length - 1) % shown.length,
      Home: 0,
      End: shown.length - 1,
    };
    const next = shown[places[event.key] ?? -1];
    if (next === undefined || event.ctrlKey || event.altKey || event.shiftKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.#stopAt(next);
    this.focus();
  }

  #stopAt(stop: HTMLButtonElement): void {
    this.#stop = stop;
    for (const { button } of this.#tools) button.tabIndex = button === stop ? 0 : -1;
    this.#options.more.tabIndex = stop === this.#options.more ? 0 : -1;
  }
}

function toolOf(button: HTMLButtonElement): Tool {
  const { priority, needs, menu } = button.dataset;
  const rows: unknown = menu === undefined ? undefined : JSON.parse(menu);
  return {
    id: button.id,
    button,
    priority: Number(priority),
    needs,
    enabled: true,
    hidden: button.hasAttribute('hidden'),
    inMenu: false,
    menu: isMenuRows(rows) ? rows : undefined,
    rowsOf: undefined,
    use: undefined,
  };
}
