import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { LogLevel } from '../core/base/logger.ts';
import type { Rect } from '../core/base/geometry.ts';
import {
  type ConnectionFlagValues,
  type ConnectionFlags,
  connectionOptions,
  readConnectionFlags,
} from './connectionFlags.ts';
import { readLogLevel, readQuality, readRegion, readSeconds } from './optionValues.ts';
import { type RecordChoices, readRecordOptions, recordOptions } from './recordOptions.ts';
import { UsageError } from './usageError.ts';

/** Where scripts come from: files (`-` is standard input), or code on the command line. */
export type ScriptSource = { readonly files: readonly string[] } | { readonly code: string };

/** Which server is meant. */
export interface ServerChoice {
  readonly url?: string | undefined;
  readonly connectionsFile?: string | undefined;
  readonly connection?: string | undefined;
  readonly demo: boolean;
  readonly passwordFile?: string | undefined;
  readonly flags: ConnectionFlags;
  /** Milliseconds from dialling to the first picture. */
  readonly timeout?: number | undefined;
}

/** A command with all that it was told. */
export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'version' }
  | {
      readonly name: 'run';
      readonly source: ScriptSource;
      readonly server: ServerChoice;
      readonly params: Readonly<Record<string, string>>;
      /** The folder for files, when one was named. */
      readonly out?: string | undefined;
      /** Milliseconds for each script. */
      readonly runTimeout?: number | undefined;
      readonly quiet: boolean;
      readonly log: LogLevel;
    }
  | {
      readonly name: 'check';
      readonly files: readonly string[];
      readonly connectionsFile?: string | undefined;
      readonly json: boolean;
    }
  | { readonly name: 'format'; readonly files: readonly string[]; readonly check: boolean }
  | {
      readonly name: 'screenshot';
      readonly server: ServerChoice;
      readonly out: string;
      readonly region?: Rect | undefined;
      readonly quality?: number | undefined;
      /** Whether the cursor is drawn into the picture. */
      readonly cursor: boolean;
      readonly log: LogLevel;
    }
  | {
      readonly name: 'record';
      readonly server: ServerChoice;
      readonly out: string;
      readonly choices: RecordChoices;
      readonly quiet: boolean;
      readonly log: LogLevel;
    }
  | {
      readonly name: 'convert';
      readonly file: string;
      readonly out: string;
      readonly choices: RecordChoices;
      readonly quiet: boolean;
    };

type Options = NonNullable<ParseArgsConfig['options']>;

const serverOptions = {
  url: { type: 'string' },
  connections: { type: 'string' },
  connection: { type: 'string' },
  demo: { type: 'boolean' },
  'password-file': { type: 'string' },
  timeout: { type: 'string' },
  log: { type: 'string' },
  ...connectionOptions,
} as const satisfies Options;

const help = { help: { type: 'boolean', short: 'h' } } as const satisfies Options;

/** Reads the arguments after the program's name. @throws {@link UsageError} */
export function parseCommandLine(args: readonly string[]): Command {
  const [name, ...rest] = args;
  switch (name) {
    case undefined:
      throw new UsageError('no command');
    case '-h':
    case '--help':
    case 'help':
      return { name: 'help' };
    case '-V':
    case '--version':
    case 'version':
      return { name: 'version' };
    case 'run':
      return readRun(rest);
    case 'check':
      return readCheck(rest);
    case 'format':
      return readFormat(rest);
    case 'screenshot':
      return readScreenshot(rest);
    case 'record':
      return readRecord(rest);
    case 'convert':
      return readConvert(rest);
    default:
      throw new UsageError(`there is no command “${name}”`);
  }
}

function read<T extends Options>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (error instanceof TypeError && 'code' in error) throw new UsageError(error.message);
    throw error;
  }
}

function readRun(args: readonly string[]): Command {
  const { values, positionals } = read(args, {
    ...help,
    ...serverOptions,
    eval: { type: 'string', short: 'e' },
    param: { type: 'string', multiple: true },
    out: { type: 'string' },
    'run-timeout': { type: 'string' },
    quiet: { type: 'boolean', short: 'q' },
  });
  if (values.help === true) return { name: 'help' };
  const code = values.eval;
  if (code === undefined && positionals.length === 0)
    throw new UsageError('run: no script; give a FILE, - or -e CODE');
  if (code !== undefined && positionals.length > 0)
    throw new UsageError('run: give files or -e CODE, not both');
  const server = readServer(values);
  if (server.url === undefined && server.connectionsFile === undefined && !server.demo) {
    throw new UsageError('run: no server; give --url URL, --connections FILE or --demo');
  }
  return {
    name: 'run',
    source: code === undefined ? { files: readFiles('run', positionals) } : { code },
    server,
    params: readParams(values.param ?? []),
    out: values.out,
    runTimeout: readSeconds('--run-timeout', values['run-timeout']),
    quiet: values.quiet ?? false,
    log: readLogLevel(values.log),
  };
}

