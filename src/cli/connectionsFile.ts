import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { certificatePath } from '../core/profile/certificateFile.ts';
import type { ConnectionProfile } from '../core/profile/profile.ts';
import { readProfiles } from '../core/profile/profileReader.ts';
import { wordProfileProblem } from '../wording/profileWording.ts';
import { reasonOf } from './environment.ts';
import { parseJsonWithComments } from './jsonWithComments.ts';
import { UsageError } from './usageError.ts';

/** The connections of a file, and what is wrong with it, a line each. */
export interface ConnectionsFile {
  readonly profiles: readonly ConnectionProfile[];
  readonly warnings: readonly string[];
}

/**
 * Reads a connections file: the value of the setting `vncAgentBridge.connections`, alone, under `connections`,
 * or in a whole settings file; with comments if wanted. Paths in it count from its folder.
 *
 * @throws UsageError when it cannot be read, or holds no list.
 */
export async function readConnectionsFile(file: string): Promise<ConnectionsFile> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--connections ${file}: ${reasonOf(error)}`);
  }
  let value: unknown;
  try {
    value = parseJsonWithComments(text);
  } catch {
    throw new UsageError(`--connections ${file}: it is no JSON`);
  }
  const { profiles, problems } = readProfiles(listIn(value));
  const warnings = problems.map((problem) => {
    const place = problem.index === undefined ? '' : ` connection ${problem.index + 1}`;
    const field = problem.field === undefined ? '' : ` ${problem.field}`;
    return `${file}:${place}${field}: ${problem.severity} ${problem.code} ${wordProfileProblem(problem)}`;
  });
  if (problems.some((problem) => problem.code === 'notAnArray')) throw new UsageError(warnings.join('\n'));
  return { profiles: profiles.map((profile) => fromFolder(profile, path.dirname(file))), warnings };
}

function listIn(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if ('connections' in value) return value.connections;
  if ('vncAgentBridge.connections' in value) return value['vncAgentBridge.connections'];
  return value;
}

function fromFolder(profile: ConnectionProfile, folder: string): ConnectionProfile {
  const { certificate, clientCertificate } = profile;
  const place = { folder: path.resolve(folder), home: homedir(), foreign: false };
  const resolve = (written: string): string =>
    written.includes('-----BEGIN') ? written : certificatePath(written, place);
  return {
    ...profile,
    ...(certificate === undefined ? {} : { certificate: resolve(certificate) }),
    ...(clientCertificate === undefined
      ? {}
      : {
          clientCertificate: {
            ...clientCertificate,
            certificate: resolve(clientCertificate.certificate),
            key: resolve(clientCertificate.key),
          },
        }),
  };
}
