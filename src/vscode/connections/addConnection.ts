import * as vscode from 'vscode';
import {
  type ConnectionDraft,
  type NewConnection,
  connectionOf,
  emptyDraft,
  placeholderNames,
  variableNames,
} from './connectionDraft.ts';
import { type PresetId, connectionPresets, freeName } from './connectionPresets.ts';
import { checkHost, checkListenHost, checkName, checkPort, checkTemplate } from './fieldChecks.ts';
import { profileCheck } from './profileChecks.ts';
import { proxmoxSteps } from './proxmoxSteps.ts';
import { type Choice, type Step, askChoice, askText, back, runWizard } from './wizard.ts';

/**
 * Asks for a new connection, step by step.
 *
 * @param taken names that other connections have.
 * @returns `undefined` when the flow was closed.
 */
export async function askNewConnection(taken: readonly string[]): Promise<NewConnection | undefined> {
  const title = vscode.l10n.t('Add Connection');
  const draft = await runWizard(title, emptyDraft, (state) => stepsFor(state, taken));
  return draft === undefined ? undefined : connectionOf(draft);
}

function stepsFor(draft: ConnectionDraft, taken: readonly string[]): readonly Step<ConnectionDraft>[] {
  return [
    askKind,
    ...placeSteps(draft),
    askName(taken),
    ...(draft.preset === 'proxmox' ? [] : [askPassword]),
  ];
}

/** The steps that ask where the server is. */
function placeSteps(draft: ConnectionDraft): readonly Step<ConnectionDraft>[] {
  switch (draft.preset) {
    case 'proxmox':
      return [askHost, askPort, ...proxmoxSteps(draft)];
    case 'socket':
      return [askSocket];
    case 'listen':
      return [askListenHost, askPort];
    case 'repeater':
      return [askHost, askPort, askRepeaterId];
    case 'tcp':
    case 'websockify':
    case 'custom':
    case undefined: {
      const uses = placeholderNames(draft.url);
      return [
        ...(draft.url === undefined ? [] : [askTemplate]),
        ...(draft.url === undefined || uses.includes('host') ? [askHost] : []),
        ...(draft.url === undefined || uses.includes('port') ? [askPort] : []),
        ...variableNames(draft.url).map(askVariable),
      ];
    }
  }
}

const askKind: Step<ConnectionDraft> = async (frame, draft) => {
  const question = {
    placeholder: vscode.l10n.t('What do you want to connect to?'),
    choices: kindChoices(),
    ...(draft.preset === undefined ? {} : { active: draft.preset }),
  };
  const preset = await askChoice(frame, question);
  if (preset === undefined || preset === back) return preset;
  if (preset === draft.preset) return draft;
  const { url, port } = connectionPresets[preset];
  return { ...draft, preset, url, port: String(port), host: preset === 'listen' ? '127.0.0.1' : draft.host };
};

function kindChoices(): readonly Choice<PresetId>[] {
  return [
    {
      value: 'tcp',
      label: vscode.l10n.t('VNC server'),
      description: 'TCP',
      detail: vscode.l10n.t('TigerVNC, x11vnc, QEMU, a KVM switch, macOS … usually on port 5900'),
      iconPath: new vscode.ThemeIcon('vm'),
    },
    {
      value: 'websockify',
      label: 'noVNC / websockify',
      description: 'WebSocket',
      detail: connectionPresets.websockify.url ?? '',
      iconPath: new vscode.ThemeIcon('globe'),
    },
    {
      value: 'proxmox',
      label: 'Proxmox VE',
      description: vscode.l10n.t('tickets are made for each connection'),
      detail: vscode.l10n.t(
        'A virtual machine or container by its number or name, with an API token or a password',
      ),
      iconPath: new vscode.ThemeIcon('server-environment'),
    },
    {
      value: 'custom',
      label: vscode.l10n.t('Another WebSocket address'),
      description: 'WebSocket',
      detail: vscode.l10n.t('An address with placeholders of your own'),
      iconPath: new vscode.ThemeIcon('link'),
    },
    {
      value: 'socket',
      label: vscode.l10n.t('Unix socket'),
      detail: vscode.l10n.t('A server on this machine, such as QEMU with {0}', '-vnc unix:/path'),
      iconPath: new vscode.ThemeIcon('file-symlink-file'),
    },
    {
      value: 'listen',
      label: vscode.l10n.t('Server that connects to us'),
      description: vscode.l10n.t('listening mode'),
      detail: vscode.l10n.t('We wait until the server dials, such as {0}', 'x11vnc -connect'),
      iconPath: new vscode.ThemeIcon('broadcast'),
    },
    {
      value: 'repeater',
      label: vscode.l10n.t('UltraVNC repeater'),
      description: 'TCP',
      detail: vscode.l10n.t('A server that a repeater knows by an id'),
      iconPath: new vscode.ThemeIcon('arrow-swap'),
    },
  ];
}

