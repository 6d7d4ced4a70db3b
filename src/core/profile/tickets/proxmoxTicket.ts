import { vncError } from '../../base/errors.ts';
import { isRecord } from '../fieldReaders.ts';
import { isHeaderValue } from '../headerTemplate.ts';
import type { ProxmoxTicketSource } from '../profile.ts';
import { type ApiAnswer, ApiClient, type ApiRequest, type ApiServer } from './apiClient.ts';
import { type ProxmoxQuestion, notProxmox, proxmoxError } from './proxmoxErrors.ts';
import { type ProxmoxMachine, chooseMachine, machinesOf } from './proxmoxMachines.ts';
import type { Ticket } from './ticket.ts';

/** What a ticket of Proxmox VE is made with. */
export interface ProxmoxAccess {
  readonly server: ApiServer;
  readonly source: ProxmoxTicketSource;
  /** `apiToken` or `apiPassword`. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Whom the API takes us for, in headers. */
interface Login {
  /** Goes with every request, and with the upgrade. */
  readonly headers: Readonly<Record<string, string>>;
  /** Goes with requests that change something. */
  readonly writing: Readonly<Record<string, string>>;
}

/**
 * Has Proxmox VE open its VNC proxy for one connection: logs in (an API token is its own login), finds the machine
 * and its node, and asks for a ticket. The proxy waits ten seconds for one connection, so each ticket is used at
 * once and only once.
 *
 * @throws `VNC_TICKET_…` with what the API said, `VNC_TLS_…` and the other errors of dialling it,
 *   `VNC_TEMPLATE_VALUE_MISSING` without the secret.
 */
export async function fetchProxmoxTicket(access: ProxmoxAccess): Promise<Ticket> {
  const client = new ApiClient(access.server, access.signal);
  try {
    const proxmox = new ProxmoxApi(access, client);
    const login = await proxmox.logIn();
    const machine = await proxmox.findMachine(login);
    return await proxmox.openProxy(login, machine);
  } finally {
    client.dispose();
  }
}

class ProxmoxApi {
  readonly #access: ProxmoxAccess;
  readonly #client: ApiClient;
  readonly #question: ProxmoxQuestion;
  /** What must not be part of an error. */
  readonly #secrets: string[];

  constructor(access: ProxmoxAccess, client: ApiClient) {
    this.#access = access;
    this.#client = client;
    const { source, server, secrets } = access;
    this.#secrets = Object.values(secrets);
    this.#question = {
      host: server.endpoint.host,
      login: source.tokenId === undefined ? 'password' : 'token',
      user: withRealm(source.user),
      machine: source.vm,
      node: source.node,
    };
  }

  async logIn(): Promise<Login> {
    const { source } = this.#access;
    const user = withRealm(source.user);
    if (source.tokenId === undefined) return await this.#logInWithPassword(user);
    const written = this.#secret('apiToken');
    // People keep what the web interface shows: the value, or the whole `user@realm!id=value`.
    const value = written.trim().replace(/^.*!.*=/, '');
    this.#secrets.push(value);
    const authorization = `PVEAPIToken=${user}!${source.tokenId}=${value}`;
    if (!isHeaderValue(authorization)) {
      throw vncError('VNC_TEMPLATE_INVALID', { reason: 'value', placeholder: 'apiToken' });
    }
    return { headers: { Authorization: authorization }, writing: {} };
  }

  async #logInWithPassword(username: string): Promise<Login> {
    const form = { username, password: this.#secret('apiPassword') };
    const data = await this.#ask({ method: 'POST', path: '/api2/json/access/ticket', headers: {}, form });
    const { ticket, CSRFPreventionToken: token } = isRecord(data) ? data : {};
    // A half ticket: the second factor would have to be typed in by a person at every reconnect.
    const half = typeof ticket === 'string' && ticket.startsWith('PVE:!tfa!');
    if (half || (isRecord(data) && data['NeedTFA'] === 1)) {
      throw vncError('VNC_TICKET_SECOND_FACTOR', { host: this.#question.host, user: username });
    }
    if (typeof ticket !== 'string' || typeof token !== 'string') throw this.#notProxmox();
    this.#secrets.push(ticket);
    return {
      headers: { Cookie: `PVEAuthCookie=${encodeURIComponent(ticket)}` },
      writing: { CSRFPreventionToken: token },
    };
  }

  async findMachine({ headers }: Login): Promise<ProxmoxMachine> {
    const path = '/api2/json/cluster/resources?type=vm';
    const data = await this.#ask({ method: 'GET', path, headers });
    if (!Array.isArray(data)) throw this.#notProxmox();
    return chooseMachine(machinesOf(data), this.#access.source);
  }

  async openProxy(login: Login, { vmid, node, type }: ProxmoxMachine): Promise<Ticket> {
    const path = `/api2/json/nodes/${encodeURIComponent(node)}/${type}/${vmid}/vncproxy`;
    const headers = { ...login.headers, ...login.writing };
    const ask = async (form: Readonly<Record<string, string>>): Promise<ApiAnswer> =>
      await this.#client.request({ method: 'POST', path, headers, form });
    // A password of its own for the handshake: virtual machines have it since Proxmox VE 6, containers and
    // versions to come refuse the parameter.
    let answer = type === 'qemu' ? await ask({ websocket: '1', 'generate-password': '1' }) : undefined;
    if (answer === undefined || answer.status === 400) answer = await ask({ websocket: '1' });
    const data = this.#dataOf(answer, node);
    const { ticket, port, password } = isRecord(data) ? data : {};
    const isPort = typeof port === 'number' || typeof port === 'string';
    const isTicket = typeof ticket === 'string' && ticket !== '';
    if (!isTicket || !isPort || !/^\d{1,5}$/.test(String(port))) throw this.#notProxmox();
    return {
      values: { node, type, vmid, vncport: String(port), ticket },
      // Without one the ticket itself is the password of the handshake, of which eight characters count.
      password: typeof password === 'string' && password !== '' ? password : ticket,
      headers: login.headers,
    };
  }

  /** The data of an answer that is no error. */
  async #ask(request: ApiRequest): Promise<unknown> {
    return this.#dataOf(await this.#client.request(request));
  }

  #dataOf(answer: ApiAnswer, node?: string): unknown {
    if (answer.status !== 200) {
      throw proxmoxError(answer, { ...this.#question, node: node ?? this.#question.node }, this.#secrets);
    }
    if (!isRecord(answer.body) || !('data' in answer.body)) throw notProxmox(answer, this.#question.host);
    return answer.body['data'];
  }

  /** Data that lacks what Proxmox VE would have put there. */
  #notProxmox(): Error {
    return notProxmox({ status: 200, isPage: false }, this.#question.host);
  }

  #secret(name: string): string {
    const { secrets } = this.#access;
    const value = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
    if (value === undefined || value === '') throw vncError('VNC_TEMPLATE_VALUE_MISSING', { names: name });
    return value;
  }
}

/** Users of the machine itself are in the realm `pam`. */
function withRealm(user: string): string {
  return user.includes('@') ? user : `${user}@pam`;
}
