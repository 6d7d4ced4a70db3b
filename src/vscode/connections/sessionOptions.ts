import type { ConnectionProfile, MachineOptions } from '../../core/profile/profile.ts';
import { reconnectPolicyOf, sessionOptionsOf } from '../../core/profile/sessionOptions.ts';
import type { OpenSessionOptions } from '../../core/session/openSession.ts';
import type { PreparedConnection, ReconnectOptions } from '../../core/session/reconnectOptions.ts';
import type { DialTarget, TlsOptions } from '../../core/transport/target.ts';
import type { TrustPolicy } from '../../core/transport/trust.ts';
import { readSetting } from '../settings.ts';

/** Where a session shall lead, and what else was decided for it. */
export interface SessionPlan {
  readonly target: DialTarget;
  /** How a server proves who it is inside the handshake. */
  readonly tls: TlsOptions;
  readonly profile: ConnectionProfile;
  readonly machine: MachineOptions;
  /** Who decides about servers that nothing vouches for. */
  readonly trust: TrustPolicy;
  /** Fetches fresh tickets before the connection is made again; `false` never makes it again. */
  readonly prepareAgain: ((signal: AbortSignal) => Promise<PreparedConnection>) | false;
}

/** Milliseconds that a server may take to dial us: somebody may have to walk to it. */
const listenTimeout = 600_000;

/** What a profile, this machine and the settings decide of how a session is opened. */
export function openOptionsOf(plan: SessionPlan): Omit<OpenSessionOptions, 'credentials'> {
  const { profile, machine, trust, tls } = plan;
  const target = withTrust(plan.target, trust);
  const patient = target.transport === 'listen' && profile.timeout === undefined;
  return {
    ...sessionOptionsOf(profile, { target, tls: { ...tls, trust }, machine }),
    ...(patient ? { timeout: listenTimeout } : {}),
    target,
    reconnect: reconnectOf(plan),
  };
}

/** The same target, about whose certificate a person can be asked. */
function withTrust(target: DialTarget, trust: TrustPolicy): DialTarget {
  return target.transport === 'websocket' ? { ...target, tls: { ...target.tls, trust } } : target;
}

/** The settings decide where the profile says nothing. */
function reconnectOf({ profile, trust, prepareAgain }: SessionPlan): ReconnectOptions | undefined {
  const wanted = profile.reconnect ?? readSetting('reconnect.enabled');
  const policy = reconnectPolicyOf({ ...profile, reconnect: wanted });
  if (policy === undefined || prepareAgain === false) return undefined;
  return {
    maxAttempts: readSetting('reconnect.maxAttempts'),
    ...policy,
    prepare: async (signal) => {
      const { target, credentials } = await prepareAgain(signal);
      return { target: withTrust(target, trust), credentials };
    },
  };
}
