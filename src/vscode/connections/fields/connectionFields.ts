import * as vscode from 'vscode';
import { clipboardModes } from '../../../core/profile/clipboardModes.ts';
import { type ConnectionProfile, defaultTimeoutSeconds } from '../../../core/profile/profile.ts';
import { clipboardModeLabel } from '../../screen/clipboardMode.ts';
import { checkName, checkTimeout } from '../fieldChecks.ts';
import { type FieldGroup, choice, list, numberOrNone, text } from './editableField.ts';
import { lineGroup, pictureGroup } from './pictureFields.ts';
import { placeGroup } from './placeFields.ts';
import { securityGroup } from './securityFields.ts';

/** The properties that a connection of this kind has, those that are changed most first. */
export function editableFields(profile: ConnectionProfile): readonly FieldGroup[] {
  return [generalGroup(), placeGroup(profile), securityGroup(profile), pictureGroup(), lineGroup(profile)];
}

function generalGroup(): FieldGroup {
  return {
    title: vscode.l10n.t('Connection'),
    fields: [
      text({
        label: vscode.l10n.t('Name'),
        prompt: vscode.l10n.t('Name of the connection, as you and your scripts call it'),
        optional: false,
        read: ({ name }) => name,
        check: checkName,
        write: (name) => ({ name }),
      }),
      text({
        label: vscode.l10n.t('Tags'),
        prompt: vscode.l10n.t('Tags, separated by commas'),
        optional: true,
        read: ({ tags }) => (tags ?? []).join(', '),
        write: (tags) => ({ tags: list(tags) }),
      }),
      {
        kind: 'switch',
        label: vscode.l10n.t('View only'),
        show: ({ viewOnly }) => (viewOnly === true ? vscode.l10n.t('yes') : vscode.l10n.t('no')),
        toggle: ({ viewOnly }) => ({ viewOnly: viewOnly === true ? undefined : true }),
      },
      choice({
        label: vscode.l10n.t('Clipboard'),
        prompt: vscode.l10n.t('When text moves between your clipboard and the remote one'),
        read: ({ clipboard }) => (clipboard === undefined ? undefined : clipboardModeLabel(clipboard)),
        choices: [
          { label: vscode.l10n.t('as the settings say'), change: { clipboard: undefined } },
          ...clipboardModes.map((clipboard) => ({
            label: clipboardModeLabel(clipboard),
            change: { clipboard },
          })),
        ],
      }),
      text({
        label: vscode.l10n.t('Timeout'),
        prompt: vscode.l10n.t('Seconds from dialling to the first picture'),
        optional: true,
        read: ({ timeout }) => (timeout === undefined ? '' : String(timeout)),
        empty: String(defaultTimeoutSeconds),
        check: checkTimeout,
        write: (timeout) => ({ timeout: numberOrNone(timeout) }),
      }),
    ],
  };
}