function readCheck(args: readonly string[]): Command {
  const { values, positionals } = read(args, {
    ...help,
    connections: { type: 'string' },
    json: { type: 'boolean' },
  });
  if (values.help === true) return { name: 'help' };
  const files = readFiles('check', positionals);
  return { name: 'check', files, connectionsFile: values.connections, json: values.json ?? false };
}

function readFormat(args: readonly string[]): Command {
  const { values, positionals } = read(args, { ...help, check: { type: 'boolean' } });
  if (values.help === true) return { name: 'help' };
  return { name: 'format', files: readFiles('format', positionals), check: values.check ?? false };
}

function readScreenshot(args: readonly string[]): Command {
  const { values, positionals } = read(args, {
    ...help,
    ...serverOptions,
    region: { type: 'string' },
    quality: { type: 'string' },
    cursor: { type: 'boolean' },
  });
  if (values.help === true) return { name: 'help' };
  return {
    name: 'screenshot',
    ...readSourceAndFile('screenshot', values, positionals),
    region: readRegion(values.region),
    quality: readQuality(values.quality),
    cursor: values.cursor ?? false,
    log: readLogLevel(values.log),
  };
}

function readRecord(args: readonly string[]): Command {
  const { values, positionals } = read(args, {
    ...help,
    ...serverOptions,
    ...recordOptions,
    quiet: { type: 'boolean', short: 'q' },
  });
  if (values.help === true) return { name: 'help' };
  return {
    name: 'record',
    ...readSourceAndFile('record', values, positionals),
    choices: readRecordOptions(values),
    quiet: values.quiet ?? false,
    log: readLogLevel(values.log),
  };
}

function readConvert(args: readonly string[]): Command {
  const { values, positionals } = read(args, {
    ...help,
    ...recordOptions,
    quiet: { type: 'boolean', short: 'q' },
  });
  if (values.help === true) return { name: 'help' };
  const [file, out, ...more] = positionals;
  if (file === undefined || out === undefined)
    throw new UsageError('convert: give a recording and a file to write');
  if (more.length > 0) throw new UsageError('convert: too many arguments');
  return { name: 'convert', file, out, choices: readRecordOptions(values), quiet: values.quiet ?? false };
}

/** `URL FILE`, or only `FILE` where options name the server. */
function readSourceAndFile(
  command: string,
  values: ServerValues,
  positionals: readonly string[],
): { readonly server: ServerChoice; readonly out: string } {
  const named = values.url ?? values.connections ?? values.demo;
  const [first, second, ...more] = positionals;
  const [url, out] = named === undefined ? [first, second] : [undefined, first];
  if (out === undefined) throw new UsageError(`${command}: give a URL and a file to write`);
  if (more.length > 0 || (named !== undefined && second !== undefined)) {
    throw new UsageError(`${command}: too many arguments`);
  }
  return { server: readServer(url === undefined ? values : { ...values, url }), out };
}

function readFiles(command: string, files: readonly string[]): readonly string[] {
  if (files.length === 0) throw new UsageError(`${command}: no file`);
  if (files.filter((file) => file === '-').length > 1) {
    throw new UsageError(`${command}: standard input can be read once only`);
  }
  return files;
}

interface ServerValues extends ConnectionFlagValues {
  readonly url?: string | undefined;
  readonly connections?: string | undefined;
  readonly connection?: string | undefined;
  readonly demo?: boolean | undefined;
  readonly 'password-file'?: string | undefined;
  readonly timeout?: string | undefined;
}

function readServer(values: ServerValues): ServerChoice {
  const { url, connections, connection, demo = false } = values;
  const ways = [url !== undefined, connections !== undefined, demo].filter(Boolean).length;
  if (ways > 1) throw new UsageError('give one of --url, --connections and --demo');
  if (connection !== undefined && connections === undefined) {
    throw new UsageError('--connection needs --connections FILE, where the name stands');
  }
  return {
    url,
    connectionsFile: connections,
    connection,
    demo,
    passwordFile: values['password-file'],
    flags: readConnectionFlags(values),
    timeout: readSeconds('--timeout', values.timeout),
  };
}

function readParams(texts: readonly string[]): Readonly<Record<string, string>> {
  const params = new Map<string, string>();
  for (const text of texts) {
    const equals = text.indexOf('=');
    if (equals < 1) throw new UsageError(`--param ${text}: write NAME=VALUE`);
    const name = text.slice(0, equals);
    if (params.has(name)) throw new UsageError(`--param ${name} is given twice`);
    params.set(name, text.slice(equals + 1));
  }
  return Object.fromEntries(params);
}
