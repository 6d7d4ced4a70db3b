import { readFile, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { ImportedConnection } from '../../core/profile/imports/importedConnection.ts';
import { parseRemminaFile } from '../../core/profile/imports/remminaFile.ts';
import { parseSshConfig } from '../../core/profile/imports/sshConfig.ts';
import { parseVncFile } from '../../core/profile/imports/vncFile.ts';

/** The connections of a file, by its name and content. @throws what the reader of its kind throws. */
export async function readImportedFile(file: string, text: string): Promise<readonly ImportedConnection[]> {
  const name = path.basename(file);
  switch (path.extname(file).toLowerCase()) {
    case '.remmina':
      return [parseRemminaFile(text, name)];
    case '.vnc':
    case '.tigervnc':
      return [parseVncFile(text, name)];
    default:
      return await parseSshConfig(text, readIncluded);
  }
}

/** The texts of files that an `Include` of `~/.ssh/config` names; `*` and `?` stand in the last part only. */
async function readIncluded(pattern: string): Promise<readonly string[]> {
  const home = homedir();
  const written = pattern.startsWith('~/') ? path.join(home, pattern.slice(2)) : pattern;
  const whole = path.resolve(path.join(home, '.ssh'), written);
  const folder = path.dirname(whole);
  const fits = globPattern(path.basename(whole));
  const names = await readdir(folder).catch(() => []);
  const texts = names
    .filter((name) => fits.test(name))
    .sort()
    .map(async (name) => await readFile(path.join(folder, name), 'utf8').catch(() => ''));
  return await Promise.all(texts);
}

function globPattern(glob: string): RegExp {
  const escaped = glob.replaceAll(/[\\^$.+()[\]{}|]/gu, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'u');
}
