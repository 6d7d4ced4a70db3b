import assert from 'node:assert/strict';
import { isVncError } from '../../../../src/core/base/errors.ts';
import { parseRemminaFile } from '../../../../src/core/profile/imports/remminaFile.ts';
import { parseSshConfig } from '../../../../src/core/profile/imports/sshConfig.ts';
import { parseVncFile } from '../../../../src/core/profile/imports/vncFile.ts';
import { readProfiles } from '../../../../src/core/profile/profileReader.ts';
import { targetOf } from '../../../../src/core/profile/profileTarget.ts';

function file(...lines: readonly string[]): string {
  return `${lines.join('\r\n')}\r\n`;
}

function codes({ notes }: { readonly notes: readonly { readonly code: string }[] }): readonly string[] {
  return notes.map(({ code }) => code);
}

describe('parseVncFile', () => {
  it('reads a file of TightVNC, with its hidden password', () => {
    const text = file(
      '[connection]',
      'host=lab.test',
      'port=5902',
      'password=b5b68bdb1b3c4e2c',
      '',
      '[options]',
      'use_encoding_1=1',
      'preferred_encoding=7',
      'viewonly=1',
      'compresslevel=6',
    );
    const { secrets, ...read } = parseVncFile(text, 'C:/Users/ada/Lab 2.vnc');
    assert.deepEqual(read.profile, {
      name: 'Lab 2',
      host: 'lab.test',
      port: 5902,
      viewOnly: true,
      compression: 6,
    });
    assert.deepEqual(codes(read), ['passwordTaken']);
    assert.equal(typeof secrets['password'], 'string');
    assert.ok(!JSON.stringify(read).includes('b5b68bdb'));
  });

  it('knows the password that vncpasswd hides', () => {
    // `echo secret12 | vncpasswd -f | xxd -p`, and UltraVNC's form with a ninth byte.
    for (const hidden of ['24b5ae4ce15503c6', '24b5ae4ce15503c600']) {
      const { secrets } = parseVncFile(file('[connection]', 'host=h', `password=${hidden}`), 'x.vnc');
      assert.deepEqual(secrets, { password: 'secret12' });
    }
  });

  it('reads a file of RealVNC, whose own passwords stay unread', () => {
    const text = file(
      '[Connection]',
      'Host=lab.test:1',
      'UserName=ada',
      'Password=af2c1d9e5b3d7a8812345678901234567890',
      '[Options]',
      'FriendlyName=Lab One',
    );
    const read = parseVncFile(text, 'x.vnc');
    assert.deepEqual(read.profile, { name: 'Lab One', host: 'lab.test', port: 5901, username: 'ada' });
    assert.deepEqual(read.secrets, {});
    assert.deepEqual(codes(read), ['passwordUnreadable']);
  });

  it('reads a file of TigerVNC', () => {
    const text = file(
      'TigerVNC Configuration file Version 1.0',
      '',
      'ServerName=lab.test::5999',
      'X509CA=/home/ada/.vnc/x509_ca.pem',
      'SecurityTypes=X509Plain,TLSVnc,VncAuth,Ident',
      'ViewOnly=0',
      'PreferredEncoding=ZRLE',
      'CustomCompressLevel=0',
      'CompressLevel=2',
      'QualityLevel=8',
    );
    const read = parseVncFile(text, '/home/ada/lab.tigervnc');
    assert.deepEqual(read, {
      profile: {
        name: 'lab',
        host: 'lab.test',
        port: 5999,
        quality: 8,
        encoding: 'ZRLE',
        security: ['X509Plain', 'TLSVnc', 'VncAuth'],
        certificate: '/home/ada/.vnc/x509_ca.pem',
      },
      secrets: {},
      notes: [],
    });
    assert.deepEqual(readProfiles([read.profile]).problems, []);
  });

  it('reads how far pictures may be simplified, unless the viewer found that out by itself', () => {
    const qualityIn = (...lines: readonly string[]): unknown =>
      parseVncFile(file('[connection]', 'host=h', '[options]', ...lines), 'x.vnc').profile.quality;
    assert.equal(qualityIn('quality=6'), 6);
    assert.equal(qualityIn('quality=-1'), 'lossless');
    assert.equal(qualityIn('AutoSelect=0', 'NoJPEG=0', 'QualityLevel=3'), 3);
    assert.equal(qualityIn('AutoSelect=0', 'NoJPEG=1', 'QualityLevel=3'), 'lossless');
    assert.equal(qualityIn('AutoSelect=1', 'QualityLevel=3'), undefined);
    assert.equal(qualityIn('auto=1', 'quality=3'), undefined);
    assert.equal(qualityIn('Quality=High'), undefined);
    assert.equal(qualityIn(), undefined);
  });

  it('reads UltraVNC’s repeater', () => {
    const text = file('[connection]', 'host=ID', 'port=1234', 'proxyhost=gate.test', 'proxyport=5901');
    assert.deepEqual(parseVncFile(text, 'r.vnc').profile, {
      name: 'r',
      host: 'gate.test',
      port: 5901,
      repeaterId: 'ID:1234',
    });
  });

  it('refuses what names no server', () => {
    for (const text of ['', '[connection]', 'not a file', '[connection]\nhost=']) {
      assert.throws(
        () => parseVncFile(text, '/secret/place/x.vnc'),
        (error) => isVncError(error, 'VNC_IMPORT_FAILED') && error.data['file'] === 'x.vnc',
      );
    }
    assert.throws(
      () => parseVncFile('[connection]\nhost=a b', 'x.vnc'),
      (error) => isVncError(error, 'VNC_ADDRESS_INVALID'),
    );
  });
});

