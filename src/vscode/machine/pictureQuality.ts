import * as vscode from 'vscode';
import { vncError } from '../../core/base/errors.ts';
import type { Session } from '../../core/session/session.ts';
import type { ColorDepth, EncodingChoice } from '../../core/session/wire.ts';
import { isRecord } from '../record.ts';

/** The names under which qualities are offered, the best first. */
export const qualityNames = ['automatic', 'lossless', 'high', 'medium', 'low'] as const;
type QualityName = (typeof qualityNames)[number];

const qualities: Readonly<Record<Exclude<QualityName, 'automatic'>, EncodingChoice>> = {
  lossless: {},
  high: { quality: 8, compression: 3 },
  medium: { quality: 5, compression: 6 },
  low: { quality: 1, compression: 9 },
};

/**
 * Changes what the server is asked to send, while the session goes on.
 *
 * @param given one of {@link qualityNames}, or `{ quality, compression, preferred, colorDepth }` with 8, 16 or 32 bits of
 *   colour; else a person chooses.
 * @throws `VNC_ARGUMENT_INVALID`
 */
export async function changePictureQuality(session: Session, given: unknown): Promise<void> {
  const wanted = given === undefined ? await pickQuality(session) : wishOf(given);
  if (wanted?.automatic === true) session.automaticQuality = true;
  if (wanted?.encodings !== undefined) session.encodings = wanted.encodings;
  if (wanted?.colorDepth !== undefined) session.colorDepth = wanted.colorDepth;
}

/** What changes; the rest stays as it is. */
interface PictureWish {
  readonly automatic?: true;
  readonly encodings?: EncodingChoice;
  readonly colorDepth?: ColorDepth;
}

/** Bits of colour by those that connections name. */
const colorDepths = new Map<unknown, ColorDepth>([
  [8, 8],
  [16, 16],
  [32, 24],
]);

function wishOf(given: unknown): PictureWish {
  const name = qualityNames.find((one) => one === given);
  if (name !== undefined) return wishOfName(name);
  if (!isRecord(given) || given['colorDepth'] === undefined) return { encodings: qualityOf(given) };
  const { colorDepth: bits, ...rest } = given;
  const colorDepth = colorDepths.get(bits);
  if (colorDepth === undefined) {
    throw vncError('VNC_ARGUMENT_INVALID', { argument: 'colorDepth', value: JSON.stringify(bits) });
  }
  return Object.keys(rest).length === 0 ? { colorDepth } : { colorDepth, encodings: qualityOf(rest) };
}

function wishOfName(name: QualityName): PictureWish {
  return name === 'automatic' ? { automatic: true } : { encodings: qualities[name] };
}

/** Which of the names says what a session does now, if one does. */
function nameOf({ pictureQuality, encodings }: Session): QualityName | undefined {
  if (pictureQuality.automatic) return 'automatic';
  const { quality, fineQuality, subsampling } = encodings;
  if (fineQuality !== undefined || subsampling !== undefined) return undefined;
  if (quality === undefined) return 'lossless';
  return (['high', 'medium', 'low'] as const).find((name) => qualities[name].quality === quality);
}

function qualityOf(given: unknown): EncodingChoice {
  if (!isRecord(given)) {
    throw vncError('VNC_ARGUMENT_INVALID', { argument: 'quality', value: String(given) });
  }
  const { quality, compression, preferred } = given;
  return {
    quality: levelOf(quality, 'quality'),
    compression: levelOf(compression, 'compression'),
    ...(typeof preferred === 'string' ? { preferred } : {}),
  };
}

function levelOf(value: unknown, argument: string): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 9) return value;
  throw vncError('VNC_ARGUMENT_INVALID', { argument, value: JSON.stringify(value) });
}

async function pickQuality(session: Session): Promise<PictureWish | undefined> {
  const words: Readonly<Record<QualityName, readonly [label: string, detail: string]>> = {
    automatic: [
      vscode.l10n.t('Automatic'),
      vscode.l10n.t('As the line allows while something moves; every pixel exact once it is still'),
    ],
    lossless: [vscode.l10n.t('Lossless'), vscode.l10n.t('Every pixel as it is there')],
    high: [
      vscode.l10n.t('High'),
      vscode.l10n.t('Hardly to be told from lossless; photographs and video take less'),
    ],
    medium: [vscode.l10n.t('Medium'), vscode.l10n.t('For slow lines')],
    low: [vscode.l10n.t('Low'), vscode.l10n.t('Blurred where much changes; for the slowest lines')],
  };
  const current = nameOf(session);
  const now = { description: vscode.l10n.t('now') };
  const colors: Readonly<Record<ColorDepth, string>> = {
    24: vscode.l10n.t('All Colours'),
    16: vscode.l10n.t('65 536 Colours'),
    8: vscode.l10n.t('256 Colours'),
  };
  const separator = (label: string): vscode.QuickPickItem & { readonly wish?: PictureWish } => ({
    label,
    kind: vscode.QuickPickItemKind.Separator,
  });
  const chosen = await vscode.window.showQuickPick(
    [
      separator(vscode.l10n.t('Quality')),
      ...qualityNames.map((name) => ({
        label: words[name][0],
        detail: words[name][1],
        ...(name === current ? now : {}),
        wish: wishOfName(name),
      })),
      separator(vscode.l10n.t('Colours')),
      ...([24, 16, 8] as const).map((colorDepth) => ({
        label: colors[colorDepth],
        ...(colorDepth === session.colorDepth ? now : {}),
        wish: { colorDepth },
      })),
    ],
    {
      title: vscode.l10n.t('Picture Quality of {0}', session.name),
      placeHolder: vscode.l10n.t(
        'Until the session ends. Screenshots and scripts see exact pixels whatever the quality, but no more colours than you choose.',
      ),
    },
  );
  return chosen?.wish;
}
