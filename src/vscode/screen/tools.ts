/**
 * The tools of a remote screen's toolbar, a row each.
 *
 * To add one, add a row to {@link toolbarTools} and, when its icon is new, the icon's code point to `icons.css`
 * (beside the others; a test compares them with the font). Then say what using it does, in one of three places:
 *
 * - A command of the palette: name it as `command`, or for the rows of a menu in `commands`. Nothing else is needed;
 *   the command gets the panel's session as its first argument.
 * - A part of the panel (`panelParts.ts`): it hears `{ type: 'useTool', tool, row }` in `receive`, and changes the
 *   tool by `host.post({ type: 'tool', tool, change })` — pressed, enabled, hidden, icon, label, rows of its menu. The
 *   page forgets changes when it is loaded anew: post them in `pageReady` as well.
 * - The page (`webview/`): `toolbar.onUse(id, (row) => …)`, `toolbar.rowsOf(id, (rows) => rows)` for what is checked
 *   or enabled in its menu at the moment, and `toolbar.change(id, change)`. What the page handles, the host does not
 *   hear of.
 *
 * Tools that do not fit into a narrow panel move into the “…” menu, those with the lowest `priority` first; nothing
 * has to be done for that.
 */
import { stickyModifiers } from '../../protocol/keyboardMessages.ts';
import type { MenuRow } from '../../protocol/toolMessages.ts';
import type { CommandName } from '../contributions.ts';
import type { Localizer } from './localizer.ts';
import { modifierLabels } from './modifierLabels.ts';

/** What belongs together, in the order in which the toolbar shows it. */
export const toolGroups = ['view', 'input', 'take', 'panel'] as const;

/** A tool of the toolbar. */
export interface Tool {
  /** Also the id of its button in the page. */
  readonly id: string;
  /** Name of a codicon. */
  readonly icon: string;
  /** What stands on its button instead of an icon. */
  readonly text?: string | undefined;
  /** What it does, as a person reads it in its tip and in the “…” menu. */
  readonly label: string;
  readonly group: (typeof toolGroups)[number];
  /** From 0 to 100: those with more stay in a narrow toolbar for longer. */
  readonly priority: number;
  /** What it takes to be of use: a session that is open, or one that takes input as well. */
  readonly needs?: 'session' | 'input';
  /** It switches something on and off: its button shows which. */
  readonly toggle?: true;
  /** It is not shown until somebody says so. */
  readonly hidden?: true;
  /** Its button opens a menu with these rows. */
  readonly menu?: readonly MenuRow[];
  /** What using it runs. */
  readonly command?: CommandName;
  /** What choosing a row of its menu runs, by the row's id. */
  readonly commands?: Readonly<Record<string, CommandName>>;
}

/** What using a tool, or choosing the row of its menu, runs. */
export function toolCommand(l10n: Localizer, tool: string, row: string | undefined): CommandName | undefined {
  const found = toolbarTools(l10n).find(({ id }) => id === tool);
  return row === undefined ? found?.command : found?.commands?.[row];
}

