import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { readPpm } from '../pictureFiles.ts';
import { startProgram } from '../programs.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { until } from '../until.ts';
import { makeCertificates } from './certificates.ts';
import { untilListening, withFreePorts } from './ports.ts';
import type { RealServer } from './realServer.ts';

/** How to start QEMU. */
export interface QemuOptions {
  /** Asks for this password; lets everyone in when left out. */
  readonly password?: string | undefined;
  /**
   * The password is set while the machine runs, with {@link QemuServer.setPassword}: nobody gets in before that.
   */
  readonly passwordLater?: boolean | undefined;
  /** VeNCrypt with the certificate of {@link makeCertificates} or without one; WebSockets become secure then. */
  readonly tls?: 'x509' | 'anonymous' | undefined;
  /** Lets clients ask for simplified pictures, also of what rarely changes. */
  readonly lossy?: boolean | undefined;
  /** The program of the boot sector, which tells the debug port of a full stop; one that echoes text by default. */
  readonly program?: Uint8Array | undefined;
  /** More of QEMU's options. */
  readonly options?: readonly string[] | undefined;
}

/** A virtual machine. */
export interface QemuServer extends RealServer {
  /** Where it speaks RFB over WebSocket. */
  readonly websocketPort: number;
  /** Sets the password of a machine that was started with `passwordLater`; it expires after `seconds` if given. */
  setPassword(password: string, seconds?: number): Promise<void>;
  /** What was typed at the machine's keyboard so far, as its firmware understood it. */
  typed(): Promise<string>;
  /** Runs a command of the machine protocol (QMP) and returns its answer. */
  command(execute: string, parameters?: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/**
 * A boot sector that hides the text cursor, then echoes every key to the screen and to the debug port 0xE9:
 *
 *     xor ax,ax; mov ds,ax; mov ah,1; mov cx,2607h; int 10h
 *     next: mov ah,0; int 16h; out 0e9h,al; mov ah,0eh; mov bx,7; int 10h; jmp next
 */
const bootCode = Buffer.from('31c08ed8b401b90726cd10b400cd16e6e9b40ebb0700cd10ebf1', 'hex');

function bootDisk(program: Uint8Array): Uint8Array {
  // The firmware does not read disks much smaller than this.
  const disk = Buffer.alloc(1024 * 1024);
  disk.set(program);
  disk.writeUInt16LE(0xaa55, 510);
  return disk;
}

async function tlsOptions(tls: QemuOptions['tls']): Promise<string[]> {
  if (tls === undefined) return [];
  if (tls === 'anonymous') return ['-object', 'tls-creds-anon,id=tls,endpoint=server'];
  const { folder } = await makeCertificates();
  return ['-object', `tls-creds-x509,id=tls,dir=${folder},endpoint=server,verify-peer=off`];
}

/** Starts a small virtual machine whose program echoes what is typed, with VNC over TCP and over WebSocket. */
export async function startQemu(options: QemuOptions = {}): Promise<QemuServer> {
  const folder = temporaryFolder();
  const disk = path.join(folder, 'disk.img');
  const typedFile = path.join(folder, 'typed.txt');
  const socket = path.join(folder, 'qmp');
  await writeFile(disk, bootDisk(options.program ?? bootCode));
  const { passwordLater = false } = options;
  const secret =
    options.password === undefined ? (passwordLater ? ',password=on' : '') : ',password-secret=password';
  const tls = await tlsOptions(options.tls);
  const encrypted = tls.length === 0 ? '' : ',tls-creds=tls';
  const lossy = options.lossy === true ? ',lossy=on,non-adaptive=on' : '';
  return await withFreePorts(async ([port = 0, websocketPort = 0]) => {
    const program = await startProgram('qemu-system-x86_64', [
      ...['-M', 'q35', '-m', '32', '-display', 'none', '-nodefaults', '-vga', 'std', '-no-reboot'],
      ...['-drive', `file=${disk},format=raw,if=ide`, '-qmp', `unix:${socket},server=on,wait=off`],
      ...['-chardev', `file,id=debug,path=${typedFile}`, '-device', 'isa-debugcon,iobase=0xe9,chardev=debug'],
      ...(options.password === undefined ? [] : ['-object', `secret,id=password,data=${options.password}`]),
      ...tls,
      ...[
        '-vnc',
        `127.0.0.1:${port - 5900},websocket=127.0.0.1:${websocketPort}${secret}${encrypted}${lossy}`,
      ],
      ...(options.options ?? []),
    ]);
    await untilListening(program, port, 12);
    const command: QemuServer['command'] = async (execute, parameters) =>
      await askMachine(socket, execute, parameters);
    const grab: QemuServer['grab'] = async () => {
      const filename = path.join(folder, 'screen.ppm');
      await command('screendump', { filename });
      return readPpm(await readFile(filename));
    };
    // What the debug port received before the test began.
    let greeting = '';
    const typed = async (): Promise<string> => {
      const text = await readFile(typedFile, 'latin1').catch(() => '');
      return text.slice(greeting.length);
    };
    const setPassword: QemuServer['setPassword'] = async (password, seconds) => {
      await command('set_password', { protocol: 'vnc', password });
      if (seconds !== undefined) await command('expire_password', { protocol: 'vnc', time: `+${seconds}` });
    };
    const close = async (): Promise<void> => await program.stop();
    const server: QemuServer = {
      host: '127.0.0.1',
      port,
      websocketPort,
      grab,
      setPassword,
      typed,
      command,
      close,
      [Symbol.asyncDispose]: close,
    };
    // Booted when a key comes back.
    try {
      await until('the virtual machine echoes a key', async () => {
        if (program.ended) throw new Error(`QEMU has ended:\n${program.output}`);
        await command('send-key', { keys: [{ type: 'qcode', data: 'dot' }] });
        // A keyboard whose buffer is full before the firmware listens to it stays silent for ever.
        await new Promise((resolve) => setTimeout(resolve, 250));
        return (await readFile(typedFile, 'latin1').catch(() => '')).endsWith('.');
      });
      greeting = await untilQuiet(async () => await readFile(typedFile, 'latin1'));
    } catch (error) {
      await close();
      throw error;
    }
    return server;
  }, 2);
}

/** Keys sent while the machine started may still be on their way: reads until nothing changes any more. */
async function untilQuiet(read: () => Promise<string>): Promise<string> {
  let last = await read();
  let same = 0;
  return await until('the keyboard is quiet', async () => {
    const now = await read();
    same = now === last ? same + 1 : 0;
    last = now;
    return same >= 10 ? now : undefined;
  });
}

/** One command over a QMP connection of its own. */
async function askMachine(
  socketFile: string,
  execute: string,
  parameters: Readonly<Record<string, unknown>> = {},
): Promise<unknown> {
  return await new Promise((resolve, reject) => {
    const socket = connect(socketFile);
    let text = '';
    socket.setTimeout(10_000, () => socket.destroy(new Error(`no answer to ${execute}`)));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error(`the machine closed before it answered ${execute}`)));
    const send = (message: object): boolean => socket.write(`${JSON.stringify(message)}\n`);
    socket.on('data', (chunk) => {
      text += chunk.toString();
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines.filter((candidate) => candidate.trim() !== '')) {
        const message = JSON.parse(line) as Record<string, unknown>;
        if ('QMP' in message) {
          send({ execute: 'qmp_capabilities', id: 'hello' });
        } else if (message['id'] === 'hello') {
          send({ execute, arguments: parameters, id: 'command' });
        } else if (message['id'] === 'command') {
          if ('error' in message) reject(new Error(JSON.stringify(message['error'])));
          else resolve(message['return']);
          socket.end();
        }
      }
    });
  });
}
