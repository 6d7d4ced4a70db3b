import { hostPartOf, placeholdersOf } from '../transport/urlTemplate.ts';
import type { ConnectionProfile } from './profile.ts';
import { type ProfileProblem, type ProfileProblemCode, severityOf } from './profileProblem.ts';
import { type Report, isRecord } from './fieldReaders.ts';
import { type ProfileField, isProfileField, profileFields } from './profileFields.ts';
import { checkReach } from './reachChecks.ts';
import { secretPlaceholders } from './secretWords.ts';
import { reportUnknown } from './unknownProperty.ts';

/** A list of connections as far as it can be used, and what is wrong with it. */
export interface ReadProfiles {
  readonly profiles: ConnectionProfile[];
  readonly problems: ProfileProblem[];
}

/** Where a secret leaves nothing that could be used: without it, a connection would be another one. */
const uselessWithSecret = new Set(['url', 'proxy', 'ticketSource.tokenId']);

/**
 * Reads the setting `vncAgentBridge.connections`, or a connections file of the command line. What cannot be
 * used is left out and reported: nothing in it throws.
 */
export function readProfiles(value: unknown): ReadProfiles {
  const problems: ProfileProblem[] = [];
  const profiles: ConnectionProfile[] = [];
  if (!Array.isArray(value)) {
    problems.push({ code: 'notAnArray', severity: 'error', index: undefined, field: undefined, data: {} });
    return { profiles, problems };
  }
  for (const [index, entry] of value.entries()) {
    const profile = readProfile(entry, index, problems);
    if (profile !== undefined) profiles.push(withoutTaken(profile, index, profiles, problems));
  }
  return { profiles: profiles.filter(uniqueName), problems };
}

function readProfile(
  entry: unknown,
  index: number,
  problems: ProfileProblem[],
): ConnectionProfile | undefined {
  const before = problems.length;
  const reporter =
    (field: string | undefined): Report =>
    (code, data = {}, inner) => {
      const place = inner === undefined ? field : `${field ?? ''}.${inner}`;
      const useless = code === 'secretInSettings' && uselessWithSecret.has(place ?? '');
      const severity = useless ? 'error' : severityOf(code);
      problems.push({ code, severity, index, field: place, data });
    };
  if (!isRecord(entry)) {
    reporter(undefined)('notAnObject');
    return undefined;
  }
  const fields: Partial<Record<ProfileField, unknown>> = {};
  for (const [name, value] of Object.entries(entry)) {
    const report = reporter(name);
    if (isProfileField(name)) fields[name] = profileFields[name](value, report);
    else reportUnknown(name, Object.keys(profileFields), report);
  }
  if (entry['name'] === undefined) reporter('name')('nameMissing');
  checkReach(entry, reporter);
  const profile = withoutUndefined(fields);
  if (!hasName(profile)) return undefined;
  checkPlaceholders(profile, reporter('url'));
  const usable = problems.slice(before).every((problem) => problem.severity === 'warning');
  return usable ? withoutSecretValues(profile, reporter('variables')) : undefined;
}

/** Every property has been read by its own reader, so that its type is right. */
function withoutUndefined(fields: Partial<Record<ProfileField, unknown>>): Partial<ConnectionProfile> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function hasName(profile: Partial<ConnectionProfile>): profile is ConnectionProfile {
  return profile.name !== undefined;
}

/** Drops values that are written out though their variable is said to be a secret. */
function withoutSecretValues(profile: ConnectionProfile, report: Report): ConnectionProfile {
  const { variables, secretVariables = [] } = profile;
  if (variables === undefined) return profile;
  const open = Object.entries(variables).filter(([name]) => {
    const secret = secretVariables.includes(name);
    if (secret) report('secretInSettings', { property: name }, name);
    return !secret;
  });
  return { ...profile, variables: Object.fromEntries(open) };
}

/** Placeholders without a source, and secrets where they would be looked up and shown. */
function checkPlaceholders(profile: ConnectionProfile, report: Report): void {
  const { url } = profile;
  if (url === undefined) return;
  const secrets = new Set([...secretPlaceholders, ...(profile.secretVariables ?? [])]);
  const known = new Set([...secrets, ...Object.keys(profile.variables ?? {})]);
  if (profile.host !== undefined) known.add('host');
  if (profile.port !== undefined) known.add('port');
  if (profile.username !== undefined) known.add('username');
  for (const { name } of placeholdersOf(url)) {
    if (!known.has(name)) report('variableMissing', { name });
  }
  for (const { name } of placeholdersOf(hostPartOf(url))) {
    if (secrets.has(name)) report('secretInHost', { name });
  }
}

/** The first of two keeps the id: no later entry is given the secrets of an earlier one. */
function withoutTaken(
  profile: ConnectionProfile,
  index: number,
  earlier: readonly ConnectionProfile[],
  problems: ProfileProblem[],
): ConnectionProfile {
  const report = (code: ProfileProblemCode, field: string, data: Record<string, string>): void => {
    problems.push({ code, severity: severityOf(code), index, field, data });
  };
  if (earlier.some((other) => other.name === profile.name)) {
    report('duplicateName', 'name', { name: profile.name });
  }
  const owner = earlier.find((other) => profile.id !== undefined && other.id === profile.id);
  if (owner === undefined) return profile;
  report('duplicateId', 'id', { name: profile.name, owner: owner.name });
  const { id: _id, ...rest } = profile;
  return rest;
}

function uniqueName(profile: ConnectionProfile, index: number, all: readonly ConnectionProfile[]): boolean {
  return all.findIndex((other) => other.name === profile.name) === index;
}
