import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type VncErrorCode } from '../../../src/core/base/errorCodes.ts';
import { VncError } from '../../../src/core/base/errors.ts';
import type { CredentialRequest, CredentialSource } from '../../../src/core/rfb/credentials.ts';
import { silentLogger } from '../../../src/core/base/logger.ts';
import { ByteReader } from '../../../src/core/rfb/byteReader.ts';
import { type ServerInit, handshake } from '../../../src/core/rfb/handshake.ts';
import { connectRfb } from '../../../src/core/rfb/rfbClient.ts';
import { FakePipe } from './support/fakePipe.ts';
import { turn } from './support/playStream.ts';
import { splits } from './support/splits.ts';
import { type WireWriter, wire } from './support/wireWriter.ts';

/** One step of a transcript: the server sends, or the client must have sent exactly this since the last step. */
type Step = { readonly server: WireWriter } | { readonly client: string } | 'end';

interface Outcome {
  readonly init?: ServerInit;
  readonly error?: VncError;
}

const server = (writer: WireWriter): Step => ({ server: writer });
const client = (hex: string): Step => ({ client: hex.replaceAll(' ', '') });
const version = (text: string): Step => server(wire().text(`RFB ${text}\n`));
const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex');

const serverInit = wire()
  .u16(640, 480)
  .u8(32, 24, 0, 1)
  .u16(255, 255, 255)
  .u8(16, 8, 0, 0, 0, 0)
  .string('desk');

/** What follows every successful login. */
const opening: readonly Step[] = [client('01'), server(serverInit)];

const challenge = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
/** The answer to the challenge with the password `password`, by OpenSSL 1.1's des-ecb. */
const response = 'b7b9c87777661a7a2299733209bfdfce';

async function play(
  steps: readonly Step[],
  credentials: CredentialSource = {},
  cut: (bytes: Uint8Array) => Uint8Array[] = (bytes) => [bytes],
): Promise<Outcome> {
  const pipe = new FakePipe();
  let outcome: Outcome | undefined;
  handshake({
    pipe,
    reader: new ByteReader(pipe),
    credentials,
    security: { tls: { verify: true }, endpoint: { host: 'fake', port: 5900 } },
    shared: true,
    logger: silentLogger,
    signal: new AbortController().signal,
  }).then(
    (init) => (outcome = { init }),
    (error: unknown) => {
      assert.ok(error instanceof VncError, String(error));
      outcome = { error };
    },
  );
  let checked = 0;
  for (const step of steps) {
    if (step === 'end') {
      pipe.end();
    } else if ('server' in step) {
      for (const chunk of cut(step.server.build())) {
        pipe.send(chunk);
        await turn();
      }
    } else {
      await turn();
      assert.equal(pipe.writtenHex.slice(checked), step.client);
      checked = pipe.writtenHex.length;
    }
  }
  await turn();
  assert.ok(outcome !== undefined, 'the handshake did not end');
  assert.equal(pipe.writtenHex.length, checked, 'the client said more than it should');
  return outcome;
}

interface Success {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly credentials?: CredentialSource;
  readonly facts: { readonly protocolVersion: string; readonly securityType: string };
}

const none38 = [server(wire().u8(1, 1)), client('01'), server(wire().u32(0)), ...opening];
const passwordHeld = { password: 'password' };

