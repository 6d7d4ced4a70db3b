import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'mocha';
import type { VncErrorCode } from '../../../../src/core/base/errorCodes.ts';
import { VncError, vncError } from '../../../../src/core/base/errors.ts';
import { silentLogger } from '../../../../src/core/base/logger.ts';
import { ByteReader } from '../../../../src/core/rfb/byteReader.ts';
import type { CredentialSource } from '../../../../src/core/rfb/credentials.ts';
import { type ServerInit, handshake } from '../../../../src/core/rfb/handshake.ts';
import type { SecurityOptions } from '../../../../src/core/rfb/security/securityOptions.ts';
import type { TrustQuestion } from '../../../../src/core/transport/trust.ts';
import { wordError } from '../../../../src/wording/errorWording.ts';
import { peerKey } from '../../../support/peers/securityPeer.ts';
import { until } from '../../../support/until.ts';
import { FakePipe } from '../support/fakePipe.ts';
import { turn } from '../support/playStream.ts';
import { splits } from '../support/splits.ts';
import { type WireWriter, wire } from '../support/wireWriter.ts';

interface Played {
  readonly init?: ServerInit;
  readonly error?: VncError;
  readonly pipe: FakePipe;
}

interface PlayOptions {
  readonly credentials?: CredentialSource;
  readonly security?: Partial<SecurityOptions>;
  readonly confidential?: boolean;
  readonly cut?: (bytes: Uint8Array) => Uint8Array[];
  /** Keeps the connection when all is said. */
  readonly stays?: boolean;
}

/** Lets a server say all that it has to say, whatever the client answers, and hang up. */
async function play(server: WireWriter, options: PlayOptions = {}): Promise<Played> {
  const { confidential = true, cut = (bytes: Uint8Array): Uint8Array[] => [bytes] } = options;
  const pipe = new FakePipe();
  pipe.confidential = confidential;
  let played: Played | undefined;
  handshake({
    pipe,
    reader: new ByteReader(pipe),
    credentials: options.credentials ?? { username: 'me', password: 'secret' },
    security: { tls: { verify: true }, endpoint: { host: 'h', port: 5900 }, ...options.security },
    shared: true,
    logger: silentLogger,
    signal: new AbortController().signal,
  }).then(
    (init) => (played = { init, pipe }),
    (error: unknown) => {
      assert.ok(error instanceof VncError, String(error));
      played = { error, pipe };
    },
  );
  for (const chunk of cut(server.build())) pipe.send(chunk);
  // What has arrived is read before the end is heard of.
  for (let turns = 0; turns < 5; turns++) await turn();
  if (options.stays !== true) pipe.end();
  return await until('the handshake has ended', () => Promise.resolve(played));
}

const opening = (type: number): WireWriter => wire().text('RFB 003.008\n').u8(1, type);
const serverInit = wire()
  .u16(640, 480)
  .u8(32, 24, 0, 1)
  .u16(255, 255, 255)
  .u8(16, 8, 0, 0, 0, 0)
  .string('desk')
  .build();