const askTemplate: Step<ConnectionDraft> = async (frame, draft) => {
  const url = await askText(frame, {
    prompt: vscode.l10n.t(
      'WebSocket address. It may hold placeholders: {0}, and names of your own. Tickets and passwords are asked for and never stored in settings.',
      '${host}, ${port}, ${ticket}, ${password}',
    ),
    value: draft.url ?? '',
    check: checkTemplate,
  });
  return typeof url === 'string' ? { ...draft, url: url.trim() } : url;
};

const askHost: Step<ConnectionDraft> = async (frame, draft) => {
  const host = await askText(frame, {
    prompt: vscode.l10n.t('Host name or address'),
    placeholder: vscode.l10n.t('For example {0}', 'kiosk-3.example.com, 192.168.1.20, ::1'),
    value: draft.host,
    check: checkHost,
  });
  return typeof host === 'string' ? { ...draft, host: host.trim() } : host;
};

const askPort: Step<ConnectionDraft> = async (frame, draft) => {
  const port = await askText(frame, {
    prompt: vscode.l10n.t('Port'),
    value: draft.port,
    check: checkPort,
  });
  return typeof port === 'string' ? { ...draft, port: port.trim() } : port;
};

const askSocket: Step<ConnectionDraft> = async (frame, draft) => {
  const socket = await askText(frame, {
    prompt: vscode.l10n.t('Path of the socket'),
    placeholder: vscode.l10n.t('For example {0}', '/run/vm/100.vnc, ~/vnc.sock'),
    value: draft.socket,
    check: profileCheck('socket'),
  });
  return typeof socket === 'string' ? { ...draft, socket: socket.trim() } : socket;
};

const askListenHost: Step<ConnectionDraft> = async (frame, draft) => {
  const host = await askText(frame, {
    prompt: vscode.l10n.t(
      'Address of this machine to listen on. {0} lets nobody in but programs on this machine; {1} lets in the network.',
      '127.0.0.1',
      '0.0.0.0',
    ),
    value: draft.host,
    check: checkListenHost,
  });
  return typeof host === 'string' ? { ...draft, host: host.trim() } : host;
};

const askRepeaterId: Step<ConnectionDraft> = async (frame, draft) => {
  const repeaterId = await askText(frame, {
    prompt: vscode.l10n.t('Id of the server at the repeater, or the host that the repeater dials'),
    placeholder: vscode.l10n.t('For example {0}', '1234, ID:1234, pc-7::5900'),
    value: draft.repeaterId,
    check: profileCheck('repeaterId'),
  });
  return typeof repeaterId === 'string' ? { ...draft, repeaterId: repeaterId.trim() } : repeaterId;
};

function askVariable(name: string): Step<ConnectionDraft> {
  return async (frame, draft) => {
    const value = await askText(frame, {
      prompt: vscode.l10n.t('Value of {0} in the address', `\${${name}}`),
      value: draft.variables[name] ?? '',
      check: (text) => (text.trim() === '' ? vscode.l10n.t('Enter a value.') : undefined),
    });
    return typeof value === 'string'
      ? { ...draft, variables: { ...draft.variables, [name]: value.trim() } }
      : value;
  };
}

function askName(taken: readonly string[]): Step<ConnectionDraft> {
  return async (frame, draft) => {
    const name = await askText(frame, {
      prompt: vscode.l10n.t('Name of the connection, as you and your scripts call it'),
      value: draft.name === '' ? freeName(proposedName(draft), taken) : draft.name,
      check: (text) => checkName(text, taken),
    });
    return typeof name === 'string' ? { ...draft, name } : name;
  };
}

function proposedName({ preset, host, port, vm, socket, repeaterId }: ConnectionDraft): string {
  switch (preset) {
    case 'proxmox':
      return vm.trim();
    case 'socket':
      return socket.split('/').at(-1) ?? socket;
    case 'listen':
      return vscode.l10n.t('Listening on {0}', port);
    case 'repeater':
      return repeaterId;
    case 'tcp':
    case 'websockify':
    case 'custom':
    case undefined:
      return port === '5900' || host === '' ? host : `${host}:${port}`;
  }
}

const askPassword: Step<ConnectionDraft> = async (frame, draft) => {
  const password = await askText(frame, {
    prompt: vscode.l10n.t('Password. Leave it empty to be asked when the server wants one.'),
    value: draft.password,
    password: true,
  });
  return typeof password === 'string' ? { ...draft, password } : password;
};
