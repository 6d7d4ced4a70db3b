import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { PNG } from 'pngjs';
import type { PixelImage } from '../../src/core/session/bridge.ts';
import { testPicture } from '../support/pictures.ts';
import { startProgram } from '../support/programs.ts';
import { untilListening, withFreePorts } from '../support/servers/ports.ts';
import { startTigerVnc } from '../support/servers/tigerVnc.ts';
import { paintDisplay } from '../support/servers/xDisplay.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** A server whose screen is busy. */
export interface RunningWorkload {
  readonly server: {
    readonly name: string;
    readonly host: string;
    readonly port: number;
    /** What it shows, for a screen that comes to rest by itself. */
    readonly grab?: () => Promise<PixelImage>;
  };
  close(): Promise<void>;
}

/** Starts a server with something to show. */
export type Workload = () => Promise<RunningWorkload>;

const screen = { width: 1920, height: 1080 };

/** TigerVNC with a picture that does not move. */
export const tigerStatic: Workload = async () => await showPicture(testPicture(screen.width, screen.height));

async function showPicture(picture: PixelImage): Promise<RunningWorkload> {
  const server = await startTigerVnc(screen);
  const painting = await paintDisplay(server.display, picture);
  return {
    server: { name: 'TigerVNC', host: server.host, port: server.port, grab: () => server.grab() },
    close: async () => {
      await painting.close();
      await server.close();
    },
  };
}

/** TigerVNC with a picture of a film: noise and soft edges everywhere. */
export const tigerVideo: Workload = async () => {
  const file = path.join(process.cwd(), 'test/fixtures/captures/tiger-video-zrle.png');
  const { width, height, data } = PNG.sync.read(readFileSync(file));
  return await showPicture({ width, height, pixels: new Uint8Array(data) });
};

/** TigerVNC with a terminal that scrolls. */
export const tigerText: Workload = async () => {
  const server = await startTigerVnc(screen);
  const shell = 'for i in $(seq 40); do seq $i 7 $((i + 900)); sleep 0.05; done; exec cat';
  const terminal = await startProgram('xterm', [
    ...['-display', server.display, '-geometry', '230x75+20+20', '-fn', 'fixed', '-e', 'sh', '-c', shell],
  ]);
  return {
    server: { name: 'TigerVNC', host: server.host, port: server.port, grab: () => server.grab() },
    close: async () => {
      await terminal.stop();
      await server.close();
    },
  };
};

/**
 * A boot sector that paints moving stripes in 320 x 200, a new picture at every tick of the timer:
 *
 *     mov ax,13h; int 10h; mov ax,0a000h; mov es,ax; xor bx,bx
 *     frame: xor di,di
 *     pixel: mov ax,di; shr ax,3; add ax,bx; stosb; cmp di,64000; jb pixel
 *     inc bx; sti; hlt; jmp frame
 */
const animation = Buffer.from('b81300cd10b800a08ec031db31ff89f8c1e80301d8aa81ff00fa72f243fbf4ebeb', 'hex');

/** QEMU with a small animation. It never rests. */
export const qemuAnimation: Workload = async () => {
  const sector = Buffer.alloc(1024 * 1024);
  animation.copy(sector);
  sector.writeUInt16LE(0xaa55, 510);
  const disk = path.join(temporaryFolder(), 'animation.img');
  writeFileSync(disk, sector);
  return await withFreePorts(async ([port = 0]) => {
    const program = await startProgram('qemu-system-x86_64', [
      ...['-m', '32', '-display', 'none', '-nodefaults', '-vga', 'std', '-monitor', 'none'],
      ...['-drive', `file=${disk},format=raw,if=ide`, '-vnc', `127.0.0.1:${port - 5900}`],
    ]);
    await untilListening(program, port, 12);
    // The firmware shows its own text first.
    await new Promise((resolve) => setTimeout(resolve, 6000));
    const close = async (): Promise<void> => await program.stop();
    return { server: { name: 'QEMU', host: '127.0.0.1', port }, close };
  });
};
