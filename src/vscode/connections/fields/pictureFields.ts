import * as vscode from 'vscode';
import { encodingNames } from '../../../core/profile/encodingNames.ts';
import { keyboardLayoutNames } from '../../../core/profile/keyboardLayoutNames.ts';
import type { ConnectionProfile } from '../../../core/profile/profile.ts';
import { type QualityProfile, qualityWords, subsamplingNames } from '../../../core/profile/qualityField.ts';
import { profileCheck } from '../profileChecks.ts';
import { type FieldGroup, choice, numberOrNone, text } from './editableField.ts';

/** What the server is asked to send, and the keyboard there. */
export function pictureGroup(): FieldGroup {
  return {
    title: vscode.l10n.t('Picture and Keyboard'),
    fields: [
      text({
        label: vscode.l10n.t('Quality'),
        prompt: vscode.l10n.t(
          '0 (blurred) to 9, or lossless for exact pixels at all times. Empty: automatic, as the line allows.',
        ),
        optional: true,
        read: ({ quality }) => (quality === undefined ? '' : String(quality)),
        empty: vscode.l10n.t('automatic'),
        check: profileCheck('quality', qualityOf),
        write: (quality) => ({ quality: quality === '' ? undefined : qualityOf(quality) }),
      }),
      text({
        label: vscode.l10n.t('Compression'),
        prompt: vscode.l10n.t('0 (fast) to 9 (small)'),
        optional: true,
        read: ({ compression }) => (compression === undefined ? '' : String(compression)),
        check: profileCheck('compression', Number),
        write: (compression) => ({ compression: numberOrNone(compression) }),
      }),
      text({
        label: vscode.l10n.t('Fine quality'),
        prompt: vscode.l10n.t('0 to 100: quality in finer steps, for servers that know them'),
        optional: true,
        read: ({ fineQuality }) => (fineQuality === undefined ? '' : String(fineQuality)),
        check: profileCheck('fineQuality', Number),
        write: (fineQuality) => ({ fineQuality: numberOrNone(fineQuality) }),
      }),
      choice({
        label: vscode.l10n.t('Colours of JPEG'),
        prompt: vscode.l10n.t('How coarse colours may be where pictures are simplified'),
        read: ({ subsampling }) => subsampling,
        choices: [
          { label: vscode.l10n.t('as the server does'), change: { subsampling: undefined } },
          ...subsamplingNames.map((subsampling) => ({ label: subsampling, change: { subsampling } })),
        ],
      }),
      choice({
        label: vscode.l10n.t('Encoding'),
        prompt: vscode.l10n.t('Encoding to ask for first'),
        read: ({ encoding }) => encoding,
        choices: [
          { label: vscode.l10n.t('the best that the server has'), change: { encoding: undefined } },
          ...encodingNames.map((encoding) => ({ label: encoding, change: { encoding } })),
        ],
      }),
      choice({
        label: vscode.l10n.t('Colours'),
        prompt: vscode.l10n.t('Bits of a pixel on the wire'),
        read: ({ colorDepth }) => (colorDepth === undefined ? undefined : colorLabels()[colorDepth]),
        choices: [
          { label: colorLabels()[32], change: { colorDepth: undefined } },
          { label: colorLabels()[16], change: { colorDepth: 16 } },
          { label: colorLabels()[8], change: { colorDepth: 8 } },
        ],
      }),
      choice({
        label: vscode.l10n.t('Keyboard layout'),
        prompt: vscode.l10n.t('Layout that the remote system believes its keyboard to have'),
        read: ({ keyboardLayout }) => keyboardLayout,
        choices: [
          { label: vscode.l10n.t('what fits the server'), change: { keyboardLayout: undefined } },
          ...keyboardLayoutNames.map((keyboardLayout) => ({
            label: keyboardLayout,
            change: { keyboardLayout },
          })),
        ],
      }),
    ],
  };
}

/** What was typed as a quality: a level, or one of the words. */
function qualityOf(typed: string): QualityProfile {
  const word = qualityWords.find((one) => one === typed.trim().toLowerCase());
  return word ?? Number(typed);
}

/** Staying connected, and the programs of this machine that the connection goes through. */
export function lineGroup({ socket, listen, ticketSource }: ConnectionProfile): FieldGroup {
  const dialled = socket === undefined && listen === undefined;
  return {
    title: vscode.l10n.t('Line'),
    fields: [
      {
        kind: 'switch',
        label: vscode.l10n.t('Reconnect'),
        show: ({ reconnect }) =>
          reconnect === undefined
            ? vscode.l10n.t('as the settings say')
            : reconnect === false
              ? vscode.l10n.t('no')
              : vscode.l10n.t('yes'),
        toggle: ({ reconnect }) => ({
          reconnect: reconnect === undefined ? false : reconnect === false ? true : undefined,
        }),
      },
      text({
        label: vscode.l10n.t('Keep alive'),
        prompt: vscode.l10n.t(
          'Seconds of silence after which the server is asked whether it is there; 0 never asks',
        ),
        optional: true,
        read: ({ keepAlive }) => (keepAlive === undefined ? '' : String(keepAlive)),
        empty: '30',
        check: profileCheck('keepAlive', Number),
        write: (keepAlive) => ({ keepAlive: numberOrNone(keepAlive) }),
      }),
      ...(dialled
        ? [
            {
              kind: 'machineCommand',
              name: 'proxyCommand',
              label: vscode.l10n.t('Proxy command'),
              prompt: vscode.l10n.t(
                'Program whose input and output are the connection, such as {0}',
                'ssh -W ${host}:${port} jump',
              ),
            } as const,
            {
              kind: 'machineCommand',
              name: 'tunnelCommand',
              label: vscode.l10n.t('Tunnel command'),
              prompt: vscode.l10n.t(
                'Program that opens a local port, such as {0}',
                'kubectl port-forward pod/desktop ${localPort}:5900',
              ),
            } as const,
          ]
        : []),
      ...(ticketSource?.kind === 'command'
        ? [
            {
              kind: 'machineCommand',
              name: 'ticketCommand',
              label: vscode.l10n.t('Ticket command'),
              prompt: vscode.l10n.t('Program that prints a ticket'),
            } as const,
          ]
        : []),
    ],
  };
}

function colorLabels(): Readonly<Record<8 | 16 | 32, string>> {
  return {
    32: vscode.l10n.t('all'),
    16: vscode.l10n.t('65 536'),
    8: vscode.l10n.t('256'),
  };
}
