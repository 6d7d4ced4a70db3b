import { stickyModifiers } from '../../protocol/keyboardMessages.ts';
import type { PanelToHost } from '../../protocol/messages.ts';
import type { PanelPartFactory } from './panelPart.ts';

/** What types, clicks and scrolls. */
const input: ReadonlySet<PanelToHost['type']> = new Set([
  'key',
  'text',
  'modifier',
  'pointer',
  'movement',
  'wheel',
]);

/** Keeps back the input of a panel whose person has switched it off; scripts and commands go on. */
export const viewOnlyPart: PanelPartFactory = (host) => {
  let on = false;
  return {
    hold: ({ type }) => on && input.has(type),
    receive: (message) => {
      if (message.type !== 'viewOnly') return false;
      ({ on } = message);
      // What came before stays held down otherwise: its end may come by a slower way, and is kept back.
      if (on) {
        host.deliver({ type: 'releaseAll' });
        for (const modifier of stickyModifiers) host.deliver({ type: 'modifier', modifier, down: false });
      }
      return true;
    },
    // Another page says so itself.
    pageGone: () => (on = false),
    dispose: () => undefined,
  };
};
