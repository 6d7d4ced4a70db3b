import { vncError } from '../../base/errors.ts';
import { isRecord } from '../fieldReaders.ts';
import type { ProxmoxTicketSource } from '../profile.ts';

/** A virtual machine or container of a cluster. */
export interface ProxmoxMachine {
  readonly vmid: string;
  readonly node: string;
  readonly type: 'qemu' | 'lxc';
  readonly name?: string | undefined;
  /** `running`, `stopped`, or `unknown` while its node is away; `undefined` where we may not know. */
  readonly status?: string | undefined;
}

/** The machines in an answer of `/cluster/resources`. */
export function machinesOf(data: unknown): readonly ProxmoxMachine[] {
  return Array.isArray(data) ? data.flatMap(machineOf) : [];
}

function machineOf(entry: unknown): readonly ProxmoxMachine[] {
  if (!isRecord(entry)) return [];
  const { vmid, node, type, name, status } = entry;
  if (typeof vmid !== 'number' && typeof vmid !== 'string') return [];
  if (typeof node !== 'string' || (type !== 'qemu' && type !== 'lxc')) return [];
  return [
    {
      vmid: String(vmid),
      node,
      type,
      ...(typeof name === 'string' ? { name } : {}),
      ...(typeof status === 'string' ? { status } : {}),
    },
  ];
}

/**
 * The machine that a profile means. Numbers are unique in a cluster, so a machine that has moved is found on its
 * new node; of several machines with one name the profile's node decides. One that the user may use but not see
 * (no `VM.Audit`) is taken as the profile says, if it says enough.
 *
 * @throws `VNC_TICKET_MACHINE_UNKNOWN`, `VNC_TICKET_MACHINE_STOPPED`, `VNC_TICKET_NODE_UNREACHABLE`
 */
export function chooseMachine(
  machines: readonly ProxmoxMachine[],
  { vm, node, type }: ProxmoxTicketSource,
): ProxmoxMachine {
  const isNumber = /^\d+$/.test(vm);
  const data = { machine: vm, ...(node === undefined ? {} : { node }) };
  const same = machines.filter((machine) => (isNumber ? machine.vmid : machine.name) === vm);
  const fitting = same.filter(
    (machine) =>
      (type === undefined || machine.type === type) &&
      (isNumber || node === undefined || machine.node === node),
  );
  const [machine, ...others] = fitting;
  if (machine === undefined) {
    if (isNumber && same.length === 0 && node !== undefined) return { vmid: vm, node, type: type ?? 'qemu' };
    const [other] = same;
    if (other === undefined) throw vncError('VNC_TICKET_MACHINE_UNKNOWN', { ...data, reason: 'notFound' });
    const reason = type !== undefined && other.type !== type ? 'type' : 'otherNode';
    throw vncError('VNC_TICKET_MACHINE_UNKNOWN', { ...data, reason, type: other.type, found: other.node });
  }
  if (others.length > 0) {
    const found = fitting.map((one) => `${one.vmid} (${one.node})`).join(', ');
    throw vncError('VNC_TICKET_MACHINE_UNKNOWN', {
      ...data,
      reason: 'ambiguous',
      found: found.slice(0, 200),
    });
  }
  const { status } = machine;
  if (status === 'unknown')
    throw vncError('VNC_TICKET_NODE_UNREACHABLE', { ...data, node: machine.node, said: status });
  if (status !== undefined && status !== 'running') {
    throw vncError('VNC_TICKET_MACHINE_STOPPED', { ...data, status });
  }
  return machine;
}
