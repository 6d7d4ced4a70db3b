import * as vscode from 'vscode';
import type { ConnectionProfile, ProxmoxTicketSource } from '../../../core/profile/profile.ts';
import { placeholdersOf } from '../../../core/transport/urlTemplate.ts';
import { variablesOf } from '../connectionPresets.ts';
import {
  checkHost,
  checkListenHost,
  checkPort,
  checkProxmoxUser,
  checkTemplate,
  checkTokenId,
} from '../fieldChecks.ts';
import { profileCheck } from '../profileChecks.ts';
import {
  type EditableField,
  type FieldGroup,
  type TextField,
  list,
  numberOrNone,
  orNone,
  text,
} from './editableField.ts';

/** Where the server is, and what stands on the way. */
export function placeGroup(profile: ConnectionProfile): FieldGroup {
  return { title: vscode.l10n.t('Address'), fields: placeFields(profile) };
}

function placeFields(profile: ConnectionProfile): readonly EditableField[] {
  if (profile.socket !== undefined) return [socketField()];
  if (profile.listen !== undefined) return listenFields();
  const { ticketSource } = profile;
  if (ticketSource?.kind === 'proxmox') {
    return [hostField(false), portField('8006'), ...proxmoxFields(ticketSource), proxyField()];
  }
  if (profile.url !== undefined) {
    return [
      urlField(),
      hostField(true),
      portField(undefined),
      ...variableFields(profile),
      ...webFields(),
      proxyField(),
    ];
  }
  return [hostField(false), portField('5900'), repeaterField(), proxyField()];
}

function hostField(optional: boolean): TextField {
  return text({
    label: vscode.l10n.t('Host'),
    prompt: vscode.l10n.t('Host name or address'),
    optional,
    read: ({ host }) => host ?? '',
    check: checkHost,
    write: (host) => ({ host: orNone(host) }),
  });
}

function portField(empty: string | undefined): TextField {
  return text({
    label: vscode.l10n.t('Port'),
    prompt: vscode.l10n.t('Port'),
    optional: true,
    read: ({ port }) => (port === undefined ? '' : String(port)),
    empty,
    check: checkPort,
    write: (port) => ({ port: numberOrNone(port) }),
  });
}

function socketField(): TextField {
  return text({
    label: vscode.l10n.t('Unix socket'),
    prompt: vscode.l10n.t('Path of the socket'),
    optional: false,
    read: ({ socket }) => socket ?? '',
    check: profileCheck('socket'),
    write: (socket) => ({ socket }),
  });
}

function listenFields(): readonly TextField[] {
  return [
    text({
      label: vscode.l10n.t('Listens on'),
      prompt: vscode.l10n.t('Address of this machine to listen on. {0} lets in the network.', '0.0.0.0'),
      optional: true,
      read: ({ listen }) => listen?.host ?? '',
      empty: '127.0.0.1',
      check: checkListenHost,
      write: (host, { listen }) => ({ listen: { ...listen, host: orNone(host) } }),
    }),
    text({
      label: vscode.l10n.t('Port'),
      prompt: vscode.l10n.t('Port to listen on'),
      optional: true,
      read: ({ listen }) => (listen?.port === undefined ? '' : String(listen.port)),
      empty: '5500',
      check: checkPort,
      write: (port, { listen }) => ({ listen: { ...listen, port: numberOrNone(port) } }),
    }),
  ];
}

function repeaterField(): TextField {
  return text({
    label: vscode.l10n.t('Repeater id'),
    prompt: vscode.l10n.t('If the host is an UltraVNC repeater: the id of the server there'),
    optional: true,
    read: ({ repeaterId }) => repeaterId ?? '',
    check: profileCheck('repeaterId'),
    write: (repeaterId) => ({ repeaterId: orNone(repeaterId) }),
  });
}

