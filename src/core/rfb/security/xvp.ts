import { fieldBytes } from './fieldBytes.ts';
import { obtainCredentials } from './obtainCredentials.ts';
import type { SecurityType } from './securityType.ts';
import { answerChallenge } from './vncAuth.ts';

const NAME = 'XVP';
const FIELD_BYTES = 255;

/**
 * The login of Xen VNC Proxy (rfbproto, "xvp Authentication"): user name and target system as they are, then VNC
 * Authentication. rfbproto lets the server send the names; xvp and every client let the client do it. The target
 * stands behind the last `@` of the user name, as xvp's own viewers take it; without one the port decides.
 */
export const xvpSecurity: SecurityType = {
  number: 22,
  name: NAME,
  async authenticate(context) {
    const login = await obtainCredentials(context, NAME, { username: true, password: true });
    const at = login.username.lastIndexOf('@');
    const user = at === -1 ? login.username : login.username.slice(0, at);
    const target = at === -1 ? '' : login.username.slice(at + 1);
    const names = [user, target].map((text) => fieldBytes(text, 'username', FIELD_BYTES, NAME));
    context.write(Buffer.concat([Uint8Array.from(names, (name) => name.length), ...names]));
    // Asked for once: the challenge is answered with what is held by now.
    await answerChallenge({ ...context, credentials: login }, NAME);
    return { path: NAME, login: 'user', alwaysHasResult: true };
  },
};
