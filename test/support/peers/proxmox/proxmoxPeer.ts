import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { readFileSync } from 'node:fs';
import { type AddressInfo, type Socket, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Caller, ClusterError, type ClusterOptions, ProxmoxCluster } from './proxmoxCluster.ts';
import { acceptUpgrade, carryWebSocket } from './proxmoxWebSocket.ts';

/** A running peer: HTTPS API and WebSockets on one port, as `pveproxy` on 8006. */
export interface ProxmoxPeer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** The file of the authority that vouches for it, and its PEM text. */
  readonly caFile: string;
  readonly ca: string;
  readonly cluster: ProxmoxCluster;
  /** Every request: method, path without the query, status. */
  readonly requests: readonly string[];
  /** Why connections were dropped. */
  readonly dropped: readonly string[];
  /** Ends every open console, as a migration or a restart of the proxy does. */
  cutConsoles(): void;
  close(): Promise<void>;
}

/** What an answer is made of. */
interface Answer {
  readonly status: number;
  readonly message: string;
  readonly body: unknown;
}

/** The authority of the fixed certificates. */
const caFile = 'test/fixtures/tls/ca-cert.pem';

const placePattern = /^\/nodes\/([^/]+)\/(qemu|lxc)\/(\d+)\/(vncproxy|vncwebsocket)$/;

/**
 * Starts a peer that behaves as Proxmox VE's API does for consoles: logins, privileges, tickets that are bound to
 * caller, machine and port, proxies that wait ten seconds for one connection, and a WebSocket parser that takes
 * whole, masked, uncompressed frames of 128 KiB at most.
 */
export async function startProxmoxPeer(options: ClusterOptions): Promise<ProxmoxPeer> {
  const cluster = new ProxmoxCluster(options);
  const requests: string[] = [];
  const dropped: string[] = [];
  const sockets = new Set<Duplex>();
  const consoles = new Set<Duplex>();
  const server = createServer({
    cert: readFileSync('test/fixtures/tls/server-cert.pem'),
    key: readFileSync('test/fixtures/tls/server-key.pem'),
  });
  const note = (request: IncomingMessage, status: number): void => {
    requests.push(`${request.method ?? ''} ${urlOf(request).pathname} ${status}`);
  };
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    void answer(cluster, request).then(({ status, message, body }) => {
      note(request, status);
      response.writeHead(status, message, { 'Content-Type': 'application/json;charset=UTF-8' });
      response.end(JSON.stringify(body));
    });
  });
  server.on('upgrade', (request: IncomingMessage, client: Duplex) => {
    client.on('error', () => undefined);
    consoles.add(client);
    client.once('close', () => consoles.delete(client));
    void openConsole(cluster, request, client, (why) => dropped.push(why)).then((status) =>
      note(request, status),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    host: '127.0.0.1',
    port,
    caFile,
    ca: readFileSync(caFile, 'utf8'),
    cluster,
    requests,
    dropped,
    cutConsoles: () => {
      for (const console of consoles) console.destroy();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function urlOf(request: IncomingMessage): URL {
  return new URL(request.url ?? '/', 'https://peer');
}

function callerOf(cluster: ProxmoxCluster, { headers, method }: IncomingMessage): Caller {
  const csrf = headers['csrfpreventiontoken'];
  return cluster.authenticate(
    {
      cookie: headers.cookie ?? '',
      authorization: headers.authorization ?? '',
      csrf: typeof csrf === 'string' ? csrf : '',
    },
    method !== 'GET',
  );
}

async function answer(cluster: ProxmoxCluster, request: IncomingMessage): Promise<Answer> {
  try {
    return { status: 200, message: 'OK', body: { data: await dataOf(cluster, request) } };
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    const { status, message, errors } = error;
    return { status, message, body: { data: null, message: `${message}\n`, ...(errors ? { errors } : {}) } };
  }
}

async function dataOf(cluster: ProxmoxCluster, request: IncomingMessage): Promise<unknown> {
  const { pathname, searchParams } = urlOf(request);
  const path = /^\/api2\/json(\/.*)$/.exec(decodeURI(pathname))?.[1];
  if (path === undefined) throw new ClusterError(501, 'no such uri');
  const form = Object.fromEntries(new URLSearchParams(await bodyOf(request)));
  if (path === '/access/ticket' && request.method === 'POST') {
    return cluster.logIn(form['username'] ?? '', form['password'] ?? '');
  }
  const caller = callerOf(cluster, request);
  if (path === '/cluster/resources' && searchParams.get('type') === 'vm') return cluster.resources(caller);
  const [, node = '', type = '', vmid = '', call] = placePattern.exec(path) ?? [];
  if (call === 'vncproxy' && request.method === 'POST') {
    return await cluster.openProxy(caller, { node, type, vmid }, form);
  }
  throw new ClusterError(501, `Method '${request.method ?? ''} ${path}' not implemented`);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

/** Opens a console and tells the status: 101, the one of the refusal, or 0 where the connection is just ended. */
async function openConsole(
  cluster: ProxmoxCluster,
  request: IncomingMessage,
  client: Duplex,
  onDropped: (why: string) => void,
): Promise<number> {
  try {
    const caller = callerOf(cluster, request);
    const { pathname, searchParams } = urlOf(request);
    const path = /^\/api2\/json(\/.*)$/.exec(decodeURI(pathname))?.[1] ?? '';
    const [, node = '', type = '', vmid = '', call] = placePattern.exec(path) ?? [];
    if (call !== 'vncwebsocket') throw new ClusterError(501, 'no such uri');
    const port = Number(searchParams.get('port'));
    const vncticket = searchParams.get('vncticket') ?? '';
    if (!(port >= 5900 && port <= 5999) || vncticket === '' || vncticket.length > 512) {
      throw new ClusterError(400, 'Parameter verification failed.');
    }
    cluster.checkTicket(caller, { node, type, vmid }, { port, vncticket });
    const machine = await cluster.takeWorker(port);
    if (machine === undefined) {
      // Nothing listens on the proxy's port: pveproxy ends the connection without an answer.
      onDropped(`connect to 'localhost:${port}' failed: Connection refused`);
      client.destroy();
      return 0;
    }
    acceptUpgrade(request, client);
    if (machine.status !== 'running') {
      // `qm vncproxy` fails only here, where nobody hears it, and pveproxy drops the open WebSocket without a frame.
      onDropped(`VM ${machine.vmid} not running`);
      client.end();
      return 101;
    }
    const server = connect({ ...machine.console });
    carryWebSocket(client, server, onDropped);
    return 101;
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    client.end(`HTTP/1.1 ${error.status} ${error.message}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    return error.status;
  }
}