function proxyField(): TextField {
  return text({
    label: vscode.l10n.t('Proxy'),
    prompt: vscode.l10n.t('Proxy such as {0}, or “none”', 'http://proxy:3128, socks5://user@proxy:1080'),
    optional: true,
    read: ({ proxy }) => proxy ?? '',
    check: profileCheck('proxy'),
    write: (proxy) => ({ proxy: orNone(proxy) }),
  });
}

function proxmoxFields(source: ProxmoxTicketSource): readonly TextField[] {
  return [
    text({
      label: vscode.l10n.t('Machine'),
      prompt: vscode.l10n.t('Number or name of the virtual machine or container'),
      optional: false,
      read: () => source.vm,
      write: (vm) => ({ ticketSource: { ...source, vm } }),
    }),
    text({
      label: vscode.l10n.t('Node'),
      prompt: vscode.l10n.t('Node that runs the machine. Empty: it is found by itself.'),
      optional: true,
      read: () => source.node ?? '',
      empty: vscode.l10n.t('found by itself'),
      write: (node) => ({ ticketSource: { ...source, node: orNone(node) } }),
    }),
    text({
      label: vscode.l10n.t('User of Proxmox VE'),
      prompt: vscode.l10n.t('User of Proxmox VE, with the realm. It needs the right VM.Console.'),
      optional: false,
      read: () => source.user,
      check: checkProxmoxUser,
      write: (user) => ({ ticketSource: { ...source, user } }),
    }),
    text({
      label: vscode.l10n.t('API token'),
      prompt: vscode.l10n.t(
        'Id of the API token, not its secret. Empty: the password of the user is asked for.',
      ),
      optional: true,
      read: () => source.tokenId ?? '',
      empty: vscode.l10n.t('none, with the password'),
      check: checkTokenId,
      write: (tokenId) => ({ ticketSource: { ...source, tokenId: orNone(tokenId) } }),
    }),
  ];
}

function urlField(): TextField {
  return text({
    label: vscode.l10n.t('WebSocket address'),
    prompt: vscode.l10n.t('WebSocket address with its placeholders'),
    optional: false,
    read: ({ url }) => url ?? '',
    check: checkTemplate,
    write: (url) => ({ url }),
  });
}

/** One for each placeholder of the template that is no secret. */
function variableFields(profile: ConnectionProfile): readonly TextField[] {
  const secret = new Set(profile.secretVariables);
  return templateVariables(profile.url)
    .filter((name) => !secret.has(name))
    .map((name) =>
      text({
        label: `\${${name}}`,
        prompt: vscode.l10n.t('Value of {0} in the address', `\${${name}}`),
        optional: true,
        read: ({ variables }) => variables?.[name] ?? '',
        write: (value, { variables }) => {
          const others = Object.entries(variables ?? {}).filter(([key]) => key !== name);
          const entries = value === '' ? others : [...others, [name, value] as const];
          return { variables: entries.length === 0 ? undefined : Object.fromEntries(entries) };
        },
      }),
    );
}

function templateVariables(url: string | undefined): readonly string[] {
  // A template that cannot be read is repaired in its own row.
  return url === undefined || checkTemplate(url) !== undefined ? [] : variablesOf(placeholdersOf(url));
}

function webFields(): readonly TextField[] {
  return [
    text({
      label: vscode.l10n.t('Secret placeholders'),
      prompt: vscode.l10n.t('Placeholders whose values are secrets, separated by commas'),
      optional: true,
      read: ({ secretVariables }) => (secretVariables ?? []).join(', '),
      write: (names) => ({ secretVariables: list(names) }),
    }),
    text({
      label: vscode.l10n.t('Subprotocols'),
      prompt: vscode.l10n.t('WebSocket subprotocols to offer, separated by commas'),
      optional: true,
      read: ({ subprotocols }) => (subprotocols ?? []).join(', '),
      write: (names) => ({ subprotocols: list(names) }),
    }),
    text({
      label: vscode.l10n.t('Origin'),
      prompt: vscode.l10n.t('The Origin header; by default the origin of the address'),
      optional: true,
      read: ({ origin }) => origin ?? '',
      write: (origin) => ({ origin: orNone(origin) }),
    }),
  ];
}
