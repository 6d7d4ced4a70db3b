import type { encodings } from '../../../src/core/rfb/encodings/encodingNumbers.ts';
import type { SecurityTypeName } from '../../../src/core/rfb/security/securityNames.ts';

/** How the bytes travel to a server. */
export type TransportName = 'tcp' | 'tcp6' | 'unix' | 'ws' | 'wss' | 'websockify' | 'websockify tls';

/** One way to see a server's screen. */
export interface Way {
  readonly transport: TransportName;
  readonly security: SecurityTypeName;
  readonly encoding: keyof typeof encodings;
  /** Bits of a pixel's colours, where they are fewer than 24. */
  readonly depth?: 8 | 16;
  /** Whether the server may simplify what it shows: the picture is only near to its own then. */
  readonly near?: boolean;
  /** The level of compression that is asked for, from 0 to 9; the server's own choice by default. */
  readonly compression?: number;
}

/** A way of one server. */
export interface Cell extends Way {
  readonly server: string;
}

/** Security, colours and compression in words, such as `VncAuth, 16 bits`. */
export function securityAndColours({ security, depth, near, compression }: Way): string {
  const colours = depth === undefined ? [] : [`${depth} bits`];
  const level = compression === undefined ? [] : [`compression ${compression}`];
  return [security, ...colours, ...level, ...(near === true ? ['near'] : [])].join(', ');
}

/** The cell in words. */
export function cellName(cell: Cell): string {
  return `${cell.server}: ${cell.transport}, ${securityAndColours(cell)}, ${cell.encoding}`;
}

/** Every combination of the given names. */
export function waysOf(
  transports: readonly TransportName[],
  securities: readonly SecurityTypeName[],
  names: readonly Way['encoding'][],
  colours: Pick<Way, 'depth' | 'near' | 'compression'> = {},
): readonly Way[] {
  return transports.flatMap((transport) =>
    securities.flatMap((security) =>
      names.map((encoding) => ({ transport, security, encoding, ...colours })),
    ),
  );
}
