import { vncError } from '../../base/errors.ts';
import { readReason } from '../reason.ts';
import { chooseType } from './chooseType.ts';
import { underTls } from './securedChannel.ts';
import { securityName } from './securityNames.ts';
import type { SecurityContext, SecurityOutcome, SecurityType } from './securityType.ts';
import { withPath } from './veNCrypt.ts';

const NAME = 'TLS';

/**
 * TLS without certificates (18), as Vino and x11vnc have it: TLS begins at once, and within it the server lists
 * security types as at first (libvncserver's `rfbTLS`; rfbproto has only the number).
 *
 * @param basic the security types that may follow
 */
export function createAnonymousTls(basic: readonly SecurityType[]): SecurityType {
  return {
    number: 18,
    name: NAME,
    async authenticate(plain) {
      const { logger } = plain;
      logger.log('warn', `handshake: ${NAME} encrypts, but nobody proves that this is the right server`);
      const context = await secure(plain);
      const type = await negotiate(context, basic);
      const outcome: SecurityOutcome = await type.authenticate(context);
      const channel = outcome.channel ?? { pipe: context.pipe, reader: context.reader };
      return { ...outcome, path: `${NAME} ${outcome.path}`, channel };
    },
  };
}

async function secure(context: SecurityContext): Promise<SecurityContext> {
  try {
    return await underTls(context, { anonymous: true });
  } catch (error) {
    throw withPath(error, NAME);
  }
}

async function negotiate(context: SecurityContext, basic: readonly SecurityType[]): Promise<SecurityType> {
  const { reader, logger, options } = context;
  await reader.need(1);
  const count = reader.u8();
  if (count === 0) throw vncError('VNC_SERVER_REFUSED', { reason: await readReason(reader) });
  await reader.need(count);
  const offered = Array.from(reader.bytes(count));
  logger.log('debug', `handshake: ${NAME} offers ${offered.map(securityName).join(', ')}`);
  // A connection that allows TLS and says nothing about what is within allows all of it.
  const inner = options.types?.filter((name) => basic.some((type) => type.name === name));
  const type = chooseType(offered, basic, context, inner?.length === 0 ? undefined : inner);
  context.write(Uint8Array.of(type.number));
  return type;
}
