import { createVnc, createWebSocketVnc } from '../../src/core/index.ts';

// The examples of the library's documentation, as a program has them: `index.test.ts` compares the two.

export async function tcpExample(): Promise<Uint8Array> {
  await using vnc = await createVnc('127.0.0.1', 5901, { password: 'secret12' });
  await vnc.mouse.click({ at: { x: 400, y: 300 } });
  await vnc.keyboard.typeText('hello\n');
  const { data } = await vnc.screen.capture({ format: 'png' });
  return data;
}

export async function webSocketExample(): Promise<void> {
  await using vnc = await createWebSocketVnc({
    urlTemplate:
      'wss://${host}:${port}/api2/json/nodes/${node}/qemu/${vmid}/vncwebsocket?vncticket=${ticket}',
    host: 'proxmox.example.com',
    port: 8006,
    ticket: 'PVEVNC:1234',
    password: 'PVEVNC:1234',
    variables: { node: 'pve', vmid: '100' },
    headers: { Cookie: 'PVEAuthCookie=1234' },
  });
  await vnc.keyboard.press('Ctrl+Alt+Delete');
}
