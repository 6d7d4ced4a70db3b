import assert from 'node:assert/strict';
import { wholeOf } from '../../../src/core/base/geometry.ts';
import {
  compressionEncoding,
  encodings,
  qualityEncoding,
} from '../../../src/core/rfb/encodings/encodingNumbers.ts';
import { type RfbClient, connectRfb } from '../../../src/core/rfb/rfbClient.ts';
import { dial } from '../../../src/core/transport/dial.ts';
import type { PixelImage } from '../../../src/core/session/bridge.ts';
import { assertSamePicture, comparePictures } from '../../support/pictures.ts';
import { until } from '../../support/until.ts';
import { type Cell, cellName } from './cell.ts';
import { reducePicture } from './reducePicture.ts';
import type { Stage } from './stage.ts';

/** What servers are asked for where they may simplify. */
const nearQuality = 8;

/** Decibels of PSNR that a simplified picture owes the server's own. */
export const nearBound = 30;

/**
 * Connects in the cell's way and sees the whole screen.
 *
 * @throws when it does not come to a picture, when no rectangle of the cell's encoding has arrived, when another
 *   security type was spoken, when a pixel is not the server's own, or, where the server may simplify, when it did not
 *   or when the picture is further from its own than {@link nearBound}.
 */
export async function checkCell(stage: Stage, cell: Cell): Promise<void> {
  const { server, tls } = stage;
  const pipe = await dial(stage.target(cell.transport));
  const client = await connectRfb({
    pipe,
    credentials: stage.credentials(cell.security),
    security: { types: allowedTypes(cell), tls, endpoint: { host: 'localhost', port: server.port } },
    colorDepth: cell.depth ?? 24,
    encodings: [
      ...[encodings[cell.encoding], encodings.LastRect, encodings.Cursor],
      ...(cell.near === true ? [qualityEncoding(nearQuality)] : []),
      ...(cell.compression === undefined ? [] : [compressionEncoding(cell.compression)]),
    ],
    quality: cell.near === true ? nearQuality : undefined,
  });
  try {
    assert.match(client.facts['securityType'] ?? '', new RegExp(String.raw`\b${cell.security}\b`));
    // The server stops painting its own pointer when it knows ours.
    client.sendPointer(0, 0, 0);
    if (cell.near === true) await seeNear(client, stage);
    else await seeAll(client, stage, cell);
    if (cell.encoding === 'CopyRect') await seeCopies(client, stage, cellName(cell));
    const seen = client.statistics().rectangles;
    assert.ok((seen[cell.encoding]?.rectangles ?? 0) > 0, `it sent ${Object.keys(seen).join(', ')}`);
  } finally {
    client.close();
  }
}

/** What the cell is to show. */
async function expected({ server, rounding }: Stage, { depth }: Cell): Promise<PixelImage> {
  const picture = await server.grab();
  return depth === undefined ? picture : reducePicture(picture, depth, rounding);
}

/** The cell's own type, and for what asks for another one within the encrypted channel that, too. */
function allowedTypes({ security }: Cell): readonly string[] {
  return security === 'TLS' ? ['TLS', 'VncAuth'] : [security];
}

/** Asks for everything until the picture is the server's: its pointer may have stood in the first one. */
async function seeAll(client: RfbClient, stage: Stage, cell: Cell): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt++) {
    await update(client, false);
    if (comparePictures(client.framebuffer, await expected(stage, cell)).differing === 0) return;
  }
  assertSamePicture(client.framebuffer, await expected(stage, cell), cellName(cell));
}

/** Sees a picture that is simplified, and still near to the server's own. */
async function seeNear(client: RfbClient, { server }: Stage): Promise<void> {
  await update(client, false);
  const { psnr, differing } = comparePictures(client.framebuffer, await server.grab());
  assert.ok(differing > 0, 'the server did not simplify');
  assert.ok(psnr >= nearBound, `${psnr.toFixed(1)} dB, expected at least ${nearBound} dB`);
}

/** Moves a part of the screen until the server has told so by a copy, and sees the same as the server then. */
async function seeCopies(client: RfbClient, { server, move }: Stage, name: string): Promise<void> {
  assert.ok(move, 'nothing moves on this screen');
  let asking = true;
  client.onUpdateStart(() => {
    if (asking) client.requestUpdate(wholeOf(client.framebuffer), { incremental: true });
  });
  client.requestUpdate(wholeOf(client.framebuffer), { incremental: true });
  await until('the server copies', async () => {
    await move();
    return (client.statistics().rectangles['CopyRect']?.rectangles ?? 0) > 0;
  });
  await until('the picture is the server’s', async () => {
    assertSamePicture(client.framebuffer, await server.grab(), name);
    return true;
  });
  asking = false;
}

/** Waits until an update has brought pixels. @throws the error that ends the connection before */
async function update(client: RfbClient, incremental: boolean): Promise<void> {
  const whole = wholeOf(client.framebuffer);
  let covered = 0;
  await new Promise<void>((resolve, reject) => {
    const closed = client.onClose((error) => reject(error ?? new Error('the connection ended')));
    const updated = client.onUpdate((rects) => {
      for (const rect of rects) covered += rect.width * rect.height;
      if (covered < whole.width * whole.height) return;
      closed.dispose();
      updated.dispose();
      resolve();
    });
    client.requestUpdate(whole, { incremental });
  });
}
