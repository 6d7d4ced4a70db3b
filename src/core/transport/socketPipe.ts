import type { Duplex } from 'node:stream';
import { isConfidential } from './confidential.ts';
import { type Endpoint, lossError } from './networkErrors.ts';
import { StreamPipe } from './streamPipe.ts';

/** A connected TCP or TLS socket, or a stream in its place, that leads to `endpoint` as a byte pipe. */
export function socketPipe(
  socket: Duplex,
  endpoint: Endpoint,
  facts: { readonly description: string; readonly confidential?: boolean; readonly closed?: () => void },
): StreamPipe {
  return new StreamPipe(socket, {
    description: facts.description,
    confidential: facts.confidential ?? isConfidential(socket),
    errorOf: (error) => (error === undefined ? undefined : lossError(error, endpoint)),
    closed: facts.closed,
  });
}
