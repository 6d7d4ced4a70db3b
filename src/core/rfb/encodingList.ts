import { vncError } from '../base/errors.ts';
import type { EncodingChoice, Subsampling } from '../session/wire.ts';
import {
  compressionEncoding,
  defaultEncodings,
  encodings,
  fineQualityEncoding,
  qualityEncoding,
  subsamplingEncoding,
} from './encodings/encodingNumbers.ts';

const highestLevel = 9;
const highestFineQuality = 100;

const subsamplings: readonly Subsampling[] = ['1x', '2x', '4x', 'gray', '8x', '16x'];

/**
 * The extensions that are always offered: each costs a server that does not know it nothing. Audio (-259) is not
 * among them, because nobody would hear it.
 */
const extensions: readonly number[] = [
  encodings.ExtendedDesktopSize,
  encodings.Fence,
  encodings.ContinuousUpdates,
  encodings.ExtendedClipboard,
  encodings.ExtendedMouseButtons,
  encodings.QemuExtendedKeys,
  encodings.QemuPointerMotion,
  encodings.QemuLedState,
  encodings.VMwareLedState,
  encodings.Xvp,
];

/**
 * What SetEncodings carries for a choice, the preferred encoding first.
 *
 * @throws `VNC_ARGUMENT_INVALID` for a name that is no encoding of pixels, and for levels out of their range
 */
export function encodingList(choice: EncodingChoice = {}): number[] {
  const { preferred, only, compression, fineQuality, subsampling } = choice;
  const list = preferred === undefined ? [] : [pixelEncoding(preferred)];
  if (compression === undefined) list.push(...defaultEncodings);
  else {
    checkLevel('compression', compression, highestLevel);
    list.push(...defaultEncodings.filter((encoding) => !isCompression(encoding)));
    list.push(compressionEncoding(compression));
    // Who wants no compression may get pixels that are none at all.
    if (compression === 0) list.push(encodings.TightWithoutZlib);
  }
  const coarse = coarseQualityOf(choice);
  if (coarse !== undefined) {
    checkLevel('quality', coarse, highestLevel);
    list.push(encodings.JPEG, encodings.ZYWRLE, qualityEncoding(coarse));
  }
  if (fineQuality !== undefined) {
    checkLevel('fineQuality', fineQuality, highestFineQuality);
    list.push(fineQualityEncoding(fineQuality));
  }
  if (subsampling !== undefined) {
    if (!subsamplings.includes(subsampling))
      throw vncError('VNC_ARGUMENT_INVALID', { argument: 'subsampling', value: subsampling });
    list.push(subsamplingEncoding(subsampling));
  }
  const wanted =
    only === true && preferred !== undefined ? list.filter((one, i) => i === 0 || !isPixels(one)) : list;
  return [...new Set([...wanted, ...extensions])];
}

/**
 * The quality of 0 to 9 that a choice comes to. It is told also where fine steps are asked for: not every server
 * knows those.
 */
export function coarseQualityOf({ quality, fineQuality }: EncodingChoice): number | undefined {
  if (quality !== undefined || fineQuality === undefined) return quality;
  return Math.round((fineQuality * highestLevel) / highestFineQuality);
}

/** The names that {@link EncodingChoice.preferred} can have. */
export const pixelEncodingNames: readonly string[] = Object.entries(encodings)
  .filter(([, number]) => isPixels(number))
  .map(([name]) => name);

function pixelEncoding(name: string): number {
  const wanted = name.toLowerCase();
  const found = Object.entries(encodings).find(
    ([known, number]) => known.toLowerCase() === wanted && isPixels(number),
  );
  if (found === undefined) throw vncError('VNC_ARGUMENT_INVALID', { argument: 'encoding', value: name });
  return found[1];
}

/** Pseudo-encodings of VMware and of the clipboard are large numbers. */
function isPixels(number: number): boolean {
  return (number >= 0 && number < 0x10000) || number === encodings.TightPng;
}

function isCompression(number: number): boolean {
  return number >= compressionEncoding(0) && number <= compressionEncoding(highestLevel);
}

function checkLevel(argument: string, value: number, highest: number): void {
  if (!Number.isInteger(value) || value < 0 || value > highest)
    throw vncError('VNC_ARGUMENT_INVALID', { argument, value });
}
