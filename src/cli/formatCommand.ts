import { chmod, realpath, stat } from 'node:fs/promises';
import { saveFile } from '../core/image/saveFile.ts';
import { format } from '../core/script/formatter.ts';
import { parse } from '../core/script/parser.ts';
import { diagnosticLine } from './checkCommand.ts';
import type { Command } from './commandLine.ts';
import { exitCodes } from './exitCodes.ts';
import { readScript } from './scriptFile.ts';
import type { Terminal } from './terminal.ts';

/**
 * `format`: writes scripts in their canonical form, in place; standard input goes to standard output. With
 * `--check` it only names those that are not. A script with syntax errors stays as it is.
 *
 * @returns the exit code
 */
export async function formatCommand(
  command: Extract<Command, { name: 'format' }>,
  terminal: Terminal,
): Promise<number> {
  let code: number = exitCodes.passed;
  for (const file of command.files) {
    const { name, source } = await readScript(file);
    const errors = parse(source).diagnostics.filter(({ severity }) => severity === 'error');
    for (const diagnostic of errors) terminal.note(diagnosticLine(name, diagnostic));
    const formatted = errors.length > 0 ? source : format(source);
    if (errors.length > 0 || (command.check && formatted !== source)) code = exitCodes.script;
    if (command.check) {
      if (formatted !== source) terminal.result(name);
    } else if (file === '-') {
      terminal.resultText(formatted);
    } else if (formatted !== source) {
      await replace(file, formatted);
      terminal.result(name);
    }
  }
  return code;
}

/** Links stay links, and the right to execute stays. */
async function replace(file: string, text: string): Promise<void> {
  const real = await realpath(file);
  const { mode } = await stat(real);
  await saveFile(real, Buffer.from(text));
  await chmod(real, mode & 0o7777);
}
