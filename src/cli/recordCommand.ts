import type { RecordingResult } from '../core/recording/recording.ts';
import { recordSession, recordingFormatOf } from '../core/recording/recordSession.ts';
import type { Command } from './commandLine.ts';
import { type Environment, EnvironmentSecrets } from './environment.ts';
import { errorText } from './errorText.ts';
import { exitCodeOf, exitCodes } from './exitCodes.ts';
import { SessionSource } from './sessionSource.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';

/**
 * `record`: records a screen until its time is over, a limit is reached, the connection ends or somebody interrupts it,
 * and prints where the recording is. However it ends, the file is whole.
 *
 * @returns the exit code
 */
export async function recordCommand(
  command: Extract<Command, { name: 'record' }>,
  context: { readonly terminal: Terminal; readonly environment: Environment; readonly signal: AbortSignal },
): Promise<number> {
  const { terminal, environment, signal } = context;
  const { out, choices, quiet } = command;
  try {
    recordingFormatOf(out);
  } catch {
    throw new UsageError(`record: ${out} must end in .vncrec, .webm or .gif`);
  }
  const source = await SessionSource.create({
    choice: command.server,
    secrets: new EnvironmentSecrets(environment, terminal.redactor, command.server.passwordFile),
    terminal,
    environment,
    logger: terminal.logger(command.log),
  });
  let connected = false;
  try {
    const session = await source.open(undefined, signal);
    connected = true;
    const recording = await recordSession(session, { file: out, ...choices });
    const stop = (): void => void recording.stop();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    if (!quiet) terminal.note(`recording ${session.name} to ${out}; Ctrl+C ends it`);
    const result = await recording.ended;
    if (!quiet) terminal.note(endText(result));
    if (result.bytes > 0) terminal.result(out);
    const { state } = session;
    const error = result.error ?? (state.phase === 'closed' ? state.error : undefined);
    if (error === undefined) return exitCodes.passed;
    terminal.note(errorText(error));
    return exitCodeOf(error, { connected });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    terminal.note(errorText(error));
    return exitCodeOf(error, { connected });
  } finally {
    await source.close();
  }
}

function endText({ reason, milliseconds, bytes }: RecordingResult): string {
  const why = {
    stopped: 'recorded',
    maxSeconds: 'its time is over: recorded',
    maxBytes: 'it is as large as it may be: recorded',
    closed: 'the connection has ended: recorded',
    failed: 'it could not go on: recorded',
  }[reason];
  return `${why} ${(milliseconds / 1000).toFixed(1)} s, ${bytes} bytes`;
}
