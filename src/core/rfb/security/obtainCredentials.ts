import { cancelError } from '../../base/deadline.ts';
import { vncError } from '../../base/errors.ts';
import type { Credentials } from '../credentials.ts';
import type { SecurityContext } from './securityType.ts';

/** What a security type cannot do without. */
export interface CredentialNeed {
  readonly username?: boolean;
  readonly password?: boolean;
}

/** What is held of it, or else asked for; what is not needed is empty. */
export interface ObtainedCredentials {
  readonly username: string;
  readonly password: string;
}

/**
 * The user name and password that are held, or else asked for: a person is asked once for all that is missing.
 *
 * @param path the way to log in, as the question and errors show it
 * @throws `VNC_USERNAME_REQUIRED`, `VNC_PASSWORD_REQUIRED`, or what ends the wait
 */
export async function obtainCredentials(
  context: SecurityContext,
  path: string,
  need: CredentialNeed,
): Promise<ObtainedCredentials> {
  const held = context.credentials;
  const missing = {
    username: need.username === true && (held.username === undefined || held.username === ''),
    password: need.password === true && held.password === undefined,
  };
  const answer = missing.username || missing.password ? await ask(context, path, missing) : undefined;
  const username = missing.username ? answer?.username : held.username;
  const password = missing.password ? answer?.password : held.password;
  if (need.username === true && (username === undefined || username === '')) {
    throw vncError('VNC_USERNAME_REQUIRED', { securityType: path });
  }
  if (need.password === true && password === undefined) {
    throw vncError('VNC_PASSWORD_REQUIRED', { securityType: path });
  }
  return { username: username ?? '', password: password ?? '' };
}

async function ask(
  { credentials, reader, signal }: SecurityContext,
  securityType: string,
  missing: { readonly username: boolean; readonly password: boolean },
): Promise<Credentials | undefined> {
  // People take longer to answer than servers to hang up: then the question goes away.
  const waiting = AbortSignal.any([signal, reader.endSignal]);
  if (waiting.aborted) throw cancelError(waiting);
  return await new Promise<Credentials | undefined>((resolve, reject) => {
    waiting.addEventListener('abort', () => reject(cancelError(waiting)), { once: true });
    const asking = credentials.ask?.({ securityType, ...missing }, waiting);
    if (asking === undefined) resolve(undefined);
    else asking.then(resolve, reject);
  });
}
