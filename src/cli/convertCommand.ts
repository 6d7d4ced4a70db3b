import path from 'node:path';
import { convertRecording } from '../core/recording/convertRecording.ts';
import { recordingFormatOf } from '../core/recording/recordSession.ts';
import type { Command } from './commandLine.ts';
import { errorText } from './errorText.ts';
import { exitCodeOf, exitCodes } from './exitCodes.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';

/** `convert`: makes a video of a recording, and prints where it is. @returns the exit code */
export async function convertCommand(
  command: Extract<Command, { name: 'convert' }>,
  context: { readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<number> {
  const { terminal, signal } = context;
  const { file, out, choices, quiet } = command;
  if (!isVideo(out)) throw new UsageError(`convert: ${out} must end in .webm or .gif`);
  if (path.resolve(file) === path.resolve(out)) throw new UsageError('convert: give another file to write');
  try {
    const { milliseconds, bytes, isComplete } = await convertRecording(file, {
      file: out,
      ...choices,
      signal,
    });
    if (!quiet) {
      const whole = isComplete ? '' : '; a limit was reached, so that not all of the recording is in it';
      terminal.note(`${(milliseconds / 1000).toFixed(1)} s, ${bytes} bytes${whole}`);
    }
    terminal.result(out);
    return exitCodes.passed;
  } catch (error) {
    terminal.note(errorText(error));
    return exitCodeOf(error, { connected: true });
  }
}

function isVideo(file: string): boolean {
  try {
    return recordingFormatOf(file) !== 'vncrec';
  } catch {
    return false;
  }
}
