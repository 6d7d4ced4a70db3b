import { type RfbClient, type RfbClientOptions, connectRfb } from '../../../../src/core/rfb/rfbClient.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { FakePipe } from './fakePipe.ts';
import { greeting, turn } from './playStream.ts';
import { type Split, splits } from './splits.ts';
import type { WireWriter } from './wireWriter.ts';

/** A client and the server that a test plays. */
export interface Connected {
  readonly client: RfbClient;
  readonly pipe: FakePipe;
  readonly clock: FakeClock;
  readonly lines: readonly string[];
  /** Sends a server's bytes and lets the client read them. */
  readonly send: (messages: WireWriter) => Promise<void>;
  /** What the client has sent since it was asked last, as hex, message by message. */
  readonly sent: () => string[];
}

/** A client on a screen of 100 x 80 whose first messages are forgotten. */
export async function connected(
  options: Partial<RfbClientOptions> = {},
  split: Split | undefined = splits[0],
): Promise<Connected> {
  const pipe = new FakePipe();
  const clock = new FakeClock();
  const lines: string[] = [];
  const logger = {
    enabled: () => true,
    log: (level: string, text: string) => void lines.push(`${level} ${text}`),
  };
  const connecting = connectRfb({ pipe, credentials: {}, clock, logger, ...options });
  pipe.send(greeting(100, 80));
  const client = await connecting;
  pipe.written.length = 0;
  return {
    client,
    pipe,
    clock,
    lines,
    send: async (messages) => {
      for (const chunk of split?.cut(messages.build()) ?? []) {
        pipe.send(chunk);
        await turn();
      }
      await turn();
    },
    sent: () => pipe.written.splice(0).map((message) => Buffer.from(message).toString('hex')),
  };
}

/** Runs a test once for each way in which the network may cut what the server sends. */
export async function withEverySplit(test: (peer: Connected) => Promise<void>): Promise<void> {
  for (const split of splits) {
    const peer = await connected({}, split);
    await test(peer);
    if (peer.client.closed) throw new Error(`closed with ${split.name}: ${peer.lines.at(-1)}`);
    peer.client.close();
  }
}
