import type { ConnectionProfile } from '../../core/profile/profile.ts';
import type { ConnectionScope } from './connection.ts';

/**
 * Gives every stored connection a key that stays the same while the window lives, although a profile may have
 * no id yet and may be renamed: sessions and rows of the tree hang on it.
 */
export class ConnectionKeys {
  readonly #keys = new Map<string, string>();
  #count = 0;

  /** A new round of reading the settings; keys are unique within one. */
  round(): (profile: ConnectionProfile, scope: ConnectionScope) => string {
    const used = new Set<string>();
    return (profile, scope) => {
      const identities = identitiesOf(profile, scope);
      const known = identities.map((identity) => this.#keys.get(identity)).find((key) => key !== undefined);
      if (known !== undefined && used.has(known)) {
        // Two profiles that cannot be told apart: the later one is told by its place.
        let copy = 2;
        while (used.has(`${known}.${copy}`)) copy += 1;
        used.add(`${known}.${copy}`);
        return `${known}.${copy}`;
      }
      const key = known ?? this.#create();
      used.add(key);
      // An id that has just been given joins the name it was given to.
      this.#remember(identities, key);
      return key;
    };
  }

  /** The connection with `key` will be read as `profile` next. */
  expect(key: string, profile: ConnectionProfile, scope: ConnectionScope): void {
    this.#remember(identitiesOf(profile, scope), key);
  }

  #create(): string {
    this.#count += 1;
    return `connection-${this.#count}`;
  }

  #remember(identities: readonly string[], key: string): void {
    for (const identity of identities) this.#keys.set(identity, key);
  }
}

function identitiesOf(profile: ConnectionProfile, scope: ConnectionScope): string[] {
  const place = scope.kind === 'folder' ? scope.folder : scope.kind;
  const name = JSON.stringify(['name', place, profile.name]);
  return profile.id === undefined ? [name] : [JSON.stringify(['id', profile.id]), name];
}
