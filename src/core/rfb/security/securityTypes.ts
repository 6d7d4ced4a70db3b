import { createAnonymousTls } from './anonymousTls.ts';
import { appleDhSecurity } from './appleDh.ts';
import { msLogonIISecurity } from './msLogonII.ts';
import { noneSecurity } from './none.ts';
import { rsaAesSecurities } from './rsaAes.ts';
import type { SecurityType } from './securityType.ts';
import { tightSecurity } from './tight.ts';
import { createVeNCrypt } from './veNCrypt.ts';
import { vncAuthSecurity } from './vncAuth.ts';
import { xvpSecurity } from './xvp.ts';

/** What can stand within another security type as well. */
const basic: readonly SecurityType[] = [
  noneSecurity,
  vncAuthSecurity,
  ...rsaAesSecurities,
  tightSecurity,
  xvpSecurity,
  appleDhSecurity,
  msLogonIISecurity,
];

/** All that we speak. */
export const securityTypes: readonly SecurityType[] = [
  ...basic,
  createVeNCrypt(basic),
  createAnonymousTls(basic),
];
