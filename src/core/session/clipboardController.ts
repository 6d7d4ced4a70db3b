import { vncError } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { ActionOptions, Clipboard } from './bridge.ts';
import type { InputParts } from './mouseController.ts';
import { checkWritable } from './viewOnly.ts';

/** The remote clipboard: Latin-1 text with line feeds (RFC 6143, sections 7.5.6 and 7.6.4). */
export class ClipboardController implements Clipboard {
  readonly #parts: InputParts;
  readonly #announced: () => string | undefined;

  /** @param announced what the server announced last. */
  constructor(parts: InputParts, announced: () => string | undefined) {
    this.#parts = parts;
    this.#announced = announced;
  }

  async get({ delay, timeout, signal }: ActionOptions = {}): Promise<string | undefined> {
    return await this.#parts.runner.reading({ name: 'clipboard.get', delay, timeout, signal }, () =>
      Promise.resolve(this.#announced()),
    );
  }

  async set(text: string, { delay, timeout, signal }: ActionOptions = {}): Promise<void> {
    const lines = text.replaceAll(/\r\n?/g, '\n');
    let characters = 0;
    let lost = 0;
    for (const character of lines) {
      characters += 1;
      if ((character.codePointAt(0) ?? 0) > 0xff) lost += 1;
    }
    if (lost > 0) throw vncError('VNC_CLIPBOARD_UNSUPPORTED', { lost, characters });
    if (characters > limits.cutTextBytes)
      throw vncError('VNC_CLIPBOARD_TOO_LARGE', { bytes: characters, limit: limits.cutTextBytes });
    const { door, runner } = this.#parts;
    checkWritable(door);
    await runner.input({ name: 'clipboard.set', delay, timeout, signal }, async (turn) => {
      await turn.step();
      door.sendCutText(lines);
    });
  }

  async clear(options?: ActionOptions): Promise<void> {
    await this.set('', options);
  }
}
