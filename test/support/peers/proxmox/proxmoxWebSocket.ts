import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** Longer frames of a client end the connection. */
const longestFrame = 128 * 1024;

/** Answers an upgrade as `pveproxy` does: the subprotocol is what the client wrote, unread. */
export function acceptUpgrade(request: IncomingMessage, client: Duplex): void {
  const key = `${request.headers['sec-websocket-key'] ?? ''}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const protocol = request.headers['sec-websocket-protocol'];
  const lines = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: upgrade',
    `Sec-WebSocket-Accept: ${createHash('sha1').update(key).digest('base64')}`,
    ...(protocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
    '',
    '',
  ];
  client.write(lines.join('\r\n'));
}

/**
 * Carries a WebSocket of Proxmox VE: one frame is one piece of the stream, and what its parser does not take ends
 * the connection without a word (`PVE::APIServer::AnyEvent::websocket_proxy`).
 */
export function carryWebSocket(client: Duplex, server: Duplex, onDropped: (why: string) => void): void {
  let pending = Buffer.alloc(0);
  const drop = (why: string): void => {
    onDropped(why);
    client.destroy();
    server.destroy();
  };
  client.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const frame = takeFrame(pending);
      if (frame === undefined) return;
      if (typeof frame === 'string') {
        drop(frame);
        return;
      }
      pending = pending.subarray(frame.length);
      switch (frame.opcode) {
        case 1:
        case 2:
          server.write(frame.payload);
          break;
        case 8:
          server.end();
          client.end();
          break;
        case 9:
          client.write(encodeFrame(0x8a, frame.payload));
          break;
        case 10:
          break;
        default:
          drop(`received unhandled websocket opcode ${frame.opcode}`);
          return;
      }
    }
  });
  server.on('data', (chunk: Buffer) => {
    for (let start = 0; start < chunk.length; start += longestFrame) {
      client.write(encodeFrame(0x82, chunk.subarray(start, start + longestFrame)));
    }
  });
  const end = (): void => {
    client.destroy();
    server.destroy();
  };
  for (const stream of [client, server]) {
    stream.on('error', end);
    stream.on('close', end);
  }
}

/** The first whole frame, what is wrong with it, or nothing while it is not whole. */
function takeFrame(
  bytes: Buffer,
): { readonly opcode: number; readonly payload: Buffer; readonly length: number } | string | undefined {
  if (bytes.length < 2) return undefined;
  const [first = 0, second = 0] = bytes;
  if ((first & 0x80) === 0) return 'received fragmented websocket frame';
  if ((first & 0x70) !== 0) return 'received websocket frame with RSV flags';
  if ((second & 0x80) === 0) return 'received unmasked websocket frame from client';
  let length = second & 0x7f;
  let offset = 2;
  if (length === 126) {
    if (bytes.length < 4) return undefined;
    length = bytes.readUInt16BE(2);
    offset = 4;
  } else if (length === 127) {
    if (bytes.length < 10) return undefined;
    length = Number(bytes.readBigUInt64BE(2));
    offset = 10;
  }
  if (length > longestFrame) return `received too large websocket frame (len = ${length})`;
  const end = offset + 4 + length;
  if (bytes.length < end) return undefined;
  const mask = bytes.subarray(offset, offset + 4);
  const payload = Buffer.from(bytes.subarray(offset + 4, end));
  for (const [index, byte] of payload.entries()) payload[index] = byte ^ (mask[index % 4] ?? 0);
  return { opcode: first & 0x0f, payload, length: end };
}

function encodeFrame(first: number, payload: Buffer): Buffer {
  const { length } = payload;
  if (length <= 125) return Buffer.concat([Buffer.from([first, length]), payload]);
  if (length <= 0xffff) {
    return Buffer.concat([Buffer.from([first, 126, length >> 8, length & 0xff]), payload]);
  }
  const head = Buffer.alloc(10);
  head[0] = first;
  head[1] = 127;
  head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}
