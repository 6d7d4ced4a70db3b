import assert from 'node:assert/strict';
import { isVncError } from '../../src/core/base/errors.ts';
import type { ConnectionProfile, ProxmoxTicketSource } from '../../src/core/profile/profile.ts';
import { readProfiles } from '../../src/core/profile/profileReader.ts';
import type { Session } from '../../src/core/session/session.ts';
import { type ProxmoxPeer, startProxmoxPeer } from '../support/peers/proxmox/proxmoxPeer.ts';
import { runProgram } from '../support/programs.ts';
import { type QemuServer, startQemu } from '../support/servers/qemu.ts';
import type { XServer } from '../support/servers/realServer.ts';
import { startTigerVnc } from '../support/servers/tigerVnc.ts';
import { until } from '../support/until.ts';
import { openProfile } from './profiles.ts';
import { assertCaptureIsGrab } from './sessions.ts';

const tokenValue = '0c7c2f0e-6c1d-4f6e-8d0b-1b4c3c9be0a7';
const secrets = { apiToken: tokenValue, apiPassword: 'root password' };

describe('Proxmox VE', function () {
  this.timeout(60_000);
  let qemu: QemuServer;
  let box: XServer;
  let peer: ProxmoxPeer;

  before(async () => {
    qemu = await startQemu({ passwordLater: true });
    box = await startTigerVnc();
    peer = await startProxmoxPeer({
      users: { 'root@pam': { password: 'root password', tokens: { vnc: tokenValue } } },
      machines: [
        {
          vmid: 100,
          name: 'web',
          node: 'pve',
          type: 'qemu',
          status: 'running',
          console: qemu,
          setPassword: async (password, seconds) => await qemu.setPassword(password, seconds),
        },
        { vmid: 200, name: 'box', node: 'pve', type: 'lxc', status: 'running', console: box },
        { vmid: 300, name: 'off', node: 'pve', type: 'qemu', status: 'stopped', console: qemu },
      ],
    });
  });
  after(async () => {
    await peer.close();
    await box.close();
    await qemu.close();
  });

  /** What stands in the settings for a machine. */
  function profileOf(source: Partial<ProxmoxTicketSource>, more: object = {}): ConnectionProfile {
    const ticketSource = { kind: 'proxmox', user: 'root@pam', tokenId: 'vnc', ...source };
    const entry = {
      name: 'vm',
      host: peer.host,
      port: peer.port,
      certificate: peer.ca,
      ticketSource,
      ...more,
    };
    const { profiles, problems } = readProfiles([JSON.parse(JSON.stringify(entry))]);
    assert.deepEqual(problems, []);
    assert.ok(profiles[0] !== undefined);
    return profiles[0];
  }

  async function open(source: Partial<ProxmoxTicketSource>, more?: object): Promise<Session> {
    return await openProfile(profileOf(source, more), { secrets });
  }

  it('opens the console for programs that are not ours', async () => {
    const client = 'test/support/peers/proxmox/independentClient.py';
    const token = `root@pam!vnc=${tokenValue}`;
    const size = await runProgram('/usr/bin/python3', [
      client,
      `${peer.port}`,
      peer.caFile,
      token,
      'pve',
      '100',
    ]);
    const { width, height } = await qemu.grab();
    assert.equal(size.toString().trim(), `${width}x${height}`);
  });

  it('shows exactly the screen of a virtual machine, by number and API token', async () => {
    await using session = await open({ vm: '100' });
    await assertCaptureIsGrab(session, qemu, 'QEMU through Proxmox VE');
  });

  it('shows it by name, and with user and password', async () => {
    await using session = await openProfile(profileOf({ vm: 'web', tokenId: undefined }), { secrets });
    await assertCaptureIsGrab(session, qemu, 'QEMU through Proxmox VE, with a password');
  });

  it('takes what we type', async () => {
    await using session = await open({ vm: '100' });
    const before = await qemu.typed();
    await session.keyboard.typeText('Proxmox & 8006!', { interval: 20 });
    await until('the machine has the text', async () => (await qemu.typed()).endsWith('Proxmox & 8006!'));
    assert.equal(await qemu.typed(), `${before}Proxmox & 8006!`);
  });

  it('shows exactly the screen of a container', async () => {
    await using session = await open({ vm: 'box' });
    await session.mouse.moveTo(700, 500);
    await assertCaptureIsGrab(session, box, 'a container through Proxmox VE');
  });

  it('says that a machine is not running', async () => {
    await assert.rejects(open({ vm: '300' }), { code: 'VNC_TICKET_MACHINE_STOPPED' });
  });

  it('takes long input in pieces that its parser takes', async () => {
    await using session = await open({ vm: 'box' });
    const dropped = peer.dropped.length;
    const text = 'x'.repeat(300 * 1024);
    await session.clipboard.set(text);
    await session.mouse.moveTo(10, 10);
    await assertCaptureIsGrab(session, box, 'after a long clipboard');
    assert.equal(peer.dropped.length, dropped);
  });

  it('gets a fresh ticket for every attempt to connect again, and the session goes on', async () => {
    await using session = await openProfile(profileOf({ vm: '100' }), {
      secrets,
      reconnect: { firstDelay: 10 },
    });
    await session.screen.capture({ format: 'png' });
    const asked = (): number => peer.requests.filter((request) => request.includes('/vncproxy 200')).length;
    const before = asked();
    for (const time of [1, 2]) {
      peer.cutConsoles();
      await until('it is open again', () => asked() === before + time && session.state.phase === 'open');
      await assertCaptureIsGrab(session, qemu, `QEMU through Proxmox VE, again (${time})`);
    }
  });

  it('is not asked in vain again once it does not take the login any more', async () => {
    const fading = { ...secrets };
    await using session = await openProfile(profileOf({ vm: '100' }), {
      secrets: fading,
      reconnect: { firstDelay: 10 },
    });
    fading.apiToken = 'revoked';
    const before = peer.requests.length;
    peer.cutConsoles();
    await until('it has given up', () => session.state.phase === 'closed');
    const { state } = session;
    assert.ok(state.phase === 'closed' && isVncError(state.error, 'VNC_TICKET_LOGIN_REJECTED'));
    const after = peer.requests.slice(before).filter((request) => request.endsWith(' 401'));
    assert.equal(after.length, 1);
  });
});
