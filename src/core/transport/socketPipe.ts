import type { Socket } from 'node:net';
import { isConfidential } from './confidential.ts';
import { type Endpoint, lossError } from './networkErrors.ts';
import { StreamPipe } from './streamPipe.ts';

/** A connected TCP or TLS socket that leads to `endpoint` as a byte pipe. */
export function socketPipe(
  socket: Socket,
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
