import type { VncErrorCode } from '../core/base/errorCodes.ts';
import { authenticationErrors } from './authenticationErrors.ts';
import { connectionErrors } from './connectionErrors.ts';
import { inputErrors } from './inputErrors.ts';
import { protocolErrors } from './protocolErrors.ts';
import { stateErrors } from './stateErrors.ts';
import { ticketErrors } from './ticketErrors.ts';
import { timeoutErrors } from './timeoutErrors.ts';
import type { ErrorEntry } from './errorEntry.ts';

/** What is said of every code. A code without an entry does not type-check. */
export const errorTable: { readonly [Code in VncErrorCode]: ErrorEntry } = {
  ...connectionErrors,
  ...authenticationErrors,
  ...ticketErrors,
  ...timeoutErrors,
  ...protocolErrors,
  ...stateErrors,
  ...inputErrors,
};
