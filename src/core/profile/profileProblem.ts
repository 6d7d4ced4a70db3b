/** What can be wrong with a stored connection. Codes are stable. */
export type ProfileProblemCode =
  | 'notAnArray'
  | 'notAnObject'
  | 'nameMissing'
  | 'duplicateName'
  | 'duplicateId'
  | 'unknownProperty'
  | 'wrongType'
  | 'outOfRange'
  | 'addressMissing'
  | 'hostInvalid'
  | 'templateInvalid'
  | 'variableInvalid'
  | 'variableMissing'
  | 'secretInHost'
  | 'headerInvalid'
  | 'subprotocolInvalid'
  | 'originInvalid'
  | 'notAChoice'
  | 'memberMissing'
  | 'notTogether'
  | 'pathInvalid'
  | 'listenInvalid'
  | 'repeaterIdInvalid'
  | 'proxyInvalid'
  | 'fingerprintInvalid'
  | 'commandInvalid'
  | 'secretInSettings'
  | 'machineOnly';

/**
 * Something in a list of connections that a person should look at. With an `error` the connection cannot be
 * used; with a `warning` the property is left out and the rest stands.
 */
export interface ProfileProblem {
  readonly code: ProfileProblemCode;
  readonly severity: 'error' | 'warning';
  /** The place in the list; `undefined` when it is no list. */
  readonly index: number | undefined;
  /** The property, with a dot before what is inside of it: `variables.token`. */
  readonly field: string | undefined;
  /** Facts for the sentence; never the value of what may be a secret. */
  readonly data: Readonly<Record<string, string>>;
}

/** Which problems leave a connection usable. */
const warnings: ReadonlySet<ProfileProblemCode> = new Set([
  'duplicateId',
  'unknownProperty',
  'variableMissing',
  'secretInSettings',
  'machineOnly',
]);

/** How much a problem matters. */
export function severityOf(code: ProfileProblemCode): 'error' | 'warning' {
  return warnings.has(code) ? 'warning' : 'error';
}
