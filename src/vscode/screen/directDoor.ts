import { type Clock, systemClock } from '../../core/base/clock.ts';
import type { Disposable } from '../../core/base/disposables.ts';
import type { Logger } from '../../core/base/logger.ts';
import type { DirectDoor } from './frameChannel.ts';

/** A door of one panel, with what the page's policy has to allow. */
export interface PanelDoor extends DirectDoor, Disposable {
  /** Sources of the policy's `connect-src`, one for each address. */
  readonly sources: readonly string[];
}

/** Where the editor's window is. */
export interface EditorPlace {
  /** The machine that the extension host is on, where that is another one. */
  readonly remoteName: string | undefined;
  readonly isBrowser: boolean;
  /** Where the window reaches what is at `address` on the extension host's machine. */
  external(address: string): Promise<string>;
}

/** Milliseconds that the editor may take to make a port reachable; the panel waits for it with its page. */
const addressTimeout = 1500;

/** Opens a door for the page of one panel, or says in the log why there is none. Never throws. */
export async function openDirectDoor(
  log: Logger,
  place: EditorPlace,
  clock: Clock = systemClock,
): Promise<PanelDoor | undefined> {
  try {
    const { DirectListener } = await import('./directListener.ts');
    const listener = await DirectListener.start();
    try {
      const addresses = await pageAddresses(listener.port, place, clock);
      return {
        addresses,
        sources: addresses.map(sourceOf),
        onLine: listener.onLine,
        admit: (origin) => listener.admit(origin),
        lock: () => listener.lock(),
        dispose: () => listener.dispose(),
      };
    } catch (error) {
      listener.dispose();
      throw error;
    }
  } catch (error) {
    log.log('debug', `carrier of frames: only messages of the editor: ${String(error)}`);
    return undefined;
  }
}

/**
 * Where a page may reach a port of this machine. The editor's window is on the same machine, or the editor forwards
 * the port, or a browser shows it, which may be anywhere: only the page can tell, and the editor may know a way too.
 */
async function pageAddresses(port: number, place: EditorPlace, clock: Clock): Promise<readonly string[]> {
  const local = `http://127.0.0.1:${port}`;
  const { remoteName, isBrowser } = place;
  if (remoteName === undefined && !isBrowser) return [webSocketOf(local)];
  const external = await inTime(place.external(local), clock).then(webSocketOf, () => undefined);
  const addresses = [
    ...(isBrowser ? [webSocketOf(local)] : []),
    ...(external === undefined ? [] : [external]),
  ];
  if (addresses.length === 0) throw new Error('the editor gave no address');
  return [...new Set(addresses)];
}

function webSocketOf(address: string): string {
  const url = new URL(address);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** What allows an address, and nothing else of its host where it has a path. */
function sourceOf(address: string): string {
  const { protocol, host, pathname } = new URL(address);
  const source = `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
  // What would end the directive comes from no editor.
  if (!/^wss?:\/\/[\w.:[\]/~%-]+$/.test(source)) throw new Error('the editor gave an address that is none');
  return source;
}

async function inTime<T>(promise: Promise<T>, clock: Clock): Promise<T> {
  let timer: Disposable | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = clock.after(addressTimeout, () => reject(new Error('the editor gave no address in time')));
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    timer?.dispose();
  }
}
