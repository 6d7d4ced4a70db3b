import { check } from '../core/script/checker.ts';
import type { Diagnostic } from '../core/script/diagnostic.ts';
import { parse } from '../core/script/parser.ts';
import type { Command } from './commandLine.ts';
import { readConnectionsFile } from './connectionsFile.ts';
import { exitCodes } from './exitCodes.ts';
import { readScript } from './scriptFile.ts';
import type { Terminal } from './terminal.ts';

/** One finding as a line that editors and compilers' users know. */
export function diagnosticLine(file: string, diagnostic: Diagnostic): string {
  const { span, severity, code, message } = diagnostic;
  return `${file}:${span.line}:${span.column}: ${severity} ${code} ${message}`;
}

/** `check`: prints what is wrong with scripts. @returns the exit code: 2 when one has an error */
export async function checkCommand(
  command: Extract<Command, { name: 'check' }>,
  terminal: Terminal,
): Promise<number> {
  const connections =
    command.connectionsFile === undefined ? undefined : await readConnectionsFile(command.connectionsFile);
  for (const warning of connections?.warnings ?? []) terminal.note(warning);
  const environment =
    connections === undefined ? {} : { connections: connections.profiles.map(({ name }) => name) };
  const found: (Diagnostic & { readonly file: string })[] = [];
  for (const file of command.files) {
    const { name, source } = await readScript(file);
    for (const diagnostic of check(parse(source), environment)) found.push({ file: name, ...diagnostic });
  }
  if (command.json) terminal.result(JSON.stringify(found, undefined, 2));
  else for (const { file, ...diagnostic } of found) terminal.result(diagnosticLine(file, diagnostic));
  return found.some(({ severity }) => severity === 'error') ? exitCodes.script : exitCodes.passed;
}
