import type { ConnectionProfile, MachineOptions } from '../profile.ts';

/** What a person should hear about a connection that was read from elsewhere. Codes are stable. */
export type ImportNoteCode =
  /** A password was found and stands in `secrets`. */
  | 'passwordTaken'
  /** A password is there that only the program that wrote it can read: it is asked for. */
  | 'passwordUnreadable'
  /** A token was found and stands in `secrets`; most are good for a short time only. */
  | 'tokenTaken'
  /** The user is a guess. */
  | 'userGuessed'
  /** Where the WebSocket is, is a guess: the page does not say. */
  | 'pathGuessed'
  /** A command is suggested for this machine: `name` of it is in the data. */
  | 'commandSuggested'
  /** Something of it is not taken over: `name` of it is in the data. */
  | 'notTaken';

/** A note, with facts for its sentence; never a secret. */
export interface ImportNote {
  readonly code: ImportNoteCode;
  readonly data: Readonly<Record<string, string>>;
}

/** A connection that was read from an address or a file of another program. */
export interface ImportedConnection {
  /** Holds no secret. Its name need not be free yet. */
  readonly profile: ConnectionProfile;
  /** Secrets by the names under which the profile asks for them, such as `password` and `ticket`. */
  readonly secrets: Readonly<Record<string, string>>;
  /** What could be decided for it on this machine; a person has to agree before a command is stored. */
  readonly machine?: MachineOptions | undefined;
  readonly notes: readonly ImportNote[];
}

/** A note with its facts. */
export function note(code: ImportNoteCode, data: Readonly<Record<string, string>> = {}): ImportNote {
  return { code, data };
}
