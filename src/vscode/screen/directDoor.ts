import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposables.ts';
import type { Logger } from '../../core/base/logger.ts';
import type { DirectDoor } from './frameChannel.ts';

/** A door of one panel, with what the page's policy has to allow. */
export interface PanelDoor extends DirectDoor, Disposable {
  /** Sources of the policy's `connect-src`, one for each address. */
  readonly sources: readonly string[];
}

/** Milliseconds that the editor may take to make a port reachable; the panel waits for it with its page. */
const addressTimeout = 1500;

/** Opens a door for the page of one panel, or says in the log why there is none. Never throws. */
export async function openDirectDoor(log: Logger): Promise<PanelDoor | undefined> {
  try {
    const { DirectListener } = await import('./directListener.ts');
    const listener = await DirectListener.start();
    try {
      const addresses = await pageAddresses(listener.port);
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
async function pageAddresses(port: number): Promise<readonly string[]> {
  const local = vscode.Uri.parse(`http://127.0.0.1:${port}`);
  const isBrowser = vscode.env.uiKind === vscode.UIKind.Web;
  if (vscode.env.remoteName === undefined && !isBrowser) return [webSocketOf(local)];
  const external = await inTime(vscode.env.asExternalUri(local)).then(webSocketOf, () => undefined);
  const addresses = [
    ...(isBrowser ? [webSocketOf(local)] : []),
    ...(external === undefined ? [] : [external]),
  ];
  if (addresses.length === 0) throw new Error('the editor gave no address');
  return [...new Set(addresses)];
}

function webSocketOf(uri: vscode.Uri): string {
  const url = new URL(uri.toString(true));
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

async function inTime<T>(promise: Thenable<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the editor gave no address in time')), addressTimeout);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
