import type { PanelToHost } from '../../protocol/messages.ts';
import type { PanelPart, PanelPartFactory } from './panelPart.ts';

/**
 * The host's part of a panel's view. What it does is read with what speaks to servers: before there is a session
 * there is nothing to be seen.
 */
export const viewPart: PanelPartFactory = (host) => {
  let control: PanelPart | undefined;
  let loading = false;
  let pageReady = false;
  let disposed = false;
  /** What the page said last of its view. */
  let viewing: Extract<PanelToHost, { readonly type: 'viewing' }> | undefined;

  const load = async (): Promise<void> => {
    const { viewControl } = await import('../onDemand.ts');
    if (disposed) return;
    control = viewControl(host);
    control.sessionChanged?.(host.session);
    if (pageReady) control.pageReady?.();
    if (viewing !== undefined) control.receive?.(viewing);
  };

  return {
    pageReady: () => {
      pageReady = true;
      control?.pageReady?.();
    },
    pageGone: () => {
      pageReady = false;
    },
    sessionChanged: (session) => {
      control?.sessionChanged?.(session);
      if (session === undefined || loading) return;
      loading = true;
      load().catch((error: unknown) => {
        loading = false;
        host.log.log('error', `the view cannot be controlled: ${String(error)}`);
      });
    },
    hold: (message) => control?.hold?.(message) === true,
    receive: (message) => {
      if (message.type === 'viewing') viewing = message;
      return control?.receive?.(message) === true || message.type === 'viewing';
    },
    dispose: () => {
      disposed = true;
      control?.dispose();
    },
  };
};
