import type { SecurityType } from './securityType.ts';

/** None (RFC 6143, section 7.2.1): everyone is let in. */
export const noneSecurity: SecurityType = {
  number: 1,
  name: 'None',
  authenticate: () => Promise.resolve({ path: 'None', login: 'nothing', alwaysHasResult: false }),
};
