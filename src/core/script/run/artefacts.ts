import { isVncError } from '../../base/errors.ts';
import type { Span } from '../ast.ts';
import type { ImageFormat } from '../../session/bridge.ts';
import { ArtefactNames } from './artefactNames.ts';
import type { Frame } from './frame.ts';
import type { PictureRequest } from './machine.ts';
import type { RunContext } from './runContext.ts';
import { ScriptFailure } from './runError.ts';
import type { Artefact } from './runEvent.ts';
import { durationSetting } from './runSettings.ts';

/** Makes room for a file that grows while the run goes on: nothing else gets its name. @returns its path */
export type PlaceArtefact = (name: string) => Promise<string>;

/** Writes a file of the run as a whole. @returns where it is */
export type WriteArtefact = (name: string, bytes: Uint8Array) => Promise<string>;

const formats: Readonly<Record<string, ImageFormat>> = { png: 'png', jpg: 'jpeg', jpeg: 'jpeg', bmp: 'bmp' };

/** The files that a run leaves. */
export class Artefacts {
  readonly #names = new ArtefactNames();
  readonly #write: WriteArtefact;
  readonly #place: PlaceArtefact | undefined;
  readonly #written: Artefact[] = [];

  /** @param place left out where no file can grow. */
  constructor(write: WriteArtefact, place?: PlaceArtefact) {
    this.#write = write;
    this.#place = place;
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

  /**
   * Makes room for a recording.
   *
   * @throws ScriptFailure VS5031, VS5032, VS5061 where the name is none of a recording
   */
  async place(
    context: RunContext,
    file: string,
    span: Span,
    isRecording: (name: string) => boolean,
  ): Promise<Artefact> {
    const name = this.#names.given(context.vault.mask(file), span, '.webm');
    if (!isRecording(name))
      throw new ScriptFailure('VS5061', `recordings end in .webm, .gif or .vncrec, not as ${name}`, span);
    const failure = (cause?: unknown): ScriptFailure =>
      new ScriptFailure('VS5032', `the recording ${name} could not be written`, span, { cause });
    if (this.#place === undefined) throw failure();
    try {
      return { name, path: await this.#place(name) };
    } catch (error) {
      throw failure(error);
    }
  }

  /** Tells of a recording that has ended. */
  add(context: RunContext, artefact: Artefact, span: Span): void {
    this.#written.push(artefact);
    const place = context.place(span);
    context.emit({ type: 'artefact', kind: 'recording', ...artefact, reason: 'statement', span: place });
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
