import { type ClusterMachine, type ClusterUser } from '../../../support/peers/proxmox/proxmoxCluster.ts';

/** A console that nobody reaches: for tests that end before it. */
const nowhere = { host: '127.0.0.1', port: 1 };

/** A machine of a cluster; running, virtual and on `pve1` where a test says nothing. */
export function machine(
  vmid: number,
  name: string,
  more: Partial<Omit<ClusterMachine, 'vmid' | 'name'>> = {},
): ClusterMachine {
  return { node: 'pve1', type: 'qemu', status: 'running', console: nowhere, ...more, vmid, name };
}

/** The value of the token `root@pam!vnc`. */
export const tokenValue = '6dbee0a1-4b3c-4f6f-9a4e-2f2b5f1c9d01';

/** Users of a cluster: the administrator, one without rights, one with a second factor. */
export const users: Readonly<Record<string, ClusterUser>> = {
  'root@pam': { password: 'pa ss&wörd', tokens: { vnc: tokenValue } },
  'guest@pve': { password: 'guest', privileges: ['VM.Audit'] },
  'operator@pve': { password: 'operator', privileges: ['VM.Console'] },
  'careful@pve': { password: 'careful', secondFactor: true },
};
