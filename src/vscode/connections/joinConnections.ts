import type { ConnectionProfile } from '../../core/profile/profile.ts';
import type { ProfileProblemCode } from '../../core/profile/profileProblem.ts';
import { readProfiles } from '../../core/profile/profileReader.ts';
import { type Connection, type ConnectionScope, sameScope } from './connection.ts';
import type { ConnectionKeys } from './connectionKeys.ts';

/** The setting as it stands in one scope. */
export interface ScopedSetting {
  readonly scope: ConnectionScope;
  readonly value: unknown;
}

/** Something in the setting that a person should look at. */
export interface ConnectionProblem {
  readonly scope: ConnectionScope;
  /** The place in the scope's array; `undefined` when the whole setting is wrong. */
  readonly index: number | undefined;
  /** The field that is wrong, when it is one. */
  readonly field: string | undefined;
  readonly code: ProfileProblemCode;
  /** With an `error` the connection is left out. */
  readonly severity: 'error' | 'warning';
  readonly data: Readonly<Record<string, string>>;
}

/** All connections of all scopes, in the order of the scopes, and what is wrong with them. */
export interface JoinedConnections {
  readonly connections: readonly Connection[];
  readonly problems: readonly ConnectionProblem[];
}

/**
 * Joins what every scope says. An id that an earlier entry holds already is not taken over from a later one, so
 * that no workspace can pose as a connection of one's own and be given its secrets.
 */
export function joinConnections(settings: readonly ScopedSetting[], keys: ConnectionKeys): JoinedConnections {
  const connections: Connection[] = [];
  const problems: ConnectionProblem[] = [];
  const keyOf = keys.round();
  for (const { scope, value } of settings) {
    if (value === undefined) continue;
    if (!Array.isArray(value)) {
      problems.push({
        scope,
        index: undefined,
        field: undefined,
        code: 'notAnArray',
        severity: 'error',
        data: {},
      });
      continue;
    }
    for (const [index, entry] of value.entries()) {
      const read = readProfiles([entry]);
      for (const problem of read.problems) problems.push({ ...problem, scope, index });
      const found = read.profiles[0];
      if (found === undefined) continue;
      const profile = withoutTakenId(found, connections, (data) =>
        problems.push({ scope, index, field: 'id', code: 'duplicateId', severity: 'warning', data }),
      );
      if (connections.some((other) => other.profile.name === profile.name)) {
        problems.push({
          scope,
          index,
          field: 'name',
          code: 'duplicateName',
          severity: 'error',
          data: { name: profile.name },
        });
        continue;
      }
      connections.push({ key: keyOf(profile, scope), profile, scope, index });
    }
  }
  return { connections, problems };
}

function withoutTakenId(
  profile: ConnectionProfile,
  earlier: readonly Connection[],
  report: (data: Record<string, string>) => void,
): ConnectionProfile {
  const owner = earlier.find((other) => profile.id !== undefined && other.profile.id === profile.id);
  if (owner === undefined) return profile;
  report({ name: profile.name, owner: owner.profile.name });
  return { ...profile, id: undefined };
}

/**
 * Finds what people and scripts mean by `text`: a key, an id or a name. One's own connections come first, whichever
 * of these it is, so that no workspace takes the name of one of them as its id.
 */
export function findConnection(connections: readonly Connection[], text: string): Connection | undefined {
  const own = connections.filter(({ scope }) => scope.kind === 'user');
  const others = connections.filter(({ scope }) => scope.kind !== 'user');
  return (
    connections.find(({ key }) => key === text) ??
    own.find(({ profile }) => profile.id === text) ??
    own.find(({ profile }) => profile.name === text) ??
    others.find(({ profile }) => profile.id === text) ??
    others.find(({ profile }) => profile.name === text)
  );
}

/** Whether both name the same entry of the setting. */
export function sameEntry(a: Connection, b: Connection): boolean {
  return a.index === b.index && sameScope(a.scope, b.scope);
}
