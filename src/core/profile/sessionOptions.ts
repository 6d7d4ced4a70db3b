import type { SecurityOptions } from '../rfb/security/securityOptions.ts';
import type { SessionOptions } from '../session/openSession.ts';
import type { ReconnectPolicy } from '../session/reconnectOptions.ts';
import type { EncodingChoice } from '../session/wire.ts';
import type { DialTarget, TlsOptions } from '../transport/target.ts';
import { expandTemplate } from '../transport/urlTemplate.ts';
import { type ConnectionProfile, defaultTimeoutSeconds, type MachineOptions } from './profile.ts';

/** What a profile says of a session becomes this together with where it leads. */
export interface SessionPlace {
  readonly target: DialTarget;
  /** How the server proves who it is inside the handshake: what `tlsOptionsOf` gives. */
  readonly tls: TlsOptions;
  readonly machine?: MachineOptions | undefined;
}

/** Bits of a pixel that carry colour, by those that a pixel takes. */
const depths = { 8: 8, 16: 16, 32: 24 } as const;

/** What a profile and this machine decide about how a session is opened, beside where it leads. */
export function sessionOptionsOf(
  profile: ConnectionProfile,
  place: SessionPlace,
): Omit<SessionOptions, 'credentials' | 'reconnect'> {
  const { compression, encoding, colorDepth, keyboardLayout, keepAlive } = profile;
  const { quality = profile.fineQuality === undefined ? 'auto' : undefined } = profile;
  const encodings = { preferred: encoding, compression, ...lossOf({ ...profile, quality }) };
  return {
    name: profile.name,
    timeout: (profile.timeout ?? defaultTimeoutSeconds) * 1000,
    viewOnly: profile.viewOnly ?? false,
    security: securityOf(profile, place),
    ...(Object.values(encodings).every((one) => one === undefined) ? {} : { encodings }),
    automaticQuality: quality === 'auto',
    ...(colorDepth === undefined ? {} : { colorDepth: depths[colorDepth] }),
    ...(keyboardLayout === undefined ? {} : { keyboardLayout }),
    ...(keepAlive === undefined ? {} : { keepAlive: keepAlive * 1000 }),
  };
}

/** What pixels may lose: nothing by these where the session decides, or where nothing may be lost. */
function lossOf({
  quality,
  fineQuality,
  subsampling,
}: ConnectionProfile): Pick<EncodingChoice, 'quality' | 'fineQuality' | 'subsampling'> {
  if (typeof quality === 'string') return { quality: undefined };
  return {
    quality,
    ...(fineQuality === undefined ? {} : { fineQuality }),
    ...(subsampling === undefined ? {} : { subsampling }),
  };
}

function securityOf(profile: ConnectionProfile, { target, tls, machine }: SessionPlace): SecurityOptions {
  return {
    ...(profile.security === undefined ? {} : { types: profile.security }),
    allowUnencrypted: machine?.allowUnencrypted === true,
    tls,
    endpoint: endpointOf(target),
  };
}

/** The server as the person named it: for this its certificate must be, and under this its key is remembered. */
export function endpointOf(target: DialTarget): SecurityOptions['endpoint'] {
  switch (target.transport) {
    case 'tcp':
      return { host: target.host, port: target.port };
    case 'websocket': {
      const { hostname, port, protocol } = new URL(expandTemplate(target.urlTemplate, target.values).url);
      const usual = protocol === 'wss:' ? 443 : 80;
      return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: port === '' ? usual : Number(port) };
    }
    case 'unix':
      return { host: target.path, port: 0 };
    case 'listen':
      return { host: target.host ?? '127.0.0.1', port: target.port ?? 0 };
    case 'command':
      return target.endpoint ?? { host: target.command[0] ?? '', port: 0 };
  }
}

/** How a lost connection of a profile is made again; `undefined` where it is not. */
export function reconnectPolicyOf(profile: ConnectionProfile): ReconnectPolicy | undefined {
  const { reconnect = true } = profile;
  if (reconnect === false) return undefined;
  if (reconnect === true) return {};
  const { maxAttempts, maxDelay } = reconnect;
  return {
    ...(maxAttempts === undefined ? {} : { maxAttempts }),
    ...(maxDelay === undefined ? {} : { longestDelay: maxDelay * 1000 }),
  };
}
