import { createHash } from 'node:crypto';
import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';
import { isVncError } from '../../src/core/base/errors.ts';
import type { BytePipe } from '../../src/core/transport/bytePipe.ts';
import { dial } from '../../src/core/transport/dial.ts';
import type { DialTarget, ProxyAddress } from '../../src/core/transport/target.ts';
import { greeting } from '../core/rfb/support/playStream.ts';
import { mutate } from './mutate.ts';

/** What something on the way to a server answers before it lets the stream through. */
interface Prelude {
  readonly name: string;
  /** The answers, one for each time that we have said something, then the stream. */
  readonly answers: readonly Uint8Array[];
  readonly target: (port: number) => DialTarget;
}

/** An answer that did not end as it should. */
export interface FailedPrelude {
  readonly number: number;
  readonly prelude: string;
  readonly complaint: string;
  readonly bytes: Uint8Array;
}

const host = '127.0.0.1';
const stream = greeting(4, 4);
const text = (answer: string): Uint8Array => Buffer.from(answer, 'latin1');

/** Stands for what a gateway computes of our key (RFC 6455, section 4.2.2). */
const acceptance = '@'.repeat(28);
const upgrade =
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
  `Sec-WebSocket-Accept: ${acceptance}\r\nSec-WebSocket-Protocol: binary\r\n\r\n`;

function through(kind: ProxyAddress['kind'], login: Partial<ProxyAddress> = {}): Prelude['target'] {
  return (port) => ({ transport: 'tcp', host, port: 5900, proxy: { kind, host, port, ...login } });
}

const preludes: readonly Prelude[] = [
  {
    name: 'HTTP CONNECT',
    answers: [text('HTTP/1.1 200 Connection established\r\nVia: 1.1 proxy\r\n\r\n')],
    target: through('http'),
  },
  {
    name: 'HTTP CONNECT refused',
    answers: [
      text('HTTP/1.1 407 Login\r\nProxy-Authenticate: Basic realm="x"\r\nContent-Length: 2\r\n\r\nno'),
    ],
    target: through('http', { username: 'ada', password: 'secret' }),
  },
  {
    name: 'SOCKS5',
    answers: [Uint8Array.of(5, 0), Uint8Array.of(5, 0, 0, 1, 127, 0, 0, 1, 0x17, 0x0c)],
    target: through('socks5'),
  },
  {
    name: 'SOCKS5 with a login',
    answers: [
      Uint8Array.of(5, 2),
      Uint8Array.of(1, 0),
      Buffer.concat([Uint8Array.of(5, 0, 0, 3, 5), text('proxy'), Uint8Array.of(0, 80)]),
    ],
    target: through('socks5', { username: 'ada', password: 'secret' }),
  },
  {
    name: 'repeater',
    answers: [],
    target: (port) => ({ transport: 'tcp', host, port, repeaterId: '1234' }),
  },
  {
    name: 'WebSocket',
    answers: [Buffer.concat([text(upgrade), Uint8Array.of(0x82, stream.length), stream])],
    target: (port) => ({
      transport: 'websocket',
      urlTemplate: `ws://${host}:${port}/`,
      values: {},
      subprotocols: ['binary'],
      tls: { verify: true },
    }),
  },
];

/** What a repeater says before anybody has said anything. */
const repeaterGreeting = text('RFB 000.000\n');

/** Milliseconds after which a dial has not ended: the other side has hung up long before. */
const PATIENCE = 10_000;

/** Milliseconds without a word after which the other side says all that it has left and hangs up. */
const SILENCE = 300;

/** Failures are alike: more of them tell nothing new. */
const KEPT_FAILURES = 20;

