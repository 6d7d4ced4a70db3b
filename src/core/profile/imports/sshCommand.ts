/** Where `ssh` goes. */
export interface SshPlace {
  /** `host`, `user@host` or a name of `~/.ssh/config`. */
  readonly destination: string;
  readonly port?: string | undefined;
  /** File of a key. */
  readonly key?: string | undefined;
}

/**
 * A proxy command that reaches a server through `ssh`, which must not ask anything. `undefined` where the
 * destination could be taken for an option.
 */
export function sshCommand({ destination, port, key = '' }: SshPlace): readonly string[] | undefined {
  // A placeholder in it would be filled in by whoever wrote the profile.
  if (!/^[A-Za-z0-9_][^\s${}]*$/.test(destination)) return undefined;
  if (/[${}\0]/.test(key)) return undefined;
  return [
    'ssh',
    '-o',
    'BatchMode=yes',
    ...(port === undefined ? [] : ['-p', port]),
    ...(key === '' ? [] : ['-i', key]),
    '-W',
    '${host}:${port}',
    destination,
  ];
}
