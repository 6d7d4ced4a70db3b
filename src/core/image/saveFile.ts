import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { vncError } from '../base/errors.ts';

/**
 * Writes a file whole or not at all: readers see the old one or the new one, and a failure leaves no half.
 *
 * @throws `VNC_FILE_NOT_WRITTEN` with the path and the system's code.
 */
export async function saveFile(file: string, bytes: Uint8Array): Promise<void> {
  // Beside the file, because a rename does not cross file systems.
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}.tmp`);
  try {
    await writeFile(temporary, bytes, { flag: 'wx' });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw vncError('VNC_FILE_NOT_WRITTEN', { path: file, reason }, error);
  }
}
