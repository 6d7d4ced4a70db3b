import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { isVncError, vncError } from '../core/base/errors.ts';
import { saveFile } from '../core/image/saveFile.ts';
import type { Session } from '../core/session/session.ts';
import { check } from '../core/script/checker.ts';
import { parse } from '../core/script/parser.ts';
import { runScript } from '../core/script/run/runScript.ts';
import { diagnosticLine } from './checkCommand.ts';
import type { Command } from './commandLine.ts';
import { type Environment, EnvironmentSecrets } from './environment.ts';
import { exitCodeOf, exitCodes } from './exitCodes.ts';
import { RunReporter } from './runReporter.ts';
import { type ScriptFile, readScript } from './scriptFile.ts';
import { SessionSource, type SessionSourceParts } from './sessionSource.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';

type RunCommand = Extract<Command, { name: 'run' }>;

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
    logger: terminal.logger(command.log),
  };
  const source = await SessionSource.create(parts);
  if (hasErrors(scripts, source.names, terminal)) return exitCodes.script;
  const files = new OutputFolder(command.out);
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
  let refusal: unknown;
  const connect = async (name: string | undefined, connecting: AbortSignal): Promise<Session> => {
    try {
      return await source.open(name, connecting);
    } catch (error) {
      refusal = error;
      throw error;
    }
  };
  try {
    const result = await runScript({
      source: script.source,
      fileName: script.name,
      connect,
      params: command.params,
      secret: async (name) => await Promise.resolve(parts.secrets.named(name)),
      writeArtefact: async (name, bytes) => await files.write(name, bytes),
      onEvent: new RunReporter(script, terminal, { quiet: command.quiet }).listener,
      signal,
      logger: parts.logger,
      timeout: command.runTimeout,
      environment: (name) => (isOpen(name) ? environment[name] : undefined),
    });
    if (signal.aborted) return exitCodes.interrupted;
    // Whether a server never let us in, or went away later, the run cannot always tell.
    const { cause } = result.error ?? {};
    return cause !== undefined && cause === refusal
      ? exitCodeOf(cause, { connected: false })
      : result.exitCode;
  } catch (error) {
    if (error instanceof UsageError || !isVncError(error)) throw error;
    return exitCodeOf(error, { connected: refusal === undefined });
  } finally {
    await source.close();
  }
}

/** Scripts may read the environment, but not what is kept there for the program alone. */
function isOpen(name: string): boolean {
  return !/^(VNC_PASSWORD|VNC_TICKET|VNCSCRIPT_SECRET_.*)$/i.test(name);
}

/** The folder that a run's files go to, made when the first one comes. */
class OutputFolder {
  readonly #folder: string;
  readonly #taken = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Writes a file whole; a second one of the same name, from another script, gets a number. */
  async write(name: string, bytes: Uint8Array): Promise<string> {
    const file = path.join(this.#folder, this.#unique(name));
    try {
      await mkdir(path.dirname(file), { recursive: true });
    } catch (error) {
      const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      throw vncError('VNC_FILE_NOT_WRITTEN', { path: path.dirname(file), reason }, error);
    }
    await saveFile(file, bytes);
    return file;
  }

  #unique(name: string): string {
    const { dir, name: stem, ext } = path.parse(name);
    let unique = name;
    for (let n = 2; this.#taken.has(unique.toLowerCase()); n++) unique = path.join(dir, `${stem}-${n}${ext}`);
    this.#taken.add(unique.toLowerCase());
    return unique;
  }
}
