import path from 'node:path';
import type { Credentials } from '../../../src/core/rfb/credentials.ts';
import type { SecurityTypeName } from '../../../src/core/rfb/security/securityNames.ts';
import type { PixelImage } from '../../../src/core/session/bridge.ts';
import type { DialTarget, TlsOptions } from '../../../src/core/transport/target.ts';
import { testPicture } from '../../support/pictures.ts';
import { makeCertificates } from '../../support/servers/certificates.ts';
import { startQemu } from '../../support/servers/qemu.ts';
import type { RealServer, XServer } from '../../support/servers/realServer.ts';
import { labUser } from '../../support/servers/systemUser.ts';
import { startTigerVnc, type TigerVncSecurity } from '../../support/servers/tigerVnc.ts';
import { startTightVnc } from '../../support/servers/tightVnc.ts';
import { startWebsockify } from '../../support/servers/websockify.ts';
import { startX11vnc } from '../../support/servers/x11vnc.ts';
import { paintDisplay } from '../../support/servers/xDisplay.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { type TransportName, waysOf } from './cell.ts';
import type { Rounding } from './reducePicture.ts';
import { type Row, type Stage, scrollingTerminal } from './stage.ts';

/** Odd sizes: the last tile of a row is never whole. */
const size = { width: 645, height: 483 };
const password = 'secret12';

const tigerSecurity: readonly TigerVncSecurity[] = [
  ...(['None', 'VncAuth', 'Plain', 'TLSNone', 'TLSVnc'] as const),
  ...(['TLSPlain', 'X509None', 'X509Vnc', 'X509Plain'] as const),
];

/** How many cells have to show exactly what their server shows. */
export const leastExactCells = 60;

