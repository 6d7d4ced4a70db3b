import type { ParseArgsConfig } from 'node:util';
import type { ConnectionProfile, MachineOptions } from '../core/profile/profile.ts';
import { splitCommand } from './commandWords.ts';
import { UsageError } from './usageError.ts';

/** The options that say how a server is reached and trusted. */
export const connectionOptions = {
  'allow-unencrypted': { type: 'boolean' },
  ca: { type: 'string' },
  'client-cert': { type: 'string' },
  'client-key': { type: 'string' },
  fingerprint: { type: 'string', multiple: true },
  insecure: { type: 'boolean' },
  'known-servers': { type: 'string' },
  proxy: { type: 'string' },
  'proxy-command': { type: 'string' },
  security: { type: 'string' },
  set: { type: 'string', multiple: true },
  'ticket-command': { type: 'string' },
  tunnel: { type: 'string' },
} as const satisfies NonNullable<ParseArgsConfig['options']>;

/** Their values as `parseArgs` gives them. */
export interface ConnectionFlagValues {
  readonly 'allow-unencrypted'?: boolean | undefined;
  readonly ca?: string | undefined;
  readonly 'client-cert'?: string | undefined;
  readonly 'client-key'?: string | undefined;
  readonly fingerprint?: string[] | undefined;
  readonly insecure?: boolean | undefined;
  readonly 'known-servers'?: string | undefined;
  readonly proxy?: string | undefined;
  readonly 'proxy-command'?: string | undefined;
  readonly security?: string | undefined;
  readonly set?: string[] | undefined;
  readonly 'ticket-command'?: string | undefined;
  readonly tunnel?: string | undefined;
}

/** How servers are reached and trusted, as far as the command line says so. */
export interface ConnectionFlags {
  /** Fields that go before those of the connection, as they were written: still to be checked. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly machine: MachineOptions;
  /** A CA or the server's own certificate. */
  readonly caFile?: string | undefined;
  /** Where trusted servers are remembered, when it is not the usual place. */
  readonly knownServers?: string | undefined;
}

/** What a connection is found by cannot be set: that is what `--url` and `--connection` are for. */
const notSettable = new Set<string>([
  'id',
  'name',
  'host',
  'port',
  'url',
  'socket',
  'listen',
  'certificate',
] satisfies (keyof ConnectionProfile)[]);

/** @throws UsageError for options that contradict each other or cannot be read. */
export function readConnectionFlags(values: ConnectionFlagValues): ConnectionFlags {
  const { ca, insecure, 'client-cert': certificate, 'client-key': key } = values;
  if (insecure === true && ca !== undefined)
    throw new UsageError('--insecure and --ca contradict each other');
  if ((certificate === undefined) !== (key === undefined)) {
    throw new UsageError('--client-cert and --client-key belong together');
  }
  const proxyCommand = values['proxy-command'];
  const ticketCommand = values['ticket-command'];
  if (proxyCommand !== undefined && values.tunnel !== undefined) {
    throw new UsageError('--proxy-command and --tunnel contradict each other');
  }
  return {
    fields: {
      ...readSettings(values.set ?? []),
      ...(values.proxy === undefined ? {} : { proxy: values.proxy }),
      ...(values.fingerprint === undefined ? {} : { fingerprints: values.fingerprint }),
      ...(values.security === undefined ? {} : { security: values.security.split(/[\s,]+/).filter(Boolean) }),
      ...(certificate === undefined ? {} : { clientCertificate: { certificate, key } }),
    },
    machine: {
      verifyCertificate: insecure !== true,
      ...(values['allow-unencrypted'] === true ? { allowUnencrypted: true } : {}),
      ...(proxyCommand === undefined ? {} : { proxyCommand: splitCommand('--proxy-command', proxyCommand) }),
      ...(values.tunnel === undefined ? {} : { tunnelCommand: splitCommand('--tunnel', values.tunnel) }),
      ...(ticketCommand === undefined
        ? {}
        : { ticketCommand: splitCommand('--ticket-command', ticketCommand) }),
    },
    ...(ca === undefined ? {} : { caFile: ca }),
    ...(values['known-servers'] === undefined ? {} : { knownServers: values['known-servers'] }),
  };
}

function readSettings(texts: readonly string[]): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const text of texts) {
    const [, field = '', value = ''] = /^([A-Za-z]+)=(.*)$/s.exec(text) ?? [];
    if (field === '') throw new UsageError(`--set ${text}: write FIELD=VALUE`);
    if (notSettable.has(field))
      throw new UsageError(`--set ${field}: give the server with --url or --connections`);
    if (Object.hasOwn(fields, field)) throw new UsageError(`--set ${field} is given twice`);
    fields[field] = plainValue(value);
  }
  return fields;
}

/** Numbers, `true`, `false`, lists and objects as in JSON; everything else is a text. */
function plainValue(text: string): unknown {
  if (!/^(?:true$|false$|-?\d|[[{"])/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