/** All tools, in the order in which they stand. */
export function toolbarTools(l10n: Localizer): readonly Tool[] {
  const tools: readonly Tool[] = [
    {
      id: 'zoom',
      icon: 'screen-normal',
      label: l10n.t('Actual Size'),
      group: 'view',
      priority: 90,
    },
    {
      id: 'zoom-menu',
      icon: 'zoom-in',
      label: l10n.t('Zoom'),
      group: 'view',
      priority: 82,
      menu: [
        { id: 'fit', label: l10n.t('Fit'), checked: false, radio: true },
        { id: 'whole', label: l10n.t('Fit in Whole Steps'), checked: false, radio: true },
        { id: 'width', label: l10n.t('Fill Width'), checked: false, radio: true },
        { id: 'actual', label: l10n.t('Actual Size'), checked: false, radio: true },
        { separator: true },
        { id: 'in', label: l10n.t('Zoom In') },
        { id: 'out', label: l10n.t('Zoom Out') },
        { separator: true },
        ...[50, 100, 150, 200, 300, 400].map((percent) => ({
          id: String(percent),
          label: l10n.t('{0} %', percent),
          checked: false,
          radio: true as const,
        })),
      ],
    },
    {
      id: 'screens',
      icon: 'multiple-windows',
      label: l10n.t('Screens'),
      group: 'view',
      priority: 65,
      needs: 'session',
      hidden: true,
      // The panel words its rows: each desktop has its own.
      menu: [],
    },
    {
      id: 'resize',
      icon: 'arrow-both',
      label: l10n.t('Resize Remote Screen to Panel'),
      group: 'view',
      priority: 45,
      needs: 'input',
      toggle: true,
    },
    {
      id: 'quality',
      icon: 'settings',
      label: l10n.t('Change Picture Quality'),
      group: 'view',
      priority: 40,
      needs: 'session',
      command: 'changePictureQuality',
    },
    {
      id: 'view-only',
      icon: 'eye',
      label: l10n.t('View Only'),
      group: 'input',
      priority: 50,
      needs: 'session',
      toggle: true,
    },
    {
      id: 'send-keys',
      icon: 'keyboard',
      label: l10n.t('Send Keys'),
      group: 'input',
      priority: 70,
      needs: 'input',
      // The panel words its rows: they change with what was sent before.
      menu: [],
    },
    ...stickyModifiers.map((modifier): Tool => {
      const name = modifierLabels(l10n)[modifier];
      return {
        id: `hold-${modifier}`,
        icon: 'keyboard',
        text: name,
        label: l10n.t('Hold {0} Down', name),
        group: 'input',
        priority: 75,
        needs: 'input',
        toggle: true,
        hidden: true,
      };
    }),
    {
      id: 'on-screen-keyboard',
      icon: 'record-keys',
      label: l10n.t('Show On-Screen Keyboard'),
      group: 'input',
      priority: 85,
      needs: 'input',
      toggle: true,
      hidden: true,
    },
    {
      id: 'paste',
      icon: 'clippy',
      label: l10n.t('Paste Clipboard as Keystrokes'),
      group: 'input',
      priority: 60,
      needs: 'input',
      command: 'pasteAsKeystrokes',
    },
    {
      id: 'clipboard',
      icon: 'copy',
      label: l10n.t('Clipboard'),
      group: 'input',
      priority: 55,
      needs: 'session',
      menu: [
        { id: 'copy', label: l10n.t('Copy from Remote') },
        { id: 'paste', label: l10n.t('Paste to Remote') },
        { id: 'send', label: l10n.t('Send Clipboard to Remote') },
        { id: 'clear', label: l10n.t('Clear Remote Clipboard') },
        { separator: true },
        { id: 'mode', label: l10n.t('Change Exchange…') },
      ],
      commands: {
        copy: 'getClipboard',
        paste: 'pasteToRemote',
        send: 'setClipboard',
        clear: 'clearClipboard',
        mode: 'changeClipboardMode',
      },
    },
    {
      id: 'screenshot',
      icon: 'device-camera',
      label: l10n.t('Screenshot'),
      group: 'take',
      priority: 80,
      needs: 'session',
      menu: [
        { id: 'file', label: l10n.t('Save Screen…') },
        { id: 'clipboard', label: l10n.t('Copy Screen') },
        { id: 'editor', label: l10n.t('Open Screen in Editor') },
        { separator: true },
        { id: 'region-file', label: l10n.t('Save Region…') },
        { id: 'region-clipboard', label: l10n.t('Copy Region') },
        { id: 'region-editor', label: l10n.t('Open Region in Editor') },
      ],
      commands: {
        file: 'takeScreenshot',
        clipboard: 'screenshotToClipboard',
        editor: 'screenshotToEditor',
        'region-file': 'regionToFile',
        'region-clipboard': 'regionToClipboard',
        'region-editor': 'regionToEditor',
      },
    },
    {
      id: 'record',
      icon: 'record',
      label: l10n.t('Record'),
      group: 'take',
      priority: 78,
      needs: 'session',
      toggle: true,
    },
    {
      id: 'pick',
      icon: 'inspect',
      label: l10n.t('Pick for Script'),
      group: 'take',
      priority: 30,
      needs: 'session',
      menu: [
        { id: 'place', label: l10n.t('Coordinates'), hint: '(x, y)' },
        { id: 'region', label: l10n.t('Region'), hint: 'rect(…)' },
        { id: 'color', label: l10n.t('Color'), hint: 'pixel(…) is …' },
      ],
      commands: { place: 'copyPlace', region: 'copyRegion', color: 'copyColor' },
    },
    {
      id: 'statistics',
      icon: 'pulse',
      label: l10n.t('Statistics'),
      group: 'panel',
      priority: 20,
      needs: 'session',
      toggle: true,
    },
  ];
  return tools.toSorted((a, b) => toolGroups.indexOf(a.group) - toolGroups.indexOf(b.group));
}