describe('parseRemminaFile', () => {
  const head = [
    '[remmina]',
    'name=Lab',
    'group=Work',
    'protocol=VNC',
    'server=lab.test:5901',
    'username=ada',
  ];

  it('reads a profile', () => {
    const text = file(
      ...head,
      'password=9Q3ZkA==',
      'viewonly=1',
      'quality=2',
      'colordepth=16',
      'ssh_tunnel_enabled=0',
    );
    assert.deepEqual(parseRemminaFile(text, 'group_vnc_lab.remmina'), {
      profile: {
        name: 'Lab',
        host: 'lab.test',
        port: 5901,
        username: 'ada',
        viewOnly: true,
        quality: 7,
        colorDepth: 16,
        tags: ['Work'],
      },
      secrets: {},
      notes: [{ code: 'passwordUnreadable', data: {} }],
    });
  });

  it('suggests a command for its tunnel', async () => {
    const text = file(
      ...head,
      'ssh_tunnel_enabled=1',
      'ssh_tunnel_server=gate.test:2222',
      'ssh_tunnel_username=eve',
      'ssh_tunnel_privatekey=/home/ada/.ssh/id_lab',
    );
    const read = parseRemminaFile(text, 'x.remmina');
    assert.deepEqual(codes(read), ['commandSuggested']);
    const readFile = async (): Promise<string> => await Promise.reject(new Error('no file'));
    const target = await targetOf(read.profile, { secrets: {}, machine: read.machine, readFile });
    assert.ok(target.transport === 'command');
    assert.equal(
      target.command.join(' '),
      'ssh -o BatchMode=yes -p 2222 -i /home/ada/.ssh/id_lab -W lab.test:5901 eve@gate.test',
    );
    const own = parseRemminaFile(file(...head, 'ssh_tunnel_enabled=1'), 'x.remmina');
    assert.equal(own.machine?.proxyCommand?.at(-1), 'lab.test');
    const evil = parseRemminaFile(
      file(...head, 'ssh_tunnel_enabled=1', 'ssh_tunnel_server=-oProxyCommand=x'),
      'x',
    );
    assert.equal(evil.machine, undefined);
    assert.deepEqual(codes(evil), ['notTaken']);
  });

  it('reads listeners, sockets and repeaters', () => {
    const read = (...lines: readonly string[]): object => {
      const { name: _name, ...profile } = parseRemminaFile(file('[remmina]', ...lines), 'x.remmina').profile;
      return profile;
    };
    assert.deepEqual(read('protocol=VNCI', 'listenport=5501'), { listen: { port: 5501 } });
    assert.deepEqual(read('protocol=VNC', 'server=unix:///run/vm.sock'), { socket: '/run/vm.sock' });
    assert.deepEqual(read('protocol=VNC', 'server=vm:1', 'proxy=gate.test:5500'), {
      host: 'gate.test',
      port: 5500,
      repeaterId: 'vm::5901',
    });
  });

  it('refuses other protocols', () => {
    for (const text of [
      file('[remmina]', 'protocol=RDP', 'server=x'),
      'nonsense',
      file('[remmina]', 'protocol=VNC'),
    ]) {
      assert.throws(
        () => parseRemminaFile(text, 'x'),
        (error) => isVncError(error, 'VNC_IMPORT_FAILED'),
      );
    }
  });
});

describe('parseSshConfig', () => {
  it('reads hosts, and those of included files, once', async () => {
    const text = [
      '# Work',
      'Include config.d/*',
      'Host lab web-1',
      '    HostName 10.0.0.7',
      '    User ada',
      '\tPort=2222',
      '    ProxyJump "gate.test"',
      '    IdentityFile ~/.ssh/id_lab',
      'Host *.internal !bad db',
      '    User root',
      'Match host lab exec "true"',
      '    ProxyJump other',
      'Host *',
      '    ServerAliveInterval 30',
      'Host -oProxyCommand=x',
    ].join('\n');
    const patterns: string[] = [];
    const hosts = await parseSshConfig(text, async (pattern) => {
      patterns.push(pattern);
      return await Promise.resolve(
        pattern === 'config.d/*' ? ['Host gate\n Port 22\nInclude config.d/*', ''] : [],
      );
    });
    assert.deepEqual(
      hosts.map(({ profile }) => [profile.name, profile.tags]),
      [
        ['gate', ['ssh']],
        ['lab', ['ssh', 'via gate.test']],
        ['web-1', ['ssh', 'via gate.test']],
        ['db', ['ssh']],
      ],
    );
    // A circle of files ends.
    assert.equal(patterns.length, 16);
    const [, lab] = hosts;
    assert.deepEqual(lab?.machine?.proxyCommand, [
      'ssh',
      '-o',
      'BatchMode=yes',
      '-W',
      '${host}:${port}',
      'lab',
    ]);
    assert.deepEqual(lab.profile, {
      name: 'lab',
      host: '127.0.0.1',
      port: 5900,
      tags: ['ssh', 'via gate.test'],
    });
    assert.deepEqual(readProfiles(hosts.map(({ profile }) => profile)).problems, []);
  });

  it('finds nothing in nothing', async () => {
    assert.deepEqual(await parseSshConfig(''), []);
    assert.deepEqual(await parseSshConfig('Host *\n User x'), []);
  });
});
