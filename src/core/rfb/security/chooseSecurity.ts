import { type VncError, vncError } from '../../base/errors.ts';
import type { Credentials } from '../credentials.ts';
import { type HasCrypto, hasCrypto } from './cryptoProbes.ts';
import { type CredentialNeeds, type SecurityWay, securityWays } from './securityWays.ts';

/** Something that can be chosen, and the ways to log in that it may lead to. */
export interface SecurityCandidate {
  /** The number on the wire. */
  readonly number: number;
  /** By name; several where the server tells only after the choice what it wants. */
  readonly ways: readonly string[];
}

/** What the choice depends on beside the server. */
export interface ChoiceContext {
  readonly credentials: Credentials;
  /** The ways that the connection allows, the preferred one first; all when left out. */
  readonly types?: readonly string[] | undefined;
  /** Whether user names and passwords may go out as they are: nobody can read along, or a person allowed it. */
  readonly clearAllowed: boolean;
  /** What the runtime can do; {@link hasCrypto} when left out. */
  readonly hasCrypto?: HasCrypto | undefined;
}

/** What was chosen, and what was passed over though the server offers it. */
export interface SecurityChoice {
  readonly number: number;
  /** Lines for the log. */
  readonly notes: readonly string[];
}

/** One of a candidate's ways with its place in the order of preference. */
interface RankedWay {
  readonly candidate: SecurityCandidate;
  readonly way: SecurityWay;
  readonly rank: number;
}

/**
 * Chooses by what is held, never by the server's order: macOS lists types first that would leave a client with
 * only a password hanging. What needs exactly what is held comes first; nobody is asked for anything while the
 * server lets everyone in. A list of the connection's own takes the place of all that.
 *
 * @param offered the names of all that the server offers; what is not known is not among the `candidates`
 * @throws `VNC_UNENCRYPTED_REFUSED`, `VNC_SECURITY_UNAVAILABLE` or `VNC_SECURITY_UNSUPPORTED`, whichever says most
 */
export function chooseSecurity(
  offered: readonly string[],
  candidates: readonly SecurityCandidate[],
  context: ChoiceContext,
): SecurityChoice {
  const allowed = rankAll(candidates, context);
  const refused = allowed.filter(({ way }) => way.clear === true && !context.clearAllowed);
  const unavailable = allowed.filter(({ way }) => missingOf(way, context) !== '');
  const possible = allowed.filter((ranked) => !refused.includes(ranked) && !unavailable.includes(ranked));
  const notes = [
    ...refused.map(({ way }) => `${way.name} is not chosen: it sends the user name or password unencrypted`),
    ...unavailable.map(({ way }) => `${way.name} is not chosen: here is no ${missingOf(way, context)}`),
  ];
  const [best] = possible.toSorted((one, other) => one.rank - other.rank);
  if (best !== undefined) return { number: best.candidate.number, notes };
  throw noChoice(offered, { refused, unavailable }, context);
}

function noChoice(
  offered: readonly string[],
  {
    refused,
    unavailable,
  }: { readonly refused: readonly RankedWay[]; readonly unavailable: readonly RankedWay[] },
  context: ChoiceContext,
): VncError {
  if (refused.length > 0) {
    return vncError('VNC_UNENCRYPTED_REFUSED', { securityType: namesOf(refused) });
  }
  const offeredNames = offered.join(', ');
  if (unavailable.length > 0) {
    const missing = new Set(unavailable.map(({ way }) => missingOf(way, context)));
    return vncError('VNC_SECURITY_UNAVAILABLE', {
      offered: offeredNames,
      unavailable: namesOf(unavailable),
      missing: [...missing].join(', '),
    });
  }
  const allowed = context.types === undefined ? {} : { allowed: context.types.join(', ') };
  return vncError('VNC_SECURITY_UNSUPPORTED', { offered: offeredNames, ...allowed });
}

function namesOf(ranked: readonly RankedWay[]): string {
  return [...new Set(ranked.map(({ way }) => way.name))].join(', ');
}

/** The ways of all candidates that the connection allows, with their rank: a lower one is better. */
function rankAll(candidates: readonly SecurityCandidate[], context: ChoiceContext): RankedWay[] {
  const wanted = context.types?.map((name) => name.toLowerCase());
  return candidates.flatMap((candidate) =>
    securityWays.flatMap((way, strength) => {
      if (!candidate.ways.includes(way.name)) return [];
      if (wanted === undefined) {
        const tier = tierOf(way.needs, context.credentials);
        return [{ candidate, way, rank: tier * securityWays.length + strength }];
      }
      const place = wanted.indexOf(way.name.toLowerCase());
      return place === -1 ? [] : [{ candidate, way, rank: place }];
    }),
  );
}

/** What the runtime lacks for a way; empty when it can do it. */
function missingOf(way: SecurityWay, context: ChoiceContext): string {
  const has = context.hasCrypto ?? hasCrypto;
  return way.crypto.filter((need) => !has(need)).join(', ');
}

/** How well a way fits what is held: 0 is best. */
function tierOf(needs: CredentialNeeds, { username, password }: Credentials): number {
  const user = username !== undefined && username !== '';
  const tiers: Readonly<Record<CredentialNeeds, number>> =
    password === undefined
      ? user
        ? { any: 0, nothing: 0, user: 1, either: 1, password: 2 }
        : { any: 0, nothing: 0, password: 1, either: 1, user: 2 }
      : user
        ? { any: 0, user: 0, either: 0, password: 1, nothing: 2 }
        : { any: 0, password: 0, either: 0, nothing: 1, user: 2 };
  return tiers[needs];
}