/** What a server can say wrong, up to where it says so. */
const wrongs: readonly [string, WireWriter, VncErrorCode, Record<string, unknown>?][] = [
  [
    'a key of RSA-AES that is too long',
    opening(5).u32(8193),
    'VNC_LIMIT_EXCEEDED',
    { limit: 'rsaKeyBits', value: 8193 },
  ],
  ['a key of RSA-AES that is longer than memory', opening(129).u32(0xffffffff), 'VNC_LIMIT_EXCEEDED'],
  ['a key of RSA-AES that is too short', opening(6).u32(1023), 'VNC_BAD_DATA', { what: 'short RSA key' }],
  [
    'a key of Apple’s that is too long',
    opening(30).u16(2, 1025),
    'VNC_LIMIT_EXCEEDED',
    { limit: 'dhKeyBytes', value: 1025 },
  ],
  [
    'a key of Apple’s that is too short',
    opening(30).u16(2, 127),
    'VNC_BAD_DATA',
    { what: 'short Diffie-Hellman key' },
  ],
  [
    'a modulus of zero from Apple',
    opening(30).u16(2, 128).bytes(new Uint8Array(256)),
    'VNC_BAD_DATA',
    { what: 'Diffie-Hellman modulus' },
  ],
  [
    'a modulus of zero from UltraVNC',
    opening(113).bytes(new Uint8Array(24)),
    'VNC_BAD_DATA',
    { what: 'Diffie-Hellman modulus' },
  ],
  [
    'too many tunnels of Tight',
    opening(16).u32(1025),
    'VNC_LIMIT_EXCEEDED',
    { limit: 'tightCapabilities', value: 1025 },
  ],
  ['too many logins of Tight', opening(16).u32(0).u32(0xffffffff), 'VNC_LIMIT_EXCEEDED'],
  [
    'tunnels of Tight that are all unknown',
    opening(16).u32(1).u32(7).text('SOMEWHEREELS'),
    'VNC_SECURITY_UNSUPPORTED',
    { offered: 'Tight tunnel SOMEWHEREELS (7)' },
  ],
  [
    'logins of Tight of which none is known, though a number is',
    opening(16).u32(0).u32(1).u32(129).text('EVILULGNAUTH'),
    'VNC_SECURITY_UNSUPPORTED',
    { offered: 'Tight EVILULGNAUTH (129)' },
  ],
  ['a VeNCrypt of long ago', opening(19).u8(0, 1), 'VNC_SECURITY_UNSUPPORTED', { offered: 'VeNCrypt 0.1' }],
  [
    'a VeNCrypt that refuses its own version',
    opening(19).u8(0, 2, 1),
    'VNC_BAD_DATA',
    { what: 'VeNCrypt version refused' },
  ],
  [
    'a VeNCrypt without subtypes',
    opening(19).u8(0, 2, 0, 0),
    'VNC_SECURITY_UNSUPPORTED',
    { offered: 'VeNCrypt' },
  ],
  [
    'a VeNCrypt with subtypes that are not known',
    opening(19).u8(0, 2, 0, 2).u32(263).u32(4000000000),
    'VNC_SECURITY_UNSUPPORTED',
    { offered: 'VeNCrypt TLSSASL (263), VeNCrypt 4000000000' },
  ],
  ['a VeNCrypt within VeNCrypt', opening(19).u8(0, 2, 0, 1).u32(19), 'VNC_SECURITY_UNSUPPORTED'],
  [
    'a subtype of VeNCrypt that is refused after all',
    opening(19).u8(0, 2, 0, 1).u32(260).u8(0),
    'VNC_BAD_DATA',
    { what: 'VeNCrypt X509None refused' },
  ],
  [
    'no TLS where TLS is to begin',
    opening(19).u8(0, 2, 0, 1).u32(260).u8(1).text('HTTP/1.1 400 No\r\n\r\n'),
    'VNC_TLS_FAILED',
  ],
];

describe('a server that says wrong things while we log in', function () {
  this.timeout(20_000);

  for (const [name, server, code, data = {}] of wrongs) {
    for (const split of splits.slice(0, 2)) {
      it(`${name} (${split.name})`, async () => {
        const { error } = await play(server, { cut: (bytes) => split.cut(bytes) });
        assert.equal(error?.code, code, error?.message);
        for (const [fact, value] of Object.entries(data)) assert.equal(error.data[fact], value);
      });
    }
  }

  for (const type of [5, 6, 16, 18, 19, 22, 30, 113, 129, 130]) {
    it(`hanging up at any time is a lost connection or a rejection (type ${type})`, async () => {
      const key = Uint8Array.from(peerKey().bytes);
      const said: Readonly<Record<number, WireWriter>> = {
        16: wire().u32(0).u32(1).u32(2).text('STDVVNCAUTH_').bytes(new Uint8Array(16)),
        18: wire(),
        19: wire().u8(0, 2, 0, 1).u32(256),
        22: wire().bytes(new Uint8Array(16)),
        30: wire().u16(2, 128).bytes(new Uint8Array(256).fill(0x81)),
        113: wire().bytes(new Uint8Array(24).fill(0x81)),
      };
      const all = (said[type] ?? wire().bytes(key)).build();
      const lengths = [0, 1, 2, 4, 5, Math.floor(all.length / 2), all.length - 1, all.length];
      for (const length of lengths.filter((one) => one >= 0 && one <= all.length)) {
        const server = opening(type).bytes(all.subarray(0, length));
        const { error } = await play(server, { security: { tls: { verify: false } } });
        assert.match(error?.code ?? 'none', /^VNC_(CONNECTION_LOST|AUTH_REJECTED|TLS_FAILED)$/, `${length}`);
      }
    });
  }
});

