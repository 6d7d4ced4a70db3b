import assert from 'node:assert/strict';
import { type VncError, isVncError } from '../../../../src/core/base/errors.ts';
import type { VncErrorCode } from '../../../../src/core/base/errorCodes.ts';
import type { ConnectionProfile, ProxmoxTicketSource } from '../../../../src/core/profile/profile.ts';
import type { Ticket } from '../../../../src/core/profile/tickets/ticket.ts';
import { type TicketContext, fetchTicket } from '../../../../src/core/profile/tickets/ticketSource.ts';
import type { ClusterOptions } from '../../../support/peers/proxmox/proxmoxCluster.ts';
import { type ProxmoxPeer, startProxmoxPeer } from '../../../support/peers/proxmox/proxmoxPeer.ts';
import { machine, tokenValue, users } from './cluster.ts';

/** How a test asks for a ticket, where it differs from a token of the administrator. */
export interface Choices {
  readonly source?: Partial<ProxmoxTicketSource>;
  readonly profile?: Partial<ConnectionProfile>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** The profile's source of tickets. */
export function sourceOf(choices: Choices): ProxmoxTicketSource {
  return { kind: 'proxmox', vm: '100', user: 'root@pam', tokenId: 'vnc', ...choices.source };
}

/** The profile of a machine of the peer. */
export function profileOf(peer: Pick<ProxmoxPeer, 'host' | 'port'>, choices: Choices): ConnectionProfile {
  return {
    name: 'vm',
    host: peer.host,
    port: peer.port,
    ticketSource: sourceOf(choices),
    ...choices.profile,
  };
}

/** What fetching its ticket needs. */
export function contextOf(
  peer: Pick<ProxmoxPeer, 'host' | 'port'> & { readonly ca?: string },
  choices: Choices,
): TicketContext {
  return {
    profile: { certificate: peer.ca, ...profileOf(peer, choices) },
    secrets: choices.secrets ?? { apiToken: tokenValue },
    readFile: async () => await Promise.reject(new Error('no file')),
    signal: choices.signal ?? new AbortController().signal,
  };
}

/** Asks the peer for a ticket. */
export async function ticketOf(peer: ProxmoxPeer, choices: Choices = {}): Promise<Ticket> {
  return await fetchTicket(sourceOf(choices), contextOf(peer, choices));
}

/** The error of a ticket that is not given; it holds no secret. */
export async function failureOf(work: Promise<unknown>, code: VncErrorCode): Promise<VncError> {
  const error: unknown = await work.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  assert.ok(isVncError(error, code), `${code} expected, not ${String(error)}`);
  const said = `${error.message} ${JSON.stringify(error.data)} ${String(error.cause)}`;
  for (const secret of [tokenValue, 'pa ss&wörd', 'wrong-secret']) assert.ok(!said.includes(secret), said);
  return error;
}

/** The administrator without a token. */
export const byPassword = { user: 'root@pam', tokenId: undefined };

/** Does `work` with a peer that has one running machine, `web`, unless `options` say otherwise. */
export async function withPeer(
  options: Partial<ClusterOptions>,
  work: (peer: ProxmoxPeer) => Promise<void>,
): Promise<void> {
  await using peer = await startProxmoxPeer({ machines: [machine(100, 'web')], users, ...options });
  await work(peer);
}