const successes: readonly Success[] = [
  ...['003.008', '003.889', '004.000', '004.001', '005.000', '003.130'].map((text) => ({
    name: `${text} is spoken as 3.8; None has a result`,
    steps: [version(text), client(hex('RFB 003.008\n')), ...none38],
    facts: { protocolVersion: '3.8', securityType: 'None' },
  })),
  {
    name: '003.007: None has no result',
    steps: [
      version('003.007'),
      client(hex('RFB 003.007\n')),
      server(wire().u8(2, 16, 1)),
      client('01' + '01'),
      ...opening.slice(1),
    ],
    facts: { protocolVersion: '3.7', securityType: 'None' },
  },
  {
    name: '003.007: VncAuth has a result',
    steps: [
      version('003.007'),
      client(hex('RFB 003.007\n')),
      server(wire().u8(1, 2)),
      client('02'),
      server(wire().bytes(challenge)),
      client(response),
      server(wire().u32(0)),
      ...opening,
    ],
    credentials: passwordHeld,
    facts: { protocolVersion: '3.7', securityType: 'VncAuth' },
  },
  ...['003.003', '003.004', '003.005', '003.006'].map((text) => ({
    name: `${text} is spoken as 3.3; the server decides, None has no result`,
    steps: [
      version(text),
      client(hex('RFB 003.003\n')),
      server(wire().u32(1)),
      client('01'),
      ...opening.slice(1),
    ],
    facts: { protocolVersion: '3.3', securityType: 'None' },
  })),
  {
    name: '003.003: VncAuth has a result',
    steps: [
      version('003.003'),
      client(hex('RFB 003.003\n')),
      server(wire().u32(2).bytes(challenge)),
      client(response),
      server(wire().u32(0)),
      ...opening,
    ],
    credentials: passwordHeld,
    facts: { protocolVersion: '3.3', securityType: 'VncAuth' },
  },
  {
    name: '003.008: VncAuth with the password that is held',
    steps: [
      version('003.008'),
      client(hex('RFB 003.008\n')),
      server(wire().u8(1, 2)),
      client('02'),
      server(wire().bytes(challenge)),
      client(response),
      server(wire().u32(0)),
      ...opening,
    ],
    credentials: passwordHeld,
    facts: { protocolVersion: '3.8', securityType: 'VncAuth' },
  },
  {
    name: 'a password that is held is used even where None would do, whatever the order',
    steps: [
      version('003.008'),
      client(hex('RFB 003.008\n')),
      server(wire().u8(7, 30, 33, 1, 36, 31, 2, 35)),
      client('02'),
      server(wire().bytes(challenge)),
      client(response),
      server(wire().u32(0)),
      ...opening,
    ],
    credentials: passwordHeld,
    facts: { protocolVersion: '3.8', securityType: 'VncAuth' },
  },
  {
    name: 'nobody is asked for a password where None will do',
    steps: [
      version('003.008'),
      client(hex('RFB 003.008\n')),
      server(wire().u8(2, 2, 1)),
      client('01'),
      server(wire().u32(0)),
      ...opening,
    ],
    credentials: { ask: () => Promise.reject(new Error('asked')) },
    facts: { protocolVersion: '3.8', securityType: 'None' },
  },
  {
    name: 'a password is asked for where it is needed',
    steps: [
      version('003.008'),
      client(hex('RFB 003.008\n')),
      server(wire().u8(1, 2)),
      client('02'),
      server(wire().bytes(challenge)),
      client(response),
      server(wire().u32(0)),
      ...opening,
    ],
    credentials: { ask: () => Promise.resolve(passwordHeld) },
    facts: { protocolVersion: '3.8', securityType: 'VncAuth' },
  },
];