// As consoles/VNC.pm of os-autoinst lists them: what boards of Supermicro send in place of the tunnels.
describe('a controller with ATEN’s iKVM firmware', () => {
  for (const memory of [
    'aff9ffbc500d020020a30000844ce3be00804140d0240100',
    'aff91fbd0006020020a30000844ce3be00804140d0240100',
    'aff9bfbc0803020020a30000844ce3be00804140d0240100',
    'aff9ffbd40190200b0a40000848cb1be00604340f0290100',
    'abf91fbe08130200e0a5000074a882be00004b40d82d0100',
  ]) {
    for (const split of splits) {
      it(`is known by its ${memory.slice(0, 8)} (${split.name})`, async () => {
        const server = opening(16).bytes(Buffer.from(memory, 'hex'));
        const { error } = await play(server, { cut: (bytes) => split.cut(bytes), stays: true });
        assert.equal(error?.code, 'VNC_SECURITY_UNSUPPORTED');
        assert.deepEqual(error.data, { offered: 'Tight', server: 'ATEN iKVM' });
        assert.match(wordError(error).message, /ATEN iKVM/u);
        assert.match(wordError(error).detail, /viewer/u);
      });
    }
  }
});

describe('a way to log in that turns out to lead nowhere', () => {
  const both = wire().text('RFB 003.008\n').u8(2, 2, 19).u8(0, 2, 0, 1);

  it('says which other one there was, for the connection to ask for', async () => {
    const plain = await play(both.u32(263));
    assert.equal(plain.error?.code, 'VNC_SECURITY_UNSUPPORTED');
    assert.deepEqual(plain.error.data, { offered: 'VeNCrypt TLSSASL (263)', other: 'VncAuth' });
  });

  it('says so, too, when it wants a user name that nobody gives', async () => {
    const server = wire().text('RFB 003.008\n').u8(2, 2, 19).u8(0, 2, 0, 1).u32(256);
    const { error } = await play(server, { credentials: { password: 'x' } });
    assert.equal(error?.code, 'VNC_USERNAME_REQUIRED');
    assert.deepEqual(error.data, { securityType: 'VeNCrypt Plain', other: 'VncAuth' });
  });
});

describe('Tight’s security type', () => {
  const capability = (code: number, name: string): WireWriter => wire().u32(code).text(name);

  for (const split of splits.slice(0, 2)) {
    it(`wants no tunnel, reads past the capabilities behind ServerInit (${split.name})`, async () => {
      const tunnels = wire().u32(2).bytes(capability(9, 'ELSEWHATEVER').build());
      const server = opening(16)
        .bytes(tunnels.bytes(capability(0, 'TGHTNOTUNNEL').build()).build())
        .u32(1)
        .bytes(capability(1, 'STDVNOAUTH__').build())
        .u32(0)
        .bytes(serverInit)
        .u16(1, 0, 2, 0)
        .bytes(new Uint8Array(48))
        .u8(2);
      const { init, error, pipe } = await play(server, { cut: (bytes) => split.cut(bytes), stays: true });
      assert.equal(error, undefined);
      assert.equal(init?.security, 'Tight None');
      assert.equal(init.name, 'desk');
      await init.channel.reader.need(1);
      assert.equal(init.channel.reader.u8(), 2, 'the next message is not where it should be');
      assert.equal(pipe.writtenHex.slice(24), '10' + '00000000' + '00000001' + '01');
    });
  }

  it('takes the tunnels of Siemens’ panels for none', async () => {
    const server = opening(16)
      .u32(1)
      .bytes(capability(1, 'SICRSCHANNEL').build())
      .u32(0)
      .u32(0)
      .bytes(serverInit);
    const { init } = await play(server.u16(0, 0, 0, 0), { stays: true });
    assert.equal(init?.security, 'Tight None');
  });

  it('bounds the capabilities behind ServerInit', async () => {
    const server = opening(16).u32(0).u32(0).u32(0).bytes(serverInit).u16(0, 2000, 0, 0);
    const { error } = await play(server);
    assert.equal(error?.code, 'VNC_LIMIT_EXCEEDED');
    assert.deepEqual([error.data['limit'], error.data['value']], ['tightCapabilities', 2000]);
  });

  it('has no result for no login before version 3.8', async () => {
    const server = wire().text('RFB 003.007\n').u8(1, 16).u32(0).u32(0).bytes(serverInit).u16(0, 0, 0, 0);
    assert.equal((await play(server, { stays: true })).init?.version, '3.7');
  });
});

