import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isVncError } from '../../../../src/core/base/errors.ts';
import {
  parseConsoleAddress,
  parsePageAddress,
} from '../../../../src/core/profile/imports/consoleAddress.ts';
import { secretNamesOf, targetOf } from '../../../../src/core/profile/profileTarget.ts';
import { readProfiles } from '../../../../src/core/profile/profileReader.ts';
import { expandTemplate } from '../../../../src/core/transport/urlTemplate.ts';

/** What is dialled for an address: the URL of a WebSocket, or host and port. */
async function dialledFor(address: string): Promise<string> {
  const { profile, secrets } = parseConsoleAddress(address);
  assert.deepEqual(readProfiles([profile]), { profiles: [profile], problems: [] });
  const readFile = async (): Promise<string> => await Promise.reject(new Error('no file'));
  const target = await targetOf(profile, { secrets, readFile });
  if (target.transport === 'tcp') return `${target.host} ${target.port}`;
  assert.ok(target.transport === 'websocket');
  return expandTemplate(target.urlTemplate, target.values).url;
}

describe('parseConsoleAddress', () => {
  const addresses: readonly [string, string, Record<string, string>?][] = [
    // OpenStack Nova, old and new.
    [
      'http://openstack.test:6080/vnc_auto.html?token=2f6ea2e5-d2bd',
      'ws://openstack.test:6080/websockify?token=2f6ea2e5-d2bd',
      { ticket: '2f6ea2e5-d2bd' },
    ],
    [
      'https://openstack.test:6080/vnc_lite.html?path=%3Ftoken%3D2f6ea2e5-d2bd',
      'wss://openstack.test:6080/?token=2f6ea2e5-d2bd',
      { ticket: '2f6ea2e5-d2bd' },
    ],
    // websockify with a file of tokens; the path encoded once, twice and not at all.
    [
      'http://h:6080/vnc_lite.html?path=websockify%3Ftoken%3Dvm%201',
      'ws://h:6080/websockify?token=vm%201',
      { ticket: 'vm 1' },
    ],
    [
      'http://h:6080/vnc_lite.html?path=websockify%253Ftoken%253Dvm1',
      'ws://h:6080/websockify?token=vm1',
      { ticket: 'vm1' },
    ],
    [
      'http://h:6080/vnc.html?path=websockify?token=vm1',
      'ws://h:6080/websockify?token=vm1',
      { ticket: 'vm1' },
    ],
    ['http://h:6080/vnc.html?path=ws/7&autoconnect=true', 'ws://h:6080/ws/7'],
    // All that noVNC's page understands, also after "#".
    [
      'http://page.test/vnc.html?host=vm.test&port=6900&encrypt=1&path=a/b&password=p%26w',
      'wss://vm.test:6900/a/b',
      { password: 'p&w' },
    ],
    ['https://page.test/novnc/vnc.html#host=vm.test&port=443&encrypt=0', 'ws://vm.test:443/websockify'],
    ['https://page.test/vnc.html#password=secret', 'wss://page.test/websockify', { password: 'secret' }],
    ['http://[::1]:6080/vnc.html', 'ws://[::1]:6080/websockify'],
    ['http://docker-host:6080/', 'ws://docker-host:6080/websockify'],
    // WebSockets.
    ['ws://h:5700', 'ws://h:5700/'],
    ['wss://h/vnc?auth=abc&x=1', 'wss://h/vnc?auth=abc&x=1'],
    [
      'wss://h/vnc/websocket?ticket=T%2B1&password=p',
      'wss://h/vnc/websocket?ticket=T%2B1&password=p',
      { ticket: 'T+1', password: 'p' },
    ],
    [
      'wss://h/?token=a&access_token=b',
      'wss://h/?token=a&access_token=b',
      { ticket: 'a', access_token: 'b' },
    ],
    ['wss://ada:pa%20ss@h:444/x', 'wss://ada:pa%20ss@h:444/x', { loginPassword: 'pa ss' }],
    // VNC.
    ['vnc://h', 'h 5900'],
    ['vnc://ada:pw@h:5901', 'h 5901', { password: 'pw' }],
    ['vnc://h/?VncUsername=ada&VncPassword=p%20w&ConnectionName=My+Lab', 'h 5900', { password: 'p w' }],
    ['h:1', 'h 5901'],
    ['h::1', 'h 1'],
    ['[2001:db8::1]:2', '2001:db8::1 5902'],
    ['lab.test', 'lab.test 5900'],
  ];
  for (const [address, dialled, secrets = {}] of addresses) {
    it(`reads ${address}`, async () => {
      const read = parseConsoleAddress(address);
      assert.deepEqual(read.secrets, secrets);
      assert.equal(await dialledFor(address), dialled);
      const shown = JSON.stringify([read.profile, read.notes]);
      for (const secret of Object.values(secrets)) {
        assert.ok(secret.length < 2 || !shown.includes(secret), `${shown} holds ${secret}`);
      }
      for (const name of Object.keys(secrets)) {
        assert.ok(name === 'password' || secretNamesOf(read.profile).includes(name), name);
      }
    });
  }

  it('keeps who and what it is', () => {
    const { profile } = parseConsoleAddress('vnc://ada:pw@h:5901/?ConnectionName=My+Lab&ViewOnly=true');
    assert.deepEqual(profile, { name: 'My Lab', host: 'h', port: 5901, username: 'ada', viewOnly: true });
    assert.equal(parseConsoleAddress('http://h/vnc.html?path=x&view_only=1').profile.viewOnly, true);
  });

  it('takes the levels of RFC 7869 over', () => {
    const { profile } = parseConsoleAddress('vnc://h/?QualityLevel=3&CompressLevel=9&ViewOnly=yes');
    assert.deepEqual(profile, { name: 'h', host: 'h', quality: 3, compression: 9, viewOnly: true });
    const odd = parseConsoleAddress('vnc://h/?QualityLevel=10&CompressLevel=fast');
    assert.deepEqual(odd.profile, { name: 'h', host: 'h' });
  });

  it('gives pages that can be dialled at once, and only pages', () => {
    assert.equal(parsePageAddress('vnc://h'), undefined);
    assert.equal(parsePageAddress('ws://h/'), undefined);
    const page = ' https://h:6080/vnc.html?path=x';
    assert.deepEqual(parsePageAddress(page), parseConsoleAddress(page));
    assert.throws(
      () => parsePageAddress('https://pve.test:8006/?console=kvm&novnc=1&vmid=100'),
      (error) => isVncError(error, 'VNC_ADDRESS_INVALID') && error.data['reason'] === 'login',
    );
  });

  it('keeps a template as it is', () => {
    const url = 'wss://${host}:${port}/vncproxy/${session_id}?auth=${ticket}';
    assert.deepEqual(parseConsoleAddress(url), {
      profile: { name: 'WebSocket', url },
      secrets: {},
      notes: [],
    });
    assert.throws(
      () => parseConsoleAddress('wss://h/${'),
      (error) => isVncError(error, 'VNC_TEMPLATE_INVALID'),
    );
  });

  it('makes consoles of Proxmox VE connections that fetch their tickets', () => {
    const page = 'https://pve.test:8006/?console=kvm&novnc=1&vmid=100&vmname=web&node=pve1&resize=off&cmd=';
    const source = { kind: 'proxmox', vm: '100', type: 'qemu', node: 'pve1', user: 'root@pam' };
    const notes = [{ code: 'userGuessed', data: { user: 'root@pam' } }];
    assert.deepEqual(parseConsoleAddress(page), {
      profile: { name: 'web', host: 'pve.test', ticketSource: source },
      secrets: {},
      notes,
    });
    assert.deepEqual(parseConsoleAddress('https://pve.test/?console=lxc&novnc=1&vmid=200&node=n'), {
      profile: {
        name: 'pve.test 200',
        host: 'pve.test',
        port: 443,
        ticketSource: { kind: 'proxmox', vm: '200', type: 'lxc', node: 'n', user: 'root@pam' },
      },
      secrets: {},
      notes,
    });
    // What the page itself opens holds a ticket that is used up.
    const opened =
      'wss://pve.test:8006/api2/json/nodes/pve1/qemu/100/vncwebsocket?port=5900&vncticket=PVEVNC%3A6712%3A%3Aabc';
    const read = parseConsoleAddress(opened);
    assert.deepEqual(read.profile.ticketSource, source);
    assert.ok(!JSON.stringify(read).includes('PVEVNC'));
  });

  it('says what it guessed', () => {
    const codes = (address: string): readonly string[] =>
      parseConsoleAddress(address).notes.map(({ code }) => code);
    assert.deepEqual(codes('http://h:6080/'), ['pathGuessed']);
    assert.deepEqual(codes('http://h:6080/vnc.html?password=a&token=b'), ['passwordTaken', 'tokenTaken']);
    assert.deepEqual(codes('vnc://h/?SshHost=x'), ['notTaken']);
  });

  it('refuses what is no address, without quoting it', () => {
    for (const address of [
      '',
      'http://',
      'ftp://h',
      'http://h /',
      'http://h/vnc.html?port=x&password=hunter2',
      'vnc://h:x',
    ]) {
      assert.throws(
        () => parseConsoleAddress(address),
        (error) => isVncError(error, 'VNC_ADDRESS_INVALID') && !error.message.includes('hunter2'),
        address,
      );
    }
  });

  it('either refuses a text or makes a connection that can be stored, whose profile has no password', () => {
    const scheme = fc.constantFrom('http://', 'https://', 'ws://', 'wss://', 'vnc://', '');
    const rest = fc.string({ unit: fc.constantFrom(...Array.from('ab1:/?&=#%[]@.${}')), maxLength: 30 });
    fc.assert(
      fc.property(scheme, rest, (start, end) => {
        let read: ReturnType<typeof parseConsoleAddress>;
        try {
          read = parseConsoleAddress(`${start}h${end}&password=HUNTER2`);
        } catch (error) {
          assert.ok(isVncError(error), String(error));
          return;
        }
        assert.ok(!JSON.stringify(read.notes).includes('HUNTER2'));
        for (const { code } of readProfiles([read.profile]).problems)
          assert.notEqual(code, 'unknownProperty');
      }),
    );
  });
});
