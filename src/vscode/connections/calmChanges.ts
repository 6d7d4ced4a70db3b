import { type Clock, systemClock } from '../../core/base/clock.ts';
import { type Disposable, DisposableStore, DisposableValue } from '../../core/base/disposables.ts';
import type { Event } from '../../core/base/emitter.ts';

/** Milliseconds in which most screens are connected: until then nothing need say that one is being connected. */
const patience = 600;

/** What is listened to: a connector, as far as that goes. */
export interface Connecting {
  /** Whether a connection is being made. */
  readonly connecting: boolean;
  readonly onChange: Event<void>;
}

/**
 * Tells of changes for what stands beside a screen, such as its row in a view. Where one begins to be connected, this and
 * what follows is told after a moment, together: a screen that is there by then was not announced by something that turns,
 * whose drawing takes time from it.
 */
export function onCalmChange(
  connector: Connecting,
  listener: () => void,
  clock: Clock = systemClock,
): Disposable {
  const store = new DisposableStore();
  const quiet = store.add(new DisposableValue());
  let wasConnecting = connector.connecting;
  store.add(
    connector.onChange(() => {
      const begins = connector.connecting && !wasConnecting;
      wasConnecting = connector.connecting;
      if (quiet.value !== undefined) return;
      if (!begins) {
        listener();
        return;
      }
      quiet.value = clock.after(patience, () => {
        quiet.value = undefined;
        listener();
      });
    }),
  );
  return store;
}
