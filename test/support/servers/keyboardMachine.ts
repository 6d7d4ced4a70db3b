import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { scancodeEcho } from '../bootSectorKeyboard.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { until } from '../until.ts';
import { type QemuServer, startQemu } from './qemu.ts';

/** A virtual machine that tells what its keyboard sends. */
export interface KeyboardMachine extends QemuServer {
  /** The bytes that the keyboard sent so far: scancodes of set 1. */
  scancodes(): Promise<Uint8Array>;
}

/** Starts it. @param keymap the layout that QEMU itself believes in (its option `-k`) */
export async function startKeyboardMachine(keymap?: string): Promise<KeyboardMachine> {
  const serial = path.join(temporaryFolder(), 'serial');
  const machine = await startQemu({
    program: scancodeEcho,
    options: ['-serial', `file:${serial}`, ...(keymap === undefined ? [] : ['-k', keymap])],
  });
  const read = async (): Promise<Uint8Array> => await readFile(serial);
  // The signs of life that it was asked for end with a key that comes up.
  const before = await until('the keyboard is quiet', async () => {
    const now = await read();
    return (now.at(-1) ?? 0) >= 0x80 ? now.length : undefined;
  });
  return { ...machine, scancodes: async () => (await read()).subarray(before) };
}
