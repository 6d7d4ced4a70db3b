import { createHash, randomBytes, randomUUID } from 'node:crypto';

/** A virtual machine or container of the cluster, and the VNC server behind its console. */
export interface ClusterMachine {
  readonly vmid: number;
  readonly name: string;
  readonly node: string;
  readonly type: 'qemu' | 'lxc';
  status: 'running' | 'stopped' | 'unknown';
  /** Where its console speaks RFB; on the real thing `qm vncproxy` or `vncterm` carries it. */
  readonly console: { readonly host: string; readonly port: number };
  /** Sets the password of the console, as `qm vncproxy` does on the machine's monitor before each connection. */
  setPassword?(password: string, seconds: number): Promise<void>;
}

/** A user of the cluster. */
export interface ClusterUser {
  readonly password: string;
  /** Values of API tokens by their ids. */
  readonly tokens?: Readonly<Record<string, string>>;
  /** Asks for a second factor after the password. */
  readonly secondFactor?: boolean;
  /** Privileges: all by default. `VM.Audit` sees machines, `VM.Console` opens consoles. */
  readonly privileges?: readonly string[];
}

/** How the cluster is made up. */
export interface ClusterOptions {
  readonly machines: readonly ClusterMachine[];
  /** By `name@realm`. */
  readonly users: Readonly<Record<string, ClusterUser>>;
  /** Nodes that exist and do not answer. */
  readonly deadNodes?: readonly string[];
  /**
   * `9`: the console has a password of its own, which also stands before the ticket. `7`: only virtual machines do,
   * when `generate-password` asks for it; else the ticket is the password. `5`: `generate-password` is not known.
   */
  readonly version?: 5 | 7 | 9;
}

/** A VNC proxy that waits for its one connection. */
interface Worker {
  readonly machine: ClusterMachine;
  readonly password: string;
  readonly started: number;
}

/** Whom a request comes from: a user, or `user!token` of one. */
export interface Caller {
  readonly id: string;
  readonly user: ClusterUser;
}

/** What the API answers instead of data. */
export class ClusterError extends Error {
  readonly status: number;
  readonly errors: Readonly<Record<string, string>> | undefined;

  constructor(status: number, message: string, errors?: Readonly<Record<string, string>>) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

/** How long a worker waits for its connection (`$timeout` of `vncproxy`). */
const workerMilliseconds = 10_000;
/** How old a ticket may be (`verify_rsa_ticket` with -20 and 40). */
const ticketMilliseconds = 40_000;

/** State and rules of a Proxmox VE cluster, as far as consoles are concerned. */
export class ProxmoxCluster {
  readonly options: ClusterOptions;
  readonly #key = randomBytes(16).toString('hex');
  readonly #logins = new Map<string, { readonly id: string; readonly csrf: string }>();
  readonly #workers = new Map<number, Worker>();
  #passed = 0;

  constructor(options: ClusterOptions) {
    this.options = options;
  }

  /** Lets time pass for tickets and proxies. */
  advance(milliseconds: number): void {
    this.#passed += milliseconds;
  }

  get #now(): number {
    return Date.now() + this.#passed;
  }

  /** `POST /access/ticket`. */
  logIn(username: string, password: string): Record<string, unknown> {
    const user = this.options.users[username];
    if (user === undefined || user.password !== password)
      throw new ClusterError(401, 'authentication failure');
    if (user.secondFactor === true) {
      return { username, ticket: `PVE:!tfa!%7B%22totp%22:true%7D:${this.#sign(username)}`, NeedTFA: 1 };
    }
    const ticket = `PVE:${username}:${this.#stamp()}::${this.#sign(username)}+/=`;
    const csrf = `${this.#stamp()}:${randomUUID()}`;
    this.#logins.set(ticket, { id: username, csrf });
    return { username, ticket, CSRFPreventionToken: csrf, cap: {} };
  }

  /** Finds out who asks, from the headers: the cookie first, then an API token. */
  authenticate(
    headers: { readonly cookie: string; readonly authorization: string; readonly csrf: string },
    writes: boolean,
  ): Caller {
    const cookie = /(?:^|\s)PVEAuthCookie=([^;]*)/.exec(headers.cookie)?.[1];
    if (cookie !== undefined) {
      const login = this.#logins.get(decodeURIComponent(cookie));
      const user = login === undefined ? undefined : this.options.users[login.id];
      if (login === undefined || user === undefined) throw new ClusterError(401, 'Authentication failed!');
      if (writes && headers.csrf !== login.csrf) {
        throw new ClusterError(401, 'Permission denied - invalid csrf token');
      }
      return { id: login.id, user };
    }
    const [, name = '', token = '', value] =
      /^PVEAPIToken[= ]([^!]+)!([^=]+)=(.*)$/.exec(headers.authorization) ?? [];
    if (value === undefined) throw new ClusterError(401, 'No ticket');
    const user = this.options.users[name];
    if (user?.tokens?.[token] !== value) throw new ClusterError(401, 'Authentication failed!');
    return { id: `${name}!${token}`, user };
  }

