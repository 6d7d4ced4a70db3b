import assert from 'node:assert/strict';
import { type ServerSigns, serverKindOf } from '../../../src/core/input/serverKind.ts';

const plain: ServerSigns = {
  desktopName: 'somewhere',
  securityType: 'VncAuth',
  greeting: '3.8',
  extendedKeys: false,
  fence: false,
  layoutKnown: false,
};

describe('what kind of server it is', () => {
  for (const [what, signs, kind] of [
    ['QEMU by its name', { desktopName: 'QEMU (web-01)', extendedKeys: true }, 'machine'],
    ['QEMU without a name of the machine', { desktopName: 'QEMU' }, 'machine'],
    ['Intel AMT', { desktopName: 'Intel(r) AMT KVM' }, 'machine'],
    ['a Mac by how it lets clients in', { securityType: 'AppleDH' }, 'apple'],
    ['a Mac by its version, when its VNC password is used', { greeting: '3.889' }, 'apple'],
    ['a version near to a Mac’s', { greeting: '3.88' }, 'unknown'],
    ['UltraVNC by how it lets clients in', { securityType: 'MSLogonII' }, 'windows'],
    ['TigerVNC by its fences', { extendedKeys: true, fence: true }, 'x11'],
    ['TigerVNC with a layout named, too', { extendedKeys: true, fence: true, layoutKnown: true }, 'x11'],
    ['vncserver by its name', { desktopName: "root's X desktop (host:1)" }, 'x11'],
    ['x11vnc by its name', { desktopName: 'host:0' }, 'x11'],
    ['nothing at all', {}, 'unknown'],
    ['a server of scancodes', { extendedKeys: true }, 'unknown'],
    ['a server of scancodes with a layout named', { extendedKeys: true, layoutKnown: true }, 'machine'],
    ['a name that only begins like one', { desktopName: 'QEMUlator' }, 'unknown'],
  ] as const)
    it(`is told from ${what}`, () => assert.equal(serverKindOf({ ...plain, ...signs }), kind));
});