/** Every server that Debian has, each with the ways that it really offers. */
export const rows: readonly Row[] = [
  {
    server: 'TigerVNC',
    ways: [
      ...waysOf(['tcp'], tigerSecurity, ['Raw', 'RRE', 'Hextile', 'Tight', 'ZRLE']),
      ...waysOf(['unix', 'websockify', 'websockify tls'], ['None', 'VncAuth'], ['Raw', 'Tight', 'ZRLE']),
      ...waysOf(['tcp6'], ['None', 'X509Vnc'], ['Raw', 'Tight', 'ZRLE']),
      ...waysOf(['tcp'], ['None', 'X509Vnc'], ['CopyRect']),
      ...waysOf(['tcp'], ['None'], ['Raw', 'Hextile', 'Tight', 'ZRLE'], { depth: 16 }),
      ...waysOf(['tcp'], ['None'], ['Raw', 'Hextile', 'Tight', 'ZRLE'], { depth: 8 }),
      ...waysOf(['tcp'], ['None'], ['Tight'], { near: true }),
    ],
    start: async () => {
      const socket = path.join(temporaryFolder(), 'rfb');
      const server = await startTigerVnc({
        ...size,
        security: tigerSecurity,
        options: ['-rfbunixpath', socket],
      });
      return await xStage(server, {
        websockify: true,
        scrolls: true,
        rounding: 'nearest and up',
        targets: {
          unix: unixTarget(socket),
          tcp6: { transport: 'tcp', host: '::1', port: server.port },
        },
      });
    },
  },
  {
    server: 'x11vnc',
    ways: [
      ...waysOf(['tcp'], ['VncAuth'], ['Raw', 'CoRRE', 'Hextile', 'Zlib', 'Tight', 'ZRLE']),
      ...waysOf(['ws', 'websockify'], ['VncAuth'], ['Hextile', 'Tight', 'ZRLE']),
      ...waysOf(['tcp'], ['VncAuth'], ['Raw', 'Hextile', 'Tight', 'ZRLE'], { depth: 16 }),
      ...waysOf(['tcp'], ['VncAuth'], ['Raw', 'Hextile', 'Tight', 'ZRLE'], { depth: 8 }),
      // Pixels in Tight without zlib, which libvncserver sends at this level alone.
      ...waysOf(['tcp'], ['VncAuth'], ['Tight'], { compression: 0 }),
      ...waysOf(['tcp'], ['VncAuth'], ['Tight'], { compression: 0, depth: 16 }),
    ],
    start: async () => {
      const server = await startX11vnc({ ...size, password });
      const ws = await webSocketTarget('ws', server.websocketPort);
      return await xStage(server, { websockify: true, rounding: 'nearest', targets: { ws } });
    },
  },
  {
    server: 'x11vnc with flat colours',
    ways: waysOf(['tcp'], ['None'], ['RRE', 'CoRRE']),
    start: async () => await xStage(await startX11vnc(size), { picture: flatPicture() }),
  },
  {
    server: 'x11vnc with soft colours',
    ways: waysOf(['tcp'], ['None'], ['Tight', 'ZYWRLE'], { near: true }),
    start: async () => await xStage(await startX11vnc(size), { picture: softPicture() }),
  },
  {
    server: 'TightVNC with soft colours',
    ways: waysOf(['tcp'], ['Tight'], ['Tight'], { near: true }),
    start: async () => await xStage(await startTightVnc({ ...size, password }), { picture: softPicture() }),
  },
  {
    server: 'x11vnc with a certificate',
    ways: [
      ...waysOf(['tcp'], ['X509Vnc'], ['Raw', 'CoRRE', 'Hextile', 'Zlib', 'Tight', 'ZRLE']),
      ...waysOf(['wss'], ['VncAuth'], ['Hextile', 'Tight', 'ZRLE']),
    ],
    start: async () => {
      const server = await startX11vnc({ ...size, password, encryption: 'ssl' });
      return await xStage(server, { targets: { wss: await webSocketTarget('wss', server.websocketPort) } });
    },
  },
  {
    server: 'x11vnc with anonymous TLS',
    ways: waysOf(['tcp'], ['TLS'], ['Raw', 'CoRRE', 'Hextile', 'Zlib', 'Tight', 'ZRLE']),
    start: async () => await xStage(await startX11vnc({ ...size, password, encryption: 'anontls' }), {}),
  },
  {
    server: 'TightVNC',
    ways: [
      ...waysOf(['tcp'], ['Tight'], ['Raw', 'RRE', 'CoRRE', 'Hextile', 'Zlib', 'Tight', 'CopyRect']),
      ...waysOf(['tcp'], ['Tight'], ['Raw', 'Hextile', 'Tight'], { depth: 16 }),
      ...waysOf(['tcp'], ['Tight'], ['Raw', 'Hextile', 'Tight'], { depth: 8 }),
    ],
    start: async () =>
      await xStage(await startTightVnc({ ...size, password }), { scrolls: true, rounding: 'nearest' }),
  },
  {
    server: 'QEMU',
    ways: waysOf(['tcp', 'ws'], ['None'], ['Raw', 'Hextile', 'Zlib', 'Tight', 'TightPng', 'ZRLE']),
    start: async () => {
      const server = await startQemu();
      return await stageOf(server, { targets: { ws: await webSocketTarget('ws', server.websocketPort) } });
    },
  },
  {
    server: 'QEMU with a gradient',
    ways: [
      ...waysOf(['tcp'], ['None'], ['Raw', 'Hextile', 'Tight', 'ZRLE'], { depth: 16 }),
      ...waysOf(['tcp'], ['None'], ['Raw', 'Hextile', 'Tight', 'ZRLE'], { depth: 8 }),
      ...waysOf(['tcp'], ['None'], ['ZYWRLE'], { near: true }),
    ],
    start: async () => await stageOf(await startQemu({ program: gradientProgram, lossy: true }), {}),
  },
  {
    server: 'QEMU with a password',
    ways: waysOf(['tcp', 'ws'], ['VncAuth'], ['Hextile', 'Tight', 'ZRLE']),
    start: async () => {
      const server = await startQemu({ password });
      return await stageOf(server, { targets: { ws: await webSocketTarget('ws', server.websocketPort) } });
    },
  },
  {
    server: 'QEMU with a certificate',
    ways: [
      ...waysOf(['tcp'], ['X509Vnc'], ['Raw', 'Hextile', 'Zlib', 'Tight', 'ZRLE']),
      ...waysOf(['wss'], ['VncAuth'], ['Hextile', 'Tight', 'ZRLE']),
    ],
    start: async () => {
      const server = await startQemu({ password, tls: 'x509' });
      return await stageOf(server, { targets: { wss: await webSocketTarget('wss', server.websocketPort) } });
    },
  },
  {
    server: 'QEMU with anonymous TLS',
    ways: waysOf(['tcp'], ['TLSNone'], ['Hextile', 'Tight', 'ZRLE']),
    start: async () => await stageOf(await startQemu({ tls: 'anonymous' }), {}),
  },
];

