import { type Server, createServer, request } from 'node:http';
import { type AddressInfo, type Socket, connect } from 'node:net';

/** A proxy between a page and everything else, as a network between a window and its host: it decides who may pass. */
export class Gate implements AsyncDisposable {
  readonly #server: Server;
  readonly #tunnels = new Map<Socket, string>();
  /** Whether a page may reach `host:port`; asked anew for every connection. */
  mayPass: (target: string) => boolean;
  /** Where it did not let a page, each time. */
  readonly refused: string[] = [];

  private constructor(mayPass: (target: string) => boolean) {
    this.mayPass = mayPass;
    this.#server = createServer((incoming, response) => {
      const target = new URL(incoming.url ?? '', 'http://nowhere');
      if (!this.#lets(target.host)) {
        response.writeHead(403).end();
        return;
      }
      const { method, headers } = incoming;
      const onward = request(target, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      incoming.pipe(onward);
    });
    this.#server.on('connect', ({ url = '' }, socket: Socket) => this.#tunnel(url, socket));
  }

  /** Opens a gate on a free port of this machine. */
  static async open(mayPass: (target: string) => boolean): Promise<Gate> {
    const gate = new Gate(mayPass);
    await new Promise<void>((resolve) => gate.#server.listen(0, '127.0.0.1', resolve));
    return gate;
  }

  /** For the browser's settings. */
  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Breaks every tunnel to where nobody may pass now, WebSockets among them. */
  cut(): void {
    for (const [socket, target] of this.#tunnels) if (!this.mayPass(target)) socket.resetAndDestroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#tunnels.keys()) socket.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #lets(target: string): boolean {
    if (this.mayPass(target)) return true;
    this.refused.push(target);
    return false;
  }

  #tunnel(target: string, socket: Socket): void {
    if (!this.#lets(target)) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    this.#tunnels.set(socket, target);
    const { hostname, port } = new URL(`http://${target}`);
    const onward = connect({ host: hostname, port: Number(port || 80), noDelay: true }, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
    socket.on('close', () => {
      this.#tunnels.delete(socket);
      onward.destroy();
    });
  }
}
