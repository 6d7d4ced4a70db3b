import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { LogLevel } from '../core/base/logger.ts';
import type { Rect } from '../core/base/geometry.ts';
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
  readonly caFile?: string | undefined;
  readonly insecure: boolean;
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
      readonly log: LogLevel;
    };

type Options = NonNullable<ParseArgsConfig['options']>;

const serverOptions = {
  url: { type: 'string' },
  connections: { type: 'string' },
  connection: { type: 'string' },
  demo: { type: 'boolean' },
  'password-file': { type: 'string' },
  ca: { type: 'string' },
  insecure: { type: 'boolean' },
  timeout: { type: 'string' },
  log: { type: 'string' },
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
  });
  if (values.help === true) return { name: 'help' };
  const named = values.url ?? values.connections ?? values.demo;
  const [first, second, ...more] = positionals;
  const [url, out] = named === undefined ? [first, second] : [undefined, first];
  if (out === undefined) throw new UsageError('screenshot: give a URL and a file to write');
  if (more.length > 0 || (named !== undefined && second !== undefined)) {
    throw new UsageError('screenshot: too many arguments');
  }
  return {
    name: 'screenshot',
    server: readServer(url === undefined ? values : { ...values, url }),
    out,
    region: readRegion(values.region),
    quality: readQuality(values.quality),
    log: readLogLevel(values.log),
  };
}

function readFiles(command: string, files: readonly string[]): readonly string[] {
  if (files.length === 0) throw new UsageError(`${command}: no file`);
  if (files.filter((file) => file === '-').length > 1) {
    throw new UsageError(`${command}: standard input can be read once only`);
  }
  return files;
}

function readServer(values: {
  readonly url?: string | undefined;
  readonly connections?: string | undefined;
  readonly connection?: string | undefined;
  readonly demo?: boolean | undefined;
  readonly 'password-file'?: string | undefined;
  readonly ca?: string | undefined;
  readonly insecure?: boolean | undefined;
  readonly timeout?: string | undefined;
}): ServerChoice {
  const { url, connections, connection, demo = false } = values;
  const ways = [url !== undefined, connections !== undefined, demo].filter(Boolean).length;
  if (ways > 1) throw new UsageError('give one of --url, --connections and --demo');
  if (connection !== undefined && connections === undefined) {
    throw new UsageError('--connection needs --connections FILE, where the name stands');
  }
  if (values.insecure === true && values.ca !== undefined) {
    throw new UsageError('--insecure and --ca contradict each other');
  }
  return {
    url,
    connectionsFile: connections,
    connection,
    demo,
    passwordFile: values['password-file'],
    caFile: values.ca,
    insecure: values.insecure ?? false,
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

/** Seconds as milliseconds. */
function readSeconds(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (seconds <= 0 || seconds > 86_400)
    throw new UsageError(`${option} ${text}: give seconds, from 0.001 to 86400`);
  return Math.max(1, Math.round(seconds * 1000));
}

function readRegion(text: string | undefined): Rect | undefined {
  if (text === undefined) return undefined;
  const numbers = text.split(',').map((part) => (/^\d{1,5}$/.test(part.trim()) ? Number(part) : undefined));
  const [x, y, width, height, ...more] = numbers;
  if (x === undefined || y === undefined || more.length > 0 || !width || !height) {
    throw new UsageError(`--region ${text}: write X,Y,WIDTH,HEIGHT in pixels`);
  }
  return { x, y, width, height };
}

function readQuality(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const quality = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (quality < 1 || quality > 100) throw new UsageError(`--quality ${text}: give a number from 1 to 100`);
  return quality;
}

const logLevels: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error'];

function readLogLevel(text: string | undefined): LogLevel {
  if (text === undefined) return 'warn';
  const level = logLevels.find((one) => one === text);
  if (level === undefined) throw new UsageError(`--log ${text}: give one of ${logLevels.join(', ')}`);
  return level;
}
