import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';

/** A repeater, as UltraVNC's own talks: to viewers on one port, to servers on another. */
export interface UltraVncRepeater extends AsyncDisposable {
  readonly viewerPort: number;
  /** A server dials the repeater and announces itself under `id`; resolves with the server's end. */
  announce(id: string): Promise<Socket>;
  /** Calls `heard` for each viewer that has named a server. */
  onViewer(heard: (name: string) => void): void;
}

/** The name by which both sides call a server: 250 bytes, filled up with zeros. */
const nameBytes = 250;

/**
 * Starts one. It greets viewers with version 000.000, reads 250 bytes and then joins the two connections: mode II
 * (`ID:1234`) with a server that announced itself in 250 bytes as well, mode I (`host:port`; numbers below 100 are
 * displays, `host::port` is a port) by dialling the server.
 */
export async function startUltraVncRepeater(
  options: { readonly waitForServers?: boolean } = {},
): Promise<UltraVncRepeater> {
  const { waitForServers = true } = options;
  const viewers = new Map<string, Socket>();
  const servers = new Map<string, Socket>();
  const sockets = new Set<Socket>();
  const listeners: ((name: string) => void)[] = [];
  const join = (id: string): void => {
    const [viewer, server] = [viewers.get(id), servers.get(id)];
    if (viewer === undefined || server === undefined) return;
    viewer.pipe(server).pipe(viewer);
  };
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
    return socket;
  };
  const viewerDoor = await open((viewer) => {
    keep(viewer).write('RFB 000.000\n');
    void readName(viewer).then((name) => {
      for (const heard of listeners) heard(name);
      if (!name.startsWith('ID:')) {
        viewer.pipe(keep(dialServer(name))).pipe(viewer);
        return;
      }
      if (!waitForServers && !servers.has(name)) viewer.end();
      viewers.set(name, viewer);
      join(name);
    });
  });
  const serverDoor = await open((server) => {
    void readName(keep(server)).then((name) => {
      servers.set(name, server);
      join(name);
    });
  });
  return {
    viewerPort: portOf(viewerDoor),
    onViewer: (heard) => void listeners.push(heard),
    async announce(id) {
      return await new Promise((resolve, reject) => {
        const server = keep(connect({ host: '127.0.0.1', port: portOf(serverDoor) }));
        server.once('error', reject);
        server.once('connect', () => {
          const name = Buffer.alloc(nameBytes);
          name.write(`ID:${id}`);
          server.write(name, () => resolve(server));
        });
      });
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      for (const door of [viewerDoor, serverDoor]) await new Promise((resolve) => door.close(resolve));
    },
  };
}

function dialServer(name: string): Socket {
  const [, host = '', colons = '', digits = ''] = /^([^:]*)(::?)(\d+)$/.exec(name) ?? [];
  const number = Number(digits);
  return connect({ host, port: colons === ':' && number < 100 ? 5900 + number : number });
}

async function readName(socket: Socket): Promise<string> {
  return await new Promise((resolve) => {
    const read = (): void => {
      const bytes: unknown = socket.read(nameBytes);
      if (!Buffer.isBuffer(bytes)) return;
      socket.off('readable', read);
      resolve(bytes.toString('latin1').replace(/\0.*$/s, ''));
    };
    socket.on('readable', read);
  });
}

async function open(onConnection: (socket: Socket) => void): Promise<Server> {
  const server = createServer(onConnection);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
