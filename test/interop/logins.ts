import assert from 'node:assert/strict';
import type { Logger } from '../../src/core/base/logger.ts';
import { ByteReader } from '../../src/core/rfb/byteReader.ts';
import { framebufferUpdateRequest, setEncodings, setPixelFormat } from '../../src/core/rfb/clientMessages.ts';
import type { CredentialSource } from '../../src/core/rfb/credentials.ts';
import { type ServerInit, handshake } from '../../src/core/rfb/handshake.ts';
import { sessionPixelFormat } from '../../src/core/rfb/pixelFormat.ts';
import type { SecurityOptions } from '../../src/core/rfb/security/securityOptions.ts';
import { dial } from '../../src/core/transport/dial.ts';

/** Where and how to log in. */
export interface LoginChoices {
  readonly credentials?: CredentialSource;
  readonly security?: Partial<SecurityOptions>;
  readonly logger?: Logger;
}

/** What a login came to. */
export interface LoggedIn extends Pick<ServerInit, 'security' | 'version' | 'width' | 'height'> {
  /** Whether pixels came over the secured connection. */
  readonly pixels: number;
}

const silent: Logger = { enabled: () => false, log: () => undefined };

/**
 * Logs in to a server over TCP, gets 16 x 16 pixels over what was agreed on, and hangs up.
 *
 * @throws what the handshake throws
 */
export async function logIn(
  { host, port }: { readonly host: string; readonly port: number },
  choices: LoginChoices = {},
): Promise<LoggedIn> {
  const signal = AbortSignal.timeout(20_000);
  const pipe = await dial({ transport: 'tcp', host, port }, { signal });
  let reader = new ByteReader(pipe);
  signal.addEventListener('abort', () => pipe.close(), { once: true });
  try {
    const init = await handshake({
      pipe,
      reader,
      credentials: choices.credentials ?? {},
      security: { tls: { verify: true }, endpoint: { host: 'localhost', port }, ...choices.security },
      shared: true,
      logger: choices.logger ?? silent,
      signal,
      onChannel: (channel) => {
        reader = channel.reader;
      },
    });
    const { channel, security, version, width, height } = init;
    channel.pipe.write(setPixelFormat(sessionPixelFormat));
    channel.pipe.write(setEncodings([0]));
    channel.pipe.write(framebufferUpdateRequest({ x: 0, y: 0, width: 16, height: 16 }, false));
    await reader.need(4 + 12 + 16 * 16 * 4);
    assert.deepEqual([reader.u8(), reader.u8()], [0, 0], 'no FramebufferUpdate came');
    const rectangles = reader.u16();
    return { security, version, width, height, pixels: rectangles * 256 };
  } finally {
    pipe.close();
  }
}
