import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readMachineOptions } from '../../src/core/profile/machineOptions.ts';
import type { ConnectionProfile, MachineOptions } from '../../src/core/profile/profile.ts';
import { profileFields } from '../../src/core/profile/profileFields.ts';
import { readProfiles } from '../../src/core/profile/profileReader.ts';
import { secretNamesOf, targetOf, ticketValueNames } from '../../src/core/profile/profileTarget.ts';
import { secretBinding } from '../../src/core/profile/secretBinding.ts';
import { sessionOptionsOf } from '../../src/core/profile/sessionOptions.ts';
import { check } from '../../src/core/script/checker.ts';
import { parse } from '../../src/core/script/parser.ts';
import { type Snippet, fencedTexts, snippetsOfThePage } from '../support/connectingPage.ts';

/** What a snippet means. */
interface Shown {
  readonly profiles: readonly ConnectionProfile[];
  /** Options of a machine by the id of their connection. */
  readonly machines: ReadonlyMap<string, MachineOptions>;
}

const snippets = snippetsOfThePage();

function read({ settings }: Snippet): Shown {
  const {
    'vncAgentBridge.connections': connections = [],
    'vncAgentBridge.machineOptions': options = {},
    ...rest
  } = settings;
  assert.deepEqual(rest, {});
  const { profiles, problems } = readProfiles(connections);
  assert.deepEqual(problems, []);
  const entries = Object.entries(Object(options) as Record<string, unknown>);
  const machines = entries.map(([id, entry]) => {
    const found = readMachineOptions(entry);
    assert.deepEqual(found.problems, []);
    assert.deepEqual(found.options, entry);
    return [id, found.options] as const;
  });
  return { profiles, machines: new Map(machines) };
}

const shown = snippets.map(read);
const profiles = shown.flatMap((one) => one.profiles);
const machines = shown.flatMap((one) => [...one.machines]);

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

/** Whether the URL of a profile names exactly these of the two secrets, and its path fits. */
const asks = (profile: ConnectionProfile, path: RegExp, ticket: boolean, password: boolean): boolean =>
  profile.url !== undefined &&
  path.test(profile.url) &&
  profile.url.includes('${ticket}') === ticket &&
  profile.url.includes('${password}') === password;

const somewhere = (fits: (profile: ConnectionProfile) => boolean) => (): boolean => profiles.some(fits);

/** What a reader has to find, each by its name. */
const examples: Readonly<Record<string, () => boolean>> = {
  'Proxmox VE 7 and newer, whose ticket is fetched': somewhere(
    ({ ticketSource }) => ticketSource?.kind === 'proxmox' && ticketSource.tokenId !== undefined,
  ),
  'Proxmox VE with a ticket that is given': somewhere((profile) =>
    asks(profile, /\/nodes\/\$\{node\}\/qemu\/\$\{vmid\}\/vncwebsocket\?port=5900&vncticket=/, true, false),
  ),
  'noVNC and websockify': somewhere((profile) => asks(profile, /^wss:.*\/websockify$/, false, false)),
  'a Docker container with noVNC': somewhere(
    ({ url, host }) => url === 'ws://${host}:${port}/websockify' && host?.startsWith('docker') === true,
  ),
  'OpenStack Nova': somewhere(
    (profile) => profile.host?.startsWith('openstack') === true && asks(profile, /\?token=/, true, false),
  ),
  'a custom proxy with a session id': somewhere(
    ({ url, variables }) =>
      url?.includes('${session_id}') === true && variables?.['session_id'] !== undefined,
  ),
  'a custom proxy with a ticket': somewhere((profile) => asks(profile, /\/vncproxy\//, true, false)),
  'a custom proxy with a password': somewhere((profile) => asks(profile, /\/vnc\/websocket/, false, true)),
  'a custom proxy with ticket and password': somewhere((profile) => asks(profile, /./, true, true)),
  'verification, which is on': somewhere(
    (profile) =>
      asks(profile, /^wss:/, false, false) &&
      profile.certificate === undefined &&
      profile.host?.startsWith('secure') === true &&
      !machines.some(([id]) => id === profile.id),
  ),
  'verification that is off': () =>
    machines.some(
      ([id, options]) =>
        options.verifyCertificate === false &&
        profiles.some((profile) => profile.id === id && profile.url?.startsWith('wss:') === true),
    ),
  'a certificate of one’s own': somewhere(
    ({ certificate, url }) => certificate !== undefined && url?.startsWith('wss:') === true,
  ),
  'a timeout of 5 s': somewhere(({ timeout }) => timeout === 5),
  'a timeout of 60 s': somewhere(({ timeout }) => timeout === 60),
  'many machines at once': () =>
    shown.some(
      (one) => one.profiles.length > 2 && one.profiles.every((profile) => profile.ticketSource !== undefined),
    ),
  'one connection for many actions': () =>
    fencedTexts('vncscript').some((script) => {
      const [, used] = /^use "(.*)"\n/.exec(script) ?? [];
      return script.trim().split('\n').length > 4 && profiles.some(({ name }) => name === used);
    }),
  'the same connection over TCP and over WebSocket': () =>
    profiles.some((tcp) =>
      profiles.some(
        ({ name, host, url }) =>
          tcp.url === undefined &&
          tcp.host === host &&
          tcp.name === name &&
          url?.startsWith('wss://${host}:${port}/') === true,
      ),
    ),
};

describe('the page about connecting', () => {
  it('has snippets', () => assert.ok(snippets.length > 15));

  for (const [index, { text }] of snippets.entries()) {
    it(`has a snippet that works: ${text.replace(/\s+/g, ' ').slice(0, 90)}`, async () => {
      const one = shown[index];
      assert.ok(one !== undefined && one.profiles.length + one.machines.size > 0);
      for (const profile of one.profiles) await targetFor(profile, {});
    });
  }

  for (const [name, isShown] of Object.entries(examples)) {
    it(`shows ${name}`, () => assert.ok(isShown()));
  }

  it('has scripts without a fault', () => {
    const scripts = fencedTexts('vncscript');
    assert.ok(scripts.length > 0);
    for (const script of scripts) assert.deepEqual(check(parse(script)), [], script);
  });

  it('shows every property of a connection and every option of a machine', () => {
    const properties = new Set(profiles.flatMap((profile) => Object.keys(profile)));
    assert.deepEqual(
      Object.keys(profileFields).filter((name) => !properties.has(name)),
      [],
    );
    assert.deepEqual([...new Set(machines.flatMap(([, machine]) => Object.keys(machine)))].sort(), [
      'allowUnencrypted',
      'proxyCommand',
      'ticketCommand',
      'tunnelCommand',
      'verifyCertificate',
    ]);
  });

  it('names in options of a machine connections that it shows, which they fit', async () => {
    for (const [id, machine] of machines) {
      const named = profiles.filter((profile) => profile.id === id);
      assert.ok(named.length > 0, `a connection has the id ${id}`);
      for (const profile of named) await targetFor(profile, machine);
    }
  });

  it('is linked from the first page', () => {
    assert.match(readFileSync('README.md', 'utf8'), /\(docs\/connecting\.md\)/);
  });
});