describe('user names and passwords', () => {
  const unencrypted: readonly [string, WireWriter, string][] = [
    ['Plain', opening(19).u8(0, 2, 0, 1).u32(256), 'Plain'],
    ['xvp', opening(22), 'XVP'],
    ['Tight’s Unix login', opening(16).u32(0).u32(1).u32(129).text('TGHTULGNAUTH'), 'UnixLogin'],
  ];
  for (const [name, server, securityType] of unencrypted) {
    it(`are not sent in the clear by ${name}, unless a person allowed it`, async () => {
      const credentials = { username: 'my-name', password: 'my-secret' };
      const leaks = (pipe: FakePipe): boolean =>
        Buffer.concat(pipe.written).includes('my-name') || Buffer.concat(pipe.written).includes('my-secret');
      const refused = await play(server, { confidential: false, credentials });
      // What Tight and VeNCrypt lead to shows only after they were chosen.
      assert.equal(refused.error?.code, 'VNC_UNENCRYPTED_REFUSED');
      assert.ok(String(refused.error.data['securityType']).includes(securityType));
      assert.equal(leaks(refused.pipe), false);
      const security = { allowUnencrypted: true };
      assert.equal(leaks((await play(server, { confidential: false, credentials, security })).pipe), true);
    });
  }

  it('that do not fit are not cut short', async () => {
    const long = { username: 'x'.repeat(64), password: 'y' };
    const server = opening(30).u16(2, 128).bytes(new Uint8Array(256).fill(0x81));
    const { error } = await play(server, { credentials: long, stays: true });
    assert.deepEqual(
      { code: error?.code, data: error?.data },
      {
        code: 'VNC_ARGUMENT_INVALID',
        data: { argument: 'username', limit: 63, securityType: 'AppleDH' },
      },
    );
  });
});

describe('the key of an RSA-AES server', function () {
  this.timeout(20_000);

  const key = peerKey();
  const server = opening(5).bytes(Uint8Array.from(key.bytes));
  const digits = createHash('sha1').update(key.bytes).digest('hex').slice(0, 16).toUpperCase();
  const fingerprint = (digits.match(/../g) ?? []).join(':');

  /** A key that is accepted gets an answer: ours. */
  const accepts = async (tls: SecurityOptions['tls']): Promise<VncErrorCode | true> => {
    const { error, pipe } = await play(server, { security: { tls } });
    if (error?.code === 'VNC_CONNECTION_LOST' && Buffer.concat(pipe.written).length > 500) return true;
    return error?.code ?? 'VNC_CANCELLED';
  };

  it('is trusted when it is pinned, was trusted before, or need not be known', async () => {
    assert.equal(
      await accepts({ verify: true, fingerprints: [fingerprint.toLowerCase().replaceAll(':', '-')] }),
      true,
    );
    assert.equal(await accepts({ verify: true, trust: { known: () => [fingerprint] } }), true);
    assert.equal(await accepts({ verify: false }), true);
  });

  it('is put to a person, by the fingerprint that servers show', async () => {
    const questions: TrustQuestion[] = [];
    const ask = (question: TrustQuestion): Promise<boolean> => {
      questions.push(question);
      return Promise.resolve(true);
    };
    const { error } = await play(server, {
      security: { tls: { verify: true, trust: { known: () => [], ask } } },
    });
    assert.equal(error?.code, 'VNC_CONNECTION_LOST');
    assert.deepEqual(questions, [{ kind: 'rsa-key', host: 'h', port: 5900, fingerprint, reason: 'newKey' }]);
  });

  it('is refused when nobody knows it, and loudly when it is another than before', async () => {
    assert.equal(await accepts({ verify: true }), 'VNC_KEY_UNTRUSTED');
    const other = { known: (): string[] => ['00:11:22:33:44:55:66:77'] };
    assert.equal(await accepts({ verify: true, trust: other }), 'VNC_SERVER_CHANGED');
    assert.equal(
      await accepts({ verify: true, fingerprints: ['00:11:22:33:44:55:66:77'] }),
      'VNC_SERVER_CHANGED',
    );
  });

  it('hears nothing from us before it is trusted', async () => {
    const ask = (): Promise<boolean> => Promise.reject(vncError('VNC_CANCELLED'));
    const { error, pipe } = await play(server, {
      security: { tls: { verify: true, trust: { known: () => [], ask } } },
      stays: true,
    });
    assert.equal(error?.code, 'VNC_CANCELLED');
    assert.equal(pipe.writtenHex, Buffer.from('RFB 003.008\n').toString('hex') + '05');
  });
});