describe('a handshake', () => {
  for (const { name, steps, credentials, facts } of successes) {
    for (const split of splits.slice(0, 2)) {
      it(`${name} (${split.name})`, async () => {
        const { init, error } = await play(steps, credentials, (bytes) => split.cut(bytes));
        assert.equal(error, undefined);
        assert.ok(init !== undefined);
        const { version: protocolVersion, security: securityType } = init;
        assert.deepEqual({ protocolVersion, securityType }, facts);
        assert.deepEqual([init.name, init.width, init.height], ['desk', 640, 480]);
      });
    }
  }

  it('keeps what the server called itself: a Mac is known by it', async () => {
    const { init } = await play([version('003.889'), client(hex('RFB 003.008\n')), ...none38]);
    assert.deepEqual([init?.version, init?.greeting], ['3.8', '3.889']);
  });

  it('tells what it asks for', async () => {
    const requests: CredentialRequest[] = [];
    const { error } = await play(
      [
        version('003.008'),
        client(hex('RFB 003.008\n')),
        server(wire().u8(1, 2)),
        client('02'),
        server(wire().bytes(challenge)),
      ],
      {
        ask: (request) => {
          requests.push(request);
          return Promise.resolve(undefined);
        },
      },
    );
    assert.equal(error?.code, 'VNC_PASSWORD_REQUIRED');
    assert.deepEqual(requests, [{ securityType: 'VncAuth', username: false, password: true }]);
  });

  it('can ask for other encodings and to be alone', async () => {
    const pipe = new FakePipe();
    const connecting = connectRfb({ pipe, credentials: {}, shared: false, encodings: [0, -24] });
    pipe.send(wire().text('RFB 003.008\n').u8(1, 1).u32(0).bytes(serverInit.build()).build());
    (await connecting).close();
    const [, , clientInit, , setEncodings] = pipe.written.map((bytes) => Buffer.from(bytes).toString('hex'));
    assert.equal(clientInit, '00');
    assert.equal(setEncodings, '0200000200000000ffffffe8');
  });

  it('ends when its signal aborts, with the pipe closed', async () => {
    const pipe = new FakePipe();
    const controller = new AbortController();
    const connecting = connectRfb({ pipe, credentials: {}, signal: controller.signal });
    pipe.send(wire().text('RFB 003.008\n').build());
    await turn();
    controller.abort();
    await assert.rejects(connecting, { code: 'VNC_CANCELLED' });
    assert.ok(pipe.closed);
  });

  it('ends when the server hangs up while a person is asked for a password, and takes the question back', async () => {
    const pipe = new FakePipe();
    let question: AbortSignal | undefined;
    const ask = (_request: CredentialRequest, signal: AbortSignal): Promise<undefined> => {
      question = signal;
      return new Promise(() => undefined);
    };
    const connecting = connectRfb({ pipe, credentials: { ask } });
    pipe.send(wire().text('RFB 003.008\n').u8(1, 2).bytes(challenge).build());
    await turn();
    assert.equal(question?.aborted, false);
    pipe.end();
    await assert.rejects(connecting, { code: 'VNC_CONNECTION_LOST' });
    assert.equal(question.aborted, true);
    assert.ok(pipe.closed);
  });

  it('ends when its signal aborts while a person is asked for a password', async () => {
    const pipe = new FakePipe();
    const controller = new AbortController();
    const asked = new Promise<AbortSignal>((resolve) => {
      const ask = async (_request: CredentialRequest, signal: AbortSignal): Promise<undefined> => {
        resolve(signal);
        await new Promise((done) => signal.addEventListener('abort', done));
        return undefined;
      };
      void connectRfb({ pipe, credentials: { ask }, signal: controller.signal }).catch(
        (error: unknown) => (failure = error),
      );
    });
    let failure: unknown;
    pipe.send(wire().text('RFB 003.008\n').u8(1, 2).bytes(challenge).build());
    await asked;
    controller.abort();
    await turn();
    assert.ok(failure instanceof VncError);
    assert.equal(failure.code, 'VNC_CANCELLED');
    assert.ok(pipe.closed);
  });
});

interface Failure {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly credentials?: CredentialSource;
  readonly code: VncErrorCode;
  readonly data?: Record<string, unknown>;
}

const opened: readonly Step[] = [version('003.008'), client(hex('RFB 003.008\n'))];
const answered: readonly Step[] = [
  ...opened,
  server(wire().u8(1, 2)),
  client('02'),
  server(wire().bytes(challenge)),
  client(response),
];
const securityType = 'VncAuth';