/** Damages the answers with these numbers, dials, and reads to the end of what was let through. */
export async function runPreludes(
  first: number,
  end: number,
): Promise<{ readonly byCode: ReadonlyMap<string, number>; readonly failed: readonly FailedPrelude[] }> {
  const byCode = new Map<string, number>();
  const failed: FailedPrelude[] = [];
  const { server, play } = await startAnswering();
  try {
    for (let number = first; number < end; number++) {
      const prelude = preludes[number % preludes.length];
      const other = preludes[(number + 1 + Math.floor(number / 7)) % preludes.length];
      if (prelude === undefined || other === undefined) throw new Error('there are no preludes');
      const greets = prelude.name === 'repeater';
      const whole = Buffer.concat([
        greets ? repeaterGreeting : new Uint8Array(0),
        ...prelude.answers,
        stream,
      ]);
      const bytes = mutate(whole, Buffer.concat([...other.answers, stream]), number);
      const answers = split(
        bytes,
        greets ? [repeaterGreeting.length] : prelude.answers.map((one) => one.length),
      );
      const outcome = await play(prelude, answers, greets);
      byCode.set(outcome.code, (byCode.get(outcome.code) ?? 0) + 1);
      const { complaint } = outcome;
      if (complaint !== undefined && failed.length < KEPT_FAILURES)
        failed.push({ number, prelude: prelude.name, complaint, bytes });
    }
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
  return { byCode, failed };
}

/** The damaged answers, cut where the whole ones end; the last part has all the rest. */
function split(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  let at = 0;
  const parts = lengths.map((length) => bytes.subarray(at, (at += length)));
  return [...parts, bytes.subarray(at)];
}

interface Outcome {
  readonly code: string;
  readonly complaint?: string;
}

/** A server on loopback that gives one answer each time it hears something, and hangs up after the last. */
async function startAnswering(): Promise<{
  readonly server: Server;
  readonly play: (prelude: Prelude, answers: readonly Uint8Array[], greets: boolean) => Promise<Outcome>;
}> {
  let answer: (socket: Socket) => void = () => undefined;
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => undefined);
    answer(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    server,
    async play({ target }, answers, greets) {
      const sockets: Socket[] = [];
      answer = (socket) => {
        sockets.push(socket);
        answerWith(socket, [...answers], greets);
      };
      try {
        return await judge(dial(target(port)));
      } finally {
        for (const socket of sockets) socket.destroy();
      }
    },
  };
}

function answerWith(socket: Socket, answers: Uint8Array[], greets: boolean): void {
  // Whoever waits for more of an answer says nothing that could be answered: it hears all the rest, and the end.
  const giveUp = (): void => void socket.end(Buffer.concat(answers.splice(0)));
  let silence = setTimeout(giveUp, SILENCE);
  socket.on('close', () => clearTimeout(silence));
  const next = (heard: string): void => {
    clearTimeout(silence);
    silence = setTimeout(giveUp, SILENCE);
    const bytes = answers.shift();
    if (bytes !== undefined) socket.write(withAcceptance(bytes, heard));
    // The stream follows the last answer at once, as it does where a proxy has connected.
    if (answers.length === 1) socket.write(answers.shift() ?? new Uint8Array(0));
    if (answers.length === 0) socket.end();
  };
  if (greets) {
    const greeted = answers.shift() ?? new Uint8Array(0);
    socket.write(greeted);
  }
  socket.on('data', (heard: Buffer) => next(heard.toString('latin1')));
}

/** Puts in what the key of the request asks for, where the damaged answer still has the place for it. */
function withAcceptance(bytes: Uint8Array, request: string): Uint8Array {
  const key = /^Sec-WebSocket-Key: (.*?)\r$/im.exec(request)?.[1];
  const at = Buffer.from(bytes).indexOf(acceptance);
  if (key === undefined || at < 0) return bytes;
  const value = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  const whole = Buffer.from(bytes);
  whole.write(value, at, 'latin1');
  return whole;
}

/** A dial has to end in a coded error or in a pipe, and the pipe in an end: the other side has hung up. */
async function judge(dialling: Promise<BytePipe>): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve({ code: 'none', complaint: 'it has not ended' }), PATIENCE);
  });
  const ended = dialling.then(readToEnd).then(
    () => ({ code: 'a pipe' }),
    (error: unknown): Outcome => judgeError(error),
  );
  try {
    return await Promise.race([ended, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function readToEnd(pipe: BytePipe): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      pipe.open({
        receive: () => undefined,
        ended: (error) => (error === undefined ? resolve() : reject(error)),
      });
    });
  } finally {
    pipe.close();
  }
}

function judgeError(error: unknown): Outcome {
  if (!isVncError(error)) return { code: 'none', complaint: `it ended with ${String(error)}` };
  const isOurs = error.kind === 'input' || error.kind === 'state' || error.kind === 'timeout';
  return { code: error.code, ...(isOurs ? { complaint: `an error of kind ${error.kind}` } : {}) };
}
