import { type Report, isRecord, readBoolean, readMembers } from './fieldReaders.ts';
import { isVncError } from '../base/errors.ts';
import { placeholdersOf } from '../transport/urlTemplate.ts';
import type { MachineOptions } from './profile.ts';
import { type ProfileProblem, severityOf } from './profileProblem.ts';

/** What was decided on this machine for one connection, and what is wrong with how it is written. */
export interface ReadMachineOptions {
  readonly options: MachineOptions;
  readonly problems: readonly ProfileProblem[];
}

/** How each member is read. */
const readers = {
  verifyCertificate: readBoolean,
  allowUnencrypted: readBoolean,
  proxyCommand: readCommand,
  tunnelCommand: readCommand,
  ticketCommand: readCommand,
};

/**
 * Reads one entry of the machine-scoped setting `vncAgentBridge.machineOptions`. A member with a mistake counts as
 * not decided, which is the safe side of each: a command that is wrong is reported, and nothing else is run for it.
 */
export function readMachineOptions(value: unknown): ReadMachineOptions {
  const problems: ProfileProblem[] = [];
  const report: Report = (code, data = {}, inner) => {
    problems.push({ code, severity: severityOf(code), index: undefined, field: inner, data });
  };
  if (value === undefined || value === null) return { options: {}, problems };
  if (!isRecord(value)) {
    report('wrongType', { expected: 'object' });
    return { options: {}, problems };
  }
  const options: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(value)) {
    const read = readMembers<MachineOptions>({ [name]: one }, report, readers);
    Object.assign(options, read);
  }
  return { options, problems };
}

/** A program and its arguments: a list, since a line would need a shell's rules to be taken apart. */
function readCommand(value: unknown, report: Report): readonly string[] | undefined {
  const isList = Array.isArray(value) && value.every((one) => typeof one === 'string');
  if (!isList || value.length === 0 || value[0] === '' || value.some((one) => one.includes('\0'))) {
    report('commandInvalid');
    return undefined;
  }
  try {
    // The program itself is never made of anything that a profile says.
    if (placeholdersOf(value[0] ?? '').length > 0) {
      report('commandInvalid');
      return undefined;
    }
    for (const argument of value) placeholdersOf(argument);
    return value;
  } catch (error) {
    if (!isVncError(error)) throw error;
    report('commandInvalid');
    return undefined;
  }
}
