import type { Clock } from '../base/clock.ts';
import { isVncError, vncError } from '../base/errors.ts';
import { RecordingPlayer } from './recordingPlayer.ts';
import { type RecordingBytes, RecordingReader, fileBytes, memoryBytes } from './recordingReader.ts';

/**
 * Opens a `.vncrec` recording at its first picture. One that was cut off by a crash plays as far as it was saved.
 *
 * @param source a file's path, or its bytes.
 * @throws `VNC_FILE_NOT_READ`, `VNC_RECORDING_INVALID`, `VNC_RECORDING_NEWER`, `VNC_RECORDING_LIMIT`
 */
export async function openRecording(
  source: string | Uint8Array,
  options: { readonly clock?: Clock | undefined } = {},
): Promise<RecordingPlayer> {
  return await RecordingPlayer.start(await openReader(source), options.clock);
}

/** The same, for who reads the moments himself. */
export async function openReader(source: string | Uint8Array): Promise<RecordingReader> {
  const bytes: RecordingBytes = typeof source === 'string' ? await fileBytes(source) : memoryBytes(source);
  try {
    return await RecordingReader.open(bytes);
  } catch (error) {
    await bytes.close();
    if (typeof source === 'string' && isVncError(error, 'VNC_RECORDING_INVALID'))
      throw vncError(error.code, { ...error.data, path: source }, error);
    throw error;
  }
}
