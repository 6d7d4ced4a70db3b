import type { VncErrorCode } from '../core/base/errorCodes.ts';
import type { ErrorEntry } from './errorEntry.ts';

/** A connection's source of tickets gave none, or a file to import has none. */
export const ticketErrors = {
  VNC_TICKET_LOGIN_REJECTED: {
    title: 'Proxmox VE did not take the login',
    wordings: [
      {
        when: { login: 'token' },
        message: '“{host}” did not take the API token of {user}: “{said}”.',
        fix: 'Check “user” with its realm and “tokenId” of the connection’s “ticketSource”, that the token is not expired or removed, and give its value again (the secret “apiToken”).',
      },
      {
        when: { login: 'password' },
        message: '“{host}” did not take the password of {user}: “{said}”.',
        fix: 'Check “user” with its realm (root@pam is another user than root@pve), that it is enabled, and give its password again (the secret “apiPassword”).',
      },
      {
        message: 'The server that gives tickets did not take the login.',
        fix: 'Check user, realm and token of the connection’s “ticketSource”, and give the token’s value or the password again.',
      },
    ],
    actions: ['setPassword', 'editConnection'],
  },
  VNC_TICKET_SECOND_FACTOR: {
    title: 'Proxmox VE wants a second factor',
    wordings: [
      {
        message:
          '“{host}” wants a second factor from {user}, which nobody could give when a connection is made again.',
        fix: 'Make an API token for the user (Datacenter, Permissions, API Tokens) and write its id into “tokenId” of the connection’s “ticketSource”: tokens need no second factor.',
      },
      {
        message: 'The server that gives tickets wants a second factor.',
        fix: 'Make an API token for the user and write its id into “tokenId” of the connection’s “ticketSource”.',
      },
    ],
    actions: ['editConnection'],
  },
  VNC_TICKET_FORBIDDEN: {
    title: 'The user may not open the console',
    wordings: [
      {
        message: '{user} may not open the console of “{machine}”: “{said}”.',
        fix: 'Give the user the privilege VM.Console on the machine (role PVEVMUser). A token with separated privileges needs the permission for itself.',
      },
      {
        message: 'The user may not open the console of the machine.',
        fix: 'Give the user, and a token with separated privileges, the privilege VM.Console on the machine.',
      },
    ],
    actions: ['editConnection', 'retry'],
  },
  VNC_TICKET_MACHINE_STOPPED: {
    title: 'The virtual machine is not running',
    wordings: [
      {
        message: '“{machine}” is not running ({status}).',
        fix: 'Start it, then connect again.',
      },
      { message: 'The virtual machine is not running.', fix: 'Start it, then connect again.' },
    ],
    actions: ['retry'],
  },
  VNC_TICKET_MACHINE_UNKNOWN: {
    title: 'There is no such virtual machine',
    wordings: [
      {
        when: { reason: 'node' },
        message: '“{host}” knows no node “{node}”.',
        fix: 'Correct “node” of the connection’s “ticketSource”, or remove it: it is found out.',
      },
      {
        when: { reason: 'otherNode' },
        message: '“{machine}” is not on node “{node}” but on “{found}”.',
        fix: 'Correct “node” of the connection’s “ticketSource”, or remove it: it is found out.',
      },
      {
        when: { reason: 'type' },
        message: '“{machine}” is of the type “{type}”, not of the one that the connection says.',
        fix: 'Correct “type” of the connection’s “ticketSource”, or remove it: it is found out.',
      },
      {
        when: { reason: 'ambiguous' },
        message: 'Several machines are named “{machine}”: {found}.',
        fix: 'Write the number of the machine as “vm”, or its node as “node”, into the connection’s “ticketSource”.',
      },
      {
        message: 'There is no virtual machine or container “{machine}”, or the user may not see it.',
        fix: 'Check “vm” of the connection’s “ticketSource”. A user without the privilege VM.Audit needs the number of the machine and its “node” there.',
      },
      {
        message: 'There is no such virtual machine, or the user may not see it.',
        fix: 'Check “vm” and “node” of the connection’s “ticketSource”.',
      },
    ],
    actions: ['editConnection'],
  },
  VNC_TICKET_NODE_UNREACHABLE: {
    title: 'The node of the virtual machine does not answer',
    wordings: [
      {
        message: 'The node “{node}” that runs “{machine}” does not answer: “{said}”.',
        fix: 'Look at the cluster in the web interface: the node may be off, or cut off from the others. A connection with the node itself as “host” needs no other.',
      },
      {
        message: 'The node of the virtual machine does not answer.',
        fix: 'Look at the cluster in the web interface: the node may be off, or cut off from the others.',
      },
    ],
    actions: ['retry', 'editConnection'],
  },
  VNC_TICKET_SOURCE_FAILED: {
    title: 'The server gave no ticket',
    wordings: [
      {
        when: { reason: 'notProxmox' },
        message: '“{host}” does not answer as Proxmox VE does (status {status}).',
        fix: 'Check host and port of the connection: Proxmox VE’s interface is on port 8006 as a rule. A reverse proxy before it has to pass on all of /api2/.',
      },
      {
        when: { reason: 'page' },
        message:
          '“{host}” answers as a web page or a reverse proxy does, not as Proxmox VE (status {status}).',
        fix: 'Check host and port of the connection: Proxmox VE’s interface is on port 8006 as a rule. A reverse proxy before it has to pass on all of /api2/, without a login of its own.',
      },
      {
        when: { reason: 'gateway' },
        message: 'What stands before Proxmox VE on “{host}” does not reach it (status {status}).',
        fix: 'Check that Proxmox VE’s interface runs (the services pveproxy and pvedaemon), and where the reverse proxy looks for it; then connect again.',
      },
      {
        when: { reason: 'answer' },
        message: '“{host}” gave no ticket (status {status}): “{said}”.',
        fix: 'Look into the task log of the machine in Proxmox VE’s web interface, where the failed VNC proxy stands.',
      },
      {
        when: { reason: 'answer' },
        message: '“{host}” gave no ticket (status {status}), and does not say why.',
        fix: 'Look into the task log of the machine in Proxmox VE’s web interface, where the failed VNC proxy stands, and into the system log of the node.',
      },
      {
        when: { reason: 'closed' },
        message: '{address} ended the connection before it gave a ticket.',
        fix: 'Check host and port of the connection, and whether the service is just restarting.',
      },
      {
        message: '{address} does not answer as a server that gives tickets does ({reason}).',
        fix: 'Check host and port of the connection: Proxmox VE’s interface is on port 8006 as a rule.',
      },
      {
        message: 'The server gave no ticket.',
        fix: 'Check host and port of the connection, and the log of the server.',
      },
    ],
    actions: ['retry', 'editConnection', 'showLog'],
  },
  VNC_TICKET_COMMAND_FAILED: {
    title: 'The ticket command gave no ticket',
    wordings: [
      {
        when: { reason: 'notSet' },
        message: 'The connection “{name}” takes its ticket from a command, and none is set on this machine.',
        fix: 'Set “ticketCommand” for it in the setting “vncAgentBridge.machineOptions”, or give --ticket-command on the command line. In a workspace that is not trusted no command is run.',
      },
      {
        when: { reason: 'notFound' },
        message: 'There is no program “{program}”.',
        fix: 'Install it, or write its full path into “ticketCommand”; no shell looks for it.',
      },
      {
        when: { reason: 'notStarted' },
        message: 'The program “{program}” could not be started ({system}).',
        fix: 'Check that it may be run, and that it is a program, not a line for a shell.',
      },
      {
        when: { reason: 'status' },
        message: 'The ticket command “{program}” ended ({status}): “{said}”.',
        fix: 'Run the command by hand and do what it says; nobody can answer its questions here.',
      },
      {
        when: { reason: 'status' },
        message: 'The ticket command “{program}” ended ({status}) without a word.',
        fix: 'Run the command by hand to see what it does.',
      },
      {
        when: { reason: 'empty' },
        message: 'The ticket command “{program}” printed nothing.',
        fix: 'It has to print the ticket to its standard output: one line, or a JSON object with “ticket”.',
      },
      {
        message: 'What the ticket command “{program}” printed is no ticket.',
        fix: 'It has to print one line, or a JSON object with texts and numbers such as “ticket” and “password”, and nothing else.',
      },
      {
        message: 'The ticket command gave no ticket.',
        fix: 'Run the command by hand: it has to print the ticket to its standard output.',
      },
    ],
    actions: ['retry', 'editConnection', 'showLog'],
  },
  VNC_TICKET_TIMEOUT: {
    title: 'The ticket did not come',
    wordings: [
      {
        message: 'The source of tickets of “{name}” gave none within {seconds} s.',
        fix: 'Check that it answers (run the command by hand, open the web interface); then raise “timeout” of the connection, or of its “ticketSource”.',
      },
      {
        message: 'The source of tickets gave none in time.',
        fix: 'Check that it answers; then raise “timeout” of the connection.',
      },
    ],
    actions: ['retry', 'editConnection'],
  },
  VNC_IMPORT_FAILED: {
    title: 'The file is no connection that can be imported',
    wordings: [
      {
        when: { reason: 'protocol' },
        message: '“{file}” is a connection of another kind than VNC.',
        fix: 'Choose one for VNC.',
      },
      {
        when: { reason: 'server' },
        message: '“{file}” names no VNC server.',
        fix: 'Choose a connection file of a VNC viewer, Remmina’s profile, or ~/.ssh/config.',
      },
      {
        message: 'The file is no connection that can be imported.',
        fix: 'Choose a connection file of a VNC viewer, Remmina’s profile, or ~/.ssh/config.',
      },
    ],
    actions: [],
  },
} as const satisfies Partial<Record<VncErrorCode, ErrorEntry>>;
