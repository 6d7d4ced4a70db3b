import { deflateRawSync } from 'node:zlib';
import { isWorthPacking, packedFrame } from '../../protocol/packedFrames.ts';

/** Pixels of screens are made of runs and repeats, which the quickest level finds: the others take far longer. */
const level = 1;

/**
 * Deflates a frame for a link that leads to another machine; one that would hardly get smaller stays as it is. It is
 * done at once, so that frames keep their order: a frame is bounded, and such a link takes longer to carry it than this
 * does to make it small.
 */
export function packFrame(data: Uint8Array): Uint8Array {
  if (!isWorthPacking(data)) return data;
  const deflated = deflateRawSync(data, { level });
  return deflated.length < data.length * 0.9 ? packedFrame(deflated, data.length) : data;
}
