import assert from 'node:assert/strict';
import { readProfiles } from '../../../src/core/profile/profileReader.ts';
import { sessionOptionsOf } from '../../../src/core/profile/sessionOptions.ts';

const target = { transport: 'tcp', host: 'lab', port: 5900 } as const;
const entry = { name: 'lab', host: 'lab' };

/** What a session is opened with by a connection that says this of its quality. */
function openedWith(fields: Readonly<Record<string, unknown>>): unknown {
  const { profiles, problems } = readProfiles([{ ...entry, ...fields }]);
  assert.deepEqual(problems, []);
  const [profile] = profiles;
  assert.ok(profile !== undefined);
  const { automaticQuality, encodings } = sessionOptionsOf(profile, { target, tls: { verify: true } });
  return { automaticQuality, encodings };
}

describe('what a connection says of its quality', () => {
  it('is chosen by the session unless it says otherwise', () => {
    for (const fields of [{}, { quality: 'auto' }])
      assert.deepEqual(openedWith(fields), { automaticQuality: true, encodings: undefined });
  });

  it('is exact, or a level', () => {
    assert.deepEqual(openedWith({ quality: 'lossless' }), { automaticQuality: false, encodings: undefined });
    for (const quality of [0, 5, 9])
      assert.deepEqual(openedWith({ quality }), {
        automaticQuality: false,
        encodings: { preferred: undefined, quality, compression: undefined },
      });
  });

  it('leaves the compression and the encoding to whoever names them, automatic or not', () => {
    assert.deepEqual(openedWith({ compression: 7, encoding: 'ZRLE' }), {
      automaticQuality: true,
      encodings: { preferred: 'ZRLE', quality: undefined, compression: 7 },
    });
  });

  for (const [quality, problem] of [
    ['best', 'notAChoice'],
    ['8', 'notAChoice'],
    [10, 'outOfRange'],
    [-1, 'outOfRange'],
    [4.5, 'outOfRange'],
    [true, 'wrongType'],
  ] as const)
    it(`is not ${JSON.stringify(quality)}`, () => {
      const { profiles, problems } = readProfiles([{ ...entry, quality }]);
      assert.deepEqual(profiles, []);
      assert.deepEqual(
        problems.map(({ code, severity }) => ({ code, severity })),
        [{ code: problem, severity: 'error' }],
      );
    });
});
