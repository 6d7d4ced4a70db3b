import assert from 'node:assert/strict';
import type { Credentials } from '../../src/core/rfb/credentials.ts';
import { openSession } from '../../src/core/session/openSession.ts';
import type { Session } from '../../src/core/session/session.ts';
import type { DialTarget, TlsOptions } from '../../src/core/transport/target.ts';
import { assertSamePicture, decodePng } from '../support/pictures.ts';
import type { RealServer, XServer } from '../support/servers/realServer.ts';
import { startTerminal } from '../support/servers/xDisplay.ts';
import { until } from '../support/until.ts';

/** All of ASCII that a keyboard can type, and a line end. */
export const typedText = `The quick brown fox! 0123456789 ~\`@#$%^&*()-_=+[{]}\\|;:'",<.>/?\nJumps\n`;

/** Opens a session with a server over TCP. */
export async function openTcp(
  server: { readonly host: string; readonly port: number },
  credentials: Credentials = {},
): Promise<Session> {
  const target: DialTarget = { transport: 'tcp', host: server.host, port: server.port };
  return await openSession({ target, name: 'test', credentials });
}

/** How to open a WebSocket. */
export interface WebSocketChoices {
  readonly credentials?: Credentials;
  readonly values?: Readonly<Record<string, string>>;
  readonly tls?: TlsOptions;
}

/** Opens a session over WebSocket. */
export async function openWebSocket(urlTemplate: string, choices: WebSocketChoices = {}): Promise<Session> {
  const { credentials = {}, values = {}, tls = { verify: true } } = choices;
  const target: DialTarget = { transport: 'websocket', urlTemplate, values, tls };
  return await openSession({ target, name: 'test', credentials });
}

/** Captures the whole screen as a PNG and asserts that it shows exactly what the server shows. */
export async function assertCaptureIsGrab(session: Session, server: RealServer, name: string): Promise<void> {
  const shot = await session.screen.capture({ format: 'png' });
  assertSamePicture(decodePng(shot.data), await server.grab(), name);
}

/** Types into an xterm, sees the text arrive there and the screen follow, pixel by pixel. */
export async function assertTyping(session: Session, server: XServer): Promise<void> {
  const terminal = await startTerminal(server.display);
  const text = typedText;
  try {
    const before = await server.grab();
    await session.mouse.click({ at: { x: 200, y: 150 } });
    await session.keyboard.typeText(text);
    await until('the terminal has the text', async () => {
      const typed = await terminal.typed();
      if (typed.length < text.length) throw new Error(`it has ${JSON.stringify(typed)}`);
      return true;
    });
    assert.equal(await terminal.typed(), text);
    const after = await settled(server);
    assert.notDeepEqual(after.pixels, before.pixels);
    await assertCaptureIsGrab(session, server, `typed text over ${session.address}`);
  } finally {
    await terminal.close();
  }
}

/** The picture that a server shows once it shows the same twice in a row: xterm draws a moment after it reads. */
export async function settled(server: RealServer): Promise<{ readonly pixels: Uint8Array }> {
  let last = await server.grab();
  let same = 0;
  return await until('the screen is still', async () => {
    const now = await server.grab();
    same = Buffer.compare(now.pixels, last.pixels) === 0 ? same + 1 : 0;
    last = now;
    return same >= 3 ? now : undefined;
  });
}
