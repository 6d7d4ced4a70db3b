import assert from 'node:assert/strict';
import fc from 'fast-check';
import { argumentsText, parseArguments } from '../../../src/vscode/connections/argumentsText.ts';

describe('a command on one line', () => {
  it('is taken apart at spaces outside of quotes', () => {
    assert.deepEqual(parseArguments('ssh -W ${host}:${port}  jump'), [
      'ssh',
      '-W',
      '${host}:${port}',
      'jump',
    ]);
    assert.deepEqual(parseArguments(`a "b c" 'd "e"' f"g h"i ""`), ['a', 'b c', 'd "e"', 'fg hi', '']);
    assert.deepEqual(parseArguments('  '), []);
  });

  it('has no other magic', () => {
    assert.deepEqual(parseArguments('echo $HOME; a\\ b | c `d` ~/x'), [
      'echo',
      '$HOME;',
      'a\\',
      'b',
      '|',
      'c',
      '`d`',
      '~/x',
    ]);
  });

  it('is none with a quote left open', () => {
    assert.equal(parseArguments('a "b'), undefined);
  });

  it('is read again as what it was written from', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        assert.deepEqual(parseArguments(argumentsText(words)), words);
      }),
    );
  });
});
