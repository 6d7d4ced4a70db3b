import { vncError } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { ActionOptions, Clipboard, SetClipboardOptions } from './bridge.ts';
import type { InputParts } from './mouseController.ts';
import { checkWritable } from './viewOnly.ts';
import type { ClipboardResult } from './wire.ts';

/** What the server's clipboard gives and takes. */
export interface RemoteClipboard {
  /** Whether it takes any character, and not just those of Latin-1. */
  takesUnicode(): boolean;
  /** The text as far as the server told of one; waits for text that is on its way. */
  read(signal: AbortSignal): Promise<string | undefined>;
}

/**
 * The remote clipboard: any text where the server has the extended clipboard (rfbproto), else Latin-1 (RFC 6143,
 * sections 7.5.6 and 7.6.4). Lines end in line feeds here, whatever the wire wants.
 */
export class ClipboardController implements Clipboard {
  readonly #parts: InputParts;
  readonly #remote: RemoteClipboard;

  constructor(parts: InputParts, remote: RemoteClipboard) {
    this.#parts = parts;
    this.#remote = remote;
  }

  async get({ delay, timeout, signal }: ActionOptions = {}): Promise<string | undefined> {
    return await this.#parts.runner.reading(
      { name: 'clipboard.get', delay, timeout, signal },
      async (turn) => await this.#remote.read(turn.signal),
    );
  }

  async set(text: string, options: SetClipboardOptions = {}): Promise<ClipboardResult> {
    const { delay, timeout, signal, replaceUnknown = false } = options;
    const lines = text.replaceAll(/\r\n?/g, '\n');
    this.#check(lines, replaceUnknown);
    const { door, runner } = this.#parts;
    checkWritable(door);
    return await runner.input({ name: 'clipboard.set', delay, timeout, signal }, async (turn) => {
      await turn.step();
      return await door.setClipboard(lines);
    });
  }

  async clear(options?: ActionOptions): Promise<void> {
    await this.set('', options);
  }

  #check(lines: string, replaceUnknown: boolean): void {
    const { cutTextBytes } = limits;
    if (this.#remote.takesUnicode()) {
      const bytes = Buffer.byteLength(lines);
      if (bytes > cutTextBytes) throw vncError('VNC_CLIPBOARD_TOO_LARGE', { bytes, limit: cutTextBytes });
      return;
    }
    let characters = 0;
    let lost = 0;
    for (const character of lines) {
      characters += 1;
      if ((character.codePointAt(0) ?? 0) > 0xff) lost += 1;
    }
    if (lost > 0 && !replaceUnknown) throw vncError('VNC_CLIPBOARD_UNSUPPORTED', { lost, characters });
    if (characters > cutTextBytes)
      throw vncError('VNC_CLIPBOARD_TOO_LARGE', { bytes: characters, limit: cutTextBytes });
  }
}
