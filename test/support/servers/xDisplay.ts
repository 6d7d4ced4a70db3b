import { randomBytes } from 'node:crypto';
import { access, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PixelImage } from '../../../src/core/session/bridge.ts';
import { readXwd, writeXwd } from '../pictureFiles.ts';
import { comparePictures } from '../pictures.ts';
import { type Program, runProgram, startProgram } from '../programs.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { until } from '../until.ts';

const firstDisplay = 90;
const lastDisplay = 4000;

/**
 * Starts an X server on a display that is free. X servers lock their display themselves, so two that want the
 * same number at once cannot both have it: the one that ends is started again on another.
 */
export async function startOnFreeDisplay(
  start: (display: string) => Promise<Program>,
  ready: (program: Program) => Promise<void>,
): Promise<{ readonly display: string; readonly program: Program }> {
  let failure: unknown;
  // Runs side by side begin at different places and so seldom meet.
  const begin = firstDisplay + (randomBytes(2).readUInt16LE() % 1000);
  for (let number = begin, attempt = 0; number < lastDisplay && attempt < 8; number++) {
    if (await exists(`/tmp/.X${number}-lock`)) continue;
    if (await exists(`/tmp/.X11-unix/X${number}`)) continue;
    attempt++;
    const display = `:${number}`;
    const program = await start(display);
    try {
      await ready(program);
      await until(`display ${display} opens`, async () => {
        if (program.ended) throw new Error(`${program.name} has ended:\n${program.output}`);
        return (await exists(`/tmp/.X11-unix/X${number}`)) && (await grabDisplay(display)).width > 0;
      });
      return { display, program };
    } catch (error) {
      failure = error;
      await program.stop();
    }
  }
  throw new Error('no X server could be started', { cause: failure });
}

async function exists(file: string): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  );
}

/** What an X display shows, read from its root window. */
export async function grabDisplay(display: string): Promise<PixelImage> {
  return readXwd(await runProgram('xwd', ['-root', '-silent', '-display', display]));
}

/** A picture that stands on a display until it is closed. */
export interface Painting extends AsyncDisposable {
  close(): Promise<void>;
}

/** Shows a picture of the display's own size, over everything, and waits until it is seen. */
export async function paintDisplay(display: string, picture: PixelImage): Promise<Painting> {
  const file = path.join(temporaryFolder(), 'picture.xwd');
  await writeFile(file, writeXwd(picture));
  const program = await startProgram('xwud', [
    '-display',
    display,
    '-in',
    file,
    '-noclick',
    '-geometry',
    '+0+0',
  ]);
  await until('the picture stands on the display', async () => {
    if (program.ended) throw new Error(`xwud has ended:\n${program.output}`);
    const seen = await grabDisplay(display);
    return comparePictures(seen, picture).differing === 0;
  });
  const close = async (): Promise<void> => await program.stop();
  return { close, [Symbol.asyncDispose]: close };
}

/** An xterm and what was typed into it. */
export interface Terminal extends AsyncDisposable {
  /** What arrived so far. */
  typed(): Promise<string>;
  close(): Promise<void>;
}

/**
 * Opens an xterm in the top left corner, 80 by 24 characters, that records and echoes everything typed into it.
 * There is no window manager: the window under the pointer has the keyboard.
 */
export async function startTerminal(display: string, geometry = '80x24+0+0'): Promise<Terminal> {
  const file = path.join(temporaryFolder(), 'typed.txt');
  const program = await startProgram(
    'xterm',
    [
      ...['-display', display, '-geometry', geometry, '-fn', 'fixed', '-u8', '-b', '2', '+sb'],
      ...['-e', 'sh', '-c', 'stty -icanon; printf "type here: "; : > "$0"; exec cat >> "$0"', file],
    ],
    { env: { LC_ALL: 'C.UTF-8' } },
  );
  await until('xterm is ready', async () => {
    if (program.ended) throw new Error(`xterm has ended:\n${program.output}`);
    return await exists(file);
  });
  const close = async (): Promise<void> => await program.stop();
  return { typed: async () => await readFile(file, 'utf8'), close, [Symbol.asyncDispose]: close };
}
