import { type SecurityChoice, chooseSecurity } from './chooseSecurity.ts';
import { securityName } from './securityNames.ts';
import type { SecurityContext, SecurityType } from './securityType.ts';

/** What the choice of a security type needs to know of the handshake. */
export type TypeChoiceContext = Pick<SecurityContext, 'credentials' | 'options' | 'pipe' | 'logger'>;

/**
 * Chooses among security types that a server offers by number.
 *
 * @throws what {@link chooseSecurity} throws
 */
export function chooseType(
  offered: readonly number[],
  known: readonly SecurityType[],
  context: TypeChoiceContext,
  types: readonly string[] | undefined = context.options.types,
): SecurityType {
  const possible = known.filter((type) => offered.includes(type.number));
  const candidates = possible.map(({ number, name, ways = [name] }) => ({ number, ways }));
  const { credentials } = context;
  const clearAllowed = mayBeClear(context);
  const choice = chooseSecurity(offered.map(securityName), candidates, { credentials, types, clearAllowed });
  noteChoice(choice, context);
  const chosen = possible.find(({ number }) => number === choice.number);
  if (chosen === undefined) throw new Error('what was not offered was chosen');
  return chosen;
}

/** Whether user names and passwords may go out as they are. */
export function mayBeClear({ pipe, options }: TypeChoiceContext): boolean {
  return pipe.confidential || options.allowUnencrypted === true;
}

/** Tells the log what the server offered and was passed over. */
export function noteChoice({ notes }: SecurityChoice, { logger }: TypeChoiceContext): void {
  for (const note of notes) logger.log('info', `handshake: ${note}`);
}
