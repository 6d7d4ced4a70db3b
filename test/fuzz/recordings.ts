import type { Credentials } from '../../src/core/rfb/credentials.ts';
import { testPicture } from '../support/pictures.ts';
import { startProgram } from '../support/programs.ts';
import { startSecurityPeer } from '../support/peers/securityPeer.ts';
import { startQemu } from '../support/servers/qemu.ts';
import type { XServer } from '../support/servers/realServer.ts';
import { labUser } from '../support/servers/systemUser.ts';
import { startTightVnc } from '../support/servers/tightVnc.ts';
import { type TigerVncSecurity, startTigerVnc } from '../support/servers/tigerVnc.ts';
import { startX11vnc } from '../support/servers/x11vnc.ts';
import { paintDisplay } from '../support/servers/xDisplay.ts';

/** One recording. */
export interface Recording {
  readonly name: string;
  /** The security types that are allowed: the client that plays the recording has to make the same choice. */
  readonly types: readonly string[];
  readonly credentials?: Credentials;
  /** The encodings to ask for, by name or number; what a session asks for by default. */
  readonly encodings?: readonly (string | number)[];
}

/** A server that is there to be recorded. */
export interface RunningServer {
  readonly port: number;
  /** Lets something happen on its screen. */
  readonly stir: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A server that is recorded, and what happens on its screen meanwhile. */
export interface RecordedServer {
  readonly recordings: readonly Recording[];
  readonly start: () => Promise<RunningServer>;
}

const screen = { width: 64, height: 40 };
const password = 'secret12';
const extras = ['CopyRect', 'LastRect', 'Cursor', 'DesktopName'];
const jpegQuality = -27;
const leastCompression = -256;

const tigerTypes: readonly TigerVncSecurity[] = [
  ...(['None', 'VncAuth', 'Plain', 'TLSNone', 'TLSPlain', 'X509Vnc'] as const),
];

/** A recording for each encoding that a server has. */
function eachEncoding(
  server: string,
  names: readonly string[],
  more: Pick<Recording, 'types' | 'credentials'>,
): Recording[] {
  return names.map((name) => ({
    name: `${server}-${name.toLowerCase()}`,
    encodings: [name, ...extras],
    ...more,
  }));
}

/** The ways to log in that no server of Debian has, spoken by peers of the tests. */
const peers: readonly RecordedServer[] = (
  ['RA2', 'RA2ne', 'RA2_256', 'RA2ne_256', 'AppleDH', 'MSLogonII', 'XVP', 'UnixLogin'] as const
).map((kind) => {
  const user = { username: 'labuser', password: 'Lab-Secret 12' };
  return {
    recordings: [{ name: `peer-${kind.toLowerCase()}`, types: [kind], credentials: user }],
    async start() {
      const peer = await startSecurityPeer({ kind, ...user });
      const { port } = peer;
      return { port, stir: () => Promise.resolve(), close: async () => await peer[Symbol.asyncDispose]() };
    },
  };
});

/** The real servers that Debian has, and peers for what they have not. */
export const recordedServers: readonly RecordedServer[] = [
  ...peers,
  {
    recordings: [
      { name: 'tiger-session', types: ['None'] },
      ...eachEncoding('tiger', ['Raw', 'RRE', 'Hextile', 'Tight', 'ZRLE'], { types: ['None'] }),
      { name: 'tiger-jpeg', types: ['None'], encodings: ['Tight', jpegQuality, ...extras] },
      ...tigerTypes
        .filter((type) => type !== 'None')
        .map((type) => ({
          name: `tiger-${type.toLowerCase()}`,
          types: [type],
          credentials: type.endsWith('Plain')
            ? { username: 'labuser', password: 'Lab-Secret 12' }
            : { password },
          encodings: ['Tight', ...extras],
        })),
    ],
    async start() {
      await labUser();
      return await stirred(await startTigerVnc({ ...screen, security: tigerTypes }));
    },
  },
  {
    recordings: [
      { name: 'x11vnc-session', types: ['None'] },
      ...eachEncoding('x11vnc', ['RRE', 'CoRRE', 'Hextile', 'Zlib', 'Tight', 'ZRLE', 'ZYWRLE'], {
        types: ['None'],
      }),
      // Tight without zlib.
      { name: 'x11vnc-plaintight', types: ['None'], encodings: ['Tight', leastCompression, ...extras] },
    ],
    start: async () => await stirred(await startX11vnc(screen)),
  },
  {
    recordings: [{ name: 'x11vnc-3.3', types: ['VncAuth'], credentials: { password } }],
    start: async () =>
      await stirred(await startX11vnc({ ...screen, password, options: ['-rfbversion', '3.3'] })),
  },
  {
    recordings: [{ name: 'x11vnc-3.7', types: ['VncAuth'], credentials: { password } }],
    start: async () =>
      await stirred(await startX11vnc({ ...screen, password, options: ['-rfbversion', '3.7'] })),
  },
  {
    recordings: [
      { name: 'tight-session', types: ['Tight'], credentials: { password } },
      ...eachEncoding('tight', ['CoRRE', 'Zlib', 'Tight'], { types: ['Tight'], credentials: { password } }),
    ],
    start: async () => await stirred(await startTightVnc({ ...screen, password })),
  },
  {
    recordings: [
      { name: 'qemu-session', types: ['None'] },
      ...eachEncoding('qemu', ['Hextile', 'Zlib', 'Tight', 'TightPng', 'ZRLE', 'ZYWRLE'], {
        types: ['None'],
      }),
    ],
    async start() {
      const server = await startQemu();
      return { ...server, stir: async () => await press(server, 'a') };
    },
  },
];

async function press(server: Awaited<ReturnType<typeof startQemu>>, key: string): Promise<void> {
  await server.command('send-key', { keys: [{ type: 'qcode', data: key }] });
}

/** A display with a picture on which something happens: another picture, a clipboard, a bell. */
async function stirred(server: XServer): Promise<RunningServer> {
  const { width, height } = screen;
  await paintDisplay(server.display, testPicture(width, height));
  const onDisplay = { env: { DISPLAY: server.display } };
  return {
    port: server.port,
    close: async () => await server.close(),
    async stir() {
      const painting = await paintDisplay(server.display, testPicture(width, height));
      const clipboard = await startProgram(
        'sh',
        ['-c', 'printf "text of the server" | xclip -selection clipboard -quiet'],
        onDisplay,
      );
      await painting.close();
      await clipboard.stop();
    },
  };
}
