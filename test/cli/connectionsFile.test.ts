import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { readConnectionsFile } from '../../src/cli/connectionsFile.ts';
import { parseJsonWithComments } from '../../src/cli/jsonWithComments.ts';
import { UsageError } from '../../src/cli/usageError.ts';

describe('readConnectionsFile', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'connections-'));
  });
  after(async () => await rm(folder, { recursive: true }));

  async function read(text: string): ReturnType<typeof readConnectionsFile> {
    const file = path.join(folder, 'c.json');
    await writeFile(file, text);
    return await readConnectionsFile(file);
  }

  it('reads a list, a list under connections, and a settings file with comments', async () => {
    const list = '[{"name": "lab", "host": "h"}]';
    for (const text of [
      list,
      `\uFEFF${list}`,
      `{"$schema": "./x.json", "connections": ${list}}`,
      `{ // mine\n "editor.x": "a//b,]", /* these */ "vncAgentBridge.connections": ${list.replace('}]', ',}, // last\n]')}, }`,
    ]) {
      const { profiles, warnings } = await read(text);
      assert.deepEqual(profiles, [{ name: 'lab', host: 'h' }]);
      assert.deepEqual(warnings, []);
    }
  });

  it('counts certificate paths from its folder', async () => {
    const { profiles } = await read('[{"name": "a", "url": "wss://h/", "certificate": "ca.pem"}]');
    assert.equal(profiles[0]?.certificate, path.join(folder, 'ca.pem'));
  });

  it('tells of problems in lines', async () => {
    const { profiles, warnings } = await read(
      '[{"name": "a", "host": "h", "password": "HUNTER2"}, {"name": "b"}]',
    );
    assert.equal(profiles.length, 1);
    assert.equal(warnings.length, 2);
    assert.match(
      warnings[0] ?? '',
      /c\.json: connection 1 password: warning secretInSettings “password” looks like/,
    );
    assert.match(warnings[1] ?? '', /c\.json: connection 2: error addressMissing /);
    assert.ok(!warnings.join('').includes('HUNTER2'));
  });

  it('refuses what is no list, no JSON or not there', async () => {
    for (const text of ['{}', '5', '[', '']) await assert.rejects(read(text), UsageError);
    await assert.rejects(readConnectionsFile(path.join(folder, 'none.json')), /there is no such file/);
  });
});

describe('parseJsonWithComments', () => {
  it('reads all JSON as JSON does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value, undefined, 2);
        assert.deepEqual(parseJsonWithComments(text), JSON.parse(text));
      }),
    );
  });
});
