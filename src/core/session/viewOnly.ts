import { vncError } from '../base/errors.ts';

/** Fails an action on a session that only looks. @throws `VNC_VIEW_ONLY` */
export function checkWritable(door: { readonly viewOnly: boolean }): void {
  if (door.viewOnly) throw vncError('VNC_VIEW_ONLY');
}
