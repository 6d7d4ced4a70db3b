import { type VncError, isVncError, vncError } from '../../base/errors.ts';
import { badData } from '../wireErrors.ts';
import { type SecurityCandidate, chooseSecurity } from './chooseSecurity.ts';
import { mayBeClear, noteChoice } from './chooseType.ts';
import { sendPlainLogin } from './plainLogin.ts';
import { underTls } from './securedChannel.ts';
import { securityName } from './securityNames.ts';
import type { SecurityContext, SecurityOutcome, SecurityType } from './securityType.ts';
import { answerChallenge } from './vncAuth.ts';

const NAME = 'VeNCrypt';
const TLS_READY = 1;

/** What is done within a subtype, after TLS if there is any. */
type Login = 'None' | 'Vnc' | 'Plain';

interface Subtype {
  readonly number: number;
  readonly name: string;
  readonly tls: 'none' | 'anonymous' | 'certificate';
  readonly login: Login;
}

const subtypes: readonly Subtype[] = [
  { number: 256, name: 'Plain', tls: 'none', login: 'Plain' },
  { number: 257, name: 'TLSNone', tls: 'anonymous', login: 'None' },
  { number: 258, name: 'TLSVnc', tls: 'anonymous', login: 'Vnc' },
  { number: 259, name: 'TLSPlain', tls: 'anonymous', login: 'Plain' },
  { number: 260, name: 'X509None', tls: 'certificate', login: 'None' },
  { number: 261, name: 'X509Vnc', tls: 'certificate', login: 'Vnc' },
  { number: 262, name: 'X509Plain', tls: 'certificate', login: 'Plain' },
];

/**
 * VeNCrypt 0.2 (rfbproto, "VeNCrypt"): TLS within the connection, with a certificate or without, and then a login.
 *
 * @param basic security types of the upper level: servers may list them as subtypes, too
 */
export function createVeNCrypt(basic: readonly SecurityType[]): SecurityType {
  return {
    number: 19,
    name: NAME,
    ways: subtypes.map(({ name }) => name),
    async authenticate(context) {
      await agreeOnVersion(context);
      const offered = await readSubtypes(context);
      const number = chooseSubtype(offered, basic, context);
      const numberBytes = Buffer.alloc(4);
      numberBytes.writeUInt32BE(number);
      context.write(numberBytes);
      const subtype = subtypes.find((one) => one.number === number);
      if (subtype !== undefined) return await logIn(context, subtype);
      const type = basic.find((one) => one.number === number);
      if (type === undefined) throw new Error('what was not offered was chosen');
      const outcome = await type.authenticate(context);
      return { ...outcome, path: `${NAME} ${outcome.path}` };
    },
  };
}

async function agreeOnVersion(context: SecurityContext): Promise<void> {
  const { reader } = context;
  await reader.need(2);
  const major = reader.u8();
  const minor = reader.u8();
  if (major === 0 && minor < 2) {
    // Version 0.1 lists its subtypes in another way; nobody has spoken it since 2006.
    throw vncError('VNC_SECURITY_UNSUPPORTED', { offered: `${NAME} ${major}.${minor}` });
  }
  context.write(Uint8Array.of(0, 2));
  await reader.need(1);
  if (reader.u8() !== 0) throw badData(reader, 'VeNCrypt version refused');
}

async function readSubtypes({ reader, logger }: SecurityContext): Promise<number[]> {
  await reader.need(1);
  const count = reader.u8();
  await reader.need(4 * count);
  const offered = Array.from({ length: count }, () => reader.u32());
  logger.log('debug', `handshake: ${NAME} offers ${offered.map(securityName).join(', ') || 'nothing'}`);
  return offered;
}

function chooseSubtype(
  offered: readonly number[],
  basic: readonly SecurityType[],
  context: SecurityContext,
): number {
  const candidates: SecurityCandidate[] = [
    ...subtypes.map(({ number, name }) => ({ number, ways: [name] })),
    ...basic.map(({ number, name, ways = [name] }) => ({ number, ways })),
  ].filter(({ number }) => offered.includes(number));
  const { credentials, options } = context;
  const names = offered.map((number) => `${NAME} ${securityName(number)}`);
  const choice = chooseSecurity(names.length === 0 ? [NAME] : names, candidates, {
    credentials,
    types: options.types,
    clearAllowed: mayBeClear(context),
  });
  noteChoice(choice, context);
  return choice.number;
}

async function logIn(plain: SecurityContext, subtype: Subtype): Promise<SecurityOutcome> {
  const path = `${NAME} ${subtype.name}`;
  const context = subtype.tls === 'none' ? plain : await startTls(plain, subtype, path);
  const channel = { pipe: context.pipe, reader: context.reader };
  switch (subtype.login) {
    case 'None':
      return { path, login: 'nothing', channel, alwaysHasResult: true };
    case 'Vnc':
      await answerChallenge(context, path);
      return { path, login: 'password', channel, alwaysHasResult: true };
    case 'Plain':
      await sendPlainLogin(context, path);
      return { path, login: 'user', channel, alwaysHasResult: true };
  }
}

async function startTls(context: SecurityContext, subtype: Subtype, path: string): Promise<SecurityContext> {
  const { reader, logger } = context;
  await reader.need(1);
  if (reader.u8() !== TLS_READY) throw badData(reader, `${path} refused`);
  logger.log('debug', `handshake: TLS of ${path}`);
  const anonymous = subtype.tls === 'anonymous';
  if (anonymous)
    logger.log('warn', `handshake: ${path} encrypts, but nobody proves that this is the right server`);
  try {
    return await underTls(context, { anonymous });
  } catch (error) {
    throw withPath(error, path);
  }
}

/** A failure of TLS says in which security type it happened. */
export function withPath(error: unknown, path: string): unknown {
  if (!isVncError(error, 'VNC_TLS_FAILED')) return error;
  const failure: VncError = error;
  return vncError(failure.code, { ...failure.data, securityType: path }, failure.cause);
}
