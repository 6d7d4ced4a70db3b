import { playerSpeeds } from '../../protocol/playerMessages.ts';
import type { Localizer } from '../screen/localizer.ts';
import { type Tool, toolbarTools } from '../screen/tools.ts';

/** The tools over a recording: those of a remote screen that are about the view, and what can be made of it. */
export function viewTools(l10n: Localizer): readonly Tool[] {
  const shared = toolbarTools(l10n).filter(({ id }) => id === 'zoom' || id === 'zoom-menu');
  return [
    ...shared,
    {
      id: 'export',
      icon: 'export',
      label: l10n.t('Export'),
      group: 'take',
      priority: 80,
      needs: 'session',
      menu: [
        { id: 'webm', label: l10n.t('Video (WebM)…') },
        { id: 'gif', label: l10n.t('Animated Picture (GIF)…') },
        { separator: true },
        { id: 'png', label: l10n.t('This Picture (PNG)…') },
      ],
    },
  ];
}

/** The tools that play. */
export function playTools(l10n: Localizer): readonly Tool[] {
  const row = { group: 'view', priority: 100, needs: 'session' } as const;
  return [
    { ...row, id: 'play', icon: 'run', label: l10n.t('Play (Space)') },
    { ...row, id: 'step-back', icon: 'chevron-left', label: l10n.t('Previous Picture (,)') },
    { ...row, id: 'step-on', icon: 'chevron-right', label: l10n.t('Next Picture (.)') },
    { ...row, id: 'skip-idle', icon: 'run-all', label: l10n.t('Pass Over Idle Times (I)'), toggle: true },
    {
      ...row,
      id: 'speed',
      icon: 'run',
      text: '1×',
      label: l10n.t('Speed'),
      menu: playerSpeeds.map((speed) => ({
        id: String(speed),
        label: l10n.t('{0}×', speed),
        checked: speed === 1,
        radio: true as const,
      })),
    },
  ];
}
