import type { StickyModifier } from '../../protocol/keyboardMessages.ts';
import type { Localizer } from './localizer.ts';

/** What keyboards call the modifiers. */
export function modifierLabels(l10n: Localizer): Readonly<Record<StickyModifier, string>> {
  return {
    ctrl: l10n.t('Ctrl'),
    alt: l10n.t('Alt'),
    shift: l10n.t('Shift'),
    super: l10n.t('Super'),
    altgr: l10n.t('AltGr'),
  };
}
