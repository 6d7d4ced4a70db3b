import path from 'node:path';
import { vncError } from '../base/errors.ts';
import { saveFile } from '../image/saveFile.ts';
import type { Bridge, CaptureOptions, ImageFormat, Screenshot } from './bridge.ts';

const formats: Readonly<Record<string, ImageFormat>> = {
  '.png': 'png',
  '.jpg': 'jpeg',
  '.jpeg': 'jpeg',
  '.bmp': 'bmp',
};

/** The format that a file name asks for. @throws `VNC_ARGUMENT_INVALID` when its extension is no picture's */
export function formatOfFile(file: string): ImageFormat {
  const extension = path.extname(file).toLowerCase();
  const format = Object.hasOwn(formats, extension) ? formats[extension] : undefined;
  if (format === undefined) throw vncError('VNC_ARGUMENT_INVALID', { argument: 'file', value: file });
  return format;
}

/**
 * Captures the screen into a file, whose extension decides the format (`.png`, `.jpg`, `.jpeg`, `.bmp`). The
 * file is written whole or not at all.
 *
 * @throws what `screen.capture` throws, `VNC_ARGUMENT_INVALID` for another extension, `VNC_FILE_NOT_WRITTEN`.
 */
export async function saveScreenshot(
  bridge: Pick<Bridge, 'screen'>,
  file: string,
  options: Omit<CaptureOptions, 'format'> = {},
): Promise<Screenshot> {
  const screenshot = await bridge.screen.capture({ ...options, format: formatOfFile(file) });
  await saveFile(file, screenshot.data);
  return screenshot;
}
