import { check } from '../core/script/checker.ts';
import { parse } from '../core/script/parser.ts';
import { runScript } from '../core/script/run/runScript.ts';
import { diagnosticLine } from './checkCommand.ts';
import type { Command } from './commandLine.ts';
import { type Environment, EnvironmentSecrets, isSecretVariable } from './environment.ts';
import { errorText } from './errorText.ts';
import { exitCodeOf, exitCodes } from './exitCodes.ts';
import { OutputFolder } from './outputFolder.ts';
import { RunReporter } from './runReporter.ts';
import { type ScriptFile, readScript } from './scriptFile.ts';
import { SessionSource, type SessionSourceParts } from './sessionSource.ts';
import type { Terminal } from './terminal.ts';

type RunCommand = Extract<Command, { name: 'run' }>;

/** Where the files of scripts go when nothing is said. */
const defaultOut = 'vncscript-out';

/** What a command runs in. */
export interface RunSurroundings {
  readonly terminal: Terminal;
  readonly environment: Environment;
  readonly signal: AbortSignal;
}

/** `run`: runs scripts one after the other. @returns the first exit code that is not 0 */
export async function runCommand(command: RunCommand, surroundings: RunSurroundings): Promise<number> {
  const { terminal, environment, signal } = surroundings;
  const scripts: ScriptFile[] = [];
  if ('code' in command.source) scripts.push({ name: '<command line>', source: command.source.code });
  else for (const file of command.source.files) scripts.push(await readScript(file));
  const parts: SessionSourceParts = {
    choice: command.server,
    secrets: new EnvironmentSecrets(environment, terminal.redactor, command.server.passwordFile),
    terminal,
    environment,
    logger: terminal.logger(command.log),
  };
  const source = await SessionSource.create(parts);
  if (hasErrors(scripts, source.names, terminal)) return exitCodes.script;
  const files = new OutputFolder(command.out ?? defaultOut);
  try {
    // Whoever names no folder may want no files.
    if (command.out !== undefined) await files.check();
  } catch (error) {
    terminal.note(errorText(error));
    return exitCodeOf(error, { connected: false });
  }
  let code: number = exitCodes.passed;
  for (const script of scripts) {
    const one = await runOne(script, { command, surroundings, parts, source, files });
    if (code === exitCodes.passed) code = one;
    if (signal.aborted) return exitCodes.interrupted;
  }
  return code;
}

/** Prints the diagnostics of all scripts before anything is dialled. */
function hasErrors(
  scripts: readonly ScriptFile[],
  names: readonly string[] | undefined,
  terminal: Terminal,
): boolean {
  let errors = false;
  for (const { name, source } of scripts) {
    for (const diagnostic of check(parse(source), names === undefined ? {} : { connections: names })) {
      if (diagnostic.severity === 'hint' || diagnostic.severity === 'information') continue;
      terminal.note(diagnosticLine(name, diagnostic));
      errors ||= diagnostic.severity === 'error';
    }
  }
  return errors;
}

async function runOne(
  script: ScriptFile,
  context: {
    readonly command: RunCommand;
    readonly surroundings: RunSurroundings;
    readonly parts: SessionSourceParts;
    readonly source: SessionSource;
    readonly files: OutputFolder;
  },
): Promise<number> {
  const { command, surroundings, parts, source, files } = context;
  const { terminal, environment, signal } = surroundings;
  try {
    const result = await runScript({
      source: script.source,
      fileName: script.name,
      connect: async (name, connecting) => await source.open(name, connecting),
      params: command.params,
      secret: async (name) => await Promise.resolve(parts.secrets.named(name)),
      writeArtefact: async (name, bytes) => await files.write(name, bytes),
      placeArtefact: async (name) => await files.place(name),
      onEvent: new RunReporter(script, terminal, { quiet: command.quiet }).listener,
      signal,
      logger: parts.logger,
      timeout: command.runTimeout,
      // Scripts may read the environment, but not what is kept there for the program alone.
      environment: (name) => (isSecretVariable(name) ? undefined : environment[name]),
    });
    return signal.aborted ? exitCodes.interrupted : result.exitCode;
  } finally {
    await source.close();
  }
}
