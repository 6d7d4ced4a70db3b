import assert from 'node:assert/strict';
import { readProfiles } from '../../src/core/profile/profileReader.ts';
import { wordProfileProblem } from '../../src/wording/profileWording.ts';

describe('wordProfileProblem', () => {
  const entries: readonly unknown[] = [
    5,
    {},
    { name: 'a', host: 'x', prot: 1, password: 'x', verify: false, port: 0, timeout: 'x' },
    { name: 'a', host: 'a:1', url: 'https://x' },
    { name: 'a', url: 'ws://${ticket}/${node}' },
    {
      name: 'a',
      url: 'ws://${ticket}/',
      variables: { 'a b': '1' },
      headers: { Host: '' },
      subprotocols: [' '],
      origin: 'x',
    },
    { name: 'b', host: 'b', id: '1' },
    { name: 'b', host: 'b', id: '1' },
  ];

  it('fills every sentence in from what the reader found', () => {
    const { problems } = readProfiles(entries);
    const codes = new Set(problems.map((problem) => problem.code));
    assert.equal(codes.size, 18);
    for (const problem of problems) {
      const said = wordProfileProblem(problem);
      assert.match(said, /^[“\p{Lu}].*[.?\]]$/su);
      assert.doesNotMatch(said, /“”|undefined|(?<!\$)\{\w/, `${problem.code}: ${said}`);
    }
  });

  it('suggests what was meant', () => {
    const [problem] = readProfiles([{ name: 'a', host: 'x', prot: 1 }]).problems;
    assert.ok(problem !== undefined);
    assert.equal(wordProfileProblem(problem), 'Connections have no “prot”. Did you mean “port”?');
  });
});
