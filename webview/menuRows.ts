import type { MenuItem, MenuRow } from '../src/protocol/toolMessages.ts';

/** A row that can have the focus, and what stands for it on the page. */
export interface OpenRow {
  readonly row: MenuItem;
  readonly element: HTMLElement;
}

/** Milliseconds that the pointer rests on a row before its menu opens, and that of another closes. */
export const closeTimeout = 250;

/** Room between a menu and the edges of the page, in CSS pixels. */
const margin = 4;

/** Makes what stands for a row. */
export function rowElement(row: MenuRow): HTMLElement {
  const element = document.createElement('div');
  if ('separator' in row) {
    element.className = 'menu-separator';
    element.setAttribute('role', 'separator');
    return element;
  }
  element.className = 'menu-row';
  element.tabIndex = -1;
  element.setAttribute('role', roleOf(row));
  element.dataset['row'] = row.id;
  if (row.checked !== undefined) element.setAttribute('aria-checked', String(row.checked));
  if (row.disabled === true) element.setAttribute('aria-disabled', 'true');
  if (row.rows !== undefined) {
    element.setAttribute('aria-haspopup', 'menu');
    element.setAttribute('aria-expanded', 'false');
  }
  element.append(
    part('menu-check codicon', '', row.checked === true ? 'codicon-check' : undefined),
    part('menu-label', row.label),
    ...(row.hint === undefined ? [] : [part('menu-hint', row.hint)]),
    ...(row.rows === undefined ? [] : [part('menu-more codicon', '', 'codicon-chevron-right')]),
  );
  return element;
}

function part(className: string, text: string, icon?: string): HTMLElement {
  const span = document.createElement('span');
  span.className = icon === undefined ? className : `${className} ${icon}`;
  span.textContent = text;
  if (text === '') span.setAttribute('aria-hidden', 'true');
  return span;
}

function roleOf(row: MenuItem): string {
  if (row.checked === undefined) return 'menuitem';
  return row.radio === true ? 'menuitemradio' : 'menuitemcheckbox';
}

/** The row that a key walks to from `current`, which is -1 where none has the focus; `undefined` for other keys. */
export function movesBy(key: string, current: number, count: number): number | undefined {
  if (count === 0) return undefined;
  switch (key) {
    case 'ArrowDown':
      return (current + 1) % count;
    case 'ArrowUp':
      return current <= 0 ? count - 1 : current - 1;
    case 'Home':
    case 'PageUp':
      return 0;
    case 'End':
    case 'PageDown':
      return count - 1;
    default:
      return undefined;
  }
}

/** Puts a menu next to what opened it: where there is room, and never past an edge of the page. */
export function placeMenu(menu: HTMLElement, anchor: DOMRect, side: 'below' | 'beside'): void {
  const { clientWidth, clientHeight } = document.documentElement;
  menu.style.maxHeight = `${clientHeight - 2 * margin}px`;
  menu.style.maxWidth = `${clientWidth - 2 * margin}px`;
  const { width, height } = menu.getBoundingClientRect();
  const beside = anchor.right + width + margin <= clientWidth ? anchor.right : anchor.left - width;
  const under = anchor.bottom + height + margin <= clientHeight ? anchor.bottom + 2 : anchor.top - height - 2;
  const left = side === 'below' ? anchor.left : beside;
  const top = side === 'below' ? under : anchor.top - 5;
  menu.style.left = `${within(left, width, clientWidth)}px`;
  menu.style.top = `${within(top, height, clientHeight)}px`;
}

function within(start: number, size: number, room: number): number {
  return Math.max(margin, Math.min(start, room - size - margin));
}
