import { readFile } from 'node:fs/promises';
import type { Clock } from '../../src/core/base/clock.ts';
import type { ConnectionProfile, MachineOptions } from '../../src/core/profile/profile.ts';
import { prepareTarget } from '../../src/core/profile/prepareTarget.ts';
import { tlsOptionsOf } from '../../src/core/profile/profileTls.ts';
import { sessionOptionsOf } from '../../src/core/profile/sessionOptions.ts';
import { openSession } from '../../src/core/session/openSession.ts';
import type { PreparedConnection, ReconnectPolicy } from '../../src/core/session/reconnectOptions.ts';
import type { Session } from '../../src/core/session/session.ts';

/** What a test has beside the profile. */
export interface ProfileChoices {
  readonly secrets?: Readonly<Record<string, string>> | undefined;
  readonly machine?: MachineOptions | undefined;
  /** Makes lost connections again, each time with what the sources give then. */
  readonly reconnect?: ReconnectPolicy | undefined;
  readonly clock?: Clock | undefined;
}

/** Opens a session as the profile says, with everything that a profile goes through before it is one. */
export async function openProfile(
  profile: ConnectionProfile,
  choices: ProfileChoices = {},
): Promise<Session> {
  const { secrets = {}, machine, reconnect, clock } = choices;
  const sources = { secrets, machine, readFile: async (file: string) => await readFile(file, 'utf8') };
  const prepare = async (signal: AbortSignal): Promise<PreparedConnection> => {
    const { target, password = secrets['password'] } = await prepareTarget(profile, {
      ...sources,
      signal,
      clock,
    });
    return { target, credentials: { username: profile.username, password } };
  };
  const { target, credentials } = await prepare(new AbortController().signal);
  const tls = await tlsOptionsOf(profile, sources);
  return await openSession({
    ...sessionOptionsOf(profile, { target, tls, machine }),
    target,
    credentials,
    clock,
    ...(reconnect === undefined ? {} : { reconnect: { ...reconnect, prepare } }),
  });
}
