/** What is going on in a window. */
export interface WindowWork {
  readonly recordings: { endAll(): Promise<void> };
  readonly registry: { closeAll(): Promise<void> };
}

/**
 * The window goes: keys and buttons come up and connections close at once, however long an encoder takes: the editor
 * grants some seconds only. Recordings outlive their sessions, and are whole when this resolves.
 */
export async function leaveWindow({ recordings, registry }: WindowWork): Promise<void> {
  // Recordings are told first, so that they end with the window and not with a session that is gone.
  const written = recordings.endAll();
  await Promise.allSettled([registry.closeAll(), written]);
}
