import { formatOfFile, saveScreenshot } from '../core/session/saveScreenshot.ts';
import type { Command } from './commandLine.ts';
import { type Environment, EnvironmentSecrets } from './environment.ts';
import { exitCodeOf, exitCodes } from './exitCodes.ts';
import { errorText } from './errorText.ts';
import { SessionSource } from './sessionSource.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';

/** `screenshot`: writes a picture of a screen, and prints where it is. @returns the exit code */
export async function screenshotCommand(
  command: Extract<Command, { name: 'screenshot' }>,
  context: { readonly terminal: Terminal; readonly environment: Environment; readonly signal: AbortSignal },
): Promise<number> {
  const { terminal, environment, signal } = context;
  const { out, region, quality, cursor } = command;
  try {
    formatOfFile(out);
  } catch {
    throw new UsageError(`screenshot: ${out} must end in .png, .jpg, .jpeg or .bmp`);
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
    await saveScreenshot(session, out, { region, quality, cursor, signal, asKnown: true });
    terminal.result(out);
    return exitCodes.passed;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    terminal.note(errorText(error));
    return exitCodeOf(error, { connected });
  } finally {
    await source.close();
  }
}
