import assert from 'node:assert/strict';
import { isVncError } from '../../../src/core/base/errors.ts';
import { NewCharacters } from '../../../src/core/input/newCharacters.ts';

const nineteen = 'абвгдежзийклмнопрст';

describe('characters that a server has to learn', () => {
  it('are as many as it has keys to spare, over the whole session', () => {
    const taught = new NewCharacters();
    taught.check(nineteen);
    taught.add('абв');
    taught.check(nineteen);
    taught.add(nineteen);
    taught.check(`${nineteen.toUpperCase()} and all of ASCII: {}~`);
    assert.throws(
      () => taught.check('где уф'),
      (error) => {
        assert.ok(isVncError(error, 'VNC_UNTYPABLE'));
        const characters = 'U+0443, U+0444';
        assert.deepEqual(error.data, { reason: 'newCharacters', characters, count: 21, limit: 19 });
        return true;
      },
    );
  });

  it('share a key with their capitals, unless TigerVNC does not know them as such', () => {
    const taught = new NewCharacters();
    taught.check('äÄöÖüÜéÉèÈàÀêÊôÔûÛçÇñÑßœŒæÆøØåÅłŁşŞ');
    assert.throws(() => taught.check('äÄöÖüÜéÉèÈàÀêÊôÔûÛçÇñÑßœŒæÆøØåÅłŁşŞğ'));
  });
});