  /** `GET /cluster/resources?type=vm`: what the caller may see. */
  resources(caller: Caller): readonly Record<string, unknown>[] {
    if (!may(caller, 'VM.Audit')) return [];
    return this.options.machines.map(({ vmid, name, node, type, status }) => ({
      id: `${type}/${vmid}`,
      vmid,
      name,
      node,
      type,
      status,
      template: 0,
    }));
  }

  /** `POST /nodes/{node}/{type}/{vmid}/vncproxy`. */
  async openProxy(
    caller: Caller,
    place: { readonly node: string; readonly type: string; readonly vmid: string },
    parameters: Readonly<Record<string, string>>,
  ): Promise<Record<string, unknown>> {
    const { version = 9 } = this.options;
    const { type } = place;
    const known = ['websocket', ...(type === 'qemu' && version > 5 ? ['generate-password'] : [])];
    const unknown = Object.keys(parameters).filter((name) => !known.includes(name));
    if (unknown.length > 0) {
      const text = 'property is not defined in schema and the schema does not allow additional properties';
      const errors = Object.fromEntries(unknown.map((name) => [name, text]));
      throw new ClusterError(400, 'Parameter verification failed.', errors);
    }
    const machine = this.#find(caller, place);
    const port = this.#freePort();
    const stamp = `PVEVNC:${this.#stamp()}`;
    const ticket = `${stamp}::${this.#sign(`${stamp}:${caller.id}:/vms/${place.vmid}:${port}`)}`;
    const own =
      version === 9 || (version === 7 && type === 'qemu' && parameters['generate-password'] === '1');
    const password = own ? randomBytes(4).toString('hex') : ticket;
    this.#workers.set(port, { machine, password, started: this.#now });
    return {
      user: caller.id,
      // Version 8 and newer put the password before the ticket, for clients that know of none.
      ticket: version === 9 ? `${password}:${ticket}` : ticket,
      port: version === 9 ? port : String(port),
      upid: `UPID:${place.node}:vncproxy:${place.vmid}:${caller.id}:`,
      cert: '',
      ...(own ? { password } : {}),
    };
  }

  /** `GET …/vncwebsocket`: whether the ticket is good for this caller, machine and port. */
  checkTicket(
    caller: Caller,
    place: { readonly node: string; readonly type: string; readonly vmid: string },
    { port, vncticket }: { readonly port: number; readonly vncticket: string },
  ): void {
    this.#find(caller, place);
    const bare = /^.{8}:(PVEVNC:.*)$/.exec(vncticket)?.[1] ?? vncticket;
    const [, stamp = '', time = '', signature = ''] = /^(PVEVNC:([0-9A-F]{8}))::(.*)$/.exec(bare) ?? [];
    const age = this.#now - Number.parseInt(time, 16) * 1000;
    const right = signature === this.#sign(`${stamp}:${caller.id}:/vms/${place.vmid}:${port}`);
    if (!right || age < -20_000 || age > ticketMilliseconds) {
      throw new ClusterError(401, 'permission denied - invalid PVEVNC ticket');
    }
  }

  /** Hands the waiting proxy of a port over to its one connection; `undefined` when none waits (any more). */
  async takeWorker(port: number): Promise<ClusterMachine | undefined> {
    const worker = this.#workers.get(port);
    this.#workers.delete(port);
    if (worker === undefined || this.#now - worker.started > workerMilliseconds) return undefined;
    if (worker.machine.status === 'running') await worker.machine.setPassword?.(worker.password, 30);
    return worker.machine;
  }

  #find(
    caller: Caller,
    { node, type, vmid }: { readonly node: string; readonly type: string; readonly vmid: string },
  ): ClusterMachine {
    if (!may(caller, 'VM.Console')) {
      throw new ClusterError(403, `Permission check failed (/vms/${vmid}, VM.Console)`);
    }
    const nodes = this.options.machines.map((machine) => machine.node);
    if (this.options.deadNodes?.includes(node) === true) throw new ClusterError(595, 'No route to host');
    if (!nodes.includes(node)) {
      const why = `failed to get address info for: ${node}: Name or service not known`;
      throw new ClusterError(500, `hostname lookup '${node}' failed - ${why}`);
    }
    const machine = this.options.machines.find(
      (one) => String(one.vmid) === vmid && one.type === type && one.node === node,
    );
    if (machine === undefined) {
      const folder = type === 'qemu' ? 'qemu-server' : 'lxc';
      throw new ClusterError(500, `Configuration file 'nodes/${node}/${folder}/${vmid}.conf' does not exist`);
    }
    return machine;
  }

  #freePort(): number {
    let port = 5900;
    while (this.#workers.has(port)) port += 1;
    if (port > 5999) throw new ClusterError(500, 'unable to find free port (5900-6000)');
    return port;
  }

  #stamp(): string {
    return Math.floor(this.#now / 1000)
      .toString(16)
      .toUpperCase()
      .padStart(8, '0');
  }

  #sign(text: string): string {
    return createHash('sha256').update(`${this.#key}:${text}`).digest('base64');
  }
}

function may({ user }: Caller, privilege: string): boolean {
  return user.privileges?.includes(privilege) ?? true;
}
