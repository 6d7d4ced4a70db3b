import { type VncError, vncError } from '../../base/errors.ts';
import type { ApiAnswer } from './apiClient.ts';

/** What was asked of Proxmox VE, for the error. */
export interface ProxmoxQuestion {
  readonly host: string;
  /** What we proved ourselves with. */
  readonly login: 'token' | 'password';
  readonly user: string;
  /** The machine as the profile names it. */
  readonly machine: string;
  readonly node?: string | undefined;
}

/**
 * What an answer other than 200 means. Its reason is the server's own words; `secrets` are cut out of them.
 *
 * Proxmox VE answers 401 for whoever it does not know, 403 with the missing privilege, 500 with a line of the
 * failed program for nearly all else, and 595 to 599 where the node that it asks in turn does not answer. 502 to 504
 * come from a reverse proxy before it.
 */
export function proxmoxError(
  answer: ApiAnswer,
  question: ProxmoxQuestion,
  secrets: readonly string[],
): VncError {
  const { host, login, user, machine, node = '' } = question;
  const { status } = answer;
  const reason = withoutSecrets(answer.reason, secrets);
  const data = { host, machine, ...(node === '' ? {} : { node }) };
  if (status === 502 || status === 503 || status === 504) {
    return vncError('VNC_TICKET_SOURCE_FAILED', { host, status, reason: 'gateway' });
  }
  // Whose page it is cannot be told by its status: a login of a reverse proxy's own is no refusal of our token.
  if (answer.isPage) return notProxmox(answer, host);
  switch (status) {
    case 401:
      return vncError('VNC_TICKET_LOGIN_REJECTED', { host, login, user, said: reason });
    case 403:
      return vncError('VNC_TICKET_FORBIDDEN', { ...data, user, said: reason });
    case 595:
    case 596:
    case 597:
    case 598:
    case 599:
      return vncError('VNC_TICKET_NODE_UNREACHABLE', { ...data, node, said: reason });
    default:
  }
  if (/not running|is stopped/i.test(reason)) {
    return vncError('VNC_TICKET_MACHINE_STOPPED', { ...data, status: 'stopped' });
  }
  if (/hostname lookup|no such cluster node|node '.*' does not exist/i.test(reason)) {
    return vncError('VNC_TICKET_MACHINE_UNKNOWN', { ...data, node, reason: 'node' });
  }
  if (/does not exist|no such (vm|container)/i.test(reason)) {
    return vncError('VNC_TICKET_MACHINE_UNKNOWN', { ...data, reason: 'notFound' });
  }
  if (status === 404 || status === 501 || status < 400) return notProxmox(answer, host);
  return vncError('VNC_TICKET_SOURCE_FAILED', { host, status, reason: 'answer', said: reason });
}

/** The error for an answer that is none of Proxmox VE, whatever its status. */
export function notProxmox({ status, isPage }: Pick<ApiAnswer, 'status' | 'isPage'>, host: string): VncError {
  return vncError('VNC_TICKET_SOURCE_FAILED', { host, status, reason: isPage ? 'page' : 'notProxmox' });
}

/** `text` with what must not be shown cut out, also where it is percent-encoded. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .filter((secret) => secret.length > 3)
    .reduce((shown, secret) => shown.replaceAll(secret, '…'), text);
}