/**
 * A boot sector that shows colours which run into each other in 640 x 480 pixels, then tells keys as that of
 * `startQemu` does:
 *
 *     mov ax,4f02h; mov bx,101h; int 10h; mov dx,3c8h; xor ax,ax; out dx,al; inc dx; xor cx,cx
 *     colour: mov al,cl; add al,al; jnc up; not al; up: mov bl,al; shr al,2; out dx,al
 *     mov al,bl; add al,1; jnc green; mov al,255; green: shr al,2; out dx,al
 *     mov al,bl; add al,2; jnc blue; mov al,255; blue: shr al,2; out dx,al; inc cl; jnz colour
 *     mov ax,0a000h; mov es,ax; xor si,si; xor bp,bp; xor dx,dx
 *     bank: push dx; mov ax,4f05h; xor bx,bx; int 10h; pop dx; xor di,di
 *     pixel: mov ax,si; add ax,si; add ax,si; add ax,bp; stosb; inc si; cmp si,640; jne same; xor si,si; inc bp
 *     same: test di,di; jnz pixel; inc dx; cmp dx,5; jb bank
 *     next: mov ah,0; int 16h; out 0e9h,al; jmp next
 */
const gradientProgram = Buffer.from(
  'b8024fbb0101cd10bac80331c0ee4231c988c800c07302f6d088c3c0e802' +
    'ee88d804017302b0ffc0e802ee88d804027302b0ffc0e802eefec175d6b8' +
    '00a08ec031f631ed31d252b8054f31dbcd105a31ff89f001f001f001e8aa' +
    '4681fe8002750331f64585ff75e94283fa0572d8b400cd16e6e9ebf8',
  'hex',
);

/** What a stage has beside its server. */
interface StageParts {
  readonly targets?: Partial<Record<TransportName, DialTarget>>;
  readonly websockify?: boolean;
  /** How it reduces colours; it leaves the low bits out by default. */
  readonly rounding?: Rounding;
  /** Whether something on the screen can be moved. */
  readonly scrolls?: boolean;
  /** What an X display shows; something of everything by default. */
  readonly picture?: PixelImage;
}

/** A picture that RRE makes smaller: some servers send pixels as they are otherwise. */
function flatPicture(): PixelImage {
  const { width, height } = size;
  const words = new Uint32Array(width * height).fill(0xff30_2010);
  for (let i = 1; i < 12; i++)
    for (let y = i * 20; y < i * 37; y++)
      words.fill(0xff00_0000 + i * 0x15_2d3f, y * width + i * 9, y * width + i * 47);
  return { width, height, pixels: new Uint8Array(words.buffer) };
}

/** A picture such as photographs are, which can be simplified without looking like another. */
function softPicture(): PixelImage {
  const { width, height } = size;
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const wave = 40 * Math.sin(x / 37) + 30 * Math.cos(y / 23);
      pixels.set([(x * 200) / width + 20, 128 + wave, (y * 200) / height + 20, 255], at);
    }
  }
  return { width, height, pixels };
}

/** A stage whose screen is an X display, with a picture on it or with a terminal that scrolls. */
async function xStage(server: XServer, parts: StageParts): Promise<Stage> {
  await paintDisplay(server.display, parts.picture ?? testPicture(size.width, size.height));
  const terminal = parts.scrolls === true ? await scrollingTerminal(server) : undefined;
  return await stageOf(server, parts, terminal);
}

async function stageOf(
  server: RealServer,
  parts: StageParts,
  terminal?: Awaited<ReturnType<typeof scrollingTerminal>>,
): Promise<Stage> {
  const targetPort = server.port;
  const gates =
    parts.websockify === true
      ? [await startWebsockify({ targetPort }), await startWebsockify({ targetPort, tls: true })]
      : [];
  const [plain, secure] = gates;
  const targets: Partial<Record<TransportName, DialTarget>> = {
    tcp: { transport: 'tcp', host: server.host, port: server.port },
    ...(plain === undefined ? {} : { websockify: await webSocketTarget('ws', plain.port) }),
    ...(secure === undefined ? {} : { 'websockify tls': await webSocketTarget('wss', secure.port) }),
    ...parts.targets,
  };
  const { username, password: userPassword } = await labUser();
  const credentials = (security: SecurityTypeName): Credentials =>
    security.endsWith('Plain') ? { username, password: userPassword } : { password };
  return {
    server,
    tls: await trusting(),
    target(transport) {
      const target = targets[transport];
      if (target === undefined) throw new Error(`this server has no ${transport}`);
      return target;
    },
    credentials,
    rounding: parts.rounding ?? 'cut',
    move: terminal?.move,
    async [Symbol.asyncDispose]() {
      await terminal?.close();
      for (const gate of gates) await gate.close();
      await server.close();
    },
  };
}

async function trusting(): Promise<TlsOptions> {
  return { verify: true, certificate: (await makeCertificates()).ca };
}

function unixTarget(socket: string): DialTarget {
  return { transport: 'unix', path: socket };
}

async function webSocketTarget(scheme: 'ws' | 'wss', port: number): Promise<DialTarget> {
  return {
    transport: 'websocket',
    urlTemplate: `${scheme}://localhost:\${port}/`,
    values: { port: String(port) },
    tls: await trusting(),
  };
}
