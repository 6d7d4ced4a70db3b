import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { limits } from '../base/limits.ts';
import { vncError } from '../base/errors.ts';

/** Where the paths of a profile's certificate begin. */
export interface CertificatePlace {
  /** The folder that a relative path starts in; an absolute path. */
  readonly folder: string;
  /** The person's own folder, for `~/`. */
  readonly home: string;
  /** Whether somebody else may have written the profile: a path of theirs makes us call no file server. */
  readonly foreign: boolean;
}

/**
 * The file that a profile's `certificate` names.
 *
 * @throws `VNC_CERTIFICATE_INVALID` for a network path of a profile that somebody else may have written: opening
 *   one proves who we are to the server that it names.
 */
export function certificatePath(written: string, { folder, home, foreign }: CertificatePlace): string {
  const file = written.trim();
  if (foreign && /^[\\/]{2}/.test(file)) throw unreadable(written);
  if (/^~[\\/]/.test(file)) return path.join(home, file.slice(2));
  return path.resolve(folder, file);
}

/**
 * Reads a file of certificates, and nothing else: what is no plain file could block or never end.
 *
 * @throws `VNC_CERTIFICATE_INVALID`, also when it is longer than `limits.certificateBytes`.
 */
export async function readCertificateFile(file: string): Promise<string> {
  try {
    if (!(await stat(file)).isFile()) throw unreadable(file);
    // Where it became a pipe meanwhile, opening must not wait for a writer.
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const facts = await handle.stat();
      if (!facts.isFile() || facts.size > limits.certificateBytes) throw unreadable(file);
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, cause?: unknown): Error {
  return vncError('VNC_CERTIFICATE_INVALID', { reason: 'file', path: file }, cause);
}
