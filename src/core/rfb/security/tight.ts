import { vncError } from '../../base/errors.ts';
import type { ByteReader } from '../byteReader.ts';
import { checkLimit } from '../wireErrors.ts';
import { type SecurityCandidate, chooseSecurity } from './chooseSecurity.ts';
import { mayBeClear, noteChoice } from './chooseType.ts';
import { sendPlainLogin } from './plainLogin.ts';
import type { SecurityContext, SecurityType } from './securityType.ts';
import { answerChallenge } from './vncAuth.ts';

const NAME = 'Tight';
const CAPABILITY_BYTES = 16;

/** What identifies a capability beside its code: vendor and signature. */
interface Capability {
  readonly code: number;
  readonly name: string;
}

const NO_TUNNEL: Capability = { code: 0, name: 'TGHTNOTUNNEL' };
/** What Siemens' panels list instead of "no tunnel", which they take nevertheless. */
const SIEMENS_TUNNEL: Capability = { code: 1, name: 'SICRSCHANNEL' };

interface TightLogin extends Capability {
  readonly way: 'None' | 'VncAuth' | 'UnixLogin';
}

const logins: readonly TightLogin[] = [
  { code: 1, name: 'STDVNOAUTH__', way: 'None' },
  { code: 2, name: 'STDVVNCAUTH_', way: 'VncAuth' },
  { code: 129, name: 'TGHTULGNAUTH', way: 'UnixLogin' },
];

/** Tight's security type (rfbproto, "Tight Security Type"): tunnels, a login, and later lists of capabilities. */
export const tightSecurity: SecurityType = {
  number: 16,
  name: NAME,
  ways: [NAME, 'UnixLogin'],
  async authenticate(context) {
    await refuseTunnels(context);
    const way = await chooseLogin(context);
    const path = `${NAME} ${way}`;
    const outcome = { path, capabilitiesFollow: true } as const;
    switch (way) {
      case 'None':
        return { ...outcome, login: 'nothing', alwaysHasResult: false };
      case 'VncAuth':
        await answerChallenge(context, path);
        return { ...outcome, login: 'password', alwaysHasResult: true };
      case 'UnixLogin':
        await sendPlainLogin(context, path);
        return { ...outcome, login: 'user', alwaysHasResult: true };
    }
  },
};

/**
 * Whether four bytes in place of the number of tunnels are those of controllers with ATEN's iKVM firmware
 * (Supermicro): they send 24 bytes of their memory there and want a login of their own. The first are the address of
 * something on a stack, low byte first, such as `af f9 ff bc` or `ab f9 1f be`: millions, were it a number.
 */
function isAtenController([, second = 0, , fourth = 0]: Uint8Array): boolean {
  return second === 0xf9 && fourth >> 4 === 0xb;
}

async function refuseTunnels(context: SecurityContext): Promise<void> {
  const { reader } = context;
  await reader.need(4);
  if (isAtenController(reader.peek(4))) {
    throw vncError('VNC_SECURITY_UNSUPPORTED', { offered: NAME, server: 'ATEN iKVM' });
  }
  const tunnels = await readCapabilities(reader);
  if (tunnels.length === 0) return;
  if (!tunnels.some((tunnel) => isSame(tunnel, NO_TUNNEL) || isSame(tunnel, SIEMENS_TUNNEL))) {
    throw vncError('VNC_SECURITY_UNSUPPORTED', { offered: listed('tunnel', tunnels) });
  }
  context.write(code(NO_TUNNEL.code));
}

async function chooseLogin(context: SecurityContext): Promise<TightLogin['way']> {
  const { reader, logger, options, credentials } = context;
  const offered = await readCapabilities(reader);
  logger.log('debug', `handshake: ${listed('', offered)}`);
  if (offered.length === 0) return 'None';
  const known = logins.filter((login) => offered.some((one) => isSame(one, login)));
  const candidates: SecurityCandidate[] = known.map((login) => ({ number: login.code, ways: [login.way] }));
  // "Tight" in a connection's list stands for its common logins.
  const types = options.types?.flatMap((type) => (type === NAME ? ['VncAuth', 'None'] : [type]));
  const choice = chooseSecurity([listed('', offered)], candidates, {
    credentials,
    types,
    clearAllowed: mayBeClear(context),
  });
  noteChoice(choice, context);
  const chosen = known.find((login) => login.code === choice.number);
  if (chosen === undefined) throw new Error('what was not offered was chosen');
  context.write(code(chosen.code));
  return chosen.way;
}

async function readCapabilities(reader: ByteReader): Promise<Capability[]> {
  await reader.need(4);
  const count = reader.u32();
  checkLimit(reader, 'tightCapabilities', count);
  await reader.need(count * CAPABILITY_BYTES);
  return Array.from({ length: count }, () => ({
    code: reader.s32(),
    name: Buffer.from(reader.bytes(CAPABILITY_BYTES - 4)).toString('latin1'),
  }));
}

/** Reads past the lists of messages and encodings behind ServerInit: what works is found out in other ways. */
export async function skipTightCapabilities(reader: ByteReader): Promise<void> {
  await reader.need(8);
  const counts = [reader.u16(), reader.u16(), reader.u16()];
  reader.u16();
  for (const count of counts) checkLimit(reader, 'tightCapabilities', count);
  const bytes = CAPABILITY_BYTES * counts.reduce((sum, count) => sum + count, 0);
  await reader.need(bytes);
  reader.take(bytes);
}

function isSame(one: Capability, other: Capability): boolean {
  return one.code === other.code && one.name === other.name;
}

function listed(kind: string, capabilities: readonly Capability[]): string {
  const names = capabilities.map((one) => `${one.name.replace(/[^ -~]/g, '?')} (${one.code})`);
  return [NAME, kind, names.slice(0, 16).join(', ') || 'nothing'].filter((part) => part !== '').join(' ');
}

function code(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
