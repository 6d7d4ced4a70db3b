import process from 'node:process';
import { version } from '../../package.json';
import { type Command, parseCommandLine } from './commandLine.ts';
import { errorText } from './errorText.ts';
import { reasonOf } from './environment.ts';
import { exitCodeOf, exitCodes } from './exitCodes.ts';
import { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';

/** The signals that ask the program to end; a second one ends it at once. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(exitCodes.interrupted);
      controller.abort();
    });
  }
  return controller.signal;
}

async function perform(command: Command, terminal: Terminal, signal: AbortSignal): Promise<number> {
  const { env: environment } = process;
  // Each command reads the code that it needs: who takes a picture needs none of the language.
  switch (command.name) {
    case 'help':
      terminal.resultText((await import('./usage.ts')).usage);
      return exitCodes.passed;
    case 'version':
      terminal.result(version);
      return exitCodes.passed;
    case 'run': {
      const { runCommand } = await import('./runCommand.ts');
      return await runCommand(command, { terminal, environment, signal });
    }
    case 'check': {
      const { checkCommand } = await import('./checkCommand.ts');
      return await checkCommand(command, terminal);
    }
    case 'format': {
      const { formatCommand } = await import('./formatCommand.ts');
      return await formatCommand(command, terminal);
    }
    case 'screenshot': {
      const { screenshotCommand } = await import('./screenshotCommand.ts');
      return await screenshotCommand(command, { terminal, environment, signal });
    }
    case 'record': {
      const { recordCommand } = await import('./recordCommand.ts');
      return await recordCommand(command, { terminal, environment, signal });
    }
    case 'convert': {
      const { convertCommand } = await import('./convertCommand.ts');
      return await convertCommand(command, { terminal, signal });
    }
  }
}

async function main(): Promise<number> {
  const terminal = new Terminal(process.stdout, process.stderr);
  const signal = interruption();
  try {
    return await perform(parseCommandLine(process.argv.slice(2)), terminal, signal);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.note(`vncscript: ${error.message}\nTry “vncscript --help”.`);
      return exitCodes.script;
    }
    terminal.note(errorText(error));
    return exitCodeOf(error, { connected: false });
  }
}

let lost: unknown;
// A reader that has seen enough, such as `head`, is no failure, and no reason to leave keys down on a screen: the
// command goes on to its own end. A full disk is a failure, but what was begun is brought to its end as well.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') lost ??= error;
});
process.stderr.on('error', () => undefined);

void main().then((code) => {
  // What is printed last is on its way still; a name lookup that nobody waits for must not keep us.
  process.stdout.write('', () =>
    setImmediate(() => {
      // What could not be written has been told by now.
      if (lost === undefined || code !== exitCodes.passed) process.exit(code);
      process.stderr.write(`vncscript: standard output could not be written: ${reasonOf(lost)}\n`, () =>
        process.exit(exitCodes.notWritten),
      );
    }),
  );
});
