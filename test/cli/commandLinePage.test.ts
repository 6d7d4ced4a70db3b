import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { commandLinePage } from '../../src/cli/commandLinePage.ts';
import { parseJsonWithComments } from '../../src/cli/jsonWithComments.ts';
import { readProfiles } from '../../src/core/profile/profileReader.ts';

describe('the page about the command line', () => {
  it('is what the program says: run `npm run docs` after a change', () => {
    assert.equal(readFileSync('docs/command-line.md', 'utf8'), commandLinePage());
  });

  it('has a list of connections without mistakes', () => {
    const example = /```json\n([\s\S]*?)```/.exec(commandLinePage())?.[1] ?? '';
    const { connections } = parseJsonWithComments(example) as { connections: unknown };
    const { profiles, problems } = readProfiles(connections);
    assert.deepEqual([profiles.length, problems], [2, []]);
  });
});