const failures: readonly Failure[] = [
  {
    name: 'an SSH server is known by its first byte',
    steps: [server(wire().text('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n'))],
    code: 'VNC_NOT_VNC',
    data: { address: 'fake', received: 'SSH-2.0-OpenSSH_9.2p1 De' },
  },
  {
    name: 'a web server is no VNC server',
    steps: [server(wire().text('HTTP/1.1 400 Bad Request\r\n\r\n')), 'end'],
    code: 'VNC_NOT_VNC',
    data: { address: 'fake', received: 'HTTP/1.1 400 Bad Request' },
  },
  { name: 'one wrong byte is enough', steps: [server(wire().text('H'))], code: 'VNC_NOT_VNC' },
  {
    name: 'a version must be made of digits',
    steps: [server(wire().text('RFB 3.8\nabcd'))],
    code: 'VNC_NOT_VNC',
    data: { address: 'fake', received: 'RFB 3.8.abcd' },
  },
  {
    name: 'a version below 3.3',
    steps: [version('003.002')],
    code: 'VNC_VERSION_UNSUPPORTED',
    data: { version: '3.2' },
  },
  {
    name: 'a repeater that wants an id',
    steps: [version('000.000')],
    code: 'VNC_VERSION_UNSUPPORTED',
    data: { version: '0.0' },
  },
  { name: 'a server that hangs up at once', steps: ['end'], code: 'VNC_CONNECTION_LOST' },
  {
    name: 'a server that hangs up in its version',
    steps: [server(wire().text('RFB 003')), 'end'],
    code: 'VNC_CONNECTION_LOST',
  },
  {
    name: 'a server that refuses with a reason',
    steps: [...opened, server(wire().u8(0).string('Too many security failures'))],
    code: 'VNC_SERVER_REFUSED',
    data: { reason: 'Too many security failures' },
  },
  {
    name: 'a server of version 3.3 that refuses with a reason in Latin-1 with its NUL',
    steps: [
      version('003.003'),
      client(hex('RFB 003.003\n')),
      server(wire().u32(0).u32(5).bytes(Buffer.from('n\xe9in\0', 'latin1'))),
    ],
    code: 'VNC_SERVER_REFUSED',
    data: { reason: 'néin' },
  },
  {
    name: 'a server that hangs up before its reason',
    steps: [...opened, server(wire().u8(0)), 'end'],
    code: 'VNC_SERVER_REFUSED',
    data: { reason: '' },
  },
  {
    name: 'security types that we do not speak',
    steps: [...opened, server(wire().u8(3, 33, 20, 200))],
    code: 'VNC_SECURITY_UNSUPPORTED',
    data: { offered: 'Apple-Kerberos (33), SASL (20), 200' },
  },
  {
    name: 'a security type of version 3.3 that we do not speak',
    steps: [version('003.003'), client(hex('RFB 003.003\n')), server(wire().u32(0xfffffffa))],
    code: 'VNC_SECURITY_UNSUPPORTED',
    data: { offered: '4294967290' },
  },
  {
    name: 'no password and nobody to ask',
    steps: [...opened, server(wire().u8(1, 2)), client('02'), server(wire().bytes(challenge))],
    credentials: {},
    code: 'VNC_PASSWORD_REQUIRED',
    data: { securityType },
  },
  {
    name: 'a rejected password with its reason',
    steps: [...answered, server(wire().u32(1).string('Authentication failed\0'))],
    credentials: passwordHeld,
    code: 'VNC_AUTH_REJECTED',
    data: { securityType, login: 'password', reason: 'Authentication failed' },
  },
  {
    name: 'a rejected password without a reason',
    steps: [...answered, server(wire().u32(1)), 'end'],
    credentials: passwordHeld,
    code: 'VNC_AUTH_REJECTED',
    data: { securityType, login: 'password', reason: '' },
  },
  {
    name: 'a server that hangs up instead of rejecting the password',
    steps: [...answered, 'end'],
    credentials: passwordHeld,
    code: 'VNC_AUTH_REJECTED',
    data: { securityType, login: 'password', reason: '' },
  },
  {
    name: 'a rejected password of version 3.7, which has no reasons',
    steps: [
      version('003.007'),
      client(hex('RFB 003.007\n')),
      server(wire().u8(1, 2)),
      client('02'),
      server(wire().bytes(challenge)),
      client(response),
      server(wire().u32(1)),
    ],
    credentials: passwordHeld,
    code: 'VNC_AUTH_REJECTED',
    data: { securityType, login: 'password', reason: '' },
  },
  {
    name: 'a rejected password of version 3.3, which has no reasons',
    steps: [
      version('003.003'),
      client(hex('RFB 003.003\n')),
      server(wire().u32(2).bytes(challenge)),
      client(response),
      server(wire().u32(1)),
    ],
    credentials: passwordHeld,
    code: 'VNC_AUTH_REJECTED',
    data: { securityType, login: 'password', reason: '' },
  },
  {
    name: 'too many attempts',
    steps: [...answered, server(wire().u32(2).string('later'))],
    credentials: passwordHeld,
    code: 'VNC_AUTH_TOO_MANY',
    data: { securityType, login: 'password', reason: 'later' },
  },
  {
    name: 'None that is rejected after all',
    steps: [...opened, server(wire().u8(1, 1)), client('01'), server(wire().u32(1).string('full'))],
    code: 'VNC_AUTH_REJECTED',
    data: { securityType: 'None', login: 'nothing', reason: 'full' },
  },
  {
    name: 'a server that hangs up in ServerInit',
    steps: [
      ...opened,
      server(wire().u8(1, 1)),
      client('01'),
      server(wire().u32(0)),
      client('01'),
      server(wire().u16(640)),
      'end',
    ],
    code: 'VNC_CONNECTION_LOST',
  },
];

describe('a handshake fails', () => {
  for (const { name, steps, credentials, code, data } of failures) {
    for (const split of splits.slice(0, 2)) {
      // A banner is judged by what has arrived of it, so the shown part depends on the chunks.
      const checksData = data !== undefined && (split.name === 'whole' || code !== 'VNC_NOT_VNC');
      it(`${name} (${split.name})`, async () => {
        const { error } = await play(steps, credentials, (bytes) => split.cut(bytes));
        assert.equal(error?.code, code);
        if (checksData) assert.deepEqual(error.data, data);
      });
    }
  }
});
