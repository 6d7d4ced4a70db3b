import { randomInt } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import { DemoConnection } from './demoConnection.ts';
import { DemoScene } from './demoScene.ts';
import { paintScene } from './scenePainter.ts';
import type { Surface } from './surface.ts';

/** A running demo server. */
export interface DemoServer {
  readonly host: string;
  readonly port: number;
  /** For VNC authentication; made anew for every server. */
  readonly password: string;
  /** The picture as it is now, as RGBA words: what a client must come to show. */
  picture(): Surface;
  /** Ends the server and all its connections. */
  close(): Promise<void>;
}

const passwordCharacters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/**
 * Starts a small RFB server on a random port of the loopback interface, with a screen to try things on. All
 * its clients share the one screen.
 */
export async function startDemoServer(): Promise<DemoServer> {
  const scene = new DemoScene();
  const password = Array.from(
    { length: 8 },
    () => passwordCharacters[randomInt(passwordCharacters.length)],
  ).join('');
  let painted: Surface | undefined;
  // First, so that connections that hear of a change paint it anew.
  const watching = scene.onChange(() => (painted = undefined));
  const paint = (): Surface => (painted ??= paintScene(scene));
  const connections = new Set<DemoConnection>();
  const server = createServer((socket) => {
    const connection = new DemoConnection(socket, { scene, password, paint });
    connections.add(connection);
    socket.on('close', () => connections.delete(connection));
    void connection.serve();
  });
  const host = '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    host,
    port,
    password,
    picture: paint,
    async close() {
      watching.dispose();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const connection of connections) connection.close();
      await closed;
    },
  };
}
