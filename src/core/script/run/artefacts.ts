import { isVncError } from '../../base/errors.ts';
import type { ImageFormat } from '../../session/bridge.ts';
import { ArtefactNames } from './artefactNames.ts';
import type { Frame } from './frame.ts';
import type { PictureRequest } from './machine.ts';
import type { RunContext } from './runContext.ts';
import { ScriptFailure } from './runError.ts';
import type { Artefact } from './runEvent.ts';
import { durationSetting } from './runSettings.ts';

/** Writes a file of the run as a whole. @returns where it is */
export type WriteArtefact = (name: string, bytes: Uint8Array) => Promise<string>;

const formats: Readonly<Record<string, ImageFormat>> = { png: 'png', jpg: 'jpeg', jpeg: 'jpeg', bmp: 'bmp' };

/** The files that a run leaves. */
export class Artefacts {
  readonly #names = new ArtefactNames();
  readonly #write: WriteArtefact;
  readonly #written: Artefact[] = [];

  constructor(write: WriteArtefact) {
    this.#write = write;
  }

  get written(): readonly Artefact[] {
    return this.#written;
  }

  /** Writes a picture of the screen. @returns its path @throws ScriptFailure VS5031, VS5032 or of the connection */
  async takePicture(context: RunContext, request: PictureRequest, frame: Frame): Promise<string> {
    const { reason, span } = request;
    const name =
      request.name === undefined
        ? this.#names.next(reason === 'failure' ? 'failure' : 'step')
        : this.#names.given(context.vault.mask(request.name), span);
    const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
    const format = formats[ending];
    if (format === undefined)
      throw new ScriptFailure('VS5061', `pictures end in .png, .jpg or .bmp, not .${ending}`, span);
    const timeout = durationSetting(frame.scope, 'timeout');
    const { data } = await context.perform(frame, span, (signal) =>
      frame.connection.session.screen.capture({ region: request.region, format, signal, timeout }),
    );
    const path = await context.perform(frame, span, () => this.#save(name, data, frame, request));
    this.#written.push({ name, path });
    context.emit({ type: 'artefact', kind: 'screenshot', name, path, reason, span: context.place(span) });
    return path;
  }

  async #save(name: string, data: Uint8Array, frame: Frame, request: PictureRequest): Promise<string> {
    try {
      return await this.#write(name, data);
    } catch (error) {
      if (frame.signal.aborted && isVncError(error, 'VNC_CANCELLED')) throw error;
      throw new ScriptFailure('VS5032', `the picture ${name} could not be written`, request.span, {
        cause: error,
      });
    }
  }
}
