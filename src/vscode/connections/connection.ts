import type { ConnectionProfile } from '../../core/profile/profile.ts';

/** Where a profile is written: one's own settings, the workspace's, or those of one folder in it. */
export type ConnectionScope =
  | { readonly kind: 'user' }
  | { readonly kind: 'workspace' }
  | { readonly kind: 'folder'; readonly folder: string };

/** A stored connection, together with the place it is written in. */
export interface Connection {
  /** Names this connection as long as the window lives, also while it is renamed or gets its id. */
  readonly key: string;
  readonly profile: ConnectionProfile;
  readonly scope: ConnectionScope;
  /** Its place in the setting's array of that scope. */
  readonly index: number;
}

/** One word for a scope, the same in every window: part of what a secret is bound to. */
export function scopeName(scope: ConnectionScope, workspace: string): string {
  switch (scope.kind) {
    case 'user':
      return 'user';
    case 'workspace':
      return `workspace ${workspace}`;
    case 'folder':
      return `folder ${scope.folder}`;
  }
}

/** Whether both are the same place. */
export function sameScope(a: ConnectionScope, b: ConnectionScope): boolean {
  return (
    a.kind === b.kind && (a.kind !== 'folder' || a.folder === (b.kind === 'folder' ? b.folder : undefined))
  );
}
