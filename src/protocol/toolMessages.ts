/** What host and page say to each other about the tools of the toolbar and about rows of menus. */
import { isOptionalText, isRecord, isText } from './checks.ts';

/** Names of tools and rows are words, chords or numbers. */
const maxId = 100;
/** A menu that is longer helps nobody. */
const maxRows = 200;
/** Menus in menus in menus. */
const maxDepth = 3;

/** A line between rows of a menu. */
export interface MenuSeparator {
  readonly separator: true;
}

/** What can be chosen in a menu. */
export interface MenuItem {
  /** What its menu calls it. */
  readonly id: string;
  /** In the person's language. */
  readonly label: string;
  /** What stands at the end of the row, such as the keys that do the same. */
  readonly hint?: string | undefined;
  /** With it the row has a check mark or not. */
  readonly checked?: boolean | undefined;
  /** Of the rows with it one is checked: choosing one takes it from the others. */
  readonly radio?: true | undefined;
  readonly disabled?: boolean | undefined;
  /** The rows of the menu that this one opens, instead of being chosen. */
  readonly rows?: readonly MenuRow[] | undefined;
}

/** A row of a menu. */
export type MenuRow = MenuSeparator | MenuItem;

/** What a tool looks like from now on; what is not named stays as it is. */
export interface ToolChange {
  /** Whether there is anything to use it for. A session that takes no input disables tools besides. */
  readonly enabled?: boolean | undefined;
  /** Whether what it switches is on. */
  readonly pressed?: boolean | undefined;
  /** Whether it stands in the toolbar at all. */
  readonly hidden?: boolean | undefined;
  /** Name of a codicon that `icons.css` knows. */
  readonly icon?: string | undefined;
  readonly label?: string | undefined;
  /** The rows of its menu. */
  readonly rows?: readonly MenuRow[] | undefined;
}

/** Messages to the page. */
export type ToolToPage =
  | { readonly type: 'tool'; readonly tool: string; readonly change: ToolChange }
  /** Does what a press of the tool does, and shows nothing of a menu. */
  | { readonly type: 'pressTool'; readonly tool: string };

/** Messages from the page. */
export type ToolToHost =
  /** A tool that does nothing in the page itself was used; `row` is what was chosen in its menu. */
  { readonly type: 'useTool'; readonly tool: string; readonly row?: string | undefined };

/** Whether `value` is a message about tools to the page. */
export function isToolToPage(value: unknown): value is ToolToPage {
  if (!isRecord(value) || !isText(value['tool'], maxId)) return false;
  return value['type'] === 'pressTool' || (value['type'] === 'tool' && isToolChange(value['change']));
}

/** Whether `value` is a message about tools from the page. */
export function isToolToHost(value: unknown): value is ToolToHost {
  return (
    isRecord(value) &&
    value['type'] === 'useTool' &&
    isText(value['tool'], maxId) &&
    (value['row'] === undefined || isText(value['row'], maxId))
  );
}

function isToolChange(value: unknown): value is ToolChange {
  return (
    isRecord(value) &&
    ['enabled', 'pressed', 'hidden'].every((name) => isOptionalBoolean(value[name])) &&
    isOptionalText(value['icon']) &&
    isOptionalText(value['label']) &&
    (value['rows'] === undefined || isMenuRows(value['rows']))
  );
}

/** Whether `value` is a list of rows of a menu. */
export function isMenuRows(value: unknown, depth: number = maxDepth): value is readonly MenuRow[] {
  return (
    depth > 0 &&
    Array.isArray(value) &&
    value.length <= maxRows &&
    value.every((row) => isMenuRow(row, depth))
  );
}

function isMenuRow(value: unknown, depth: number): value is MenuRow {
  if (!isRecord(value)) return false;
  if (value['separator'] === true) return true;
  return (
    isText(value['id'], maxId) &&
    isOptionalText(value['hint']) &&
    typeof value['label'] === 'string' &&
    isOptionalText(value['label']) &&
    isOptionalBoolean(value['checked']) &&
    isOptionalBoolean(value['disabled']) &&
    (value['radio'] === undefined || value['radio'] === true) &&
    (value['rows'] === undefined || isMenuRows(value['rows'], depth - 1))
  );
}

function isOptionalBoolean(value: unknown): boolean {
  return value === undefined || typeof value === 'boolean';
}
