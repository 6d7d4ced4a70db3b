import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseJsonWithComments } from '../../src/cli/jsonWithComments.ts';
import { readMachineOptions } from '../../src/core/profile/machineOptions.ts';
import type { ConnectionProfile, MachineOptions } from '../../src/core/profile/profile.ts';
import { profileFields } from '../../src/core/profile/profileFields.ts';
import { readProfiles } from '../../src/core/profile/profileReader.ts';
import { secretNamesOf, targetOf, ticketValueNames } from '../../src/core/profile/profileTarget.ts';
import { secretBinding } from '../../src/core/profile/secretBinding.ts';
import { sessionOptionsOf } from '../../src/core/profile/sessionOptions.ts';

/** A snippet of the page: settings as they stand in a file. */
interface Snippet {
  readonly text: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

const page = readFileSync('docs/connecting.md', 'utf8');

const snippets: readonly Snippet[] = [...page.matchAll(/```jsonc\n(.*?)```/gs)].map(([, text = '']) => {
  const settings: unknown = parseJsonWithComments(`{${text}}`);
  assert.ok(typeof settings === 'object' && settings !== null);
  return { text, settings: { ...settings } };
});

const profiles: ConnectionProfile[] = [];
const machines: MachineOptions[] = [];

/** What dialling a profile of the page means, with something for every secret. */
async function targetFor(profile: ConnectionProfile, machine: MachineOptions): Promise<void> {
  const names = [...secretNamesOf(profile), ...ticketValueNames(profile)];
  const secrets = Object.fromEntries(names.map((name) => [name, name === 'vncport' ? '5900' : 'secret']));
  const target = await targetOf(profile, {
    secrets,
    machine,
    ticket: { values: secrets },
    readFile: async (file) => await Promise.resolve(`text of ${file}`),
  });
  const options = sessionOptionsOf(profile, { target, tls: { verify: true }, machine });
  assert.equal(options.name, profile.name);
  assert.match(secretBinding(profile, { scope: 'user', machine }), /^2:/);
}

describe('the page about connecting', () => {
  it('has snippets', () => assert.ok(snippets.length > 15));

  for (const { text, settings } of snippets) {
    it(`has a snippet that works: ${text.replace(/\s+/g, ' ').slice(0, 90)}`, async () => {
      const {
        'vncAgentBridge.connections': connections,
        'vncAgentBridge.machineOptions': options,
        ...rest
      } = settings;
      assert.deepEqual(rest, {});
      if (connections !== undefined) {
        const read = readProfiles(connections);
        assert.deepEqual(read.problems, []);
        assert.ok(read.profiles.length > 0);
        for (const profile of read.profiles) await targetFor(profile, {});
        profiles.push(...read.profiles);
      }
      for (const entry of Object.values(Object(options) as Record<string, unknown>)) {
        const read = readMachineOptions(entry);
        assert.deepEqual(read.problems, []);
        assert.deepEqual(read.options, entry);
        machines.push(read.options);
      }
    });
  }

  it('shows every property of a connection and every option of a machine', () => {
    const shown = new Set(profiles.flatMap((profile) => Object.keys(profile)));
    assert.deepEqual(
      Object.keys(profileFields).filter((name) => !shown.has(name)),
      [],
    );
    assert.deepEqual([...new Set(machines.flatMap((machine) => Object.keys(machine)))].sort(), [
      'allowUnencrypted',
      'proxyCommand',
      'ticketCommand',
      'tunnelCommand',
      'verifyCertificate',
    ]);
  });

  it('has machine options that fit a connection', async () => {
    for (const machine of machines) {
      await targetFor({ name: 'x', host: 'lab.test', port: 5900 }, machine);
    }
  });

  it('is linked from the first page', () => {
    assert.match(readFileSync('README.md', 'utf8'), /\(docs\/connecting\.md\)/);
  });
});
