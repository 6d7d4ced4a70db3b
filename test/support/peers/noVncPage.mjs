// A page for noVNC's own code to run in outside of a browser: what it needs of one is replaced by objects that do
// nothing. Importing this makes the page; `openChannel` takes the place of its WebSocket.
import { connect } from 'node:net';

/** Anything of a page: every property is such an object too, every call gives one. */
export function nothing() {
  const target = function () {};
  const own = {};
  return new Proxy(target, {
    get: (_, name) => {
      if (name === Symbol.toPrimitive) return () => '';
      if (name === 'then') return undefined;
      return (own[name] ??= nothing());
    },
    set: (_, name, value) => {
      own[name] = value;
      return true;
    },
    has: () => false,
    apply: () => nothing(),
    construct: () => nothing(),
  });
}

class Observer {
  observe() {}
  disconnect() {}
}

/** What noVNC listens for on its canvases, by event. */
const listeners = new Map();

/** A canvas as large as what is on it, in the corner of the window. */
function canvas() {
  const element = nothing();
  element.getBoundingClientRect = () => ({
    left: 0,
    top: 0,
    right: 10_000,
    bottom: 10_000,
    width: 10_000,
    height: 10_000,
  });
  element.addEventListener = (event, listener) => {
    listeners.set(event, [...(listeners.get(event) ?? []), listener]);
  };
  return element;
}

/** Does with the mouse on the screen what a person does; `buttons` is as in the browser's MouseEvent. */
export function mouse(type, { x, y, buttons }) {
  const event = { type, buttons, clientX: x, clientY: y, stopPropagation() {}, preventDefault() {} };
  for (const listener of listeners.get(type) ?? []) listener(event);
}

const document = nothing();
document.createElement = (name) => (name === 'canvas' ? canvas() : nothing());

const page = {
  document,
  navigator: { userAgent: '', platform: '' },
  Image: class {},
  ImageData: class {},
  MutationObserver: Observer,
  ResizeObserver: Observer,
  WebSocket: { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 },
  window: new Proxy(globalThis, {
    get: (target, name) => {
      if (name === 'isSecureContext') return true;
      const value = target[name];
      if (value === undefined) return nothing();
      return name === 'setTimeout' || name === 'clearTimeout' ? value.bind(target) : value;
    },
  }),
};
for (const [name, value] of Object.entries(page)) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

/**
 * A channel as noVNC takes it, over TCP.
 *
 * @param seal puts something between noVNC and the socket: gets what delivers to noVNC and what writes to the socket,
 *   gives what noVNC sends with and what receives from the socket
 */
export function openChannel(port, seal = (deliver, write) => ({ receive: deliver, send: write })) {
  const socket = connect(port, '127.0.0.1');
  const channel = {
    binaryType: 'arraybuffer',
    protocol: '',
    readyState: 'connecting',
    onopen: null,
    onmessage: null,
    onerror: null,
    onclose: null,
    send: (data) => layer.send(Buffer.from(Uint8Array.from(new Uint8Array(data)))),
    close: () => socket.destroy(),
  };
  const layer = seal(
    (bytes) => channel.onmessage?.({ data: Uint8Array.from(bytes).buffer }),
    (bytes) => void socket.write(bytes),
  );
  socket.on('connect', () => {
    channel.readyState = 'open';
    channel.onopen?.();
  });
  // noVNC 1.7 takes the two bytes before RSA-AES' random for the random, too, when they come alone.
  let waiting = [];
  socket.on('data', (chunk) => {
    waiting.push(chunk);
    setTimeout(() => {
      const bytes = Buffer.concat(waiting);
      waiting = [];
      if (bytes.length > 0) layer.receive(bytes);
    }, 20);
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    channel.readyState = 'closed';
    setTimeout(() => channel.onclose?.({ code: 1006, reason: 'closed' }), 100);
  });
  return channel;
}
