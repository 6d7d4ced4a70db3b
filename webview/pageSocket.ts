import type { PageSocket, PageSocketEvents } from './pageChannel.ts';

/**
 * Opens a WebSocket, unless it would lead to the machine of a person whose editor comes from somewhere else: browsers
 * ask them for leave then, and nobody of ours listens there.
 */
export function openPageSocket(
  address: string,
  protocols: readonly string[],
  events: PageSocketEvents,
): PageSocket | undefined {
  const outermost = outermostOrigin(location);
  if (isLoopback(address) && /^https?:/.test(outermost) && !isLoopback(outermost)) return undefined;
  let socket: WebSocket;
  try {
    socket = new WebSocket(address, [...protocols]);
  } catch {
    return undefined;
  }
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'string' || data instanceof ArrayBuffer) events.message(data);
  });
  socket.addEventListener('close', () => events.closed());
  return {
    send: (text) => {
      // What cannot be sent any more is sent again as messages.
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(),
  };
}

/** Where the page around all others comes from; in browsers that do not tell, such as older Firefox, this one. */
export function outermostOrigin(place: {
  readonly origin: string;
  readonly ancestorOrigins?: ArrayLike<string> | undefined;
}): string {
  const { origin, ancestorOrigins } = place;
  return ancestorOrigins?.[ancestorOrigins.length - 1] ?? origin;
}

function isLoopback(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.|\.localhost$/.test(hostname);
}
