import type { Page } from 'playwright-core';

/** What is used of the library's inner side of a page. */
interface InnerPage {
  readonly delegate?: {
    readonly _mainFrameSession?: { readonly _client?: { send(method: string): Promise<unknown> } };
  };
}

/**
 * Has the browser no longer tell the test about a page's network. It would otherwise hand every message of a WebSocket,
 * in Base64, to this process: work that no viewer has outside of a test, and that takes a processor which what is
 * measured needs. Nothing that waits for requests or responses works on the page afterwards.
 *
 * @throws Error where this version of the library is another one
 */
export async function quietPage(page: Page): Promise<void> {
  const { _connection: connection } = page as unknown as {
    readonly _connection?: { toImpl?(page: Page): InnerPage | undefined };
  };
  const client = connection?.toImpl?.(page)?.delegate?._mainFrameSession?._client;
  if (client === undefined) throw new Error('playwright-core has another inside: see quietPage.ts');
  await client.send('Network.disable');
}
