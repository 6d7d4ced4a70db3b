import assert from 'node:assert/strict';
import { isSupportedNode } from '../nodeVersion.mjs';
import { readProjectFile } from './sourceFiles.ts';

describe('the supported versions of Node', () => {
  const expected: Readonly<Record<string, boolean>> = {
    '18.20.8': false,
    '20.18.3': false,
    '20.19.0': true,
    '20.20.2': true,
    '21.7.3': false,
    '22.12.0': false,
    '22.13.0': true,
    '23.11.0': false,
    '24.0.0': true,
    '26.1.0': true,
  };

  for (const [version, supported] of Object.entries(expected))
    it(`${supported ? 'include' : 'leave out'} ${version}`, () => {
      assert.equal(isSupportedNode(version), supported);
    });

  it('are named in CONTRIBUTING.md', () => {
    assert.match(readProjectFile('CONTRIBUTING.md'), /Node 20\.19, 22\.13, 24 or newer/);
  });
});
