import assert from 'node:assert/strict';
import { prepareTarget } from '../../../../src/core/profile/prepareTarget.ts';
import type { DialTarget } from '../../../../src/core/transport/target.ts';
import { openSession } from '../../../../src/core/session/openSession.ts';
import { wordErrorInOneLine } from '../../../../src/wording/errorWording.ts';
import type { ProxmoxPeer } from '../../../support/peers/proxmox/proxmoxPeer.ts';
import { type Choices, contextOf, failureOf, profileOf, withPeer } from './asking.ts';
import { machine } from './cluster.ts';

/** Someone who may open the console of the only machine, and may not see how it is. */
const operator: Choices = {
  source: { user: 'operator@pve', tokenId: undefined, vm: '100', node: 'pve1' },
  secrets: { apiPassword: 'operator' },
};

async function prepare(peer: ProxmoxPeer, choices: Choices = operator): Promise<DialTarget> {
  const profile = profileOf(peer, { ...choices, profile: { certificate: peer.ca } });
  return (await prepareTarget(profile, contextOf(peer, choices))).target;
}

async function open(target: DialTarget): Promise<unknown> {
  return await openSession({ name: 'vm', target, credentials: {} });
}

describe('a console of Proxmox VE that is closed without a word', () => {
  const stopped = [machine(100, 'web', { status: 'stopped' })];

  it('names both likely causes, and claims neither', async () => {
    const said = new Set<string>();
    await withPeer({ machines: stopped }, async (peer) => {
      const error = await failureOf(open(await prepare(peer)), 'VNC_WEBSOCKET_FAILED');
      assert.deepEqual([error.data['reason'], error.data['console']], ['closed', 'proxmox']);
      assert.equal(error.kind, 'connection');
      assert.ok(peer.requests.at(-1)?.endsWith('/vncwebsocket 101'), peer.requests.at(-1));
      said.add(wordErrorInOneLine(error));
    });
    await withPeer({}, async (peer) => {
      const late = await prepare(peer);
      peer.cluster.advance(11_000);
      const error = await failureOf(open(late), 'VNC_WEBSOCKET_FAILED');
      assert.ok(peer.requests.at(-1)?.endsWith('/vncwebsocket 0'), peer.requests.at(-1));
      said.add(wordErrorInOneLine(error));
    });
    const texts = [...said].map((text) => text.replace(/:\d+ /, ' '));
    assert.equal(new Set(texts).size, 1);
    assert.match(
      texts[0] ?? '',
      /does not say why\. Most likely .*stopped or locked, or the ticket has expired/,
    );
  });

  it('says the same for a ticket that was made elsewhere', async () => {
    await withPeer({ machines: stopped }, async (peer) => {
      const target = await prepare(peer);
      assert.equal(target.transport, 'websocket');
      const written = {
        ...target,
        urlTemplate: target.urlTemplate.replace('${node}/${type}/${vmid}', 'pve1/qemu/100'),
      };
      const error = await failureOf(open(written), 'VNC_WEBSOCKET_FAILED');
      assert.equal(error.data['console'], 'proxmox');
    });
  });

  it('is not suspected where the machine may be seen: it is said to be stopped', async () => {
    await withPeer({ machines: stopped }, async (peer) => {
      const error = await failureOf(prepare(peer, {}), 'VNC_TICKET_MACHINE_STOPPED');
      assert.equal(error.data['status'], 'stopped');
    });
  });
});
